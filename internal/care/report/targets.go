package report

import (
	"approdo/internal/base/i18n"
	"approdo/internal/care/report/definition"
)

// targets prints what the project promised beside what other tables found. A measure without expected value is not printed; one that
// the project promised and no table counts is printed without "reached", because not counted is not zero.
func (r *run) targets(d *definition.Table, doc *Document) Table {
	t := Table{ID: d.ID.Text, Title: d.Title, Unit: d.Unit.Text, Kind: d.Kind.Text, Rows: []Row{}}
	for _, code := range []string{"expected", reachedCode, "percent"} {
		t.Columns = append(t.Columns, Heading{code, say("report.value." + code)})
	}
	unsure := false
	t.Dimensions = []Heading{{"measure", say("report.column.measure")}}
	counted := map[string]bool{}
	for _, target := range d.Targets {
		counted[target.Measure.Text] = true
		expected, promised := r.params.project.Targets[target.Measure.Text]
		if !promised {
			continue
		}
		values := Values{{"expected", Whole(expected)}}
		if least, most, ok := cell(doc, target); ok {
			values = append(values, Value{reachedCode, least}, Value{"percent", percent(least.N, expected)})
			if most.N > least.N {
				unsure = true
				values = append(values, Value{Unsure, Whole(most.N - least.N)})
			}
		}
		t.Rows = append(t.Rows, Row{Code: target.Measure.Text, Label: r.measureLabel(target.Label, target.Measure.Text), Values: values})
	}
	for _, measure := range sortedKeys(r.params.project.Targets) {
		if !counted[measure] {
			values := Values{{"expected", Whole(r.params.project.Targets[measure])}}
			t.Rows = append(t.Rows, Row{Code: measure, Label: r.measureLabel(nil, measure), Values: values})
		}
	}
	if unsure {
		t.Columns = append(t.Columns, Heading{Unsure, say("report.value.unsure")})
		t.Notes = append(t.Notes, Note{"unsure", say("report.note.unsure_targets")})
	}
	for _, text := range d.Notes {
		t.Notes = append(t.Notes, Note{"definition", text})
	}
	t.Notes = append(t.Notes, Note{"overlapping", say("report.note.overlapping")})
	if r.params.scope != Network || r.params.organisations != nil {
		t.Notes = append(t.Notes, Note{"targets", say("report.note.targets")})
	}
	return t
}

// reachedCode is the value of what was reached beside a target.
const reachedCode = "reached"

// cell reads a figure that was printed, from the least to the most it may be. A row that was not printed because it is nothing is zero.
func cell(doc *Document, target definition.Target) (least, most Number, ok bool) {
	t, ok := doc.Table(target.Table.Text)
	if !ok {
		return least, most, false
	}
	if target.Row == nil {
		return t.Total.Values.Range(target.Value.Text)
	}
	row, ok := t.Row(target.Row.Text)
	if !ok {
		return least, most, true
	}
	return row.Values.Range(target.Value.Text)
}

func (r *run) measureLabel(own Label, measure string) Label {
	if own != nil {
		return own
	}
	label := Label{}
	for _, lang := range i18n.Languages() {
		label[lang] = r.snap.Book.Label("measure", measure, lang)
	}
	return label
}
