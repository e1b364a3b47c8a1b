package audit_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"approdo/internal/base/audit"
	"approdo/internal/base/seal"
)

// paper is a trail kept in memory.
type paper struct {
	head    audit.Head
	entries []audit.Entry
	hashes  []audit.StoredHash
	signed  []audit.StoredCheckpoint
}

func (p *paper) Entries(from int64, limit int) ([]audit.Entry, error) {
	var list []audit.Entry
	for _, e := range p.entries {
		if e.N >= from && len(list) < limit {
			list = append(list, e)
		}
	}
	return list, nil
}

func (p *paper) Hashes(from int64, limit int) ([]audit.StoredHash, error) {
	var list []audit.StoredHash
	for _, h := range p.hashes {
		if h.Index >= from && len(list) < limit {
			list = append(list, h)
		}
	}
	return list, nil
}

func (p *paper) Kept(hash tlog.Hash) (bool, error) {
	return slices.ContainsFunc(p.hashes, func(h audit.StoredHash) bool { return h.Hash == hash }), nil
}

func (p *paper) Checkpoints(from int64, limit int) ([]audit.StoredCheckpoint, error) {
	var list []audit.StoredCheckpoint
	for _, c := range p.signed {
		if c.N >= from && len(list) < limit {
			list = append(list, c)
		}
	}
	return list, nil
}

// signer is of a key file in a folder that is gone after the test.
func signer(t interface {
	Fatal(...any)
	TempDir() string
},
) (note.Signer, note.Verifier) {
	keys, err := seal.OpenKeys(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s, errSigner := keys.Signer(audit.Origin("COSTA"))
	text, errText := keys.Verifier(audit.Origin("COSTA"))
	v, errVerifier := audit.Verifier(text)
	if err := errors.Join(errSigner, errText, errVerifier); err != nil {
		t.Fatal(err)
	}
	return s, v
}

// blinds is the secret of the trails kept in memory; since says where their leaves begin to be blinded.
var blinds = audit.Blinds{1, 2, 3}

func since(size int) int64 { return int64(max(size/2, size/3)) }

var start = time.Date(2024, 11, 30, 10, 0, 0, 0, time.UTC)

// write makes a trail of size entries, taking the edge up afresh from the stored hashes before each entry whose number divides by again.
func write(t interface{ Fatal(...any) }, size, again int) *paper {
	p := &paper{}
	var edge audit.Edge
	blinder := audit.NewBlinder(blinds)
	for i := range size {
		if again > 0 && i%again == 0 {
			var hashes []tlog.Hash
			for _, n := range audit.EdgeIndexes(int64(i)) {
				hashes = append(hashes, p.hashes[n].Hash)
			}
			opened, err := audit.OpenEdge(int64(i), hashes)
			if err != nil {
				t.Fatal(err)
			}
			edge = opened
		}
		e := audit.Entry{
			Version: audit.Current, N: int64(i), At: start.Add(time.Duration(i/2) * time.Minute).Format(audit.TimeFormat), Actor: "a", Organisation: "faro", Role: "coordinator", Action: "x",
			Decision: audit.Allowed, Rule: "r", Object: "o", Record: fmt.Sprint(i), Person: fmt.Sprint("p", i%3), Count: 1, Details: []byte{byte(i)},
		}
		switch { // a trail that began before the fields of today
		case i < size/3:
			e.Version, e.Role, e.Person = 1, "", ""
		case i < size/2:
			e.Version = 2
		case i%3 == 2: // whom it is about stands beside it
			e.Version, e.Salt = audit.Sealed, fmt.Sprint("salt", i)
			e.About = audit.Subject(e.Salt, e.Person, e.Record)
			if i%9 == 5 { // and was destroyed
				e.Salt, e.Person, e.Record = "", "", ""
			}
		}
		if i%4 == 3 {
			e.Organisation = "molo"
		}
		blinder.Blind(&e)
		stored, err := edge.Append(e.Hash())
		if err != nil {
			t.Fatal(err)
		}
		p.entries = append(p.entries, e)
		p.hashes = append(p.hashes, stored...)
		p.head.At = e.At
	}
	root, err := edge.Root()
	if err != nil {
		t.Fatal(err)
	}
	p.head.Size, p.head.Root = edge.Size(), root
	return p
}

func verdict(t interface{ Fatal(...any) }, p *paper) audit.Verdict {
	v, err := audit.Verify(p.head, p, audit.Check{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestATreeTakenUpAgainIsTheSameTree(t *testing.T) {
	for size := range 70 {
		p := write(t, size, 0)
		if v := verdict(t, p); v.Fault != nil || v.Entries != int64(size) {
			t.Fatalf("%d entries: %+v", size, v)
		}
		if int64(len(p.hashes)) != tlog.StoredHashCount(int64(size)) {
			t.Fatalf("%d entries: %d hashes", size, len(p.hashes))
		}
		for _, again := range []int{1, 2, 5} {
			if q := write(t, size, again); q.head.Root != p.head.Root || !slices.Equal(q.hashes, p.hashes) {
				t.Fatalf("%d entries taken up every %d: another tree", size, again)
			}
		}
	}
}

// The tree is the one of the library that others verify with.
func TestTheRootIsThatOfTheLibrary(t *testing.T) {
	p := write(t, 37, 3)
	want, err := tlog.TreeHash(37, tlog.HashReaderFunc(func(indexes []int64) (list []tlog.Hash, err error) {
		for _, n := range indexes {
			list = append(list, p.hashes[n].Hash)
		}
		return list, nil
	}))
	if err != nil || p.head.Root != want {
		t.Errorf("root %v, want %v, %v", p.head.Root, want, err)
	}
}

func TestAnEdgeOfTheWrongSizeIsRefused(t *testing.T) {
	if _, err := audit.OpenEdge(3, make([]tlog.Hash, 1)); err == nil {
		t.Error("accepted")
	}
}

// The bytes of a leaf, by hand: a trail written by any version of the program verifies with every later one.
func TestLeavesAreWhatTheyWere(t *testing.T) {
	e := audit.Entry{
		Version: 1, N: 7, At: "2024-11-30T10:00:00.000000Z", Actor: "a", Organisation: "faro", Action: "contact.record", Decision: audit.Allowed,
		Rule: "workers record what they do", Object: "contact", Record: "k1", Count: 1,
	}
	for i := range 32 {
		e.Details = append(e.Details, byte(i))
	}
	check := func(want string) {
		t.Helper()
		if h := e.Hash(); hex.EncodeToString(h[:]) != want {
			t.Errorf("version %d: %x, want %s", e.Version, h, want)
		}
	}
	check("68b4a02cf7fdd16f3fb3b2aae427e856aea90c76e20d3975e42d3144d00a00d7")
	e.Version, e.Role, e.Purpose, e.Person = 2, "outreach_worker", "care", "p1"
	check("8b6ea299f2cead9cc260591a1863d912a9c51b110999b7c58d5e42a3adeca55d")
}

// Nobody may dress an old entry in fields that its leaf did not cover.
func TestAnOldEntryHasNoNewFields(t *testing.T) {
	old := audit.Entry{Version: 1, Actor: "a", Decision: audit.Allowed, Count: 1}
	for name, change := range map[string]func(*audit.Entry){
		"role": func(e *audit.Entry) { e.Role = "x" }, "purpose": func(e *audit.Entry) { e.Purpose = "x" },
		"decision": func(e *audit.Entry) { e.Decision = audit.Denied }, "person": func(e *audit.Entry) { e.Person = "x" }, "count": func(e *audit.Entry) { e.Count = 2 },
	} {
		e := old
		if change(&e); e.Hash() == old.Hash() {
			t.Errorf("another %s, the same leaf", name)
		}
	}
}

func TestACommitmentIsOfItsSaltAndItsDetails(t *testing.T) {
	a := audit.Commit([]byte("salt"), []byte("details"))
	for _, b := range [][]byte{audit.Commit([]byte("tlas"), []byte("details")), audit.Commit([]byte("salt"), []byte("detail")), audit.Commit([]byte("saltd"), []byte("etails"))} {
		if bytes.Equal(a, b) {
			t.Error("two details, one commitment")
		}
	}
}

func TestFieldsCannotTradeBytes(t *testing.T) {
	a := audit.Entry{Object: "ab", Record: "c"}
	b := audit.Entry{Object: "a", Record: "bc"}
	if a.Hash() == b.Hash() {
		t.Error("two entries, one hash")
	}
}

// Whatever one change does to a trail, verification finds it, and at no later entry than the one that was changed.
func TestAnySingleChangeIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2, 40).Draw(t, "size")
		p := write(t, size, 0)
		i := rapid.IntRange(0, size-1).Draw(t, "entry")
		e := &p.entries[i]
		last := int64(i)
		switch change := rapid.IntRange(0, 15).Draw(t, "change"); change {
		case 0:
			e.At += "9"
		case 1:
			e.Actor += "9"
		case 2:
			e.Organisation += "9"
		case 3:
			e.Action += "9"
		case 4:
			e.Rule += "9"
		case 5:
			e.Object += "9"
		case 6:
			e.Record += "9"
		case 7:
			e.Details = append(e.Details, 9)
		case 8:
			p.entries = slices.Delete(p.entries, i, i+1)
		case 9:
			h := rapid.IntRange(0, len(p.hashes)-1).Draw(t, "hash")
			p.hashes[h].Hash[3] ^= 1
			last = int64(size)
		case 10:
			e.Role += "9"
		case 11:
			e.Purpose += "9"
		case 12:
			e.Decision = audit.Denied
		case 13:
			e.Person += "9"
		case 14:
			e.Count++
		case 15:
			e.Version = 3 - e.Version
		}
		v := verdict(t, p)
		if v.Fault == nil || v.Fault.N > last {
			t.Fatalf("fault %+v of a change at %d", v.Fault, i)
		}
	})
}

// counted counts how often a signature is verified.
type counted struct {
	note.Verifier
	times int
}

func (c *counted) Verify(message, signature []byte) bool {
	c.times++
	return c.Verifier.Verify(message, signature)
}

// A signature costs as much as a hundred hashes: each is verified once, however long the trail between two of them.
func TestEachSignatureIsVerifiedOnce(t *testing.T) {
	p := write(t, 300, 0)
	s, v := signer(t)
	for _, size := range []int64{100, 200, 300} {
		p.sign(t, s, size)
	}
	once := &counted{Verifier: v}
	got, err := audit.Verify(p.head, p, audit.Check{Verifier: once})
	if err != nil || got.Fault != nil || got.Checkpoints != 3 || once.times != 3 {
		t.Errorf("verdict %+v, %v; %d verifications", got, err, once.times)
	}
}
