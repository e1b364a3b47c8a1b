package report

import (
	"slices"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report/definition"
)

// What the funder's edition does about rare combinations, the last thing that happens to a figure and the only place where it does: tables of
// up to publishedDimensions dimensions are exact; beyond that, cells under FunderLeast are merged as far as there is something to merge them with.
const (
	publishedDimensions = 2
	FunderLeast         = 3
)

// merge joins cells that count less than FunderLeast along the last dimension: a citizenship goes into its region (into a row of that
// region if one is there), and what is still small, or has no region, into "other". Sums stay as they are. What is alone even there stays small, and
// the note says so: nobody is to take this for protection.
func (r *run) merge(t *Table, last string) {
	for _, coarser := range []func(Heading) Heading{
		func(h Heading) Heading { return r.regionOf(h, last) },
		func(h Heading) Heading { return other(h) },
	} {
		merged := t.Rows[:0:0]
		for _, row := range t.Rows {
			if small(row) {
				row = renamed(row, coarser(row.Keys[len(row.Keys)-1]))
			}
			merged = r.put(merged, row)
		}
		if len(merged) != len(t.Rows) || anyRenamed(merged, t.Rows) {
			t.Notes = withNote(t.Notes, Note{"merged", say("report.note.merged", "least", FunderLeast)})
		}
		t.Rows = merged
	}
	if slices.ContainsFunc(t.Rows, small) {
		t.Notes = withNote(t.Notes, Note{"small", say("report.note.small", "least", FunderLeast)})
	}
}

// small: a cell's first figure is its count. One that only unsure individuals are in is as small as any.
func small(row Row) bool {
	unsure, _ := row.Values.Get(Unsure)
	n := row.Values[0].Number.N
	return n < FunderLeast && n+unsure.N > 0
}

func (r *run) regionOf(h Heading, last string) Heading {
	countries, ok := r.snap.Book.List("citizenship")
	if last != "origin" && last != "citizenship" || !ok {
		return h
	}
	country, ok := countries.Find(h.Code)
	region := country.Attributes["region"]
	if !ok || region == "" {
		return h
	}
	label := Label{}
	for _, lang := range i18n.Languages() {
		label[lang] = r.snap.Book.Label("region", region, lang)
	}
	return Heading{region, label}
}

func other(Heading) Heading { return Heading{otherCode, say("report.row.other")} }

// renamed gives the row another last key; the old row keeps its own.
func renamed(row Row, last Heading) Row {
	keys := slices.Clone(row.Keys)
	keys[len(keys)-1] = last
	row.Keys, row.Code, row.Label = keys, definition.Key(codesOf(keys)...), joined(keys)
	return row
}

// put adds a row, to the figures of the row of the same code if there is one.
func (r *run) put(rows []Row, row Row) []Row {
	at := slices.IndexFunc(rows, func(there Row) bool { return there.Code == row.Code })
	if at < 0 {
		return append(rows, row)
	}
	values := slices.Clone(rows[at].Values)
	for _, v := range row.Values {
		i := slices.IndexFunc(values, func(there Value) bool { return there.Code == v.Code })
		if i < 0 {
			values = append(values, v)
			continue
		}
		values[i].Number.N += v.Number.N
	}
	rows[at].Values = values
	rows[at].places = slices.Concat(rows[at].places, row.places)
	return rows
}

func anyRenamed(a, b []Row) bool {
	return !slices.EqualFunc(a, b, func(x, y Row) bool { return x.Code == y.Code })
}

func withNote(notes []Note, note Note) []Note {
	if slices.ContainsFunc(notes, func(n Note) bool { return n.Code == note.Code }) {
		return notes
	}
	return append(notes, note)
}
