package desk

import (
	"time"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// teller puts records into the reader's words: it knows the names behind codes and ids.
type teller struct {
	d      *Desk
	p      *i18n.Printer
	around surroundings
	may    func(policy.Action) bool // what its reader may do; nil where nothing is offered
}

// label is a code in the reader's language.
func (c *teller) label(list, code string) string {
	if code == "" {
		return ""
	}
	return c.d.Book.Label(list, code, c.p.Lang())
}

// options are the answers of a code list, or the reader's units, or the projects.
func (c *teller) options(list string) []page.Option {
	var options []page.Option
	switch list {
	case "unit":
		for _, u := range c.around.UnitList {
			options = append(options, page.Option{Value: string(u.ID), Label: u.Name})
		}
	case "project":
		for _, p := range c.around.ProjectList {
			options = append(options, page.Option{Value: string(p.ID), Label: p.Name})
		}
	default:
		return c.d.codes(c.p, list)
	}
	return options
}

// say is an answer as people read it.
func (c *teller) say(q question, value string) string {
	switch {
	case q.by == byTick:
		return c.p.T("desk.answer." + map[bool]string{true: "yes", false: "no"}[value == "yes"])
	case value == "":
		return "—"
	case q.by == byDay:
		return c.p.Day(value)
	case q.list != "" && q.list != "unit" && q.list != "project":
		return c.label(q.list, value)
	}
	return value
}

// codes are the answers of a code list, retired ones left out.
func (d *Desk) codes(p *i18n.Printer, name string) []page.Option {
	var options []page.Option
	if list, ok := d.Book.List(name); ok {
		for _, code := range list.Codes {
			if !code.Retired {
				options = append(options, page.Option{Value: code.Code, Label: code.In(p.Lang())})
			}
		}
	}
	return options
}

// moment is an instant in the network's zone: the day and the hour.
func (d *Desk) moment(p *i18n.Printer, instant string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return instant
	}
	zone, err := time.LoadLocation(d.Network.Zone)
	if err != nil {
		zone = time.UTC
	}
	t = t.In(zone)
	return p.Day(t.Format(time.DateOnly)) + ", " + t.Format("15:04")
}
