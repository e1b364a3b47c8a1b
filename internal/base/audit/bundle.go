package audit

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/seal"
)

// A bundle is the trail as one file: lines of JSON, each an object that says in "is" what it is.
//
//	bundle      whose trail, for whom, the verifier key, how many entries; the first line
//	name        of an organisation (id, name, code)
//	code        of a person (id, code), so that one can be asked for by code
//	signed      a note over all lines before it; only then come
//	entry       an entry with its leaf as it stands in the tree, and the salt of whom it is about unless that was destroyed
//	hidden      of an entry that the reader may not see: mark and body, which make its leaf, or the leaf of one that is older than these
//	checkpoint  a signed checkpoint, right after the last entry it covers
//	end         size and root, and of how many entries shown it is known no more whom they are about, which is signed; the last line, right after a checkpoint of that size
//
// Entries come in the order of the trail. Version 1 of the format had nothing signed but checkpoints, and of what is hidden the leaf alone. Of version 2 every entry says whom it is about.

// BundleVersion is the version of the format written.
const BundleVersion = 3

// Bundle is what a file says besides the trail itself.
type Bundle struct {
	Version int // of the format
	Origin  string
	Key     string           // of the verifier
	Zone    string           // IANA zone in which a day begins
	Made    string           // UTC
	Size    int64            // entries; a checkpoint of that size exists
	Of      string           // id of the organisation whose entries are shown; empty for all
	Since   int64            // number of the first entry whose leaf commits to an organisation
	Unnamed func(Entry) bool // entries that are shown as if it were known no more whom they are about: erasures; nil for none
	Blinds  Blinds           // of the whole trail; of a bundle for one organisation only the reader's Blind leaves
	Names   []Named
	Codes   []Named

	Odd func(n int64) // told of entries that are written though they are not the ones the tree was built from, or gone; nil for nobody
}

// Named is an id with what people call it.
type Named struct{ ID, Name, Code string }

// line is any line of a bundle.
type line struct {
	Is string `json:"is"`

	Version int    `json:"version,omitempty"`
	Origin  string `json:"origin,omitempty"`
	Key     string `json:"key,omitempty"`
	Zone    string `json:"zone,omitempty"`
	Made    string `json:"made,omitempty"`
	Of      string `json:"of,omitempty"`
	Size    int64  `json:"size,omitempty"`
	Since   int64  `json:"since,omitempty"`
	Blinds  []byte `json:"blinds,omitempty"`
	Blind   []byte `json:"blind,omitempty"`

	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	Code string `json:"code,omitempty"`

	N            int64     `json:"n,omitempty"`
	Leaf         tlog.Hash `json:"leaf,omitzero"`
	Mark         tlog.Hash `json:"mark,omitzero"`
	Body         tlog.Hash `json:"body,omitzero"`
	Format       int64     `json:"format,omitempty"`
	At           string    `json:"at,omitempty"`
	Actor        string    `json:"actor,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	Role         string    `json:"role,omitempty"`
	Action       string    `json:"action,omitempty"`
	Purpose      string    `json:"purpose,omitempty"`
	Decision     string    `json:"decision,omitempty"`
	Rule         string    `json:"rule,omitempty"`
	Object       string    `json:"object,omitempty"`
	Record       string    `json:"record,omitempty"`
	Person       string    `json:"person,omitempty"`
	About        string    `json:"about,omitempty"`
	Salt         string    `json:"salt,omitempty"`
	Count        int64     `json:"count,omitempty"`
	Details      []byte    `json:"details,omitempty"`

	Note     string    `json:"note,omitempty"`
	Root     tlog.Hash `json:"root,omitzero"`
	Nameless int64     `json:"nameless,omitempty"`
}

func entryLine(e Entry, leaf tlog.Hash) line {
	return line{
		Is: "entry", N: e.N, Leaf: leaf, Format: e.Version, At: e.At, Actor: e.Actor, Organisation: e.Organisation, Role: e.Role, Action: e.Action,
		Purpose: e.Purpose, Decision: e.Decision, Rule: e.Rule, Object: e.Object, Record: e.Record, Person: e.Person, About: e.About, Salt: e.Salt, Count: e.Count, Details: e.Details,
	}
}

func hiddenLine(e Entry, leaf tlog.Hash) line {
	if e.Version < Blinded || e.Hash() != leaf { // what was changed in the tables is shown as it stands in the tree
		return line{Is: "hidden", N: e.N, Leaf: leaf}
	}
	body := e.Body()
	return line{Is: "hidden", N: e.N, Format: e.Version, Mark: e.Blind.Mark(body), Body: body}
}

// leaf is the hash of an entry's leaf as the line gives it.
func (l line) leaf() tlog.Hash {
	if l.Is == "hidden" && l.Format >= Blinded {
		return tlog.RecordHash(hiddenLeaf(l.Format, l.Mark, l.Body))
	}
	return l.Leaf
}

func (l line) entry() Entry {
	return Entry{
		Version: l.Format, N: l.N, At: l.At, Actor: l.Actor, Organisation: l.Organisation, Role: l.Role, Action: l.Action,
		Purpose: l.Purpose, Decision: l.Decision, Rule: l.Rule, Object: l.Object, Record: l.Record, Person: l.Person, About: l.About, Salt: l.Salt, Count: l.Count, Details: l.Details,
	}
}

// Write writes the bundle; the signer is that of the checkpoints. visible says which entries are shown; of the others only hashes leave. It holds
// some pages of the trail in memory and never all of it. What is stored is written as it is: judging it is the verifier's.
func (b Bundle) Write(w io.Writer, log Log, signer note.Signer, visible func(Entry) bool) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	if err := b.preamble(buffered, signer); err != nil {
		return err
	}
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	if err := b.trail(out, log, signer, visible); err != nil {
		return err
	}
	return buffered.Flush()
}

// preamble writes what comes before the trail, and signs it.
func (b Bundle) preamble(w io.Writer, signer note.Signer) error {
	hash := seal.NewHash()
	out := json.NewEncoder(io.MultiWriter(w, hash))
	out.SetEscapeHTML(false)
	head := line{Is: "bundle", Version: BundleVersion, Origin: b.Origin, Key: b.Key, Zone: b.Zone, Made: b.Made, Of: b.Of, Size: b.Size, Since: b.Since}
	if blind := b.Blinds.Of(b.Of); b.Of == "" {
		head.Blinds = b.Blinds[:]
	} else {
		head.Blind = blind[:]
	}
	err := out.Encode(head)
	for _, n := range b.Names {
		err = errors.Join(err, out.Encode(line{Is: "name", ID: n.ID, Name: n.Name, Code: n.Code}))
	}
	for _, n := range b.Codes {
		err = errors.Join(err, out.Encode(line{Is: "code", ID: n.ID, Name: n.Name}))
	}
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: preambleText(signer.Name(), tlog.Hash(hash.Sum(nil)))}, signer)
	if err != nil {
		return err
	}
	return out.Encode(line{Is: "signed", Note: string(signed)})
}

// preambleText is what is signed of the lines before the trail. No checkpoint reads like it.
func preambleText(origin string, hash tlog.Hash) string {
	return origin + "\nbundle\n" + hash.String() + "\n"
}

// trail writes entries and checkpoints in their order, and the end.
func (b Bundle) trail(out *json.Encoder, log Log, signer note.Signer, visible func(Entry) bool) error {
	t := binding{out: out, log: log, unnamed: b.Unnamed}
	odd := func(n int64) {
		if b.Odd != nil {
			b.Odd(n)
		}
	}
	for next := int64(0); next < b.Size; {
		entries, err := log.Entries(next, int(min(chunk, b.Size-next)))
		if err != nil {
			return err
		}
		entries = slices.DeleteFunc(entries, func(e Entry) bool { return e.N >= b.Size })
		if len(entries) == 0 {
			odd(next)
			break // something is missing: the verifier says so
		}
		leaves, err := Leaves(log, entries)
		if err != nil {
			return err
		}
		for i, e := range entries {
			switch {
			case e.N != next:
				odd(next)
			case !e.Named() || e.Hash() != leaves[i]:
				odd(e.N)
			}
			next = e.N + 1
			if err := t.entry(e, leaves[i], visible(e) || e.SetsClock()); err != nil {
				return err
			}
		}
	}
	if err := t.checkpoints(); err != nil {
		return err
	}
	root, err := t.edge.Root()
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: endText(signer.Name(), root, t.nameless)}, signer)
	if err != nil {
		return err
	}
	return out.Encode(line{Is: "end", Size: t.edge.Size(), Root: root, Nameless: t.nameless, Note: string(signed)})
}

// endText is what is signed at the end: else whoever hands the file over could leave out whom an entry is about, as if it had been destroyed.
func endText(origin string, root tlog.Hash, nameless int64) string {
	return origin + "\nend of bundle\n" + root.String() + "\n" + strconv.FormatInt(nameless, 10) + "\n"
}

// binding is a bundle while its trail is written.
type binding struct {
	out    *json.Encoder
	log    Log
	edge   Edge
	signed []StoredCheckpoint // read ahead
	number int64              // of the next to read

	unnamed  func(Entry) bool
	nameless int64 // entries shown of which it is known no more whom they are about
}

func (t *binding) entry(e Entry, leaf tlog.Hash, visible bool) error {
	if err := t.checkpoints(); err != nil {
		return err
	}
	l := hiddenLine(e, leaf)
	if visible {
		if t.unnamed != nil && e.Version >= Sealed && t.unnamed(e) {
			e.Salt, e.Person, e.Record = "", "", ""
		}
		l = entryLine(e, leaf)
		if e.Nameless() {
			t.nameless++
		}
	}
	if err := t.out.Encode(l); err != nil {
		return err
	}
	_, err := t.edge.Append(leaf)
	return err
}

// checkpoints writes those that cover no more than what was written.
func (t *binding) checkpoints() error {
	for {
		if len(t.signed) == 0 {
			var err error
			if t.signed, err = t.log.Checkpoints(t.number, chunk); err != nil || len(t.signed) == 0 {
				return err
			}
		}
		c := t.signed[0]
		if c.Size > t.edge.Size() {
			return nil
		}
		if err := t.out.Encode(line{Is: "checkpoint", N: c.N, Size: c.Size, Note: c.Note}); err != nil {
			return err
		}
		t.number, t.signed = c.N+1, t.signed[1:]
	}
}

// Leaves are the leaves of entries as they stand in the tree; zero where one is missing.
func Leaves(log Log, entries []Entry) ([]tlog.Hash, error) {
	leaves := make([]tlog.Hash, len(entries))
	if len(entries) == 0 {
		return leaves, nil
	}
	var stored []StoredHash
	index := tlog.StoredHashIndex(0, entries[0].N)
	for i, e := range entries {
		want := tlog.StoredHashIndex(0, e.N)
		for {
			for len(stored) > 0 && stored[0].Index < want {
				stored = stored[1:]
			}
			if len(stored) > 0 {
				break
			}
			var err error
			if stored, err = log.Hashes(max(index, want), chunk); err != nil {
				return nil, err
			}
			if len(stored) == 0 {
				return leaves, nil
			}
			index = want
		}
		if stored[0].Index == want {
			leaves[i] = stored[0].Hash
		}
	}
	return leaves, nil
}
