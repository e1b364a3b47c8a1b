package audit

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Bounds on what a bundle may make the verifier hold in memory.
const (
	mostLine    = 64 << 10 // bytes of a line
	mostFaults  = 200      // faults told one by one
	mostNames   = 10_000   // organisations
	mostEntries = 1 << 40  // which keeps sums of numbers within bounds
	mostSeen    = 20_000   // sightings of one person
)

// Inspection says what a bundle is held against.
type Inspection struct {
	Key      note.Verifier // nil: the key in the bundle itself, which proves only that the bundle agrees with itself
	Kept     []Checkpoint  // that somebody put aside; their signatures are verified too
	For      string        // organisation that reads it: id, code or name; empty when that was not told
	Person   string        // id or code of whom to look for; empty for nobody
	Progress func(entries int64)
}

// Report is what an inspection found.
type Report struct {
	Bundle      Bundle // as it claims; without names and codes
	Signed      bool   // what it claims, with names and codes, is signed; not so before version 2 of the format
	Whose       string // name of the organisation that it is for; empty for all
	Entries     int64  // in the tree, hidden ones included
	Hidden      int64
	Unproven    int64 // hidden ones of which nothing proves that they are another organisation's
	Nameless    int64 // those shown of which it is known no more whom they are about: it was destroyed when somebody was erased
	Checkpoints int64 // verified
	Kept        int   // checkpoints from elsewhere that agree
	Outlived    int   // those that do not, since the trail went on from before them by the will of two custodians
	First, Last string
	Root        tlog.Hash
	Faults      []Fault
	MoreFaults  int64
	Found       bool // the person asked for occurs in the bundle
	Saw         []Sighting
	MoreSaw     bool
}

// Sighting says that somebody looked at the person asked for: which organisation, in which role, when, what for. Who it
// was stays in the trail.
type Sighting struct {
	N            int64
	Organisation string // name, or id where it has none
	Role         string
	At           string
	Action       string
	Object       string
	Purpose      string
}

// Inspect verifies a bundle with nothing but what stands in it and in the inspection. It reads it once, line by line, and
// holds little of it. The error is of reading, or Invalid "audit.not_a_bundle"; everything else that is wrong is a fault.
func Inspect(r io.Reader, o Inspection) (Report, error) {
	in := inspector{Inspection: o, names: map[string]Named{}, preamble: seal.NewHash()}
	in.kept = slices.SortedFunc(slices.Values(o.Kept), func(a, b Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
	lines := bufio.NewReaderSize(r, mostLine)
	for number := 0; ; number++ {
		text, err := lines.ReadSlice('\n')
		if errors.Is(err, io.EOF) && len(bytes.TrimSpace(text)) == 0 && number > 0 {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
			return Report{}, err
		}
		var l line
		if errors.Is(err, bufio.ErrBufferFull) || json.Unmarshal(text, &l) != nil || !canonical(text) {
			l.Is = ""
		}
		if number == 0 {
			if err := in.open(l, text); err != nil {
				return Report{}, err
			}
			continue
		}
		if in.done || !in.take(l, text) {
			in.blame(Fault{N: in.next, Problem: Unread})
			break
		}
		if in.Progress != nil && number%chunk == 0 {
			in.Progress(in.next)
		}
	}
	return in.close()
}

// bytesOf begin the values of a line that are bytes in base64.
var bytesOf = [][]byte{[]byte(`"leaf":"`), []byte(`"mark":"`), []byte(`"body":"`), []byte(`"root":"`), []byte(`"details":"`), []byte(`"blinds":"`), []byte(`"blind":"`)}

// canonical reports whether bytes are written in the one way in which the program writes them: base64 has letters of which a reader drops a part, so that another text gives the
// same bytes.
func canonical(text []byte) bool {
	for _, begin := range bytesOf {
		_, rest, found := bytes.Cut(text, begin)
		if !found {
			continue
		}
		value, _, _ := bytes.Cut(rest, []byte(`"`))
		if _, err := base64.StdEncoding.Strict().DecodeString(string(value)); err != nil {
			return false
		}
	}
	return true
}

// inspector reads a bundle.
type inspector struct {
	Inspection
	report Report
	kept   []Checkpoint // not met yet

	preamble hash.Hash        // of the lines before the signature
	begun    bool             // the preamble is over
	names    map[string]Named // organisations, by id
	person   string           // id of whom to look for, once it is known
	blind    Blind            // of the one organisation whose entries are shown
	blinder  *Blinder         // of all

	next   int64 // number of the entry expected
	edge   Edge
	era    Roster // of the checkpoint verified last
	apart  []parted
	at     string     // of the last entry
	set    bool       // the clock was put right since the last checkpoint
	last   Checkpoint // verified last, with N one more
	broken bool       // the tree cannot be told any more: no root is compared
	gaps   []gap
	odd    []oddity
	done   bool // the last line was read
}

// parted is a checkpoint put aside that the trail does not lead to, and what is blamed on it unless a later era explains it.
type parted struct {
	Checkpoint
	fault Fault
}

// gap is a range of numbers left out.
type gap struct{ from, to int64 }

// oddity is an entry that does not give its leaf.
type oddity struct {
	n             int64
	given, stated tlog.Hash
	early         bool // older than the entry before
}

// take reads one line; false when it is none of a bundle.
func (in *inspector) take(l line, text []byte) bool {
	switch l.Is {
	case "name", "code":
		return in.call(l, text)
	case "signed":
		return in.sign(l)
	}
	in.begin()
	switch l.Is {
	case "entry", "hidden":
		return in.entry(l)
	case "checkpoint":
		in.checkpoint(l)
	case "end":
		in.end(l)
	default:
		return false
	}
	return true
}

// blame notes a fault.
func (in *inspector) blame(f Fault) {
	if len(in.report.Faults) >= mostFaults {
		in.report.MoreFaults++
		return
	}
	in.report.Faults = append(in.report.Faults, f)
}

func (in *inspector) entry(l line) bool {
	if l.N < 0 || l.N > mostEntries {
		return false
	}
	if !in.place(l.N) {
		return true
	}
	in.compareKept()
	if _, err := in.edge.Append(l.leaf()); err != nil {
		return false
	}
	in.next = l.N + 1
	if l.Is == "hidden" {
		in.hidden(l)
		return true
	}
	e := l.entry()
	in.unblind(&e)
	early := e.At < in.at && !e.SetsClock() || !validTime(e.At)
	given := e.Hash()
	switch {
	case given != l.Leaf: // its time proves nothing
		in.strange(oddity{e.N, given, l.Leaf, early})
	case !e.Named():
		in.blame(Fault{N: e.N, Problem: Edited})
	case early:
		in.blame(Fault{N: e.N, Problem: BackDated})
	default:
		in.at, in.report.Last, in.set = e.At, e.At, in.set || e.SetsClock()
		if in.report.First == "" {
			in.report.First = e.At
		}
	}
	if e.Nameless() {
		in.report.Nameless++
	}
	in.look(e)
	return true
}

// place reports whether number n is the one expected, or leaves a gap before it. A number that was passed over already
// is out of order, and the tree cannot be told any more either way.
func (in *inspector) place(n int64) bool {
	switch {
	case n == in.next:
		return true
	case n > in.next:
		if len(in.gaps) >= mostFaults {
			in.report.MoreFaults++
		} else {
			in.gaps = append(in.gaps, gap{in.next, n})
		}
		in.broken = true
		return true
	}
	in.broken = true
	in.blame(Fault{N: n, Problem: Reordered})
	for i, g := range in.gaps {
		if n >= g.from && n < g.to {
			in.gaps = slices.Replace(in.gaps, i, i+1, gap{g.from, n}, gap{n + 1, g.to})
			break
		}
	}
	return false
}

func (in *inspector) strange(o oddity) {
	if len(in.odd) >= mostFaults {
		in.report.MoreFaults++
		return
	}
	in.odd = append(in.odd, o)
}

// look notes that the entry is about the person asked for.
func (in *inspector) look(e Entry) {
	if in.person == "" || e.Person != in.person {
		return
	}
	in.report.Found = true
	switch {
	case e.Decision != Allowed:
		return
	case len(in.report.Saw) >= mostSeen:
		in.report.MoreSaw = true
		return
	}
	in.report.Saw = append(in.report.Saw, Sighting{e.N, in.name(e.Organisation), e.Role, e.At, e.Action, e.Object, e.Purpose})
}

func (in *inspector) checkpoint(l line) {
	c, err := OpenCheckpoint(l.Note, in.Key)
	root, errRoot := in.edge.Root()
	if errRoot != nil {
		in.broken = true
	}
	size := in.edge.Size()
	if in.broken { // what is known already is not blamed on the checkpoint
		size, root = c.Size, c.Root
	}
	row := StoredCheckpoint{N: l.N, Size: l.Size, Note: l.Note}
	switch problem := c.problem(in.last.since(in.set), row, err, size, root, in.at); problem {
	case "":
		in.report.Checkpoints++
		in.era = c.Roster
	default:
		in.blame(Fault{in.last.Size, problem, l.N + 1})
		if problem == Forged || problem == OtherKey || problem == Misplaced {
			in.last.N = max(in.last.N, min(l.N, mostEntries)+1) // it counts, and nothing it says does
			return
		}
		in.broken = in.broken || problem == Rewritten || problem == Deleted
	}
	in.last, in.set = c, false
	in.last.N++
}

// compareKept compares the checkpoints put aside with the tree of the size reached.
func (in *inspector) compareKept() {
	for len(in.kept) > 0 && in.kept[0].Size <= in.edge.Size() {
		c := in.kept[0]
		in.kept = in.kept[1:]
		root, errRoot := in.edge.Root()
		_, err := OpenCheckpoint(c.Note, in.Key)
		e, _ := errs.Of(err)
		switch {
		case e != nil && e.Key == "audit.other_key":
			in.blame(Fault{c.Size, OtherKey, c.N + 1})
		case err != nil:
			in.blame(Fault{c.Size, Forged, c.N + 1})
		case in.broken || errRoot != nil: // known already
		case root != c.Root || c.Size != in.edge.Size():
			in.apart = append(in.apart, parted{c, Fault{0, Rewritten, c.N + 1}})
		default:
			in.report.Kept++
		}
	}
}

func (in *inspector) end(l line) {
	in.done = true
	root, err := in.edge.Root()
	switch {
	case in.broken: // known already
	case err != nil || l.Size != in.edge.Size() || l.Root != root || l.Size != in.report.Bundle.Size:
		in.blame(Fault{N: in.edge.Size(), Problem: Truncated})
	case in.report.Bundle.Version > 2 && !in.report.Signed: // so is that nothing of it is signed
	case in.report.Bundle.Version > 2 || in.report.Nameless > 0:
		opened, err := note.Open([]byte(l.Note), note.VerifierList(in.Key))
		if err != nil || opened.Text != endText(in.Key.Name(), root, l.Nameless) || in.report.Nameless != l.Nameless {
			in.blame(Fault{N: in.edge.Size(), Problem: Unnamed})
		}
	}
}

// close says what can be said only when all was read.
func (in *inspector) close() (Report, error) {
	in.begin()
	in.compareKept()
	for _, c := range in.kept {
		in.apart = append(in.apart, parted{c, Fault{in.edge.Size(), Short, c.N + 1}})
	}
	for _, c := range in.apart {
		if _, err := OpenCheckpoint(c.Note, in.Key); err == nil && c.Roster.Era < in.era.Era && c.Size > in.era.From {
			in.report.Outlived++
			continue
		}
		in.blame(c.fault)
	}
	stated := map[tlog.Hash]bool{}
	for _, o := range in.odd {
		stated[o.stated] = true
	}
	for _, o := range in.odd {
		switch {
		case stated[o.given]:
			in.blame(Fault{N: o.n, Problem: Reordered})
		case o.early:
			in.blame(Fault{N: o.n, Problem: BackDated})
		default:
			in.blame(Fault{N: o.n, Problem: Edited})
		}
	}
	for _, g := range in.gaps {
		for n := g.from; n < g.to && n < g.from+mostFaults; n++ {
			in.blame(Fault{N: n, Problem: Deleted})
		}
		in.report.MoreFaults += max(0, g.to-g.from-mostFaults)
	}
	switch {
	case !in.done:
		in.blame(Fault{N: in.edge.Size(), Problem: Truncated})
	case !in.broken && in.last.Size < in.edge.Size():
		in.blame(Fault{N: in.last.Size, Problem: Uncovered})
	}
	slices.SortStableFunc(in.report.Faults, func(a, b Fault) int { return cmp.Compare(a.N, b.N) })
	root, err := in.edge.Root()
	in.report.Entries, in.report.Root = in.edge.Size(), root
	return in.report, err
}
