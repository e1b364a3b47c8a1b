package report

import (
	"math"
	"slices"
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// noRow is the row of a code that stands in none: an of-which claims it, so it may not fall into "other".
const noRow = math.MaxUint16

// otherCode is the row, or the value, of codes that no set names. It is printed only when it is not zero.
const otherCode = "other"

// inapplicable is the row of units to which a column does not apply: an interview has no setting.
const inapplicable = "none"

// axis sorts the codes of one column into rows.
type axis struct {
	column string
	atEnd  bool // read what was true on the last day, not what the contact says
	rows   []axisRow
	lut    []uint16   // code → row
	alone  [][]uint16 // overlapping rows: for each row a lut of its own, because a code may stand in several
}

type axisRow struct {
	code     string
	label    Label
	optional bool
	members  []string
	parts    []definition.Part
}

// axis compiles a dimension for the views that are sorted by it.
func (r *run) axis(d definition.Dimension, overlapping bool, views ...*column.View) *axis {
	col := r.column(views[0], d.Column.Text)
	a := &axis{column: d.Column.Text}
	if len(d.Set) == 0 {
		a.rows = r.occurring(col, views)
	}
	for _, row := range d.Set {
		a.rows = append(a.rows, axisRow{
			code: row.Code.Text, label: r.label(row.Label, col, row.Code.Text), optional: row.Optional,
			members: row.Members().Texts(), parts: r.parts(row.OfWhich, col),
		})
	}
	r.sort(a, overlapping)
	return a
}

// parts gives every of-which a label: its own, or that of its code in the column of the rows.
func (r *run) parts(of []definition.Part, col column.Column) []definition.Part {
	parts := slices.Clone(of)
	for i := range parts {
		parts[i].Label = r.label(parts[i].Label, col, parts[i].Code.Text)
	}
	return parts
}

// cross compiles a Cross: each code is a value of its own.
func (r *run) cross(x *definition.Cross, view *column.View) *axis {
	col := r.column(view, x.Column.Text)
	a := &axis{column: x.Column.Text, atEnd: x.At.Text != ""}
	for _, code := range x.Codes.Texts() {
		a.rows = append(a.rows, axisRow{code: code, label: r.label(nil, col, code), members: []string{code}})
	}
	r.sort(a, false)
	return a
}

// sort adds the row "other", unless the definition has one, and fills the lookup tables.
func (r *run) sort(a *axis, overlapping bool) {
	at := slices.IndexFunc(a.rows, func(row axisRow) bool { return row.code == otherCode })
	if at < 0 {
		at = len(a.rows)
		a.rows = append(a.rows, axisRow{code: otherCode, label: say("report.row.other"), optional: true})
	}
	other := uint16(at)
	a.lut = make([]uint16, r.snap.Codes())
	for i := range a.lut {
		a.lut[i] = other
	}
	put := func(lut []uint16, codes []string, row uint16) {
		for _, code := range codes {
			if n, ok := r.snap.Find(code); ok {
				lut[n] = row
			}
		}
	}
	for _, row := range a.rows {
		for _, part := range row.parts {
			if part.Column.Text == "" || part.Column.Text == a.column {
				put(a.lut, part.Members().Texts(), noRow)
			}
		}
	}
	for i, row := range a.rows {
		put(a.lut, row.members, uint16(i))
	}
	if !overlapping {
		return
	}
	for i, row := range a.rows {
		lut := slices.Repeat([]uint16{noRow}, r.snap.Codes())
		put(lut, row.members, uint16(i))
		a.alone = append(a.alone, lut)
	}
	for code, row := range a.lut {
		if row == other {
			a.alone[other][code] = other
		}
	}
}

// occurring makes a row of each code that a column of the views has, in the order of its list.
func (r *run) occurring(col column.Column, views []*column.View) []axisRow {
	present := make([]bool, r.snap.Codes())
	for _, view := range views {
		at, _ := view.Schema.Column(col.Name)
		for code, there := range view.Present(at) {
			present[code] = present[code] || there
		}
	}
	codes := r.listed(col, present)
	rows := make([]axisRow, len(codes))
	for i, n := range codes {
		code := r.snap.Text(n)
		rows[i] = axisRow{code: code, label: r.label(nil, col, code), optional: true, members: []string{code}}
		if code == "" { // an empty code would name the line of totals
			rows[i].code = inapplicable
		}
	}
	return rows
}

// rank gives each code that occurs in a column its place in the column's lists, one list after the other; codes in no list follow
// alphabetically. No two codes share a rank, so ranks decide every tie.
func (r *run) rank(view *column.View, at int) []int32 {
	rank := make([]int32, r.snap.Codes())
	for i, code := range r.listed(view.Schema.Columns[at], view.Present(at)) {
		rank[code] = int32(i)
	}
	return rank
}

// listed sorts the codes that are present by their place in the column's lists.
func (r *run) listed(col column.Column, present []bool) []uint16 {
	var codes []uint16
	places := make([]int, len(present))
	for code, there := range present {
		if there {
			codes = append(codes, uint16(code))
			places[code] = r.place(col, r.snap.Text(uint16(code)))
		}
	}
	slices.SortFunc(codes, func(a, b uint16) int {
		if d := places[a] - places[b]; d != 0 {
			return d
		}
		return strings.Compare(r.snap.Text(a), r.snap.Text(b))
	})
	return codes
}

func (r *run) place(col column.Column, code string) int {
	if col.Kind == column.Flag {
		if code == column.TrueCode {
			return -1
		}
		return 0
	}
	before := 0
	for _, name := range col.Lists {
		list, ok := r.snap.Book.List(name)
		if !ok {
			continue
		}
		if at := list.Place(code); at < len(list.Codes) {
			return before + at
		}
		before += len(list.Codes)
	}
	return before
}

func (r *run) column(view *column.View, name string) column.Column {
	at, _ := view.Schema.Column(name)
	return view.Schema.Columns[at]
}

// label is the definition's own, else that of the code in the column's lists, else of the organisation, else the code.
func (r *run) label(own Label, col column.Column, code string) Label {
	if own != nil {
		return own
	}
	out := Label{}
	for _, lang := range i18n.Languages() {
		out[lang] = r.word(col, code, lang)
	}
	return out
}

func (r *run) word(col column.Column, code, lang string) string {
	switch {
	case code == "":
		return i18n.For(lang).T("report.row.none")
	case col.Kind == column.Flag:
		return i18n.For(lang).T("report.flag." + code)
	}
	for _, list := range col.Lists {
		if r.snap.Book.Has(list, code) {
			return r.snap.Book.Label(list, code, lang)
		}
	}
	if o, ok := r.snap.Organisation(code); ok && col.Name == "organisation" {
		return o.Name
	}
	return code
}

// say gives a message of the catalogue in every language.
func say(key string, nameValue ...any) Label {
	out := Label{}
	for _, lang := range i18n.Languages() {
		out[lang] = i18n.For(lang).T(key, nameValue...)
	}
	return out
}
