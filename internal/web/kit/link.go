package kit

import (
	"net/url"

	"approdo/internal/base/errs"
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

// addresses are the pages of what other areas show too, by noun; those that were declared are added when the program begins.
var addresses = map[string]string{"person": "/people/", "planned": "/plans/", "project": "/projects/", "hold": "/holds/", "report": "/reports/", "run": "/runs/"}

// To is the address of something's own page; empty for what has none.
func To(noun, id string) string {
	path, ok := addresses[noun]
	if !ok {
		return ""
	}
	return path + id
}

// steps are the forms to which an error leads that asks for another record instead of the one that was typed: of a person, and what it needs.
var steps = map[string]struct {
	form  func(who string) (path string, query url.Values)
	needs policy.Action
}{
	"new_delivery": {func(who string) (string, url.Values) { return To("person", who) + "/deliveries/new", url.Values{} }, policy.DeliveryRecord},
	"new_action":   {func(who string) (string, url.Values) { return "/actions/new", url.Values{"person": {who}} }, policy.ActionRecord},
}

// Ways are the links to the record that an error says stands in the way, or from which the next step is taken, for whoever may take it. A form begins with the day that was
// typed.
func (d *Desk) Ways(r *page.Request, why *errs.Error) []page.Link {
	step, asked := steps[why.Noun]
	if !asked && addresses[why.Noun] == "" {
		return nil
	}
	link := page.Link{Label: r.Printer().T("desk.way." + why.Noun), Path: To(why.Noun, why.ID)}
	if asked {
		path, query := step.form(why.ID)
		link.Path = path
		if fields, err := r.Fields(); err == nil {
			With(query, "day", fields.Text("day"))
		}
		if len(query) > 0 {
			link.Path += "?" + query.Encode()
		}
		return Linked(r, step.needs, link)
	}
	return []page.Link{link}
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
