package reports

import (
	"approdo/internal/base/i18n"
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// mostBars is how many rows may be compared by bars; beyond it a table is read, not looked at.
const mostBars = 20

// leads gives the address of what stands behind a figure; empty where it leads nowhere.
type leads func(cell report.Cell) string

// nowhere is for tables that only show figures.
func nowhere(report.Cell) string { return "" }

// tableView draws one table of a report: its dimensions, its figures with where they lead, and a bar for the first figure.
func tableView(p *i18n.Printer, t *report.Table, leads leads) page.Table {
	lang := p.Lang()
	view := page.Table{Caption: t.Title[lang]}
	dimensions := max(1, len(t.Dimensions))
	first := min(dimensions-1, 1) // of several dimensions the first heads groups of rows and has no column
	for i := first; i < dimensions; i++ {
		label := ""
		if i < len(t.Dimensions) {
			label = t.Dimensions[i].Label[lang]
		}
		view.Columns = append(view.Columns, page.Column{Label: label})
	}
	if t.ID == report.HeaderID {
		view.Columns = append(view.Columns, page.Column{})
		for _, row := range t.Rows {
			view.Rows = append(view.Rows, page.Row{Cells: []page.Cell{{Text: row.Label[lang]}, {Text: row.Text[lang]}}})
		}
		return view
	}
	columns := t.Figures()
	for _, c := range columns {
		view.Columns = append(view.Columns, page.Column{Label: c.Label[lang], Kind: page.Number})
	}
	bars := dimensions == 1 && len(t.Rows) > 1 && len(t.Rows) <= mostBars && len(columns) <= 4 && len(columns) > 0
	if bars {
		view.Columns = append(view.Columns, page.Column{Kind: page.Length})
	}
	view.Wide = len(view.Columns) > 8
	lengths := barLengths(t, columns, bars)
	n := 0
	add := func(row report.Row, kind page.RowKind, at report.Cell) {
		r := rowView(p, row, kind, first, dimensions, columns)
		lead(&r, row.Values, columns, at, leads)
		if bars {
			r.Cells = append(r.Cells, page.Cell{Share: lengths[n]})
			n++
		}
		view.Rows = append(view.Rows, r)
	}
	group := ""
	for _, row := range t.Rows {
		if first > 0 && len(row.Keys) > 0 && row.Keys[0].Code != group {
			group = row.Keys[0].Code
			view.Rows = append(view.Rows, page.Row{Kind: page.Heading, Cells: []page.Cell{{Text: row.Keys[0].Label[lang]}}})
		}
		at := report.Cell{Table: t.ID, Row: row.Code}
		add(row, page.Ordinary, at)
		for _, part := range row.OfWhich {
			at.Part = part.Code
			add(part, page.OfWhich, at)
		}
	}
	if t.Total != nil {
		r := totalView(p, t, dimensions-first, columns)
		lead(&r, t.Total.Values, columns, report.Cell{Table: t.ID}, leads)
		view.Rows = append(view.Rows, r)
	}
	return view
}

// lead lets each figure that is not zero lead to what stands behind it. Only a total of repeats has nothing: it is a sum of rows.
func lead(r *page.Row, values report.Values, columns []report.Heading, at report.Cell, leads leads) {
	words := len(r.Cells) - len(columns)
	for i, c := range columns {
		n, ok := values.Get(c.Code)
		at.Value = c.Code
		if more, _ := values.Get(report.Unsure); at.Row == "" && !ok && c.Code == "attributed" {
			n, at.Value = more, "unique"
			if once, _ := values.Get("unique"); once.N > 0 {
				n = once
			}
		} else if n.N == 0 {
			n = more
		}
		if n.N > 0 && (at.Row != "" || c.Code != "gross") {
			r.Cells[words+i].Path = leads(at)
		}
	}
}

// tell takes over what is said above and below a table.
func tell(v *kit.ReportTable, t *report.Table, lang string) {
	for _, s := range t.Sentences {
		v.Words = append(v.Words, s[lang])
	}
	for _, note := range t.Notes {
		v.Notes = append(v.Notes, note.Text[lang])
	}
}

func rowView(p *i18n.Printer, row report.Row, kind page.RowKind, first, dimensions int, columns []report.Heading) page.Row {
	r := page.Row{Kind: kind}
	for i := first; i < dimensions; i++ {
		label := row.Label
		if i < len(row.Keys) {
			label = row.Keys[i].Label
		}
		r.Cells = append(r.Cells, page.Cell{Text: label[p.Lang()]})
	}
	for _, c := range columns {
		r.Cells = append(r.Cells, page.Cell{Text: figure(p, row.Values, c.Code)})
	}
	return r
}

// totalView closes the table. The total of a column of persons each counted once is called unique.
func totalView(p *i18n.Printer, t *report.Table, dimensions int, columns []report.Heading) page.Row {
	r := page.Row{Kind: page.Total}
	label := p.T("desk.table.total")
	if t.Unit == "persons" {
		label = p.T("desk.table.total_persons")
	}
	r.Cells = append(r.Cells, page.Cell{Text: label})
	for range dimensions - 1 {
		r.Cells = append(r.Cells, page.Cell{})
	}
	for _, c := range columns {
		code := c.Code
		if _, ok := t.Total.Values.Get(code); !ok && code == "attributed" {
			code = "unique"
		}
		r.Cells = append(r.Cells, page.Cell{Text: figure(p, t.Total.Values, code)})
	}
	return r
}

// figure writes a value in the reader's language; what may be more by people not sure to be new is a range.
func figure(p *i18n.Printer, values report.Values, code string) string {
	least, most, ok := values.Range(code)
	switch {
	case !ok:
		return ""
	case least.Tenths:
		return p.Tenths(least.N)
	case most.N > least.N:
		return p.Int(least.N) + "–" + p.Int(most.N)
	}
	return p.Int(least.N)
}

// barLengths scales the first figure of every row and part. Where rows have targets, a bar is as long as the part reached.
func barLengths(t *report.Table, columns []report.Heading, bars bool) []int {
	if !bars {
		return nil
	}
	if columns[0].Code == "expected" {
		var lengths []int
		for _, row := range t.Rows {
			reached, _ := row.Values.Get("percent")
			lengths = append(lengths, int(min(reached.N, 1000)))
		}
		return lengths
	}
	var figures []int64
	add := func(row report.Row) {
		n, _ := row.Values.Get(columns[0].Code)
		figures = append(figures, n.N)
	}
	for _, row := range t.Rows {
		add(row)
		for _, part := range row.OfWhich {
			add(part)
		}
	}
	return page.Lengths(figures)
}
