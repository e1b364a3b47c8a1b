package addition

import (
	"slices"

	"approdo/internal/base/codebook"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// Sketch reads a table into an Outline. It is false when the table says something that an Outline cannot: writing the Outline would then
// lose it. base is the report that the table stands in.
func Sketch(t *definition.Table, base *definition.Report, book *codebook.Book) (Outline, bool) {
	o := Outline{
		Title: t.Title, Overlaps: t.Kind.Text == definition.Overlapping, Place: map[string][]string{},
	}
	if t.Details != nil {
		o.Counts, o.Of = counting[0].counts, t.Details.Table.Text
		if t.Details.Row != nil {
			o.Of = definition.Key(o.Of, t.Details.Row.Text)
		}
	} else if t.Population != nil {
		for _, c := range counting {
			if c.unit == t.Unit.Text && c.view == t.Population.View.Text {
				o.Counts = c.counts
			}
		}
		o.Filters = append(filtersOf(t.Population.Where, false), filtersOf(t.Population.Except, true)...)
	}
	view, ok := o.View()
	if !ok || len(t.Rows) == 0 {
		return o, false
	}
	o.sketchRows(t, view)
	if t.Columns != nil {
		o.Across, o.AcrossEnd = t.Columns.Column.Text, t.Columns.At.Text != ""
	}
	for _, m := range t.Measures {
		name := m.Measure.Text
		if name == definition.Sum {
			name += ":" + m.Of.Text
		}
		o.Measures = append(o.Measures, name)
	}
	if len(t.Reconcile) > 0 {
		o.SameAs = t.Reconcile[0].RowsOf.Text
	}
	if len(t.Notes) > 0 {
		o.Notes = t.Notes[0]
	}
	again, err := definition.Extend(base, []definition.Source{{ID: t.ID.Text, Text: o.Text(book)}}, book)
	if err != nil {
		return o, false
	}
	same, _ := again.Table(t.ID.Text)
	return o, same.Same(t)
}

func filtersOf(f definition.Filter, except bool) (list []Filter) {
	for _, c := range f {
		list = append(list, Filter{Column: c.Column.Text, Except: except, Codes: c.Codes.Texts()})
	}
	return list
}

func (o *Outline) sketchRows(t *definition.Table, view *column.Schema) {
	first := t.Rows[0]
	o.Rows = first.Column.Text
	if first.As.Text != "" {
		o.Rows = AsRows + first.As.Text
	} else if len(first.Set) > 0 {
		o.Chosen = true
		for _, row := range first.Set {
			place := Alone
			if row.Label != nil || len(row.Codes) > 0 {
				place = row.Code.Text
				o.Groups = append(o.Groups, Group{place, row.Label})
			}
			for _, code := range row.Members().Texts() {
				if !slices.Contains(o.Place[code], place) {
					o.Place[code] = append(o.Place[code], place)
				}
			}
		}
	}
	if len(t.Rows) > 1 {
		o.Then = t.Rows[1].Column.Text
	}
}
