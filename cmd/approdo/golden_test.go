package main_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing")

// figures is interim-figures.json: what the programme published about its first nine months.
type figures struct {
	Reached struct {
		Total   float64
		Channel map[string]float64 `json:"by_channel"`
	} `json:"persons_reached"`
	Protection struct {
		Total   float64
		Channel map[string]float64 `json:"by_channel"`
	} `json:"international_protection"`
	Enrolments struct {
		Total  float64
		Source map[string]float64 `json:"by_source"`
	} `json:"programme_enrolments"`
	Settings struct {
		Total   float64
		Setting map[string]float64 `json:"by_setting"`
		Of      map[string]float64 `json:"sexual_indoor_of_which"`
	} `json:"contact_unit_persons_by_setting"`
	Actions struct {
		Total float64
		Type  map[string]struct{ Count, Percent float64 } `json:"by_type"`
	} `json:"proximity_actions"`
}

func published(t *testing.T) figures {
	t.Helper()
	text, err := os.ReadFile("../../internal/demo/testdata/interim-figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var f figures
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheDemonstrationGivesEveryPublishedFigureWhateverTheSeed(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	f := published(t)
	snapshots := map[string]string{}
	for _, seed := range []string{"1", "2"} {
		dir := t.TempDir()
		must(t, "demo", "--dir", dir, "--no-serve", "--seed", seed)
		d := read(t, must(t, "report", "interim", "--dir", dir))
		snapshots[d.Snapshot] = seed
		same := func(what string, got, want float64) {
			t.Helper()
			if got != want {
				t.Errorf("seed %s: %s is %v, published %v", seed, what, got, want)
			}
		}
		same("persons reached", d.cell("T1", "total", "unique"), f.Reached.Total)
		more := false
		for channel, n := range f.Reached.Channel {
			same("persons of "+channel, d.cell("T1", channel, "attributed"), n)
			more = more || d.cell("T1", channel, "gross") > n
			yes, asked := f.Protection.Channel[channel]
			same("with protection of "+channel, d.cell("T2", channel, "yes"), yes)
			if !asked {
				same("not asked of "+channel, d.cell("T2", channel, "not_asked"), n)
			}
		}
		if !more || d.cell("T1", "total", "gross") <= f.Reached.Total {
			t.Errorf("seed %s: nobody was met in two channels", seed)
		}
		same("with protection", d.cell("T2", "total", "yes"), f.Protection.Total)
		for setting, n := range f.Settings.Setting {
			same("setting "+setting, d.cell("T3", setting, "attributed"), n)
		}
		same("adverts", d.cell("T3", "online_adverts", "attributed"), f.Settings.Of["online_adverts"])
		same("persons of the contact units", d.cell("T3", "total", "unique"), f.Settings.Total)
		for source, n := range f.Enrolments.Source {
			same("enrolments from "+source, d.cell("T6", source, "count"), n)
		}
		same("enrolments", d.cell("T6", "total", "count"), f.Enrolments.Total)
		for kind, n := range f.Actions.Type {
			same("actions "+kind, d.cell("T5", kind, "count"), n.Count)
			same("percent of "+kind, d.cell("T5", kind, "percent"), n.Percent)
		}
		same("actions", d.cell("T5", "total", "count"), f.Actions.Total)
		if persons := d.cell("T5", "total", "persons"); persons >= f.Actions.Total || persons <= 0 {
			t.Errorf("seed %s: %v persons behind %v actions", seed, persons, f.Actions.Total)
		}
	}
	if len(snapshots) != 2 {
		t.Error("two seeds gave one snapshot: the records are the same")
	}
}

// The whole report of the first seed, as a file that people read before they accept a change to it.
func TestGoldenReport(t *testing.T) {
	t.Parallel()
	dir := demonstrated(t)
	for _, edition := range []string{"internal", "funder"} {
		got := must(t, "report", "interim", "--dir", dir, "--from", "2024-03-01", "--to", "2024-11-30", "--edition", edition)
		golden := filepath.Join("testdata", "interim-"+edition+".json")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the %s edition differs from %s; run make golden and read the difference", edition, golden)
		}
	}
}

// Somebody moves the massage parlours under the indoor settings, as the published report did: 37 people are missing.
func TestMassageParloursPrintedUnderIndoorAreRefusedAsShortBy37(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir, definitions := demonstrated(t), filepath.Join(t.TempDir(), "definitions")
	must(t, "definitions", "--out", definitions)
	moveParlours(t, filepath.Join(definitions, "T3.yaml"))
	out := filepath.Join(t.TempDir(), "report.json")
	refuse := func(gap string) {
		t.Helper()
		a := approdo(t, "report", "interim", "--dir", dir, "--definitions", definitions, "--out", out)
		if a.status != 3 || !strings.Contains(a.err, "T3") || !regexp.MustCompile(`\b`+gap+`\b`).MatchString(a.err) {
			t.Errorf("ended with %d: %s", a.status, a.err)
		}
		for _, row := range []string{"sexual_outdoor 82", "134", "146", "192"} {
			if !strings.Contains(a.err, row) {
				t.Errorf("the message does not name %q: %s", row, a.err)
			}
		}
		if _, err := os.Stat(out); err == nil {
			t.Error("a refused report was written")
		}
	}
	refuse("37")

	one := filepath.Join(t.TempDir(), "one.csv")
	text := "id;day;unit;channel;setting;newness\n1;2024-06-01;BRINA-STRADA;contact_unit;sexual_massage_parlour;new\n"
	if err := os.WriteFile(one, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "import", "contacts", one, "--dir", dir)
	refuse("38")
}

// moveParlours makes of the row a part of the indoor settings, whose own codes stay as they are.
func moveParlours(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const row = "    - {code: sexual_massage_parlour}\n"
	const part = "          codes: true\n"
	moved := strings.Replace(string(text), row, "", 1)
	moved = strings.Replace(moved, part, part+"        - {code: sexual_massage_parlour}\n", 1)
	if moved == string(text) {
		t.Fatal("T3.yaml has another shape; mend the story")
	}
	if err := os.WriteFile(file, []byte(moved), 0o600); err != nil {
		t.Fatal(err)
	}
}
