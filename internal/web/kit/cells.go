package kit

import (
	"strconv"

	"approdo/internal/base/network"
	"approdo/internal/web/page"
)

// What lists of work share: the day that leads to the record, the unit, the province.
func (c *Teller) Day(day, path string) page.Cell {
	return page.Cell{Text: c.P.Day(day), Path: path, Day: day}
}

func (c *Teller) Unit(id network.UnitID) page.Cell { return page.Cell{Text: c.Around.Units[id].Name} }

func (c *Teller) Code(list, code string) page.Cell { return page.Cell{Text: c.Label(list, code)} }

func (c *Teller) Amount(n int64) page.Cell {
	return page.Cell{Text: c.P.Int(n), Number: strconv.FormatInt(n, 10)}
}

// Hours writes minutes as hours with one decimal.
func (c *Teller) Hours(minutes int64) page.Cell {
	tenths := (minutes*10 + 30) / 60
	return page.Cell{Text: c.P.Tenths(tenths), Number: strconv.FormatFloat(float64(tenths)/10, 'f', -1, 64)}
}

// Mark says whether something was ticked: one that was left says nothing, and is nobody's no.
func (c *Teller) Mark(ticked bool) string {
	if ticked {
		return c.P.T("desk.answer.yes")
	}
	return c.P.T("desk.answer.unsaid")
}

// Told is a code's label where something was told, and nothing where it was not.
func (c *Teller) Told(list, code string) string {
	if code == "undefined" {
		return ""
	}
	if c.D.Book.Absent(list, code) {
		return ""
	}
	return c.Label(list, code)
}

var WorkFilters = []ListFilter{
	{Name: "unit", Word: "desk.field.unit", List: "unit"}, {Name: "project", Word: "desk.field.project", List: "project"}, {Name: "province", Word: "desk.field.province", List: "province"},
}
