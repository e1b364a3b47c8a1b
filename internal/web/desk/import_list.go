package desk

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/web/page"
)

// importLine is an import with the name of whoever made it.
type importLine struct {
	sheet.Import
	Who string // empty for the operator of the machine
}

var importList = list[importLine]{
	name: "imports", path: "/imports", fetch: importLines, create: policy.ImportRun, newPath: "/imports/new", actions: waiting,
	columns: []listColumn[importLine]{
		{word: "imports.field.imported", sort: "imported", cell: func(c *teller, i importLine) page.Cell {
			return page.Cell{Text: c.d.moment(c.p, i.Imported), Path: "/imports/" + i.ID}
		}},
		{word: "imports.field.kind", sort: "kind", cell: func(c *teller, i importLine) page.Cell {
			return page.Cell{Text: c.p.T("sheet.kind." + string(i.Kind))}
		}},
		{word: "imports.field.added", sort: "added", number: true, cell: func(c *teller, i importLine) page.Cell { return c.amount(int64(i.Added)) }},
		{word: "imports.field.known", number: true, cell: func(c *teller, i importLine) page.Cell { return c.amount(int64(i.Known)) }},
		{word: "imports.field.skipped", number: true, cell: func(c *teller, i importLine) page.Cell { return c.amount(int64(i.Skipped)) }},
		{word: "imports.field.who", cell: func(c *teller, i importLine) page.Cell { return page.Cell{Text: importer(c.p, i.Who)} }},
		{word: "imports.field.state", cell: func(c *teller, i importLine) page.Cell {
			return page.Cell{Text: c.p.T("imports.state." + importState(i.Import))}
		}},
		{word: "imports.field.undo", here: true, cell: func(c *teller, i importLine) page.Cell {
			if i.Undone != "" {
				return page.Cell{}
			}
			return page.Cell{Text: c.p.T("imports.undo.short"), Path: "/imports/undo/" + i.ID}
		}},
	},
	filters: []listFilter{{name: "kind", word: "imports.field.kind", options: importKinds}, {name: "state", word: "imports.field.state", options: importStates}},
}

// importLines reads imports and the names of those who made them.
func importLines(tx *store.Tx, s store.Selection) (store.Slice[importLine], error) {
	var out store.Slice[importLine]
	found, err := sheet.Select(tx, s)
	if err != nil {
		return out, err
	}
	names, err := accountNames(tx)
	out.Total = found.Total
	for _, i := range found.Items {
		out.Items = append(out.Items, importLine{i, names[i.Account]})
	}
	return out, err
}

// waiting leads back to the file that the reader sent and has not decided about.
func waiting(d *Desk, r *page.Request) (links []page.Link, err error) {
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
func importKinds(c *teller) (options []page.Option) {
	for _, kind := range sheet.Kinds() {
		options = append(options, page.Option{Value: string(kind), Label: c.p.T("sheet.kind." + string(kind))})
	}
	return options
}

// importStates are how an import can stand.
func importStates(c *teller) (options []page.Option) {
	for _, state := range sheet.States() {
		options = append(options, page.Option{Value: state, Label: c.p.T("imports.state." + state)})
	}
	return options
}
