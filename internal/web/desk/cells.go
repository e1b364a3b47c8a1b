package desk

import (
	"strconv"

	"approdo/internal/base/network"
	"approdo/internal/web/page"
)

// What lists of work share: the day that leads to the record, the unit, the province.
func (c *teller) day(day, path string) page.Cell {
	return page.Cell{Text: c.p.Day(day), Path: path, Day: day}
}

func (c *teller) unit(id network.UnitID) page.Cell { return page.Cell{Text: c.around.Units[id].Name} }

func (c *teller) code(list, code string) page.Cell { return page.Cell{Text: c.label(list, code)} }

func (c *teller) amount(n int64) page.Cell {
	return page.Cell{Text: c.p.Int(n), Number: strconv.FormatInt(n, 10)}
}

// hours writes minutes as hours with one decimal.
func (c *teller) hours(minutes int64) page.Cell {
	tenths := (minutes*10 + 30) / 60
	return page.Cell{Text: c.p.Tenths(tenths), Number: strconv.FormatFloat(float64(tenths)/10, 'f', -1, 64)}
}

func (c *teller) yes(b bool) string {
	if b {
		return c.p.T("desk.answer.yes")
	}
	return c.p.T("desk.answer.no")
}

// told is a code's label where something was told, and nothing where it was not.
func (c *teller) told(list, code string) string {
	if code == "undefined" {
		return ""
	}
	if c.d.Book.Absent(list, code) {
		return ""
	}
	return c.label(list, code)
}

var workFilters = []listFilter{
	{name: "unit", word: "desk.field.unit", list: "unit"}, {name: "project", word: "desk.field.project", list: "project"}, {name: "province", word: "desk.field.province", list: "province"},
}
