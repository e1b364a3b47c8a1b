package desk

import (
	"encoding/json"
	"slices"
	"strings"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// occasion is one thing recorded about a person, on a day.
type occasion struct {
	day string
	id  string // of the record
	page.Event
}

// occasion puts one record into words: what, more about it, when and in which unit.
func (c *teller) occasion(day, id string, unit network.UnitID, what, path string, more ...string) occasion {
	more = slices.DeleteFunc(more, func(s string) bool { return s == "" })
	when := c.p.Day(day)
	if name := c.around.Units[unit].Name; name != "" {
		when += " · " + name
	}
	return occasion{day, id, page.Event{When: when, What: what, Path: path, Note: strings.Join(more, " · ")}}
}

// history tells the corrections of a record: when, why, and what it said before.
func (c *teller) history(list []work.Correction) (events []page.Event) {
	for _, x := range list {
		events = append(events, page.Event{
			When: c.d.moment(c.p, x.Recorded),
			What: c.label("correction_reason", x.Reason) + " · " + c.p.T("desk.record.before", "what", c.before(x.Before)),
		})
	}
	return events
}

// before names the setting or mode a record had: enough to see what was corrected.
func (c *teller) before(text string) string {
	var was struct{ Mode, Setting, Newness, Gender string }
	if json.Unmarshal([]byte(text), &was) != nil {
		return ""
	}
	words := ""
	for _, w := range []string{c.label("mode", was.Mode), c.label("setting", was.Setting), c.label("newness", was.Newness), c.label("gender", was.Gender)} {
		if w != "" {
			if words != "" {
				words += ", "
			}
			words += w
		}
	}
	return words
}

// takeBack offers to take a record back that was a mistake, to whoever may.
func (c *teller) takeBack(action policy.Action, path string) page.TakeBack {
	if c.may == nil || !c.may(action) {
		return page.TakeBack{}
	}
	return page.TakeBack{Path: path, Label: c.p.T("desk.take_back.label"), Warning: c.p.T("desk.take_back.warning")}
}
