package report_test

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/care/report"
	"approdo/internal/care/report/column"
)

// everything is the scope of whoever may count all organisations.
var everything = policy.System(policy.Operator).Scope()

type values = map[string]any

// world is a network of hand-made rows: project P from 1 March to 30 November 2024, organisations A (the lead) and B.
type world struct {
	tb   testing.TB
	book *codebook.Book
	rows []column.Row
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	book, err := book()
	if err != nil {
		tb.Fatal(err)
	}
	return &world{tb: tb, book: book}
}

// Neither changes, so they are read once.
var (
	book    = sync.OnceValues(codebook.Load)
	interim = sync.OnceValues(func() (*report.Definition, error) {
		book, err := book()
		if err != nil {
			return nil, err
		}
		return report.Shipped("interim", book)
	})
)

// add makes a row of a view; what the values leave out is the usual.
func (w *world) add(view, person, day string, v values) *world {
	all := values{"project": "P", "organisation": "A", "unit": "A-1", "province": "IT-BS"}
	switch view {
	case "contacts":
		for k, usual := range (values{
			"channel": "contact_unit", "setting": "sexual_outdoor", "newness": "new", "headcount": 1, "reaches": true, "protection": "not_asked",
			"gender": "woman", "origin": "AL", "unit_kind": "contact_unit", "language": "sq", "information": "yes", "age_band": "18-25",
		}) {
			all[k] = usual
		}
	case "actions":
		all["unit_kind"], all["type"], all["outcome"] = "contact_unit", "legal_advice", "completed"
	case "enrolments":
		all["kind"], all["source"] = "own", "referral"
	case "protections":
		all = values{"organisation": "A", "answer": "yes"}
	}
	row := column.Row{View: view, ID: fmt.Sprintf("%s-%d", view, len(w.rows)), Day: day, Person: person, Values: all}
	for k, value := range v {
		if k == "individual" {
			row.Individual = value.(string)
			continue
		}
		all[k] = value
	}
	w.rows = append(w.rows, row)
	return w
}

func (w *world) contact(person, day string, v values) *world {
	return w.add("contacts", person, day, v)
}

func (w *world) snapshot() *report.Snapshot {
	w.tb.Helper()
	from, _ := column.ParseDay("2024-03-01")
	to, _ := column.ParseDay("2024-11-30")
	s, err := column.Handmade(w.book, column.Register{
		Projects: []column.Project{{
			ID: "p", Code: "P", Name: "Project", Funder: "Funder", Starts: from, Ends: to, Standard: true,
			Targets: map[string]int64{"persons_reached": 3, "outings": 7},
		}},
		Organisations: []column.Organisation{{ID: "a", Code: "A", Name: "Lead", Lead: true, Member: true}, {ID: "b", Code: "B", Name: "Other", Member: true}},
	}, w.rows...)
	if err != nil {
		w.tb.Fatal(err)
	}
	return s
}

func (w *world) interim() *report.Definition {
	w.tb.Helper()
	d, err := interim()
	if err != nil {
		w.tb.Fatal(err)
	}
	return d
}

func (w *world) run(p report.Params) *report.Document {
	w.tb.Helper()
	return w.runAs(w.interim(), p)
}

func (w *world) runAs(d *report.Definition, p report.Params) *report.Document {
	w.tb.Helper()
	doc, err := report.Run(w.snapshot(), d, p)
	if err != nil {
		w.tb.Fatal(err)
	}
	return doc
}

// edited loads the shipped definition with one text of a file replaced, as somebody with an editor would.
func (w *world) edited(file, was, now string) (*report.Definition, error) {
	w.tb.Helper()
	return w.editedFolder(func(folder fstest.MapFS) {
		content := string(folder[file].Data)
		if !strings.Contains(content, was) {
			w.tb.Fatalf("%s does not contain %q", file, was)
		}
		folder[file].Data = []byte(strings.Replace(content, was, now, 1))
	})
}

func (w *world) editedFolder(edit func(fstest.MapFS)) (*report.Definition, error) {
	w.tb.Helper()
	files, err := report.Files("interim")
	if err != nil {
		w.tb.Fatal(err)
	}
	folder := fstest.MapFS{}
	err = fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		folder[name] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		w.tb.Fatal(err)
	}
	edit(folder)
	return report.LoadDefinitions(folder, w.book)
}

// withTable loads the shipped definition with one table more, T2B, as somebody with an editor would add it.
func (w *world) withTable(text string) *report.Definition {
	w.tb.Helper()
	d, err := w.editedFolder(func(folder fstest.MapFS) {
		folder["T2B.yaml"] = &fstest.MapFile{Data: []byte(text)}
		folder["report.yaml"].Data = []byte(strings.Replace(string(folder["report.yaml"].Data), "T2,", "T2, T2B,", 1))
	})
	if err != nil {
		w.tb.Fatal(err)
	}
	return d
}

// cell reads a figure; row "" is the line of totals. An absent figure is -1.
func cell(tb testing.TB, d *report.Document, table, row, value string) int64 {
	tb.Helper()
	t, ok := d.Table(table)
	if !ok {
		tb.Fatalf("no table %s", table)
	}
	if row == "" {
		if n, ok := t.Total.Values.Get(value); ok {
			return n.N
		}
		return -1
	}
	r, ok := t.Row(row)
	if !ok {
		return -1
	}
	if n, ok := r.Values.Get(value); ok {
		return n.N
	}
	return -1
}

func want(tb testing.TB, d *report.Document, table, row, value string, n int64) {
	tb.Helper()
	if got := cell(tb, d, table, row, value); got != n {
		tb.Errorf("%s %s %s is %d, want %d", table, row, value, got, n)
	}
}
