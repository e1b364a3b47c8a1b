package audit_test

import (
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"approdo/internal/base/audit"
)

// paper is a trail kept in memory.
type paper struct {
	head    audit.Head
	entries []audit.Entry
	hashes  []audit.StoredHash
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

// write makes a trail of size entries, taking the edge up afresh from the stored hashes before each entry whose number divides by again.
func write(t interface{ Fatal(...any) }, size, again int) *paper {
	p := &paper{}
	var edge audit.Edge
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
		e := audit.Entry{N: int64(i), At: fmt.Sprintf("2024-11-30T10:%02d", i/2), Actor: "a", Action: "x", Rule: "r", Object: "o", Record: fmt.Sprint(i), Details: []byte{byte(i)}}
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
	v, err := audit.Verify(p.head, p)
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
		switch change := rapid.IntRange(0, 9).Draw(t, "change"); change {
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
		}
		v := verdict(t, p)
		if v.Fault == nil || v.Fault.N > last {
			t.Fatalf("fault %+v of a change at %d", v.Fault, i)
		}
	})
}
