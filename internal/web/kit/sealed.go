package kit

import (
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// Sealed is how a team's sealed records of a kind are asked for, listed, shown, changed and ended, declared once in its area. From it come its screens: Routes are their
// addresses. Every reading is on record before anything is opened, and whoever was slower than somebody else, or than a change of the key, types nothing again.
type Sealed[T any] struct {
	*vault.Kind[T]
	Name  string        // what is made of a form, and its words: desk.NAME.ask of the form, NAME.title of the list
	Path  string        // of its list; a record's page stands below
	Below page.Link     // the list below which it stands; its label is a key
	View  policy.Action // what reading needs
	May   policy.Action // what recording, changing and ending needs
	Off   string        // the state of one that comes to nothing

	Ask    []Question                                     // besides the unit, which is asked of a new one
	Fields func(*T) map[string]*string                    // the answers, by question
	Check  func(d *Desk, says T) error                    // what a kind cannot know, such as the codes of lists; may be nil
	Start  func(c *Teller) []string                       // names and answers that its form starts with
	Title  func(c *Teller, x vault.Record[T]) string      // of its page, of what can be read
	Facts  []string                                       // the questions whose answers its page tells; all where nil
	Show   []SealedColumn[T]                              // the columns of the list, the first leads to the page
	Next   func(c *Teller, x vault.Record[T]) []page.Link // where its page leads besides
}

// SealedColumn is one of a list: what it is called, and what stands in it.
type SealedColumn[T any] struct {
	Word string // a key
	Cell func(c *Teller, x vault.Record[T]) page.Cell
}

// Routes are the addresses of its screens.
func (k *Sealed[T]) Routes(d *Desk) []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: k.Path, Action: k.View, Handler: k.list(d)},
		{Method: post, Pattern: k.Path, Action: k.May, Handler: k.save(d)},
		{Method: get, Pattern: k.Path + "/new", Action: k.May, Handler: k.new(d)},
		{Method: get, Pattern: k.Path + "/{id}", Action: k.View, Handler: k.show(d)},
		{Method: get, Pattern: k.Path + "/{id}/edit", Action: k.May, Handler: k.edit(d)},
		{Method: post, Pattern: k.Path + "/{id}/edit", Action: k.May, Handler: k.change(d)},
		{Method: post, Pattern: k.Path + "/{id}/cancel", Action: k.May, Handler: k.cancel(d)},
	}
}

// page is the address of a record's page.
func (k *Sealed[T]) page(id string) string { return k.Path + "/" + id }

// word is one of its own words.
func (k *Sealed[T]) word(c *Teller, key string, args ...any) string {
	return c.P.T(k.Name+"."+key, args...)
}

// Coming reads and opens those still to come; it is on record. Those that cannot be read stand at the end.
func (k *Sealed[T]) Coming(d *Desk, r *page.Request) (c *Teller, list []vault.Record[T], err error) {
	return k.read(d, r, k.Kind.List)
}

// Find reads and opens the one of the address; it is on record.
func (k *Sealed[T]) Find(d *Desk, r *page.Request) (c *Teller, x vault.Record[T], err error) {
	c, list, err := k.read(d, r, func(tx *store.Tx) (vault.Shared[T], error) { return k.One(tx, r.PathValue("id")) })
	if err == nil {
		x = list[0]
	}
	return c, x, err
}

func (k *Sealed[T]) read(d *Desk, r *page.Request, from func(*store.Tx) (vault.Shared[T], error)) (c *Teller, list []vault.Record[T], err error) {
	c = d.Teller(r)
	grant, err := policy.Authorize(r.Subject(), k.View)
	if err != nil {
		return c, nil, err
	}
	var sealed vault.Shared[T]
	err = d.Store.Reveal(r.Context(), grant, func(tx *store.Tx) (err error) {
		if err = c.Learn(tx); err == nil {
			sealed, err = from(tx)
		}
		return err
	})
	if err != nil {
		return c, nil, err
	}
	id, err := r.Identity()
	if err == nil {
		list, err = sealed.Open(id)
	}
	return c, list, Heard(r, err)
}

// list shows those still to come.
func (k *Sealed[T]) list(d *Desk) page.Handler {
	return func(r *page.Request) error {
		c, list, err := k.Coming(d, r)
		if err != nil {
			return err
		}
		view := SealedListView{
			Header: page.Header{Title: k.word(c, "title"), Sub: k.word(c, "sub"), Trail: []page.Link{{Label: c.P.T(k.Below.Label), Path: k.Below.Path}}},
			Rows:   page.Table{Caption: k.word(c, "title")}, None: k.word(c, "none"), Why: k.word(c, "none_why"),
		}
		if c.May(k.May) {
			view.New = page.Link{Label: k.word(c, "new"), Path: k.Path + "/new", Primary: true}
			view.Header.Actions = []page.Link{view.New}
		}
		for _, column := range k.Show {
			view.Rows.Columns = append(view.Rows.Columns, page.Column{Label: c.P.T(column.Word)})
		}
		for _, x := range list {
			row := page.Row{}
			for _, column := range k.Show {
				row.Cells = append(row.Cells, column.Cell(c, x))
			}
			row.Cells[0].Path = k.page(x.ID)
			if x.Unread {
				row.Cells[0].Text = k.word(c, "unread")
			}
			view.Rows.Rows = append(view.Rows.Rows, row)
		}
		return r.Render(view.Header.Title, SealedListPage(c.P, view))
	}
}

// show is the page of one.
func (k *Sealed[T]) show(d *Desk) page.Handler {
	return func(r *page.Request) error {
		c, x, err := k.Find(d, r)
		if err != nil {
			return err
		}
		title := c.Unit(x.UnitID).Text
		if !x.Unread {
			title = k.Title(c, x)
		}
		view := SealedView{
			Header: page.Header{Title: title, Sub: k.word(c, "state."+x.State), Trail: []page.Link{{Label: k.word(c, "title"), Path: k.Path}}},
			Fields: k.facts(c, x), Kept: k.word(c, "kept"),
		}
		if x.Unread {
			view.Unread, view.Why = k.word(c, "unread_this"), k.word(c, "unread_why")
		}
		if x.State == vault.Coming && c.May(k.May) {
			if !x.Unread {
				view.Header.Actions = []page.Link{{Label: k.word(c, "edit"), Path: k.page(x.ID) + "/edit"}}
			}
			view.Cancel = page.Link{Label: k.word(c, "cancel"), Path: k.page(x.ID) + "/cancel"}
		}
		view.Header.Actions = append(view.Header.Actions, k.Next(c, x)...)
		return r.Render(k.word(c, "one"), SealedPage(c.P, view))
	}
}

// facts are the answers that stand on its page.
func (k *Sealed[T]) facts(c *Teller, x vault.Record[T]) (list []SealedField) {
	says := k.Fields(&x.Says)
	for _, q := range k.Ask {
		if text := *says[q.Name]; text != "" && !k.titled(q.Name) {
			list = append(list, SealedField{Label: q.label(c.P), Lines: Lines(c.Say(q, text))})
		}
	}
	return list
}

// titled reports whether the title of a page tells an answer already.
func (k *Sealed[T]) titled(question string) bool {
	return k.Facts != nil && !slices.Contains(k.Facts, question)
}

// cancel says that it comes to nothing.
func (k *Sealed[T]) cancel(d *Desk) page.Handler {
	return func(r *page.Request) error {
		err := d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return k.End(tx, r.PathValue("id"), k.Off, "") })
		if err != nil {
			return err
		}
		return r.Say(k.Path, "card.said.cancelled")
	}
}

// bound ties the questions to what a record says, and to the unit of a new one.
func (k *Sealed[T]) bound(says *T, unit *string) Bound {
	b := Bound{Text: k.Fields(says)}
	if unit != nil {
		b.Text["unit"] = unit
	}
	return b
}

// draft reads what writing a new record, or a change, needs.
type draft[T any] func(*store.Tx) (vault.SharedDraft[T], error)

func (k *Sealed[T]) begins(unit string) draft[T] {
	return func(tx *store.Tx) (vault.SharedDraft[T], error) { return k.Kind.New(tx, network.UnitID(unit)) }
}

func (k *Sealed[T]) changes(id string, revision int64) draft[T] {
	return func(tx *store.Tx) (vault.SharedDraft[T], error) { return k.Kind.Change(tx, id, revision) }
}

// Lines are those of a text.
func Lines(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }
