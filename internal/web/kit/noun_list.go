package kit

import (
	"slices"

	"approdo/internal/base/i18n"
	"approdo/internal/base/store"

	"approdo/internal/care/person"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// list answers all records of the organisation: a page of them on the screen, or all as a file.
func (n *Noun[T]) list(d *Desk) page.Handler {
	l := List[Coded[T]]{Name: n.Words, Path: n.Path, Actions: n.Lead, Erased: n.Erased}
	fetch := n.List
	if n.Fetch != nil {
		fetch = n.Fetch
	}
	whom := func(none T) (nobody person.ID) { return nobody }
	if slices.ContainsFunc(n.Show, func(s Shown) bool { return s.Fact == "person" }) {
		whom = n.who
	}
	coded := WithCodes(fetch, whom)
	l.Fetch = func(tx *store.Tx, s store.Selection) (store.Slice[Coded[T]], error) {
		records, err := coded(tx, s)
		read := n.Reader()
		for i := range records.Items {
			records.Items[i].read = read
		}
		return records, err
	}
	if n.Alone {
		l.Create, l.NewPath = n.May, n.Path+"/new"
	} else {
		l.Heading = func(c *Teller, total i18n.Many) page.Header {
			return page.Header{
				Title: c.P.T("desk." + n.Words + ".title"), Sub: c.P.T("desk."+n.Words+".sub", "count", total),
				Trail: []page.Link{{Label: c.P.T("desk.people.title"), Path: "/people"}},
			}
		}
	}
	for _, f := range n.Tell(new(T)) {
		if f.For&work.Narrows != 0 && f.Is != work.ID {
			filter := ListFilter{Name: f.Name, Word: "desk.field." + n.heading(f.Name), List: f.Is}
			if f.Is == work.Mark {
				filter.List, filter.Options = "", func(c *Teller) []page.Option {
					return []page.Option{{Value: work.Marked, Label: c.Mark(true)}, {Value: work.Unmarked, Label: c.Mark(false)}}
				}
			}
			l.Filters = append(l.Filters, filter)
		}
	}
	if n.At {
		l.Filters = append(l.Filters, WorkFilters...)
	}
	columns := n.columns()
	for _, s := range n.Show {
		l.Columns = append(l.Columns, columns[s.Fact])
	}
	facts := n.factsByName()
	for _, f := range l.Filters {
		if _, shown := columns[f.Name]; !shown {
			column := n.column(Shown{Fact: f.Name}, facts[f.Name])
			column.File = true
			l.Columns = append(l.Columns, column)
		}
	}
	return func(r *page.Request) error { return l.Show(d, r) }
}

// columns are those of the list, by fact.
func (n *Noun[T]) columns() map[string]ListColumn[Coded[T]] {
	facts, columns := n.factsByName(), map[string]ListColumn[Coded[T]]{}
	for _, s := range n.Show {
		columns[s.Fact] = n.column(s, facts[s.Fact])
	}
	return columns
}

func (n *Noun[T]) factsByName() map[string]work.Fact {
	facts := map[string]work.Fact{}
	for _, f := range n.Tell(new(T)) {
		facts[f.Name] = f
	}
	return facts
}

// column is one of the list.
func (n *Noun[T]) column(s Shown, f work.Fact) ListColumn[Coded[T]] {
	col := ListColumn[Coded[T]]{Word: "desk.field." + n.heading(s.Fact), Number: f.Is == work.Number || s.Number}
	if s.Fact == "day" || s.Fact == "province" || f.For&work.Orders != 0 {
		col.Sort = s.Fact
	}
	col.Cell = func(c *Teller, x Coded[T]) page.Cell {
		if cell := n.Cells[s.Fact]; cell != nil && (s.Fact != "person" || x.Who == "") {
			return cell(c, x.It)
		}
		x.read.Lay(x.It)
		h := x.read.Head
		switch s.Fact {
		case "day":
			return c.Day(*h.Day, n.page(x.It))
		case "person":
			return x.Whom()
		case "unit":
			return c.Unit(*h.Unit)
		case "project":
			return page.Cell{Text: c.Around.Projects[*h.Project].Name}
		case "province":
			return c.Code("province", *h.Province)
		}
		return c.Fact(x.read.Fact(s.Fact), s.Head)
	}
	return col
}

// heading is what a column of the list is called, and the question that narrows the list by it.
func (n *Noun[T]) heading(fact string) string {
	for _, s := range n.Show {
		if s.Fact == fact && s.Head != "" {
			return s.Head
		}
	}
	return n.word(fact)
}

// Fact is a fact as people read it, under a heading.
func (c *Teller) Fact(f work.Fact, heading string) page.Cell {
	switch at := f.At.(type) {
	case *int64:
		if heading == asHours {
			return c.Hours(*at)
		}
		return c.Amount(*at)
	case *bool:
		return page.Cell{Text: c.Mark(*at)}
	case *string:
		return c.Code(f.Is, *at)
	}
	return page.Cell{}
}

// Table shows records on the page of another, by some columns; the first leads to their own.
func (n *Noun[T]) Table(c *Teller, caption string, records []T, columns ...string) page.Table {
	t := page.Table{Caption: caption}
	shown, read := n.columns(), n.Reader()
	for _, name := range columns {
		t.Columns = append(t.Columns, page.Column{Label: c.P.T(shown[name].Word)})
	}
	for _, x := range records {
		row := page.Row{}
		for _, name := range columns {
			row.Cells = append(row.Cells, shown[name].Cell(c, Coded[T]{It: x, read: read}))
		}
		row.Cells[0].Path = n.page(x)
		t.Rows = append(t.Rows, row)
	}
	return t
}
