package report_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/care/report"
	"approdo/internal/care/report/column"
)

// behind lists the hand-made rows behind a figure.
func behind(w *world, d *report.Document, c report.Cell) []column.Row {
	records, ok := d.Behind(c, everything)
	if !ok {
		w.tb.Fatalf("no figure %+v", c)
	}
	rows := make([]column.Row, len(records))
	for i, r := range records {
		n, err := strconv.Atoi(r.ID[strings.LastIndexByte(r.ID, '-')+1:])
		if err != nil {
			w.tb.Fatal(err)
		}
		rows[i] = w.rows[n]
	}
	return rows
}

// figuresOf counts rows as each kind of figure does: all of them, the persons they are about, the heads they certainly or perhaps add.
func figuresOf(rows []column.Row) (heads, persons, unsure int64) {
	seen := map[string]bool{}
	for _, row := range rows {
		n := int64(1)
		if h, ok := row.Values["headcount"].(int); ok {
			n = int64(h)
		}
		heads += n
		switch {
		case row.Person != "" && !seen[row.Person]:
			seen[row.Person] = true
			persons++
		case row.Person != "":
		case row.View != "contacts" || row.Values["newness"] == "new":
			persons += n
		case row.Values["newness"] == "unsure":
			unsure += n
		}
	}
	return heads, persons, unsure
}

func TestTheRecordsBehindAFigureMakeIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := drawn(r, t)
		for _, edition := range []string{report.Internal, report.Funder} {
			d := w.run(report.Params{Sees: everything, Edition: edition})
			for i := range d.Tables {
				if !d.Traces(d.Tables[i].ID) {
					continue
				}
				eachFigure(&d.Tables[i], func(c report.Cell, values report.Values) {
					heads, persons, unsure := figuresOf(behind(w, d, c))
					got := persons
					switch c.Value {
					case "percent", "hours", "kilometres", "presences": // no count of records
						return
					case "count", "actions", "enrolments", "outings", "on_call", "contacts_new", "contacts_known", "own", "elsewhere":
						got = heads
					case "unsure":
						got = unsure
					}
					if want := figure(values, c.Value); got != want {
						r.Errorf("%s: %+v is %d, the records behind it make %d", edition, c, want, got)
					}
					if more := figure(values, "unsure"); (c.Value == "attributed" || c.Value == "unique") && unsure != more {
						r.Errorf("%s: %+v may be %d more, the records behind it %d", edition, c, more, unsure)
					}
				})
			}
		}
	})
}

// eachFigure visits the figures of a table, of its parts and of its total. The total gross is a sum of rows, which no record stands behind once.
func eachFigure(t *report.Table, visit func(report.Cell, report.Values)) {
	line := func(row, part string, values report.Values) {
		for _, v := range values {
			if row != "" || v.Code != "gross" {
				visit(report.Cell{Table: t.ID, Row: row, Part: part, Value: v.Code}, values)
			}
		}
	}
	for _, row := range t.Rows {
		line(row.Code, "", row.Values)
		for _, part := range row.OfWhich {
			line(row.Code, part.Code, part.Values)
		}
	}
	line("", "", t.Total.Values)
}

func TestTheRecordsBehindAFigureStayAtHome(t *testing.T) {
	t.Parallel()
	d := mixed(t).run(report.Params{Sees: everything})
	c := report.Cell{Table: "T5", Row: "legal_advice", Value: "count"}
	all, _ := d.Behind(c, everything)
	own, _ := d.Behind(c, member(t))
	if len(all) != 2 || len(own) != 1 || own[0].Organisation != "B" {
		t.Errorf("of %v a member of B sees %v", all, own)
	}
	if nobody, ok := d.Behind(c, report.Params{}.Sees); !ok || len(nobody) != 0 {
		t.Errorf("without a scope %v is seen", nobody)
	}
}

func TestBehindAMergedCellStandAllThatWereMerged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, origin := range []string{"GH", "GH", "SN"} {
		w.contact("", "2024-05-01", values{"origin": origin})
	}
	d := w.run(report.Params{Sees: everything, Edition: report.Funder})
	if rows := behind(w, d, report.Cell{Table: "T4", Row: "sexual_outdoor/woman/west_africa", Value: "attributed"}); len(rows) != 3 {
		t.Errorf("behind the 3 of West Africa stand %d records", len(rows))
	}
}

func TestThereIsNothingBehindFiguresThatDoNotExist(t *testing.T) {
	t.Parallel()
	d := mixed(t).run(report.Params{Sees: everything})
	for _, c := range []report.Cell{
		{Table: "T0", Row: "project"},
		{Table: "T13", Row: "persons_reached", Value: "reached"},
		{Table: "T99"},
		{Table: "T3", Row: "nowhere", Value: "attributed"},
		{Table: "T3", Row: "sexual_outdoor", Value: "hours"},
		{Table: "T3", Row: "sexual_indoor", Part: "nothing", Value: "attributed"},
	} {
		if records, ok := d.Behind(c, everything); ok {
			t.Errorf("%+v has %v behind it", c, records)
		}
	}
}
