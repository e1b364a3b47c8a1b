package kit

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/period"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// PerPage is how many rows a page of a list shows.
const PerPage = 20

// List describes one list screen as data: what to fetch, what to show, what may be asked.
type List[T any] struct {
	Name     string // prefix of its words: desk.NAME.title …
	Path     string
	Fetch    func(tx *store.Tx, s store.Selection) (store.Slice[T], error)
	Columns  []ListColumn[T]
	Filters  []ListFilter
	Create   policy.Action // what the button "new" needs; empty for none
	NewPath  string
	Timeless bool                                         // its rows have no day, so no period narrows it
	Heading  func(c *Teller, total i18n.Many) page.Header // instead of the words of its name
	Actions  func(r *page.Request) ([]page.Link, error)   // what else can be done; may be nil
	Reads    map[string]Understanding                     // how the words typed into some of its filters are understood
	Erased   func(tx *store.Tx) (int64, error)            // how many rows are left of erased people, which it does not show; may be nil
}

// Understanding makes sense of a word that was typed; not ok for one that cannot be meant.
type Understanding func(typed string) (meant string, ok bool)

// ListColumn is one column: its words, by what it sorts, and how a record fills it.
type ListColumn[T any] struct {
	Word   string // key of its heading
	Sort   string // name of the sort, or empty
	Number bool
	Here   bool // leads somewhere on the screen and says nothing in a file
	File   bool // stands in a file only: the list is narrowed by it, and the screen has no room for it
	Cell   func(c *Teller, item T) page.Cell
}

// ListFilter is one question: a code list's codes, the reader's units, the projects, or a word to type.
type ListFilter struct {
	Name    string // of the filter in the selection
	Word    string
	List    string                        // code list, "unit", "project", or empty
	Options func(c *Teller) []page.Option // instead of a list
}

// chosen reports whether its answers are chosen and not typed.
func (f ListFilter) chosen() bool { return f.List != "" || f.Options != nil }

// choices are the answers to choose from.
func (f ListFilter) choices(c *Teller) []page.Option {
	if f.Options != nil {
		return f.Options(c)
	}
	return c.Options(f.List)
}

// offers reports whether something answers it; of a code list also what is retired.
func (f ListFilter) offers(c *Teller, answer string) bool {
	if _, coded := c.D.Book.List(f.List); coded {
		return c.D.Book.Has(f.List, answer)
	}
	return !f.chosen() || slices.ContainsFunc(f.choices(c), func(o page.Option) bool { return o.Value == answer })
}

// Show answers a list: one page of it on the screen, or all of it as a file.
func (l List[T]) Show(d *Desk, r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c := &Teller{D: d, P: r.Printer()}
	format, asked := fields.Text("format"), PageNumber(fields)
	number := asked
	if format != "" {
		end, err := r.Begin()
		if err != nil {
			return err
		}
		defer end()
	}
	var slice store.Slice[T]
	var erased int64
	var wrong errs.List
	var f file
	e := Exported{What: l.Name, Format: format, Scope: "own"} // lists of records reach the own organisation and no further
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		around, err := Around(tx)
		if err != nil {
			return err
		}
		c.Around = around
		selection, problems := l.selection(c, fields)
		if wrong = problems; len(wrong) > 0 {
			return nil
		}
		if format != "" {
			if f, err = newFile(c.P, format); err == nil {
				e.From, e.To = selection.From, selection.To
				e.Rows, err = l.export(tx, c, f, selection)
			}
			if err == nil {
				err = l.explain(tx, c, f, fields)
			}
			return err
		}
		if slice, number, err = l.page(tx, selection, number); err == nil {
			erased, err = l.erased(tx, fields)
		}
		return err
	})
	if err != nil {
		return err
	}
	if f != nil {
		return d.leave(r, e, f)
	}
	fields.Keep(wrong)
	return l.render(c, r, fields, slice, reached{number, asked}, erased)
}

// erased counts the rows that are left of erased people; none where the list is narrowed, since the count is of all.
func (l List[T]) erased(tx *store.Tx, fields *page.Fields) (int64, error) {
	asks := func(name string) bool { return fields.Text(name) != "" }
	if l.Erased == nil || asks("from") || asks("to") || slices.ContainsFunc(l.Filters, func(f ListFilter) bool { return asks(f.Name) }) {
		return 0, nil
	}
	return l.Erased(tx)
}

// reached is the page that is shown, and the one that was asked for.
type reached struct{ number, asked int }

// page reads one page of what is asked for; one beyond the last is the last.
func (l List[T]) page(tx *store.Tx, s store.Selection, number int) (store.Slice[T], int, error) {
	s.Limit, s.Offset = PerPage, (number-1)*PerPage
	slice, err := l.Fetch(tx, s)
	if last := LastPage(slice.Total); err == nil && number > last && len(slice.Items) == 0 {
		number, s.Offset = last, (last-1)*PerPage
		slice, err = l.Fetch(tx, s)
	}
	return slice, number, err
}

// mostPages is more than any list has, and few enough to count their rows.
const mostPages = 1 << 24

// PageNumber is the page that an address asks for, from 1.
func PageNumber(fields *page.Fields) int {
	n, err := strconv.ParseInt(fields.Text("page"), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) { // what is too large to be read is the largest
		n = 1
	}
	return int(min(max(1, n), mostPages))
}

// LastPage is the number of the last page of a list; an empty one has a first.
func LastPage(total int64) int { return max(1, int((total+PerPage-1)/PerPage)) }

// selection reads the questions from the address. What answers none of them is told as a problem, and asks the database nothing: it may be a name that
// somebody typed where a day or a code belongs.
func (l List[T]) selection(c *Teller, fields *page.Fields) (s store.Selection, wrong errs.List) {
	s.Equal = map[string]string{}
	s.From, s.To = fields.Text("from"), fields.Text("to")
	wrong = period.Check(s.From, s.To)
	for _, f := range l.Filters {
		answer := fields.Text(f.Name)
		if read := l.Reads[f.Name]; read != nil && answer != "" {
			meant, ok := read(answer)
			if answer = meant; !ok {
				wrong.Add(errs.E(errs.Invalid, "desk.list.unread").On(f.Name))
			}
		}
		if answer != "" && !f.offers(c, answer) {
			wrong.Add(errs.E(errs.Invalid, "check.code", "list", f.List).On(f.Name))
		}
		s.Equal[f.Name] = answer
	}
	if sort := fields.Text("sort"); sort != "" {
		s.Descending = sort[0] == '-'
		if s.Descending {
			sort = sort[1:]
		}
		s.Sort = sort
	}
	return s, wrong
}

func (l List[T]) render(c *Teller, r *page.Request, fields *page.Fields, slice store.Slice[T], at reached, erased int64) error {
	p := c.P
	total := i18n.Many{N: slice.Total, More: slice.More}
	header := l.header(c, total)
	title := header.Title
	refused := Wrong(fields)
	if refused { // nothing was counted
		header.Sub = ""
	}
	view := page.List{
		Refused: refused, Action: l.Path, Fields: fields, Filters: l.questions(c), Narrowed: l.narrowed(fields),
		Rows: page.Table{Caption: title}, None: p.T("desk." + l.Name + ".none"), NoneWhy: p.T("desk." + l.Name + ".none_why"),
		Pages: l.pages(c, r, len(slice.Items), total, at),
	}
	if erased > 0 {
		view.Besides = p.T("desk.list.erased", "count", erased)
	}
	shown := slices.DeleteFunc(slices.Clone(l.Columns), func(column ListColumn[T]) bool { return column.File })
	for _, column := range shown {
		view.Rows.Columns = append(view.Rows.Columns, column.head(p, r, fields))
	}
	for _, item := range slice.Items {
		row := page.Row{Cells: make([]page.Cell, 0, len(shown))}
		for _, column := range shown {
			row.Cells = append(row.Cells, column.Cell(c, item))
		}
		view.Rows.Rows = append(view.Rows.Rows, row)
	}
	for _, format := range Exports {
		view.Exports = append(view.Exports, page.Link{Label: p.T("desk.download." + format.Name), Path: l.Path + "?" + With(r.URL.Query(), "format", format.Name, "page", "").Encode()})
	}
	if l.Create != "" && policy.May(r.Subject(), l.Create) {
		view.New = page.Link{Label: p.T("desk." + l.Name + ".new"), Path: l.NewPath, Primary: true}
		header.Actions = append(header.Actions, view.New)
	}
	if l.Actions != nil {
		more, err := l.Actions(r)
		if err != nil {
			return err
		}
		header.Actions = append(header.Actions, more...)
	}
	c.D.Looks(r, len(slice.Items))
	return r.RenderStatus(StatusOf(fields), title, ListPage(p, header, view))
}

// StatusOf is the status of a page that asks: that something must be corrected, or none of it.
func StatusOf(fields *page.Fields) int {
	if Wrong(fields) {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// header opens the screen of the list.
func (l List[T]) header(c *Teller, total i18n.Many) page.Header {
	if l.Heading != nil {
		return l.Heading(c, total)
	}
	return page.Header{Title: c.P.T("desk." + l.Name + ".title"), Sub: c.P.T("desk."+l.Name+".sub", "count", total)}
}

// head names a column and, where it sorts, says where pressing it leads.
func (c ListColumn[T]) head(p *i18n.Printer, r *page.Request, fields *page.Fields) page.Column {
	column := page.Column{Label: p.T(c.Word)}
	if c.Number {
		column.Kind = page.Number
	}
	if c.Sort == "" {
		return column
	}
	next := c.Sort
	switch fields.Text("sort") {
	case c.Sort:
		column.Sorted, next = "ascending", "-"+c.Sort
	case "-" + c.Sort:
		column.Sorted = "descending"
	}
	column.Path = r.URL.Path + "?" + With(r.URL.Query(), "sort", next, "page", "").Encode()
	return column
}

// questions are the filters with their answers; every list whose rows have a day can be narrowed to a period.
func (l List[T]) questions(c *Teller) []page.Field {
	p := c.P
	var questions []page.Field
	if !l.Timeless {
		questions = []page.Field{
			{Name: "from", Label: p.T("desk.list.from"), Type: "date"}, {Name: "to", Label: p.T("desk.list.to"), Type: "date"},
		}
	}
	for _, f := range l.Filters {
		field := page.Field{Name: f.Name, Label: p.T(f.Word)}
		if f.chosen() {
			field.Options, field.None = f.choices(c), p.T("page.list.any")
		}
		questions = append(questions, field)
	}
	return questions
}

func (l List[T]) narrowed(fields *page.Fields) bool {
	for _, name := range append([]string{"from", "to"}, l.names()...) {
		if fields.Text(name) != "" {
			return true
		}
	}
	return false
}

func (l List[T]) names() (names []string) {
	for _, f := range l.Filters {
		names = append(names, f.Name)
	}
	return names
}

// Beyond says that a page does not exist that was asked for, and which one stands in its place; empty where it does.
func Beyond(p *i18n.Printer, asked, last int) string {
	if asked <= last {
		return ""
	}
	return p.T("page.list.beyond", "last", last)
}

// pages says where in the list one is and leads on.
func (l List[T]) pages(c *Teller, r *page.Request, shown int, total i18n.Many, at reached) page.Pages {
	number := at.number
	first := (number-1)*PerPage + 1
	pages := page.Pages{Summary: c.P.T("page.list.range", "from", first, "to", first+shown-1, "total", total), Beyond: Beyond(c.P, at.asked, number)}
	if number > 1 {
		pages.Previous = l.Path + "?" + With(r.URL.Query(), "page", strconv.Itoa(number-1)).Encode()
	}
	if total.More || int64(number*PerPage) < total.N {
		pages.Next = l.Path + "?" + With(r.URL.Query(), "page", strconv.Itoa(number+1)).Encode()
	}
	return pages
}
