package audit_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
)

// reads inspects lines for an organisation, and perhaps a person.
func (b sheaf) reads(t *testing.T, lines []string, organisation, person string) audit.Report {
	t.Helper()
	r, err := audit.Inspect(strings.NewReader(strings.Join(lines, "")), audit.Inspection{Key: b.verifier, For: organisation, Person: person})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func problems(r audit.Report) (list []audit.Problem) {
	for _, f := range r.Faults {
		if !slices.Contains(list, f.Problem) {
			list = append(list, f.Problem)
		}
	}
	return list
}

func TestEntriesOfOthersAreHiddenAndTheTreeStands(t *testing.T) {
	b := bind(t, 20, 6)
	list := b.written(t, "faro")
	for _, organisation := range []string{"", "faro", "FARO", "cooperativa faro"} {
		r := b.reads(t, list, organisation, "")
		if len(r.Faults) != 0 || r.Hidden != 5 || r.Entries != 20 || r.Whose != "Cooperativa Faro" || !r.Signed {
			t.Errorf("read for %q: %+v", organisation, r)
		}
		if r.Unproven != 2 { // numbers 3 and 7, from before leaves said so
			t.Errorf("of %d hidden ones nothing proves whose they are, want 2", r.Unproven)
		}
	}
	trail := strings.Join(list[slices.IndexFunc(list, func(l string) bool { return strings.Contains(l, `"is":"signed"`) }):], "")
	if strings.Contains(trail, "molo") {
		t.Error("an entry of another organisation is shown")
	}
	theirs := blinds.Of("molo")
	if strings.Contains(strings.Join(list, ""), base64.StdEncoding.EncodeToString(theirs[:])) || strings.Contains(list[0], `"blinds"`) {
		t.Error("the blind of another organisation is shown")
	}
	if r := b.reads(t, list, "molo", ""); !slices.Equal(problems(r), []audit.Problem{audit.Foreign}) {
		t.Errorf("a file for Faro is read for Molo: %+v", r.Faults)
	}
	if r := b.reads(t, b.lines, "molo", ""); len(r.Faults) != 0 || r.Hidden != 0 {
		t.Errorf("a whole file is read for Molo: %+v", r.Faults)
	}
}

// hide turns the line of an entry into a hidden one, in each way there is: as new entries are hidden, with another mark, and as old ones were.
func (b sheaf) hide(t *testing.T, list []string, n int64) [][]string {
	t.Helper()
	at := slices.IndexFunc(list, func(l string) bool {
		var v struct {
			Is string
			N  int64
		}
		return json.Unmarshal([]byte(l), &v) == nil && v.Is == "entry" && v.N == n
	})
	if at < 0 {
		t.Fatalf("entry %d is not shown", n)
	}
	e := b.paper.entries[n]
	var ways [][]string
	for _, v := range []map[string]any{
		{"is": "hidden", "n": n, "format": e.Version, "mark": e.Blind.Mark(e.Body()), "body": e.Body()},
		{"is": "hidden", "n": n, "format": e.Version, "mark": tlog.Hash{7}, "body": e.Body()},
		{"is": "hidden", "n": n, "leaf": e.Hash()},
		{"is": "hidden", "n": n, "format": 2, "leaf": e.Hash()},
	} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		changed := slices.Clone(list)
		changed[at] = string(text) + "\n"
		ways = append(ways, changed)
	}
	return ways
}

// TestAReadingCannotBeHiddenFromItsOwnOrganisation: whoever hands the bundle over turns an entry into a hidden one, whose leaf is the same. The
// tree stands, and yet it is named.
func TestAReadingCannotBeHiddenFromItsOwnOrganisation(t *testing.T) {
	b := bind(t, 40, 6)
	for _, organisation := range []string{"", "faro"} {
		list := b.written(t, organisation)
		for _, n := range []int64{20, 21, 30, 37, 38} {
			for way, changed := range b.hide(t, list, n) {
				for _, told := range []string{"", "faro"} {
					r := b.reads(t, changed, told, "")
					if !slices.ContainsFunc(r.Faults, func(f audit.Fault) bool {
						return f.N == n && f.Problem == audit.Concealed || f.Problem == audit.Rewritten && way == 1
					}) {
						t.Errorf("bundle for %q: entry %d is hidden in way %d, and what is found is %+v", organisation, n, way, r.Faults)
					}
				}
			}
		}
		// What is older than the commitment can be hidden still: it is counted apart, and never passes in silence.
		for _, changed := range b.hide(t, list, 14)[2:] {
			r := b.reads(t, changed, "faro", "")
			if before := b.reads(t, list, "faro", "").Unproven; organisation != "" && r.Unproven != before+1 || organisation == "" && len(r.Faults) == 0 {
				t.Errorf("bundle for %q: an old entry is hidden: %d unproven, %+v", organisation, r.Unproven, r.Faults)
			}
		}
	}
}

// TestTheHeadOfABundleIsSigned: for whom it is, since when leaves commit, names and codes: an edit of any is named, and nothing is answered by
// them any more.
func TestTheHeadOfABundleIsSigned(t *testing.T) {
	b := bind(t, 30, 10)
	list := b.written(t, "faro")
	line := func(has string) int {
		return slices.IndexFunc(list, func(l string) bool { return strings.Contains(l, has) })
	}
	code := line(`"K7-MARE"`)
	for name, changed := range map[string][]string{
		"for whom":                 replaced(list, 0, `"of":"faro"`, `"of":"molo"`),
		"for all":                  replaced(list, 0, `"of":"faro",`, ``),
		"since when":               replaced(list, 0, `"since":15`, `"since":29`),
		"how many":                 replaced(list, 0, `"size":30`, `"size":31`),
		"zone":                     replaced(list, 0, `Europe/Rome`, `Asia/Tokyo`),
		"a name":                   replaced(list, line("Cooperativa Faro"), "Cooperativa Faro", "Associazione Molo"),
		"a code":                   replaced(list, code, "K7-MARE", "K9-NIDO"),
		"whose code":               replaced(list, code, `"id":"p1"`, `"id":"p2"`),
		"a code taken out":         slices.Delete(slices.Clone(list), code, code+1),
		"a code more":              slices.Insert(slices.Clone(list), code, `{"is":"code","id":"p2","name":"K7-MARE"}`+"\n"),
		"a code afterwards":        slices.Insert(slices.Clone(list), line(`"is":"signed"`)+1, `{"is":"code","id":"p2","name":"K7-MARE"}`+"\n"),
		"no signature":             slices.Delete(slices.Clone(list), line(`"is":"signed"`), line(`"is":"signed"`)+1),
		"a line that says nothing": slices.Insert(slices.Clone(list), 1, "{}\n"),
	} {
		t.Run(name, func(t *testing.T) {
			r := b.reads(t, changed, "faro", "K7-MARE")
			if !slices.Contains(problems(r), audit.Unsigned) && !slices.Contains(problems(r), audit.Unread) {
				t.Errorf("found %+v", r.Faults)
			}
			if r.Found {
				t.Errorf("who saw somebody is answered all the same: %+v", r.Saw)
			}
		})
	}
	// A checkpoint is signed with the same key, and is no head.
	signed := slices.Clone(list)
	text, err := json.Marshal(map[string]string{"is": "signed", "note": b.kept[0].Note})
	if err != nil {
		t.Fatal(err)
	}
	signed[line(`"is":"signed"`)] = string(text) + "\n"
	if r := b.reads(t, signed, "faro", ""); !slices.Contains(problems(r), audit.Unsigned) {
		t.Errorf("a checkpoint passes for the signature of a head: %+v", r.Faults)
	}
}

// TestABundleOfAnOlderProgramSaysWhatItProves: it verifies as before; its codes and names were never signed, and of what is hidden nothing is proved.
func TestABundleOfAnOlderProgramSaysWhatItProves(t *testing.T) {
	for _, name := range []string{"all", "faro"} {
		text, err := os.ReadFile(filepath.Join("testdata", "bundle-1-"+name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		inspect := func(text, person string) audit.Report {
			r, err := audit.Inspect(strings.NewReader(text), audit.Inspection{For: "faro", Person: person})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		r := inspect(string(text), "p1")
		if len(r.Faults) != 0 || r.Entries != 30 || r.Checkpoints != 2 || r.Signed || !r.Found || r.Saw[0].Organisation != "faro" {
			t.Errorf("%s: %+v", name, r)
		}
		if name == "faro" && (r.Hidden == 0 || r.Unproven != r.Hidden) {
			t.Errorf("%d hidden, %d unproven", r.Hidden, r.Unproven)
		}
		if r := inspect(string(text), "K7-MARE"); r.Found {
			t.Error("a code that nobody signed is taken for somebody")
		}
	}
	// What is new does not pass for old: hidden as old entries were, in a file that calls itself old.
	b := bind(t, 30, 10)
	var old []string
	for i, l := range b.written(t, "faro") {
		if strings.Contains(l, `"is":"signed"`) {
			continue
		}
		var v map[string]any
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatal(err)
		}
		if n, _ := v["n"].(float64); v["is"] == "entry" || v["is"] == "hidden" {
			e := b.paper.entries[int(n)]
			if e.Version >= audit.Blinded || v["is"] == "hidden" {
				v = map[string]any{"is": "hidden", "n": n, "leaf": e.Hash()}
			}
		}
		if i == 0 {
			v["version"] = 1
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		old = append(old, string(text)+"\n")
	}
	r := b.reads(t, old, "faro", "")
	if r.Signed || r.Unproven != r.Hidden || r.Hidden < 15 {
		t.Errorf("a new file made old: %+v", r)
	}
}

// TestWhatIsHiddenCannotBeGuessedAt: who knows all that an entry says cannot tell that a hidden one says it.
func TestWhatIsHiddenCannotBeGuessedAt(t *testing.T) {
	b := bind(t, 40, 6)
	theirs := b.paper.entries[31]
	if theirs.Organisation != "molo" || theirs.Version < audit.Blinded {
		t.Fatal("entry 31 is another")
	}
	list := strings.Join(b.written(t, "faro"), "")
	shown := theirs.Body()
	if !strings.Contains(list, shown.String()) {
		t.Fatal("the hash is not even there")
	}
	for _, blind := range []audit.Blind{{}, blinds.Of("faro")} {
		guess := theirs
		guess.Blind = blind
		if guess.Body() == shown {
			t.Error("a guess is confirmed")
		}
	}
}
