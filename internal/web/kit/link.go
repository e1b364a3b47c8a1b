package kit

import (
	"net/url"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Linked is a link for those who may do an action.
func Linked(r *page.Request, action policy.Action, link page.Link) []page.Link {
	if !policy.May(r.Subject(), action) {
		return nil
	}
	return []page.Link{link}
}

// addresses are the pages of what other areas show too, by noun.
var addresses = map[string]string{
	"person": "/people/", "contact": "/contacts/", "action": "/actions/", "outing": "/outings/", "meeting": "/meetings/", "planned": "/plans/",
	"interview": "/interviews/", "enrolment": "/enrolments/", "delivery": "/deliveries/", "protection": "/protections/",
	"project": "/projects/", "report": "/reports/", "run": "/runs/",
}

// To is the address of something's own page; empty for what has none.
func To(noun, id string) string {
	path, ok := addresses[noun]
	if !ok {
		return ""
	}
	return path + id
}

// Ways are the links to the record that an error says stands in the way, or from which the next step is taken.
func (d *Desk) Ways(p *i18n.Printer, why *errs.Error) []page.Link {
	to := To(why.Noun, why.ID)
	if to == "" {
		return nil
	}
	return []page.Link{{Label: p.T("desk.way." + why.Noun), Path: to}}
}

// With changes some values of an address; an empty value leaves it out.
func With(query url.Values, nameValue ...string) url.Values {
	for i := 0; i+1 < len(nameValue); i += 2 {
		if nameValue[i+1] == "" {
			query.Del(nameValue[i])
		} else {
			query.Set(nameValue[i], nameValue[i+1])
		}
	}
	return query
}
