package report

import (
	"approdo/internal/base/i18n"
	"approdo/internal/care/report/definition"
)

// targets prints what the project promised beside what other tables found. A measure without expected value is not printed; one that
// the project promised and no table counts is printed without "reached", because not counted is not zero.
func (r *run) targets(d *definition.Table, doc *Document) Table {
	t := Table{ID: d.ID.Text, Title: d.Title, Unit: d.Unit.Text, Kind: d.Kind.Text, Rows: []Row{}}
	for _, code := range []string{"expected", "reached", "percent"} {
		t.Columns = append(t.Columns, Heading{code, say("report.value." + code)})
	}
	t.Dimensions = []Heading{{"measure", say("report.column.measure")}}
	counted := map[string]bool{}
	for _, target := range d.Targets {
		counted[target.Measure.Text] = true
		expected, promised := r.params.project.Targets[target.Measure.Text]
		if !promised {
			continue
		}
		values := Values{{"expected", Whole(expected)}}
		if reached, ok := cell(doc, target); ok {
			values = append(values, Value{"reached", reached}, Value{"percent", percent(reached.N, expected)})
		}
		t.Rows = append(t.Rows, Row{Code: target.Measure.Text, Label: r.measureLabel(target.Label, target.Measure.Text), Values: values})
	}
	for _, measure := range sortedKeys(r.params.project.Targets) {
		if !counted[measure] {
			values := Values{{"expected", Whole(r.params.project.Targets[measure])}}
			t.Rows = append(t.Rows, Row{Code: measure, Label: r.measureLabel(nil, measure), Values: values})
		}
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

// cell reads a figure that was printed. A row that was not printed because it is nothing is zero.
func cell(doc *Document, target definition.Target) (Number, bool) {
	t, ok := doc.Table(target.Table.Text)
	if !ok {
		return Number{}, false
	}
	if target.Row == nil {
		return t.Total.Values.Get(target.Value.Text)
	}
	row, ok := t.Row(target.Row.Text)
	if !ok {
		return Whole(0), true
	}
	return row.Values.Get(target.Value.Text)
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
