package imports

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// importLine is an import with the name of whoever made it.
type importLine struct {
	sheet.Import
	Who string // empty for the operator of the machine
}

var importList = kit.List[importLine]{
	Name: "imports", Path: "/imports", Fetch: importLines, Create: policy.ImportRun, NewPath: "/imports/new",
	Columns: []kit.ListColumn[importLine]{
		{Word: "imports.field.imported", Sort: "imported", Cell: func(c *kit.Teller, i importLine) page.Cell {
			return page.Cell{Text: c.D.Moment(c.P, i.Imported), Path: "/imports/" + i.ID}
		}},
		{Word: "imports.field.kind", Sort: "kind", Cell: func(c *kit.Teller, i importLine) page.Cell {
			return page.Cell{Text: c.P.T("sheet.kind." + string(i.Kind))}
		}},
		{Word: "imports.field.added", Sort: "added", Number: true, Cell: func(c *kit.Teller, i importLine) page.Cell { return c.Amount(int64(i.Added)) }},
		{Word: "imports.field.known", Number: true, Cell: func(c *kit.Teller, i importLine) page.Cell { return c.Amount(int64(i.Known)) }},
		{Word: "imports.field.skipped", Number: true, Cell: func(c *kit.Teller, i importLine) page.Cell { return c.Amount(int64(i.Skipped)) }},
		{Word: "imports.field.who", Cell: func(c *kit.Teller, i importLine) page.Cell { return page.Cell{Text: importer(c.P, i.Who)} }},
		{Word: "imports.field.state", Cell: func(c *kit.Teller, i importLine) page.Cell {
			return page.Cell{Text: c.P.T("imports.state." + importState(i.Import))}
		}},
		{Word: "imports.field.undo", Here: true, Cell: func(c *kit.Teller, i importLine) page.Cell {
			if i.Undone != "" {
				return page.Cell{}
			}
			return page.Cell{Text: c.P.T("imports.undo.short"), Path: "/imports/undo/" + i.ID}
		}},
	},
	Filters: []kit.ListFilter{{Name: "kind", Word: "imports.field.kind", Options: importKinds}, {Name: "state", Word: "imports.field.state", Options: importStates}},
}

// importLines reads imports and the names of those who made them.
func importLines(tx *store.Tx, s store.Selection) (store.Slice[importLine], error) {
	var out store.Slice[importLine]
	found, err := sheet.Select(tx, s)
	if err != nil {
		return out, err
	}
	names, err := kit.AccountNames(tx)
	out.Extent = found.Extent
	for _, i := range found.Items {
		out.Items = append(out.Items, importLine{i, names[i.Account]})
	}
	return out, err
}

func (d *Desk) importList(r *page.Request) error {
	l := importList
	l.Actions = d.waiting
	return l.Show(d.Desk, r)
}

// waiting leads back to the file that the reader sent and has not decided about.
func (d *Desk) waiting(r *page.Request) (links []page.Link, err error) {
	now, err := d.now(r)
	if u := d.uploads.latest(now, r.Token()); err == nil && u != nil {
		links = append(links, page.Link{Label: r.Printer().T("imports.resume"), Path: u.path()})
	}
	return links, err
}

func importState(i sheet.Import) string {
	if i.Undone != "" {
		return "undone"
	}
	return "stands"
}

// importKinds are the kinds of what a file can hold.
func importKinds(c *kit.Teller) (options []page.Option) {
	for _, kind := range sheet.Kinds() {
		options = append(options, page.Option{Value: string(kind), Label: c.P.T("sheet.kind." + string(kind))})
	}
	return options
}

// importStates are how an import can stand.
func importStates(c *kit.Teller) (options []page.Option) {
	for _, state := range sheet.States() {
		options = append(options, page.Option{Value: state, Label: c.P.T("imports.state." + state)})
	}
	return options
}
