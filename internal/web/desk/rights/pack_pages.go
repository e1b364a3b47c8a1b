package rights

import (
	"github.com/a-h/templ"

	"approdo/internal/base/i18n"
	"approdo/internal/web/page"
)

// PacksPage lists whose data wait to be put together.
func PacksPage(p *i18n.Printer, header page.Header, waiting page.Table) templ.Component {
	list := page.DataTable(waiting)
	if len(waiting.Rows) == 0 {
		list = page.Empty(p.T("desk.packs.none"), p.T("desk.packs.none_why"))
	}
	return page.All(page.PageHeader(p, header), list)
}

// PackPage says what a pack holds, puts it together as often as it takes, and asks whether the person has it, in a form that hands knows again.
func PackPage(p *i18n.Printer, header page.Header, self, prepared string, hands page.Pair) templ.Component {
	var last templ.Component
	if prepared != "" {
		last = page.Definitions([]page.Pair{{Name: p.T("desk.packs.prepared"), Value: prepared}})
	}
	return page.Sheet(p, header, page.Narrow, page.Part(
		page.PartHead{ID: "holds", Title: p.T("desk.packs.holds"), Card: true},
		page.Say(p.T("desk.packs.make_why"), p.T("desk.packs.third")), last, page.PressButton(page.Press{Action: self, Label: p.T("desk.packs.make"), Kind: page.Primary}),
	), page.When(prepared != "", page.Part( // who has nothing yet hands nothing over
		page.PartHead{ID: "handed", Title: p.T("desk.packs.handed_title"), Card: true},
		page.Say(p.T("desk.packs.handed_why")), page.PressButton(page.Press{Action: self + "/handed", Hidden: []page.Pair{hands}, Label: p.T("desk.packs.handed")}),
	)))
}

// PackPart is one heading of a pack with what stands under it.
type PackPart struct {
	Title string
	Facts []page.Pair
	Table page.Table
	None  string
}

// PackPaper is the pack as a person reads it.
func PackPaper(p *i18n.Printer, header page.Header, parts []PackPart) templ.Component {
	var pieces []templ.Component
	for i, part := range parts {
		var what templ.Component
		switch {
		case len(part.Facts) > 0 && len(part.Table.Rows) > 0:
			what = page.All(page.Definitions(part.Facts), page.DataTable(part.Table))
		case len(part.Facts) > 0:
			what = page.Definitions(part.Facts)
		case len(part.Table.Rows) > 0:
			what = page.DataTable(part.Table)
		default:
			what = page.Small(part.None)
		}
		pieces = append(pieces, page.Part(page.PartHead{ID: "part-" + p.Int(int64(i+1)), Title: part.Title}, what))
	}
	return page.Sheet(p, header, page.Wide, pieces...)
}
