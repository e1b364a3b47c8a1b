package outreach

import (
	"slices"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/care/outreach"
	"approdo/internal/web/page"
)

// headcounts are who was seen in an outing, as its form asks about them: one number for each gender and region that was told, and always one
// for each of the usual genders, whose region nobody asks about at night.
type headcounts []headcount

type headcount struct{ outreach.Presence }

// unaskedRegion is the region of those whom the form asks about by gender alone; others are told by spreadsheets.
const unaskedRegion = "not_asked"

// usualGenders are the genders that every form asks about, with the names of their questions.
var usualGenders = []struct{ name, gender string }{{"women", "woman"}, {"men", "man"}, {"trans_women", "trans_woman"}, {"unknown_gender", "unknown"}}

// usualGender is the gender that a question asks about; empty for another question.
func usualGender(name string) string {
	for _, usual := range usualGenders {
		if usual.name == name {
			return usual.gender
		}
	}
	return ""
}

// askedSeen begins the names of questions that are not the usual ones: seen.trans_man.west_africa.
const askedSeen = "seen."

func (h headcount) name() string {
	for _, usual := range usualGenders {
		if usual.gender == h.Gender && h.Region == unaskedRegion {
			return usual.name
		}
	}
	return askedSeen + h.Gender + "." + h.Region
}

// headcountsOf are the headcounts of a form about an outing that tells these presences; what is told twice is what the last of them says.
func headcountsOf(told []outreach.Presence) (list headcounts) {
	for _, usual := range usualGenders {
		list = append(list, headcount{outreach.Presence{Gender: usual.gender, Region: unaskedRegion}})
	}
	for _, p := range told {
		at := slices.IndexFunc(list, func(h headcount) bool { return h.Gender == p.Gender && h.Region == p.Region })
		if at < 0 {
			list = append(list, headcount{p})
			continue
		}
		list[at].Headcount = p.Headcount
	}
	return list
}

// presences ask who was seen in an outing.
func presences(c *kit.Teller, o *outreach.Outing, fields *page.Fields) kit.Aside {
	list := headcountsOf(append(headcountsAsked(c, fields), o.Presences...))
	a := kit.Aside{Ask: headcountQuestions(c, list), Bound: kit.Bound{Number: map[string]*int64{}}, Lay: func() { o.Presences = list.presences() }}
	for i := range list {
		a.Number[list[i].name()] = &list[i].Headcount
	}
	return a
}

// headcountsAsked are those of gender and region that a form was sent with: an outing may have lost them since it was shown.
func headcountsAsked(c *kit.Teller, fields *page.Fields) (list []outreach.Presence) {
	for _, name := range fields.Names() {
		rest, asked := strings.CutPrefix(name, askedSeen)
		gender, region, _ := strings.Cut(rest, ".")
		if asked && c.D.Book.Has("gender", gender) && c.D.Book.Has("region", region) {
			list = append(list, outreach.Presence{Gender: gender, Region: region})
		}
	}
	return list
}

// presences are the headcounts of somebody.
func (list headcounts) presences() (seen []outreach.Presence) {
	for _, h := range list {
		if h.Headcount > 0 {
			seen = append(seen, h.Presence)
		}
	}
	return seen
}

// headcountQuestions ask about each.
func headcountQuestions(c *kit.Teller, list headcounts) (questions []kit.Question) {
	for _, h := range list {
		q := kit.Question{Name: h.name(), By: kit.ByNumber}
		if list.regional(h.Gender) || usualGender(q.Name) == "" {
			q.Said = seen(c, list, h.Presence)
		}
		questions = append(questions, q)
	}
	return questions
}

// seen says who is meant by one of the headcounts: where a gender is told by region, those without one are called so.
func seen(c *kit.Teller, list headcounts, x outreach.Presence) string {
	if !list.regional(x.Gender) {
		return c.P.T("desk.outing.seen_of", "gender", c.Label("gender", x.Gender))
	}
	return c.P.T("desk.outing.seen_from", "gender", c.Label("gender", x.Gender), "region", c.Label("region", x.Region))
}

// regional reports whether a gender is told by region.
func (list headcounts) regional(gender string) bool {
	return slices.ContainsFunc(list, func(h headcount) bool { return h.Gender == gender && h.Region != unaskedRegion })
}
