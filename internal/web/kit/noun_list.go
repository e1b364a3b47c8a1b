package kit

import (
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// list answers all records of the organisation: a page of them on the screen, or all as a file.
func (n *Noun[T]) list(d *Desk) page.Handler {
	l := List[Coded[T]]{
		Name: n.Words, Path: n.Path, Fetch: WithCodes(n.List, n.who),
		Heading: func(c *Teller, total int64) page.Header {
			return page.Header{
				Title: c.P.T("desk." + n.Words + ".title"), Sub: c.P.T("desk."+n.Words+".sub", "count", total),
				Trail: []page.Link{{Label: c.P.T("desk.people.title"), Path: "/people"}},
			}
		},
	}
	var zero T
	facts := map[string]work.Fact{}
	for _, f := range n.Tell(&zero) {
		facts[f.Name] = f
		if f.For&work.Narrows != 0 && f.Is != work.ID {
			l.Filters = append(l.Filters, ListFilter{Name: f.Name, Word: "desk.field." + n.word(f.Name), List: f.Is})
		}
	}
	if n.At {
		l.Filters = append(l.Filters, WorkFilters...)
	}
	for _, s := range n.Show {
		l.Columns = append(l.Columns, n.column(s, facts[s.Fact]))
	}
	return func(r *page.Request) error { return l.Show(d, r) }
}

// column is one of the list.
func (n *Noun[T]) column(s Shown, f work.Fact) ListColumn[Coded[T]] {
	word := s.As
	if word == "" {
		word = s.Fact
	}
	col := ListColumn[Coded[T]]{Word: "desk.field." + word, Number: f.Is == work.Number}
	if s.Fact == "day" || s.Fact == "province" || f.For&work.Orders != 0 {
		col.Sort = s.Fact
	}
	col.Cell = func(c *Teller, x Coded[T]) page.Cell {
		h := n.Head(&x.It)
		switch s.Fact {
		case "day":
			return c.Day(*h.Day, n.page(x.It))
		case "person":
			return x.Whom()
		case "unit":
			return c.Unit(*h.Unit)
		case "province":
			return c.Code("province", *h.Province)
		}
		for _, f := range n.Tell(&x.It) {
			if f.Name == s.Fact {
				return c.Fact(f, s.As)
			}
		}
		return page.Cell{}
	}
	return col
}

// Fact is a fact as people read it.
func (c *Teller) Fact(f work.Fact, as string) page.Cell {
	switch at := f.At.(type) {
	case *int64:
		if as == asHours {
			return c.Hours(*at)
		}
		return c.Amount(*at)
	case *bool:
		return page.Cell{Text: c.Yes(*at)}
	case *string:
		return c.Code(f.Is, *at)
	}
	return page.Cell{}
}
