package main_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"approdo/internal/testkit/register"
)

const coast = `network: {code: costa, name: Rete della costa, zone: Europe/Rome}
organisations:
  - code: faro
    name: Cooperativa Faro
    kind: cooperative
    province: IT-BS
    lead: true
    units:
      - {code: faro-strada, name: Unità di strada, kind: contact_unit, province: IT-BS, projects: [rotta]}
projects:
  - code: rotta
    name: Rotta
    from: 2024-03-01
    to: 2025-08-31
    standard: true
    partners: {faro: lead}
    provinces: [IT-BS]
    channels: [contact_unit]
    targets: {persons_reached: 1900}
accounts: []
`

// twoUnits is the same network with a second unit.
var twoUnits = strings.Replace(coast, "projects: [rotta]}\n", "projects: [rotta]}\n      - {code: faro-sportello, name: Sportello, kind: contact_unit, province: IT-BS, projects: [rotta]}\n", 1)

// registers is how many faulty registers are tried, and a third as many sound ones; REGISTERS=600 tries the whole (make registers), and FROM=600 others.
func registers(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("REGISTERS"))
	if err != nil {
		return len(drawn())
	}
	t.Logf("%d faulty registers", n)
	return n
}

// seeded is the first seed: nought, or FROM, where other registers are drawn or the whole is taken in parts.
func seeded(t *testing.T) int {
	text, set := os.LookupEnv("FROM")
	if !set {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("FROM=%s is no seed", text)
	}
	t.Logf("from seed %d", n)
	return n
}

// drawn are the names of the faults that are tried: all, or, while somebody mends some, those whose names match FAULT.
func drawn() []string {
	wanted := regexp.MustCompile(os.Getenv("FAULT"))
	return slices.DeleteFunc(register.Faults(), func(name string) bool { return !wanted.MatchString(name) })
}

// verdict is what became of one register.
type verdict struct {
	status    int
	questions []string            // ids
	options   map[string][]string // answers to each
	words     bool                // it lists words that were not understood
	said      string
	figures   register.Figures
}

// desk takes registers in, each in a copy of one founded folder.
type desk struct {
	t           *testing.T
	base        string
	units       string // the folder of the network with two units
	program     string
	environment []string // what the program is told besides
	answers     *answers
}

func openDesk(t *testing.T) desk {
	return desk{t: t, base: foundedAs(t, coast), units: foundedAs(t, twoUnits), program: binary, answers: answered(t)}
}

func foundedAs(t *testing.T, network string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "base")
	must(t, "init", file(t, "network.yaml", network), "--dir", dir, "--key-beside") // a copy has a key and a counter of its own
	return dir
}

var (
	question = regexp.MustCompile(`(?m)^Question (\S+):`)
	option   = regexp.MustCompile(`(?m)^\s+(\S+)=(\S+):`)
	word     = regexp.MustCompile(`--word '[A-Z]+:[^']+=…'`)
)

// take imports the files of a register one after the other, the last with answers and with what its words mean if it is taken anew, and reads the report.
func (d desk) take(r register.Register, anew ...string) verdict {
	d.t.Helper()
	dir, err := os.MkdirTemp(filepath.Dir(d.base), "take")
	if err != nil {
		d.t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	at := filepath.Join(dir, "d")
	base := d.base
	if r.Units {
		base = d.units
	}
	if out, err := exec.Command("cp", "-a", base, at).CombinedOutput(); err != nil {
		d.t.Fatalf("%v: %s", err, out)
	}
	v := verdict{options: map[string][]string{}}
	for i, f := range r.Files {
		path := filepath.Join(dir, f.Name)
		if err := os.WriteFile(path, f.Bytes, 0o600); err != nil {
			d.t.Fatal(err)
		}
		args := []string{"import", r.Kind, path, "--dir", at, "--lang", "en"}
		if r.Skip {
			args = append(args, "--skip-bad")
		}
		if i == len(r.Files)-1 {
			args = append(args, anew...)
		}
		a := runs(d.t, d.program, d.environment, args...)
		v.status, v.said = a.status, a.out+a.err
		if i < len(r.Files)-1 && v.status != 0 {
			break
		}
	}
	for _, m := range question.FindAllStringSubmatch(v.said, -1) {
		v.questions = append(v.questions, m[1])
	}
	v.words = word.MatchString(v.said)
	for _, m := range option.FindAllStringSubmatch(v.said, -1) {
		v.options[m[1]] = append(v.options[m[1]], m[2])
	}
	if v.status == 0 { // of what was not recorded there are no figures
		v.figures = reported(d.t, must(d.t, "report", "interim", "--dir", at))
	}
	return v
}

// reported reads the figures of a report.
func reported(t *testing.T, text string) register.Figures {
	t.Helper()
	doc := read(t, text)
	f := register.Figures{
		Persons: int(doc.cell("T1", "total", "unique")), Unsure: int(doc.cell("T1", "total", "unsure")), Contacts: max(0, int(doc.cell("T16", "contact/setting", "records"))), // none where the report does not speak of any
		Actions: max(0, int(doc.cell("T16", "action/outcome", "records"))),
		Gender:  map[string]int{}, Citizenship: map[string]int{}, Months: map[string]int{},
		Outings: int(doc.cell("T14", "total", "outings")), Minutes: int(math.Round(60 * doc.cell("T14", "total", "hours"))),
		Kilometres: int(doc.cell("T14", "total", "kilometres")), Presences: int(doc.cell("T14", "total", "presences")),
	}
	for _, table := range doc.Tables {
		for _, month := range table.Months {
			if n := int(month.Total); table.ID == "T1" && n > 0 {
				f.Months[month.Month] = n
			}
		}
		for _, row := range table.Rows {
			keys, n := strings.Split(row.Code, "/"), int(row.Values["attributed"])
			if table.ID != "T4" || len(keys) != 3 || n == 0 {
				continue
			}
			f.Gender[keys[1]] += n
			if len(keys[2]) == 2 { // a citizenship; regions and absences have longer codes
				f.Citizenship[keys[2]] += n
			}
		}
	}
	return f
}

// answers are those that were right the last time, for each fault: they are tried first, since each answer takes a register in anew.
type answers struct {
	sync.Mutex
	by map[string]string
}

// answersFile is where they stand: the fault, and what was answered. ANSWERS=remember writes it anew.
const answersFile = "testdata/answers.txt"

func answered(t *testing.T) *answers {
	t.Helper()
	text, err := os.ReadFile(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	a := &answers{by: map[string]string{}}
	for line := range strings.Lines(string(text)) {
		fault, given, _ := strings.Cut(strings.TrimSpace(line), "\t")
		a.by[fault] = given
	}
	return a
}

func (a *answers) of(fault string) []string {
	a.Lock()
	defer a.Unlock()
	return strings.Fields(a.by[fault])
}

func (a *answers) note(fault string, given ...string) {
	a.Lock()
	defer a.Unlock()
	a.by[fault] = strings.Join(given, " ")
}

// remember writes them down, where somebody asks for that.
func (a *answers) remember(t *testing.T) {
	t.Helper()
	if os.Getenv("ANSWERS") != "remember" {
		return
	}
	var text strings.Builder
	for _, fault := range slices.Sorted(maps.Keys(a.by)) {
		fmt.Fprintf(&text, "%s\t%s\n", fault, a.by[fault])
	}
	if err := os.WriteFile(answersFile, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// right reports whether some answers to the questions, two at most, give the true figures.
func (d desk) right(r register.Register, v verdict) bool {
	gives := func(given ...string) (verdict, bool) {
		next := d.take(r, anew(r, given...)...)
		right := next.status == 0 && next.figures.Equal(r.Truth)
		if right && len(given) > 0 {
			d.answers.note(r.Fault, given...)
		}
		return next, right
	}
	if before := d.answers.of(r.Fault); len(before) > 0 && len(v.questions) > 0 {
		if _, right := gives(before...); right {
			return true
		}
	}
	if len(v.questions) == 0 {
		_, right := gives()
		return right
	}
	for _, a := range v.options[v.questions[0]] {
		first := v.questions[0] + "=" + a
		next, right := gives(first)
		if right {
			return true
		}
		for _, q := range next.questions {
			for _, a := range next.options[q] {
				if _, right := gives(first, q+"="+a); right {
					return true
				}
			}
		}
	}
	return false
}

// anew are the flags with which a register is taken in again: answers, and what its words mean.
func anew(r register.Register, answers ...string) (flags []string) {
	for _, a := range answers {
		flags = append(flags, "--answer", a)
	}
	for _, w := range r.Words {
		flags = append(flags, "--word", w)
	}
	return flags
}

// listed reports whether every row that a fault touched is named in what the program said.
func listed(r register.Register, v verdict) bool {
	for _, row := range r.Touched {
		named := regexp.MustCompile(fmt.Sprintf(`(?i)\brows? (?:[\d–, -]*\b)?%d\b`, row))
		if !named.MatchString(v.said) && !within(v.said, row) {
			return false
		}
	}
	return len(r.Touched) > 0
}

// within looks for a row in lists such as “rows 2–8, 13”.
func within(said string, row int) bool {
	for _, m := range regexp.MustCompile(`(\d+)–(\d+)`).FindAllStringSubmatch(said, -1) {
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[2])
		if from <= row && row <= to {
			return true
		}
	}
	return false
}

// fault says what is wrong with a verdict, or nothing.
func (d desk) fault(r register.Register, v verdict) string {
	switch {
	case len(v.questions) > 2:
		return fmt.Sprintf("%d questions", len(v.questions))
	case v.status == 0 && v.figures.Equal(r.Truth):
		return ""
	case v.status == 0 && listed(r, v):
		return ""
	case v.status == 0:
		return fmt.Sprintf("wrong without a word: %+v, want %+v", v.figures, r.Truth)
	case (len(v.questions) > 0 || v.words && len(r.Words) > 0) && !r.Open && !d.right(r, v):
		return "no answer gives what is true"
	case len(strings.TrimSpace(v.said)) == 0:
		return "refused without a reason"
	}
	return ""
}

// TestNoRegisterIsWrongWithoutAWord: registers drawn by somebody who has not read the importer, with the faults of real ones. Each is taken in rightly, asked
// about, refused, or its rows are listed; and a register without a fault is taken in without a question.
func TestNoRegisterIsWrongWithoutAWord(t *testing.T) {
	if testing.Short() {
		t.Skip("dozens of registers")
	}
	t.Parallel()
	d := openDesk(t)
	faults, n, from := drawn(), registers(t), seeded(t)
	type job struct {
		seed  uint64
		fault string
	}
	jobs := make(chan job)
	var counts sync.Map
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			for j := range jobs {
				r := register.Sound(j.seed)
				if j.fault != "" {
					r = register.Faulty(j.seed, j.fault)
				}
				v := d.take(r)
				wrong := d.fault(r, v)
				if j.fault == "" && (v.status != 0 || !v.figures.Equal(r.Truth)) {
					wrong = fmt.Sprintf("a register without a fault: exit %d, %+v, want %+v", v.status, v.figures, r.Truth)
				}
				if wrong != "" {
					t.Errorf("%q, seed %d: %s\n%s", j.fault, j.seed, wrong, short(v.said))
				}
				kinds := []string{"taken"}
				switch {
				case v.status != 0 && len(v.questions) == 0 && (!v.words || len(r.Words) == 0):
					kinds = []string{"refused", "refused: " + j.fault}
				case v.status != 0:
					kinds = []string{"asked"}
				}
				for _, q := range v.questions {
					id, _, _ := strings.Cut(q, ".")
					kinds = append(kinds, "asked "+id)
				}
				for _, kind := range kinds {
					c, _ := counts.LoadOrStore(kind, new(counter))
					c.(*counter).add()
				}
			}
		})
	}
	for i := from; i < from+n; i++ {
		jobs <- job{uint64(i), faults[i%len(faults)]}
	}
	for i := from / 3; i < (from+n)/3; i++ {
		jobs <- job{uint64(10_000 + i), ""}
	}
	close(jobs)
	wait.Wait()
	d.answers.remember(t)
	var all []string
	counts.Range(func(kind, c any) bool { all = append(all, fmt.Sprintf("%s: %d", kind, c.(*counter).n)); return true })
	slices.Sort(all)
	t.Log(strings.Join(all, "\n"))
}

type counter struct {
	sync.Mutex
	n int
}

func (c *counter) add() { c.Lock(); c.n++; c.Unlock() }

// short is the end of what was said.
func short(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if len(lines) > 14 {
		lines = slices.Concat(lines[:7], []string{"…"}, lines[len(lines)-6:])
	}
	return strings.Join(lines, "\n")
}
