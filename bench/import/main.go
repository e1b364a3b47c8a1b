// Command import measures how fast a large register comes in: `make bench-import`.
//
// It founds a small network in a temporary folder, writes a register of contacts as an office would (Italian headings,
// labels, names and notes that are left out), imports it with audit entries, change feed and identities, and prints
// one JSON line. The peak is the largest memory the process ever held, making the file included.
package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
)

const charter = `
network: {code: misura, name: Rete di misura, zone: Europe/Rome}
organisations:
  - {code: faro, name: Cooperativa Faro, kind: cooperative, province: IT-BS, lead: true, units: [
      {code: faro-strada, name: Unità di strada, kind: contact_unit, province: IT-BS, projects: [rotta]},
      {code: faro-sportello, name: Sportello, kind: desk, province: IT-BS, projects: [rotta]}]}
projects:
  - {code: rotta, name: Rotta, call: Bando 1, funder: Fondo, from: 2024-01-01, to: 2024-12-31, standard: true,
     partners: {faro: lead}, provinces: [IT-BS], channels: [contact_unit]}
accounts: []
`

// result is the line that is printed.
type result struct {
	Bench   string  `json:"bench"`
	Format  string  `json:"format"`
	Rows    int     `json:"rows"`
	Added   int     `json:"added"`
	Persons int     `json:"persons"`
	Seconds float64 `json:"seconds"` // from the file's bytes to the acknowledged commit
	Parse   float64 `json:"parse_seconds"`
	Read    float64 `json:"read_seconds"`
	Compare float64 `json:"compare_seconds"`
	Record  float64 `json:"record_seconds"`
	PerSec  float64 `json:"rows_per_second"`
	PeakMB  float64 `json:"peak_rss_mb"`
	CPUs    int     `json:"cpus"`
	Go      string  `json:"go"`
}

func main() {
	rows := flag.Int("rows", 100_000, "contacts in the register")
	format := flag.String("format", "csv", "csv or xlsx")
	linked := flag.Int("linked", 3, "every how many contacts carry a reference of a person")
	file := flag.String("file", "", "read the register from here instead of making it, or write it here with -make")
	only := flag.Bool("make", false, "only write the register to -file")
	flag.Parse()
	debug.SetMemoryLimit(sheet.MemoryLimit)
	if err := run(*rows, *format, *linked, *file, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rows int, format string, linked int, file string, only bool) error {
	var data []byte
	var err error
	if file != "" && !only {
		data, err = os.ReadFile(file)
	} else {
		data, err = register(rows, format, linked)
	}
	if err != nil {
		return err
	}
	if only {
		return os.WriteFile(file, data, 0o600)
	}
	dir, err := os.MkdirTemp("", "bench-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r, err := measure(dir, data)
	if err != nil {
		return err
	}
	r.Format = format
	return json.NewEncoder(os.Stdout).Encode(r)
}

func measure(dir string, data []byte) (result, error) {
	ctx, grant := context.Background(), policy.System(policy.Operator, "bench")
	s, desk, err := establish(ctx, dir)
	if err != nil {
		return result{}, err
	}
	defer s.Close()
	r := result{Bench: "import", CPUs: runtime.NumCPU(), Go: runtime.Version()}
	start := time.Now()
	lap := func(into *float64, since time.Time) time.Time {
		now := time.Now()
		*into = now.Sub(since).Seconds()
		return now
	}
	grid, err := grid.Read(ctx, data)
	if err != nil {
		return r, err
	}
	at := lap(&r.Parse, start)
	var world *sheet.World
	err = s.Read(ctx, grant, func(tx *store.Tx) (err error) {
		world, err = desk.Survey(tx, sheet.Contacts)
		return err
	})
	if err != nil {
		return r, err
	}
	draft, err := desk.Read(ctx, world, sheet.Contacts, grid, sheet.Map{}, nil)
	if err != nil {
		return r, err
	}
	at = lap(&r.Read, at)
	err = s.Read(ctx, grant, func(tx *store.Tx) error {
		_, err := draft.Compare(tx)
		return err
	})
	if err != nil {
		return r, err
	}
	at = lap(&r.Compare, at)
	for _, q := range draft.Preview().Open() {
		return r, fmt.Errorf("a sound register is asked about: %s, columns %v, %d rows", q.ID, q.Columns, len(slices.Concat(q.Rows...)))
	}
	var done []sheet.Import
	err = s.Write(ctx, grant, func(tx *store.Tx) (err error) {
		done, err = draft.Apply(tx, sheet.Options{})
		return err
	})
	if err != nil {
		return r, err
	}
	end := lap(&r.Record, at)
	r.Seconds = end.Sub(start).Seconds()
	for _, i := range done {
		r.Rows, r.Added, r.Persons = r.Rows+i.Rows, r.Added+i.Added, r.Persons+i.Persons
	}
	r.PerSec = float64(r.Rows) / r.Seconds
	r.PeakMB, err = peak()
	return r, err
}

func establish(ctx context.Context, dir string) (*store.Store, *sheet.Desk, error) {
	book, err := codebook.Load()
	if err != nil {
		return nil, nil, err
	}
	p, err := network.ReadCharter([]byte(charter))
	if err != nil {
		return nil, nil, err
	}
	founding, err := p.Prepare(book)
	if err != nil {
		return nil, nil, err
	}
	s, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return nil, nil, err
	}
	keys, err := seal.OpenKeys(dir)
	if err != nil {
		return nil, nil, err
	}
	s.UseKeys(keys)
	err = s.Write(ctx, policy.System(policy.Operator, "bench"), func(tx *store.Tx) error {
		if err := founding.Entrust(tx.Keys()); err != nil {
			return err
		}
		return founding.Establish(tx, false, 0)
	})
	if err != nil {
		return nil, nil, err
	}
	desk, err := sheet.New(book, keys, rights.Registry())
	return s, desk, err
}

var headings = []string{"N.", "Data", "Unità", "Ambito", "Genere", "Età", "Cittadinanza", "Nuovo contatto", "Lingua", "Informativa", "Protezione internazionale", "Codice persona", "Nome", "Note"}

// register writes a year's register, the same every time.
func register(rows int, format string, linked int) ([]byte, error) {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	row := func(i int) []string {
		day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*366/rows) // a register is kept day by day
		ref, protection := "", pick("sì", "no", "non chiesto", "")
		gender, age, citizenship := pick("Donna", "Uomo", "Donna trans", "non chiesto"), strconv.Itoa(15+r.IntN(40)), pick("Nigeria", "Romania", "Brasile", "Albania", "Marocco", "")
		if linked > 0 && i%linked == 0 { // a code is one person, who stays the same
			who := r.IntN(rows/linked/2 + 1)
			ref, gender, age = "U"+strconv.Itoa(who), []string{"Donna", "Uomo", "Donna trans"}[who%3], strconv.Itoa(15+who%40)
			citizenship = []string{"Nigeria", "Romania", "Brasile", "Albania", "Marocco", ""}[who%6]
			protection = []string{"sì", "no", "non chiesto", ""}[who%4]
		}
		return []string{
			strconv.Itoa(i + 1), day.Format("02/01/2006"), pick("Unità di strada", "Sportello"), pick("Sessuale outdoor", "Lavoro", "Accattonaggio", "Non definito"),
			gender, age, citizenship,
			pick("nuova", "già nota", "forse"), pick("Inglese", "Francese", "Rumeno", ""), pick("sì", "no", ""), protection, ref,
			"Persona Inventata " + strconv.Itoa(i), "Nota inventata numero " + strconv.Itoa(i),
		}
	}
	if format == "xlsx" {
		return workbook(rows, row)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = ';'
	if err := w.Write(headings); err != nil {
		return nil, err
	}
	for i := range rows {
		if err := w.Write(row(i)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func workbook(rows int, row func(int) []string) ([]byte, error) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, err
	}
	for i := -1; i < rows; i++ {
		cells := headings
		if i >= 0 {
			cells = row(i)
		}
		values := make([]any, len(cells))
		for j, c := range cells {
			if c != "" { // office programs write no empty cells
				values[j] = c
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return nil, err
		}
		if err := w.SetRow(at, values); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = f.Write(&out)
	return out.Bytes(), err
}

// peak reads the largest resident size from the kernel; where it does not tell, what Go took from the system.
func peak() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
				kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
				return kb / 1024, err
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20), nil
}
