package network

import (
	"slices"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// codesList lists the code lists, with how many codes each has and how many of them the network added.
func (d *Desk) codesList(r *page.Request) error {
	lang := r.Printer().Lang()
	return kit.List[*codebook.List]{
		Name: "codes", Path: "/codes", Timeless: true, Filters: []kit.ListFilter{{Name: "word", Word: "desk.field.word"}},
		Fetch: func(_ *store.Tx, s store.Selection) (store.Slice[*codebook.List], error) {
			all := slices.DeleteFunc(d.Book.Lists(), func(l *codebook.List) bool {
				return !strings.Contains(codebook.Fold(l.Name+" "+l.Label[lang]), codebook.Fold(s.Equal["word"]))
			})
			label := func(l *codebook.List) string { return codebook.Fold(l.Label[lang]) }
			slices.SortFunc(all, func(a, b *codebook.List) int { return strings.Compare(label(a), label(b)) })
			return cut(all, s, map[string]func(*codebook.List) string{"label": label})
		},
		Columns: []kit.ListColumn[*codebook.List]{
			{Word: "desk.field.list", Sort: "label", Cell: func(_ *kit.Teller, l *codebook.List) page.Cell {
				return page.Cell{Text: l.Label[lang], Path: "/codes/" + l.Name}
			}},
			{Word: "desk.field.codes", Number: true, Cell: func(c *kit.Teller, l *codebook.List) page.Cell { return c.Amount(int64(len(l.Codes))) }},
			{Word: "desk.field.added", Number: true, Cell: func(c *kit.Teller, l *codebook.List) page.Cell { return c.Amount(d.added(l)) }},
			{Word: "desk.field.open", Cell: func(c *kit.Teller, l *codebook.List) page.Cell {
				if l.Closed {
					return page.Cell{Text: c.P.T("desk.code.closed")}
				}
				return page.Cell{Text: c.P.T("desk.code.open")}
			}},
		},
	}.Show(d.Desk, r)
}

// added is how many codes of a list the network added.
func (d *Desk) added(l *codebook.List) (n int64) {
	for _, c := range l.Codes {
		if !d.Book.Shipped(l.Name, c.Code) {
			n++
		}
	}
	return n
}

// listOf gives the code list of the address.
func (d *Desk) listOf(r *page.Request) (*codebook.List, error) {
	l, ok := d.Book.List(r.PathValue("list"))
	if !ok {
		return nil, errs.E(errs.NotFound, "errors.not_found")
	}
	return l, nil
}

// codeList shows the codes of one list in every language, where each came from, and whether it is still offered.
func (d *Desk) codeList(r *page.Request) error {
	l, err := d.listOf(r)
	if err != nil {
		return err
	}
	codes := kit.List[codebook.Code]{
		Name: "code", Path: "/codes/" + l.Name, Timeless: true, Filters: []kit.ListFilter{{Name: "word", Word: "desk.field.word"}},
		Fetch: func(_ *store.Tx, s store.Selection) (store.Slice[codebook.Code], error) {
			all := slices.DeleteFunc(slices.Clone(l.Codes), func(c codebook.Code) bool { return !codeSays(c, s.Equal["word"]) })
			return cut(all, s, codeSorts())
		},
		Heading: func(c *kit.Teller, total i18n.Many) page.Header {
			return page.Header{
				Title: l.Label[c.P.Lang()], Sub: c.P.T("desk.code.sub", "count", total) + " " + c.P.T("desk.code.why_"+openness(l)),
				Trail: []page.Link{{Label: c.P.T("desk.codes.title"), Path: "/codes"}},
			}
		},
	}
	if !l.Closed {
		codes.Create, codes.NewPath = policy.CodesChange, "/codes/"+l.Name+"/new"
	}
	for _, lang := range i18n.Languages() {
		codes.Columns = append(codes.Columns, kit.ListColumn[codebook.Code]{
			Word: "page.language_name." + lang, Sort: lang, Cell: func(_ *kit.Teller, c codebook.Code) page.Cell { return page.Cell{Text: c.Label[lang]} },
		})
	}
	codes.Columns = append(codes.Columns,
		kit.ListColumn[codebook.Code]{Word: "desk.field.stored", Sort: "code", Cell: func(_ *kit.Teller, c codebook.Code) page.Cell { return page.Cell{Text: c.Code} }},
		kit.ListColumn[codebook.Code]{Word: "desk.field.origin", Cell: d.origin(r, l)},
	)
	return codes.Show(d.Desk, r)
}

func openness(l *codebook.List) string {
	if l.Closed {
		return "closed"
	}
	return "open"
}

// origin says where a code came from and how it stands; who may change codes goes from there to the one they added.
func (d *Desk) origin(r *page.Request, l *codebook.List) func(*kit.Teller, codebook.Code) page.Cell {
	return func(c *kit.Teller, code codebook.Code) page.Cell {
		switch {
		case code.Retired:
			return page.Cell{Text: c.P.T("desk.code.retired")}
		case d.Book.Shipped(l.Name, code.Code):
			return page.Cell{Text: c.P.T("desk.code.shipped")}
		case policy.May(r.Subject(), policy.CodesChange):
			return page.Cell{Text: c.P.T("desk.code.ours"), Path: "/codes/" + l.Name + "/" + code.Code}
		}
		return page.Cell{Text: c.P.T("desk.code.ours")}
	}
}

// codeSays reports whether a code, one of its labels or aliases holds a word.
func codeSays(c codebook.Code, word string) bool {
	word = codebook.Fold(word)
	if strings.Contains(codebook.Fold(c.Code), word) {
		return true
	}
	for _, text := range c.Aliases {
		if strings.Contains(codebook.Fold(text), word) {
			return true
		}
	}
	for _, text := range c.Label {
		if strings.Contains(codebook.Fold(text), word) {
			return true
		}
	}
	return false
}

func codeSorts() map[string]func(codebook.Code) string {
	sorts := map[string]func(codebook.Code) string{"code": func(c codebook.Code) string { return c.Code }}
	for _, lang := range i18n.Languages() {
		sorts[lang] = func(c codebook.Code) string { return codebook.Fold(c.Label[lang]) }
	}
	return sorts
}
