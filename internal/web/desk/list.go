package desk

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

// perPage is how many rows a page of a list shows.
const perPage = 20

// list describes one list screen as data: what to fetch, what to show, what may be asked.
type list[T any] struct {
	name     string // prefix of its words: desk.NAME.title …
	path     string
	fetch    func(tx *store.Tx, s store.Selection) (store.Slice[T], error)
	columns  []listColumn[T]
	filters  []listFilter
	create   policy.Action // what the button "new" needs; empty for none
	newPath  string
	timeless bool                                                // its rows have no day, so no period narrows it
	heading  func(c *teller, total int64) page.Header            // instead of the words of its name
	actions  func(d *Desk, r *page.Request) ([]page.Link, error) // what else can be done; may be nil
	reads    map[string]understanding                            // how the words typed into some of its filters are understood
}

// understanding makes sense of a word that was typed; not ok for one that cannot be meant.
type understanding func(typed string) (meant string, ok bool)

// listColumn is one column: its words, by what it sorts, and how a record fills it.
type listColumn[T any] struct {
	word   string // key of its heading
	sort   string // name of the sort, or empty
	number bool
	here   bool // leads somewhere on the screen and says nothing in a file
	cell   func(c *teller, item T) page.Cell
}

// listFilter is one question: a code list's codes, the reader's units, the projects, or a word to type.
type listFilter struct {
	name    string // of the filter in the selection
	word    string
	list    string                        // code list, "unit", "project", or empty
	options func(c *teller) []page.Option // instead of a list
}

// chosen reports whether its answers are chosen and not typed.
func (f listFilter) chosen() bool { return f.list != "" || f.options != nil }

// choices are the answers to choose from.
func (f listFilter) choices(c *teller) []page.Option {
	if f.options != nil {
		return f.options(c)
	}
	return c.options(f.list)
}

// offers reports whether something answers it; of a code list also what is retired.
func (f listFilter) offers(c *teller, answer string) bool {
	if _, coded := c.d.Book.List(f.list); coded {
		return c.d.Book.Has(f.list, answer)
	}
	return !f.chosen() || slices.ContainsFunc(f.choices(c), func(o page.Option) bool { return o.Value == answer })
}

// show answers a list: one page of it on the screen, or all of it as a file.
func (l list[T]) show(d *Desk, r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c := &teller{d: d, p: r.Printer()}
	format, number := fields.Text("format"), pageNumber(fields)
	if format != "" {
		end, err := r.Begin()
		if err != nil {
			return err
		}
		defer end()
	}
	var slice store.Slice[T]
	var selection store.Selection
	var wrong errs.List
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if c.around, err = around(tx); err != nil {
			return err
		}
		if selection, wrong = l.selection(c, fields); len(wrong) > 0 {
			return nil
		}
		if format == "" {
			slice, number, err = l.page(tx, selection, number)
			return err
		}
		if wrong, err = l.tooMany(tx, d.fileRows(), selection); len(wrong) > 0 || err != nil {
			return err
		}
		slice, err = l.fetch(tx, selection)
		return err
	})
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		fields.Keep(wrong)
		return l.render(c, r, fields, slice, number)
	}
	if format != "" {
		return l.export(c, r, format, selection, slice.Items)
	}
	return l.render(c, r, fields, slice, number)
}

// tooMany says that a file would have more rows than one has.
func (l list[T]) tooMany(tx *store.Tx, most int64, s store.Selection) (wrong errs.List, err error) {
	s.Limit = 1
	first, err := l.fetch(tx, s)
	if err == nil && first.Total > most {
		wrong.Add(errs.E(errs.Invalid, "desk.list.too_many", "count", first.Total, "most", most).On("from"))
	}
	return wrong, err
}

// page reads one page of what is asked for; one beyond the last is the last.
func (l list[T]) page(tx *store.Tx, s store.Selection, number int) (store.Slice[T], int, error) {
	s.Limit, s.Offset = perPage, (number-1)*perPage
	slice, err := l.fetch(tx, s)
	if last := lastPage(slice.Total); err == nil && number > last {
		number, s.Offset = last, (last-1)*perPage
		slice, err = l.fetch(tx, s)
	}
	return slice, number, err
}

// mostPages is more than any list has, and few enough to count their rows.
const mostPages = 1 << 24

// pageNumber is the page that an address asks for, from 1.
func pageNumber(fields *page.Fields) int {
	n, err := strconv.ParseInt(fields.Text("page"), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) { // what is too large to be read is the largest
		n = 1
	}
	return int(min(max(1, n), mostPages))
}

// lastPage is the number of the last page of a list; an empty one has a first.
func lastPage(total int64) int { return max(1, int((total+perPage-1)/perPage)) }

// selection reads the questions from the address. What answers none of them is told as a problem, and asks the database nothing: it may be a name that
// somebody typed where a day or a code belongs.
func (l list[T]) selection(c *teller, fields *page.Fields) (s store.Selection, wrong errs.List) {
	s.Equal = map[string]string{}
	s.From, s.To = fields.Text("from"), fields.Text("to")
	wrong = period.Check(s.From, s.To)
	for _, f := range l.filters {
		answer := fields.Text(f.name)
		if read := l.reads[f.name]; read != nil && answer != "" {
			meant, ok := read(answer)
			if answer = meant; !ok {
				wrong.Add(errs.E(errs.Invalid, "desk.list.unread").On(f.name))
			}
		}
		if answer != "" && !f.offers(c, answer) {
			wrong.Add(errs.E(errs.Invalid, "check.code", "list", f.list).On(f.name))
		}
		s.Equal[f.name] = answer
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

func (l list[T]) render(c *teller, r *page.Request, fields *page.Fields, slice store.Slice[T], number int) error {
	p := c.p
	header := l.header(c, slice.Total)
	title := header.Title
	view := page.List{
		Action: l.path, Fields: fields, Filters: l.questions(c), Narrowed: l.narrowed(fields),
		Rows: page.Table{Caption: title}, None: p.T("desk." + l.name + ".none"), NoneWhy: p.T("desk." + l.name + ".none_why"),
		Pages: l.pages(c, r, len(slice.Items), slice.Total, number),
	}
	for _, column := range l.columns {
		view.Rows.Columns = append(view.Rows.Columns, column.head(p, r, fields))
	}
	for _, item := range slice.Items {
		row := page.Row{}
		for _, column := range l.columns {
			row.Cells = append(row.Cells, column.cell(c, item))
		}
		view.Rows.Rows = append(view.Rows.Rows, row)
	}
	for _, format := range exports {
		view.Exports = append(view.Exports, page.Link{Label: p.T("desk.download." + format.name), Path: l.path + "?" + with(r.URL.Query(), "format", format.name, "page", "").Encode()})
	}
	if l.create != "" && policy.May(r.Subject(), l.create) {
		view.New = page.Link{Label: p.T("desk." + l.name + ".new"), Path: l.newPath, Primary: true}
		header.Actions = append(header.Actions, view.New)
	}
	if l.actions != nil {
		more, err := l.actions(c.d, r)
		if err != nil {
			return err
		}
		header.Actions = append(header.Actions, more...)
	}
	c.d.looks(r, len(slice.Items))
	return r.RenderStatus(statusOf(fields), title, ListPage(p, header, said(r), view))
}

// statusOf is the status of a page that asks: that something must be corrected, or none of it.
func statusOf(fields *page.Fields) int {
	if wrong(fields) {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// header opens the screen of the list.
func (l list[T]) header(c *teller, total int64) page.Header {
	if l.heading != nil {
		return l.heading(c, total)
	}
	return page.Header{Title: c.p.T("desk." + l.name + ".title"), Sub: c.p.T("desk."+l.name+".sub", "count", total)}
}

// head names a column and, where it sorts, says where pressing it leads.
func (c listColumn[T]) head(p *i18n.Printer, r *page.Request, fields *page.Fields) page.Column {
	column := page.Column{Label: p.T(c.word)}
	if c.number {
		column.Kind = page.Number
	}
	if c.sort == "" {
		return column
	}
	next := c.sort
	switch fields.Text("sort") {
	case c.sort:
		column.Sorted, next = "ascending", "-"+c.sort
	case "-" + c.sort:
		column.Sorted = "descending"
	}
	column.Path = r.URL.Path + "?" + with(r.URL.Query(), "sort", next, "page", "").Encode()
	return column
}

// questions are the filters with their answers; every list whose rows have a day can be narrowed to a period.
func (l list[T]) questions(c *teller) []page.Field {
	p := c.p
	var questions []page.Field
	if !l.timeless {
		questions = []page.Field{
			{Name: "from", Label: p.T("desk.list.from"), Type: "date"}, {Name: "to", Label: p.T("desk.list.to"), Type: "date"},
		}
	}
	for _, f := range l.filters {
		field := page.Field{Name: f.name, Label: p.T(f.word)}
		if f.chosen() {
			field.Options = append([]page.Option{{Label: p.T("page.list.any")}}, f.choices(c)...)
		}
		questions = append(questions, field)
	}
	return questions
}

func (l list[T]) narrowed(fields *page.Fields) bool {
	for _, name := range append([]string{"from", "to"}, l.names()...) {
		if fields.Text(name) != "" {
			return true
		}
	}
	return false
}

func (l list[T]) names() (names []string) {
	for _, f := range l.filters {
		names = append(names, f.name)
	}
	return names
}

// pages says where in the list one is and leads on.
func (l list[T]) pages(c *teller, r *page.Request, shown int, total int64, number int) page.Pages {
	first := (number-1)*perPage + 1
	pages := page.Pages{Summary: c.p.T("page.list.range", "from", first, "to", first+shown-1, "total", total)}
	if number > 1 {
		pages.Previous = l.path + "?" + with(r.URL.Query(), "page", strconv.Itoa(number-1)).Encode()
	}
	if int64(number*perPage) < total {
		pages.Next = l.path + "?" + with(r.URL.Query(), "page", strconv.Itoa(number+1)).Encode()
	}
	return pages
}
