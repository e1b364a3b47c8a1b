package report

import (
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// field is a column of the records of one kind.
type field struct{ view, noun, column string }

// watched are the fields whose gaps are reported. Only records that somebody filled in are looked at: a headcount of a meeting or an
// interview has no setting by nature, which is no fault of anybody's.
var watched = []field{
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

// reasons are the codes that say that a fact is not there, and why. undefined is of settings, unsure of newness.
var reasons = []string{"not_asked", "unknown", "refused", "not_recorded", "undefined", "unsure"}

// quality is the table that says how far the figures can be trusted: by field, how many records lack it and why. missing adds up
// the reasons, percent is of all records of that kind.
func (r *run) quality(doc *Document, gaps map[field]*gap) Table {
	t := Table{
		ID: QualityID, Title: say("report.quality.title"), Unit: "records", Kind: definition.Overlapping,
		Dimensions: []Heading{{"field", say("report.column.field")}}, Rows: []Row{},
	}
	for _, code := range append([]string{"records", "missing", "percent"}, reasons...) {
		t.Columns = append(t.Columns, Heading{code, say("report.value." + code)})
	}
	for _, w := range watched {
		if g := gaps[w]; g.records > 0 {
			keys := []Heading{{w.noun, say("report.noun." + w.noun)}, {w.column, say("report.column." + w.column)}}
			t.Rows = append(t.Rows, Row{Code: definition.Key(w.noun, w.column), Label: joined(keys), Values: r.missing(g.codes, g.records)})
		}
	}
	failed := int64(doc.FailedChecks())
	t.Rows = append(t.Rows, Row{Code: "failed_reconciliations", Label: say("report.quality.failed"), Values: Values{{"records", Whole(failed)}}})
	t.Notes = []Note{{"overlapping", say("report.note.overlapping")}, {"quality", say("report.note.quality")}}
	if n := r.astride(); n > 0 {
		t.Notes = append(t.Notes, Note{"erased", say("report.note.erased", "count", n)})
	}
	return t
}

// gap counts the records of a field, and how many have each reason, by code.
type gap struct {
	records int64
	codes   []int64
}

// gaps counts every watched field.
func (r *run) gaps() map[field]*gap {
	reason := make([]int32, r.snap.Codes())
	for code, is := range r.among(reasons) {
		reason[code] = -1
		if is {
			reason[code] = int32(code)
		}
	}
	found := map[field]*gap{}
	kinds := map[field]*column.Rows{} // the records of one kind, looked for once
	for _, w := range watched {
		kind := field{view: w.view, noun: w.noun}
		if kinds[kind] == nil {
			noun, _ := r.snap.Find(w.noun)
			kinds[kind] = r.reach(w.view).rows().OfNoun(noun)
		}
		view := kinds[kind].View()
		at, _ := view.Schema.Column(w.column)
		g := &gap{codes: make([]int64, r.snap.Codes())}
		kinds[kind].Count([]column.Step{{Column: at, Of: reason}}, g.codes)
		g.records = int64(kinds[kind].Len())
		found[w] = g
	}
	return found
}

func (r *run) missing(counts []int64, records int64) Values {
	var all int64
	why := make(Values, 0, len(reasons))
	for _, reason := range reasons {
		var n int64
		if code, ok := r.snap.Find(reason); ok {
			n = counts[code]
		}
		all += n
		why = append(why, Value{reason, Whole(n)})
	}
	return append(Values{{"records", Whole(records)}, {"missing", Whole(all)}, {"percent", percent(all, records)}}, why...)
}
