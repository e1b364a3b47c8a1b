package report

import (
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// watched are the fields whose gaps are reported. Only records that somebody filled in are looked at: a headcount of a meeting or an
// interview has no setting by nature, which is no fault of anybody's.
var watched = []struct{ view, noun, column string }{
	{"contacts", "contact", "setting"},
	{"contacts", "contact", "gender"},
	{"contacts", "contact", "age_band"},
	{"contacts", "contact", "origin"},
	{"contacts", "contact", "protection"},
	{"contacts", "contact", "language"},
	{"contacts", "contact", "information"},
	{"contacts", "contact", "newness"},
	{"contacts", "interview", "language"},
	{"contacts", "interview", "information"},
	{"actions", "action", "outcome"},
}

// gaps are the codes that say that a fact is not there, and why. undefined is of settings, unsure of newness.
var gaps = []string{"not_asked", "unknown", "refused", "not_recorded", "undefined", "unsure"}

// quality is the table that says how far the figures can be trusted: by field, how many records lack it and why. missing adds up
// the reasons, percent is of all records of that kind.
func (r *run) quality(doc *Document) Table {
	t := Table{
		ID: QualityID, Title: say("report.quality.title"), Unit: "records", Kind: definition.Overlapping,
		Dimensions: []Heading{{"field", say("report.column.field")}}, Rows: []Row{},
	}
	for _, code := range append([]string{"records", "missing", "percent"}, gaps...) {
		t.Columns = append(t.Columns, Heading{code, say("report.value." + code)})
	}
	views := map[string]*population{}
	for _, w := range watched {
		if views[w.view] == nil {
			views[w.view] = r.reach(w.view).keep()
		}
		pop := views[w.view]
		at, _ := pop.view.Schema.Column(w.column)
		noun, _ := r.snap.Find(w.noun)
		counts := make([]int64, r.snap.Codes())
		var records int64
		pop.scan(func(part column.Part, rows []int32) {
			codes, nouns := part.Codes(at), part.Nouns()
			for _, i := range rows {
				if nouns[i] == noun {
					counts[codes[i]]++
					records++
				}
			}
		})
		if records > 0 {
			keys := []Heading{{w.noun, say("report.noun." + w.noun)}, {w.column, say("report.column." + w.column)}}
			t.Rows = append(t.Rows, Row{Code: definition.Key(w.noun, w.column), Label: joined(keys), Values: r.missing(counts, records)})
		}
	}
	failed := int64(doc.FailedChecks())
	t.Rows = append(t.Rows, Row{Code: "failed_reconciliations", Label: say("report.quality.failed"), Values: Values{{"records", Whole(failed)}}})
	t.Notes = []Note{{"overlapping", say("report.note.overlapping")}, {"quality", say("report.note.quality")}}
	return t
}

func (r *run) missing(counts []int64, records int64) Values {
	var all int64
	reasons := make(Values, 0, len(gaps))
	for _, gap := range gaps {
		var n int64
		if code, ok := r.snap.Find(gap); ok {
			n = counts[code]
		}
		all += n
		reasons = append(reasons, Value{gap, Whole(n)})
	}
	return append(Values{{"records", Whole(records)}, {"missing", Whole(all)}, {"percent", percent(all, records)}}, reasons...)
}
