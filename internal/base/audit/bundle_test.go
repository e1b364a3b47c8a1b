package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// sheaf is a bundle as lines, with what made it.
type sheaf struct {
	lines    []string
	signer   note.Signer
	verifier note.Verifier
	kept     []audit.Checkpoint
	paper    *paper
}

// root of the first size entries.
func (p *paper) root(t interface{ Fatal(...any) }, size int64) tlog.Hash {
	root, err := tlog.TreeHash(size, tlog.HashReaderFunc(func(indexes []int64) (list []tlog.Hash, err error) {
		for _, n := range indexes {
			list = append(list, p.hashes[n].Hash)
		}
		return list, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// sign adds a checkpoint over the first size entries.
func (p *paper) sign(t interface{ Fatal(...any) }, s note.Signer, size int64) audit.Checkpoint {
	c := audit.Checkpoint{N: int64(len(p.signed)), Size: size, Root: p.root(t, size), At: p.entries[size-1].At}
	c, err := c.Sign(s)
	if err != nil {
		t.Fatal(err)
	}
	p.signed = append(p.signed, audit.StoredCheckpoint{N: c.N, Size: c.Size, Note: c.Note})
	return c
}

// bind makes a trail of size entries with a checkpoint after every few and at the end, and its bundle.
func bind(t *testing.T, size, every int) sheaf {
	t.Helper()
	s, v := signer(t)
	b := sheaf{signer: s, verifier: v, paper: write(t, size, 0)}
	for n := every; n < size; n += every {
		b.kept = append(b.kept, b.paper.sign(t, s, int64(n)))
	}
	b.kept = append(b.kept, b.paper.sign(t, s, int64(size)))
	b.lines = b.written(t, "")
	return b
}

// written is the bundle for one organisation, or for all.
func (b sheaf) written(t *testing.T, organisation string) []string {
	t.Helper()
	var out bytes.Buffer
	head := audit.Bundle{
		Origin: audit.Origin("COSTA"), Key: "", Zone: "Europe/Rome", Made: "2024-12-01T10:00:00.000000Z", Size: b.paper.head.Size, Of: organisation,
		Since: since(int(b.paper.head.Size)), Blinds: blinds,
		Names: []audit.Named{{ID: "faro", Name: "Cooperativa Faro", Code: "FARO"}, {ID: "molo", Name: "Associazione Molo", Code: "MOLO"}},
		Codes: []audit.Named{{ID: "p1", Name: "K7-MARE"}, {ID: "p2", Name: "K9-NIDO"}},
	}
	err := head.Write(&out, b.paper, b.signer, func(e audit.Entry) bool { return organisation == "" || e.Organisation == organisation })
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func (b sheaf) inspect(t interface{ Fatal(...any) }, lines []string, kept ...audit.Checkpoint) audit.Report {
	report, err := audit.Inspect(strings.NewReader(strings.Join(lines, "")), audit.Inspection{Key: b.verifier, Kept: kept})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// at is the index of the line of entry n.
func (b sheaf) at(n int64) int {
	return slices.IndexFunc(b.lines, func(l string) bool {
		var v struct {
			Is string
			N  int64
		}
		return json.Unmarshal([]byte(l), &v) == nil && v.Is == "entry" && v.N == n
	})
}

// altered is a copy with the entry of a line changed; with leaf, its hash is made to fit, as a careful forger would.
func (b sheaf) altered(t *testing.T, n int64, leaf bool, change func(map[string]any, *audit.Entry)) []string {
	t.Helper()
	list, i := slices.Clone(b.lines), b.at(n)
	var v map[string]any
	if err := json.Unmarshal([]byte(list[i]), &v); err != nil {
		t.Fatal(err)
	}
	e := b.paper.entries[n]
	change(v, &e)
	if leaf {
		v["leaf"] = e.Hash()
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	list[i] = string(text) + "\n"
	return list
}

func TestAWholeBundleVerifiesOffline(t *testing.T) {
	for _, size := range []int{1, 2, 7, 64, 2500} {
		b := bind(t, size, 3)
		r := b.inspect(t, b.lines, b.kept...)
		if len(r.Faults) != 0 || r.Entries != int64(size) || int(r.Checkpoints) != len(b.kept) || r.Kept != len(b.kept) || r.Root != b.paper.head.Root {
			t.Errorf("%d entries: %+v", size, r)
		}
	}
}

func TestWhatWasDoneToABundleIsNamed(t *testing.T) {
	b := bind(t, 20, 6) // checkpoints after 6, 12, 18 and 20
	early := func(v map[string]any, e *audit.Entry) {
		e.At = "2020-01-01T00:00:00.000000Z"
		v["at"] = e.At
	}
	other := func(v map[string]any, e *audit.Entry) {
		e.Actor = "somebody"
		v["actor"] = e.Actor
	}
	swap := func(a, c int64) []string {
		list := slices.Clone(b.lines)
		list[b.at(a)], list[b.at(c)] = list[b.at(c)], list[b.at(a)]
		return list
	}
	// The contents of two entries change places, their numbers and leaves do not.
	exchanged := b.altered(t, 13, false, func(v map[string]any, _ *audit.Entry) { v["record"] = "16" })
	two := sheaf{lines: exchanged, paper: b.paper}
	exchanged = two.altered(t, 16, false, func(v map[string]any, _ *audit.Entry) { v["record"] = "13" })
	for i, n := range []int64{13, 16} {
		other := b.paper.entries[[]int64{16, 13}[i]]
		e := other
		e.N = n
		var v map[string]any
		if err := json.Unmarshal([]byte(exchanged[b.at(n)]), &v); err != nil {
			t.Fatal(err)
		}
		v["at"], v["person"], v["details"] = e.At, e.Person, e.Details
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		exchanged[b.at(n)] = string(text) + "\n"
	}
	silenced := b.altered(t, 11, false, func(v map[string]any, _ *audit.Entry) {
		delete(v, "salt")
		delete(v, "person")
		delete(v, "record")
	})
	agreed := replaced(silenced, len(silenced)-1, `"nameless":1`, `"nameless":2`)
	closed := slices.Delete(slices.Clone(b.lines), b.at(8), b.at(8)+1)
	for i, l := range closed {
		for n := int64(9); n < 20; n++ {
			if i >= b.at(8) {
				closed[i] = strings.Replace(closed[i], fmt.Sprintf(`"is":"entry","n":%d,`, n), fmt.Sprintf(`"is":"entry","n":%d,`, n-1), 1)
				if closed[i] != l {
					break
				}
			}
		}
	}
	for _, c := range []struct {
		name  string
		lines []string
		want  []audit.Fault
	}{
		{"edited", b.altered(t, 8, false, other), []audit.Fault{{N: 8, Problem: audit.Edited}}},
		{"edited with its leaf", b.altered(t, 8, true, other), []audit.Fault{{N: 6, Problem: audit.Rewritten, Checkpoint: 2}}},
		{"about somebody else", b.altered(t, 11, false, func(v map[string]any, _ *audit.Entry) { v["person"] = "p1" }), []audit.Fault{{N: 11, Problem: audit.Edited}}},
		{"about somebody, without what proves it", b.altered(t, 14, false, func(v map[string]any, _ *audit.Entry) { v["person"] = "p1" }), []audit.Fault{{N: 14, Problem: audit.Edited}}},
		{"about nobody any more", silenced, []audit.Fault{{N: 20, Problem: audit.Unnamed}}},
		{"about nobody any more, and one more told at the end", agreed, []audit.Fault{{N: 20, Problem: audit.Unnamed}}},
		{"back-dated", b.altered(t, 8, false, early), []audit.Fault{{N: 8, Problem: audit.BackDated}}},
		{"back-dated with its leaf", b.altered(t, 8, true, early), []audit.Fault{{N: 6, Problem: audit.Rewritten, Checkpoint: 2}, {N: 8, Problem: audit.BackDated}}},
		{"deleted", slices.Delete(slices.Clone(b.lines), b.at(8), b.at(8)+1), []audit.Fault{{N: 8, Problem: audit.Deleted}}},
		{"deleted and renumbered", closed, []audit.Fault{{N: 6, Problem: audit.Deleted, Checkpoint: 2}, {N: 9, Problem: audit.Beheaded}}},
		{"lines swapped", swap(8, 9), []audit.Fault{{N: 8, Problem: audit.Reordered}}},
		{"contents swapped", exchanged, []audit.Fault{{N: 13, Problem: audit.Reordered}, {N: 16, Problem: audit.Reordered}}},
		{"end cut off", b.lines[:b.at(15)], []audit.Fault{{N: 15, Problem: audit.Truncated}}},
		{"end cut off and closed", append(slices.Clone(b.lines[:b.at(15)]), b.lines[len(b.lines)-1]), []audit.Fault{{N: 12, Problem: audit.Uncovered}, {N: 15, Problem: audit.Truncated}}},
		{"checkpoint left out", slices.Delete(slices.Clone(b.lines), b.at(12)-1, b.at(12)), []audit.Fault{{N: 6, Problem: audit.Lost, Checkpoint: 3}}},
		{"checkpoint changed", replaced(b.lines, b.at(12)-1, "number 1", "number 3"), []audit.Fault{{N: 6, Problem: audit.Forged, Checkpoint: 2}}},
		{"nonsense", slices.Insert(slices.Clone(b.lines), b.at(8), "{\"is\":\"nonsense\"}\n"), []audit.Fault{{N: 8, Problem: audit.Unread}, {N: 8, Problem: audit.Truncated}}},
		{"more after the end", append(slices.Clone(b.lines), "\n"+b.lines[b.at(8)]), []audit.Fault{{N: 20, Problem: audit.Unread}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := b.inspect(t, c.lines); !slices.Equal(r.Faults, c.want) {
				t.Errorf("faults %+v, want %+v", r.Faults, c.want)
			}
		})
	}
}

func replaced(lines []string, i int, before, after string) []string {
	list := slices.Clone(lines)
	list[i] = strings.Replace(list[i], before, after, 1)
	return list
}

// A server that holds the key can sign another history, but not one that a checkpoint kept elsewhere agrees with.
func TestAHistorySignedAnewMeetsTheCheckpointsThatWereKept(t *testing.T) {
	b := bind(t, 20, 6)
	s, v := signer(t)
	honest := write(t, 20, 0)
	kept := honest.sign(t, s, 12)
	forged := sheaf{signer: s, verifier: v, paper: write(t, 20, 0)}
	forged.paper.entries[3].Actor = "somebody"
	var edge audit.Edge
	forged.paper.hashes = nil
	for _, e := range forged.paper.entries {
		made, err := edge.Append(e.Hash())
		if err != nil {
			t.Fatal(err)
		}
		forged.paper.hashes = append(forged.paper.hashes, made...)
	}
	forged.paper.sign(t, s, 12)
	forged.paper.sign(t, s, 20)
	all := forged.written(t, "")
	if r := forged.inspect(t, all); len(r.Faults) != 0 {
		t.Fatalf("the forgery is not even consistent: %+v", r.Faults)
	}
	if r := forged.inspect(t, all, kept); !slices.Equal(r.Faults, []audit.Fault{{N: 0, Problem: audit.Rewritten, Checkpoint: 1}}) {
		t.Errorf("faults %+v", r.Faults)
	}
	// One entry fewer than what was kept covers.
	short := b.inspect(t, b.lines, b.kept...)
	if len(short.Faults) != 0 {
		t.Errorf("faults %+v", short.Faults)
	}
	longer := write(t, 30, 0)
	beyond := longer.sign(t, s, 30)
	if r := forged.inspect(t, all, beyond); !slices.Equal(r.Faults, []audit.Fault{{N: 20, Problem: audit.Short, Checkpoint: 1}}) {
		t.Errorf("faults %+v", r.Faults)
	}
	// What somebody else signed proves nothing.
	if r := forged.inspect(t, all, b.kept[0]); !slices.Equal(r.Faults, []audit.Fault{{N: 6, Problem: audit.OtherKey, Checkpoint: 1}}) {
		t.Errorf("faults %+v", r.Faults)
	}
}

// After a restore the trail goes on from before some checkpoints. Two custodians said so, and the next checkpoint says from where: those after it are outlived, those before it must agree.
func TestAnotherEraOutlivesCheckpointsThatWereKept(t *testing.T) {
	s, v := signer(t)
	before, after := write(t, 20, 0), sheaf{signer: s, verifier: v, paper: write(t, 20, 0)}
	early, late := before.sign(t, s, 8), before.sign(t, s, 15)
	after.paper.entries[12].Actor = "somebody"
	var edge audit.Edge
	after.paper.hashes = nil
	for _, e := range after.paper.entries {
		made, err := edge.Append(e.Hash())
		if err != nil {
			t.Fatal(err)
		}
		after.paper.hashes = append(after.paper.hashes, made...)
	}
	signs := func(r audit.Roster) []string {
		after.paper.signed = nil
		c := audit.Checkpoint{Size: 20, Root: after.paper.root(t, 20), At: after.paper.entries[19].At, Roster: r}
		c, err := c.Sign(s)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := audit.OpenCheckpoint(c.Note, v); err != nil || again != c {
			t.Errorf("read again it is %+v, %v", again, err)
		}
		after.paper.signed = []audit.StoredCheckpoint{{Size: 20, Note: c.Note}}
		return after.written(t, "")
	}
	roster := audit.Roster{N: 4, Head: early.Root, Founders: strings.Repeat("ab", 32), Era: 1, From: 10}
	if r := after.inspect(t, signs(roster), early, late); len(r.Faults) != 0 || r.Outlived != 1 || r.Kept != 1 {
		t.Errorf("%d outlived, %d agree, faults %+v", r.Outlived, r.Kept, r.Faults)
	}
	roster.From = 16
	if r := after.inspect(t, signs(roster), late); len(r.Faults) != 1 || r.Outlived != 0 {
		t.Errorf("it covers what the era began with: %+v", r.Faults)
	}
	roster.Era, roster.From = 0, 0
	if r := after.inspect(t, signs(roster), early, late); len(r.Faults) != 1 || r.Faults[0].Problem != audit.Rewritten {
		t.Errorf("without another era: %+v", r.Faults)
	}
}

// A checkpoint of five lines, from before there was a roster, and one of six are each read to the letter, and no other.
func TestACheckpointHasOneSpelling(t *testing.T) {
	s, v := signer(t)
	p := write(t, 6, 0)
	for _, roster := range []audit.Roster{{}, {N: 7, Head: p.root(t, 3), Founders: "none", Era: 2, From: 5}} {
		c := audit.Checkpoint{Size: 6, Root: p.root(t, 6), At: p.entries[5].At, Roster: roster}
		c, err := c.Sign(s)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := audit.OpenCheckpoint(c.Note, v); err != nil || got != c {
			t.Errorf("%v: %+v", err, got)
		}
		text, signatures, _ := strings.Cut(c.Note, "\n\n")
		for _, other := range []string{text + "\nera 9", strings.Replace(text, "roster 7", "roster 07", 1) + " ", strings.Replace(text, "era 2", "era 3", 1) + "\n"} {
			if _, err := audit.OpenCheckpoint(other+"\n\n"+signatures, v); err == nil {
				t.Errorf("%q passes", other)
			}
		}
	}
}

func TestABundleUnderAnotherKeyIsRefused(t *testing.T) {
	b, stranger := bind(t, 10, 4), bind(t, 10, 4)
	r := stranger.inspect(t, b.lines)
	if r.Checkpoints != 0 || len(r.Faults) != len(b.kept)+2 || r.Faults[0].Problem != audit.Unsigned || r.Faults[1].Problem != audit.OtherKey {
		t.Errorf("report %+v", r)
	}
}

func TestWhoSawAPersonIsToldByIdAndByCode(t *testing.T) {
	b := bind(t, 30, 10)
	for _, person := range []string{"p1", "K7-MARE"} {
		r, err := audit.Inspect(strings.NewReader(strings.Join(b.lines, "")), audit.Inspection{Key: b.verifier, Person: person})
		if err != nil || len(r.Faults) != 0 {
			t.Fatal(err, r.Faults)
		}
		if !r.Found || len(r.Saw) != 7 || r.Saw[0].Organisation != "Cooperativa Faro" || r.Saw[0].Role != "coordinator" || r.Saw[0].N != 10 {
			t.Errorf("%s: %+v", person, r.Saw)
		}
	}
	if r, err := audit.Inspect(strings.NewReader(strings.Join(b.lines, "")), audit.Inspection{Key: b.verifier, Person: "K5-LUNA"}); err != nil || r.Found || len(r.Saw) != 0 {
		t.Errorf("an unknown person was seen: %+v, %v", r.Saw, err)
	}
}

func TestWhatIsNoBundleIsRefused(t *testing.T) {
	for _, text := range []string{"", "\n", "x", "{}", `{"is":"bundle","version":9}`, `{"is":"bundle","version":1,"key":"x"}`, `{"is":"bundle","version":-1}`, strings.Repeat("x", 100_000)} {
		if _, err := audit.Inspect(strings.NewReader(text), audit.Inspection{}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestKeptCheckpointsAreReadFromOneText(t *testing.T) {
	b := bind(t, 20, 6)
	var text strings.Builder
	for _, c := range b.kept {
		text.WriteString(c.Note + "\n")
	}
	for _, text := range []string{text.String(), strings.ReplaceAll(text.String(), "\n", "\r\n"), "\n" + strings.TrimSpace(text.String()) + "\n"} {
		kept, err := audit.Kept(text)
		if err != nil || !slices.Equal(kept, b.kept) {
			t.Errorf("%d of %d, %v", len(kept), len(b.kept), err)
		}
	}
	if _, err := audit.Kept("Dear officer,\n\n" + text.String()); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a letter is a checkpoint: %v", err)
	}
}

// Whatever line of the trail is changed, taken out, doubled or moved, some fault is found.
func TestAnyChangeOfABundleIsFound(t *testing.T) {
	b := bind(t, 40, 7)
	first := b.at(0)
	rapid.Check(t, func(t *rapid.T) {
		list := slices.Clone(b.lines)
		i := rapid.IntRange(first, len(list)-1).Draw(t, "line")
		switch rapid.IntRange(0, 3).Draw(t, "change") {
		case 0: // one byte
			at := rapid.IntRange(0, len(list[i])-2).Draw(t, "byte")
			line := []byte(list[i])
			line[at] ^= byte(rapid.IntRange(1, 127).Draw(t, "bits"))
			if equivalent(string(line), list[i]) {
				return
			}
			list[i] = string(line)
		case 1:
			list = slices.Delete(list, i, i+1)
		case 2:
			list = slices.Insert(list, i, list[i])
		case 3:
			j := rapid.IntRange(first, len(list)-1).Draw(t, "other")
			if i == j {
				return
			}
			list[i], list[j] = list[j], list[i]
		}
		if r := b.inspect(t, list); len(r.Faults) == 0 {
			t.Fatalf("nothing was found: %.300s", list[i])
		}
	})
}

// The last letter of bytes in base64 holds bits that a reader drops: another letter there is a change too.
func TestAnotherWayToWriteTheSameBytesIsFound(t *testing.T) {
	b := bind(t, 40, 7)
	for i, line := range b.lines {
		for _, key := range []string{"leaf", "details", "mark", "body"} {
			before, rest, found := strings.Cut(line, `"`+key+`":"`)
			value, after, _ := strings.Cut(rest, `"`)
			bare := strings.TrimRight(value, "=")
			if !found || bare == value {
				continue
			}
			const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
			last := letters[strings.IndexByte(letters, bare[len(bare)-1])+1]
			list := slices.Clone(b.lines)
			list[i] = before + `"` + key + `":"` + bare[:len(bare)-1] + string(last) + value[len(bare):] + `"` + after
			if r := b.inspect(t, list); len(r.Faults) == 0 {
				t.Fatalf("nothing was found: %s of %.200s", key, list[i])
			}
		}
	}
}

// equivalent reports whether two lines say the same, as JSON allows with spaces and capitals in names of fields.
func equivalent(a, b string) bool {
	var x, y map[string]any
	return json.Unmarshal([]byte(strings.ToLower(a)), &x) == nil && json.Unmarshal([]byte(strings.ToLower(b)), &y) == nil && fmt.Sprint(x) == fmt.Sprint(y)
}

func FuzzBundle(f *testing.F) {
	f.Add([]byte(`{"is":"bundle","version":2,"origin":"approdo/X","key":"approdo/X+00000000+AQ==","of":"a","size":3}` + "\n" + `{"is":"code","id":"p1"}` + "\n" + `{"is":"signed","note":"x"}` + "\n" + `{"is":"hidden","format":3,"n":0}`))
	f.Add([]byte(`{"is":"bundle","version":1,"origin":"approdo/X","key":"approdo/X+00000000+AQ==","size":3}` + "\n" + `{"is":"entry","n":0}` + "\n" + `{"is":"hidden","n":7}` + "\n" + `{"is":"checkpoint","note":"a"}` + "\n" + `{"is":"end"}`))
	_, v := signer(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, key := range []note.Verifier{nil, v} {
			r, err := audit.Inspect(bytes.NewReader(text), audit.Inspection{Key: key, Person: "p1"})
			if err == nil && len(r.Faults) == 0 && r.Entries > 0 && key != nil {
				t.Error("a bundle that nobody signed is whole")
			}
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	f.Add("approdo/X\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nnumber 0\ntime 2024-11-30T10:00:00.000000Z\n\n— approdo/X AAAA\n")
	_, v := signer(f)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := audit.OpenCheckpoint(text, v); err == nil {
			t.Error("a checkpoint that nobody signed opens")
		}
		kept, err := audit.Kept(text)
		for _, c := range kept {
			if again, errAgain := audit.ReadCheckpoint(c.Note); err == nil && (errAgain != nil || again != c) {
				t.Errorf("%+v reads as %+v, %v", c, again, errAgain)
			}
		}
	})
}
