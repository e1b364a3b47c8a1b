package report

import (
	"slices"
	"strings"

	"approdo/internal/base/i18n"
	"approdo/internal/care/report/definition"
)

// Sentences say in words what a table shows at a glance: "Street: mostly women from Albania". They are made from the rows as the
// edition prints them, so that no sentence tells what its table hides, and only where all of this holds:
//
//   - the figure is above one half of its whole, whichever way the people who are not sure to be new fall;
//   - it counts at least FunderLeast persons;
//   - it says something about people: "other", "not asked" and the like are no fact about anybody. What nobody was asked is said,
//     but only of a question that is the subject of its table.
//
// They carry no figures: a share beside merged cells would tell what was merged.

// plurals are the genders that the catalogues can say of several people.
var plurals = []string{"woman", "man", "trans_woman", "trans_man", "non_binary"}

// origins are the columns that say where people come from.
var origins = []string{"origin", "citizenship", "region"}

// share is a part of a whole, each a certain number and what may come besides.
type share struct{ part, partUnsure, whole, wholeUnsure int64 }

// most reports whether the part is above one half however the unsure fall: at worst all of them that are not in the part count.
func (s share) most() bool {
	return s.part >= FunderLeast && 2*s.part > s.whole+s.wholeUnsure-s.partUnsure
}

// sentences are those of a table as printed.
func sentences(c *counted, t *Table) []Label {
	if !c.table.OfPersons() || c.table.Kind.Text != definition.Partition {
		return nil
	}
	switch {
	case c.table.Columns != nil:
		return mostlyAnswered(c, t)
	case len(t.Dimensions) == 1:
		return mostlyIn(c, t)
	}
	return mostlyWho(t)
}

// persons are the certain and the unsure ones of a row.
func persons(row Row) (certain, unsure int64) {
	n, _ := row.Values.Get(definition.Attributed)
	more, _ := row.Values.Get(Unsure)
	return n.N, more.N
}

// mostlyIn names the row in which more than half stand.
func mostlyIn(c *counted, t *Table) []Label {
	for _, row := range t.Rows {
		certain, unsure := persons(row)
		if tells(row.Code) && (share{certain, unsure, c.total, c.unsureTotal}).most() {
			return []Label{each(func(p *i18n.Printer) string {
				return p.T("report.sentence.in", "row", row.Label[p.Lang()])
			})}
		}
	}
	return nil
}

// mostlyAnswered says of each row what more than half answered to the question of the columns.
func mostlyAnswered(c *counted, t *Table) []Label {
	var out []Label
	question := say("report.column." + c.table.Columns.Column.Text)
	for _, row := range t.Rows {
		var whole int64
		_, unsure := persons(row)
		for _, v := range row.Values {
			if v.Code != Unsure {
				whole += v.Number.N
			}
		}
		for _, v := range row.Values {
			answer, ok := heading(t.Columns, v.Code)
			if ok && v.Code != otherCode && v.Code != Unsure && (share{v.Number.N, 0, whole, unsure}).most() {
				out = append(out, each(func(p *i18n.Printer) string {
					lang := p.Lang()
					return p.T("report.sentence.answer", "row", row.Label[lang], "question", question[lang], "answer", answer.Label[lang])
				}))
			}
		}
	}
	return out
}

func heading(columns []Heading, code string) (Heading, bool) {
	i := slices.IndexFunc(columns, func(h Heading) bool { return h.Code == code })
	if i < 0 {
		return Heading{}, false
	}
	return columns[i], true
}

// group is the rows of a table that differ only in gender and origin.
type group struct {
	label         []Heading
	whole, unsure int64
	cells         []person
}

// person is one of the rows: who is in it, and how many.
type person struct {
	gender, origin Heading
	certain, maybe int64
}

// mostlyWho says of each group of rows who most of its persons are: by gender and origin together, else by one of them.
func mostlyWho(t *Table) []Label {
	gender := slices.IndexFunc(t.Dimensions, func(h Heading) bool { return h.Code == "gender" })
	origin := slices.IndexFunc(t.Dimensions, func(h Heading) bool { return slices.Contains(origins, h.Code) })
	if gender < 0 && origin < 0 {
		return nil
	}
	var out []Label
	for _, g := range groups(t, gender, origin) {
		if both := g.both(); both != nil {
			out = append(out, both)
			continue
		}
		if gender >= 0 {
			out = append(out, g.mostly(func(c person) Heading { return c.gender }, func(h Heading) bool { return slices.Contains(plurals, h.Code) }, genders)...)
		}
		if origin >= 0 {
			out = append(out, g.mostly(func(c person) Heading { return c.origin }, func(h Heading) bool { return tells(h.Code) }, from)...)
		}
	}
	return out
}

func groups(t *Table, gender, origin int) []*group {
	var list []*group
	var g *group
	byKey := map[string]*group{}
	for _, row := range t.Rows {
		var c person
		label := make([]Heading, 0, 4)
		for i, k := range row.Keys {
			switch i {
			case gender:
				c.gender = k
			case origin:
				c.origin = k
			default:
				label = append(label, k)
			}
		}
		if g == nil || !slices.EqualFunc(g.label, label, func(a, b Heading) bool { return a.Code == b.Code }) { // most rows stand beside their like
			key := definition.Key(codesOf(label)...)
			if g = byKey[key]; g == nil {
				g = &group{label: slices.Clone(label)}
				byKey[key] = g
				list = append(list, g)
			}
		}
		c.certain, c.maybe = persons(row)
		g.whole, g.unsure = g.whole+c.certain, g.unsure+c.maybe
		g.cells = append(g.cells, c)
	}
	return list
}

// both is the sentence of the cell that holds more than half of a group.
func (g *group) both() Label {
	for _, c := range g.cells {
		if slices.Contains(plurals, c.gender.Code) && tells(c.origin.Code) &&
			(share{c.certain, c.maybe, g.whole, g.unsure}).most() {
			return each(func(p *i18n.Printer) string {
				return p.T("report.sentence.both", "group", g.name(p), "who", genders(p, c.gender), "origin", c.origin.Label[p.Lang()])
			})
		}
	}
	return nil
}

// mostly is the sentence of the value that more than half of a group share. Its cells are those printed: what was merged away from
// them makes the share smaller, never larger.
func (g *group) mostly(of func(person) Heading, tells func(Heading) bool, say func(*i18n.Printer, Heading) string) []Label {
	value := g.majority(of)
	s := share{whole: g.whole, wholeUnsure: g.unsure}
	for _, c := range g.cells {
		if of(c).Code == value.Code {
			s.part, s.partUnsure = s.part+c.certain, s.partUnsure+c.maybe
		}
	}
	if !tells(value) || !s.most() {
		return nil
	}
	return []Label{each(func(p *i18n.Printer) string {
		return p.T("report.sentence.mostly", "group", g.name(p), "who", say(p, value))
	})}
}

// majority is the only value that more than half of those who are certain can share (Boyer and Moore): each person of another value
// takes one of it away, and who has more than half cannot be used up.
func (g *group) majority(of func(person) Heading) Heading {
	var value Heading
	var left int64
	for _, c := range g.cells {
		switch h := of(c); {
		case h.Code == value.Code:
			left += c.certain
		case c.certain > left:
			value, left = h, c.certain-left
		default:
			left -= c.certain
		}
	}
	return value
}

func genders(p *i18n.Printer, h Heading) string { return p.T("report.sentence.who." + h.Code) }

func from(p *i18n.Printer, h Heading) string {
	return p.T("report.sentence.from", "origin", h.Label[p.Lang()])
}

// name is what a group is called: its codes, or everybody.
func (g *group) name(p *i18n.Printer) string {
	if len(g.label) == 0 {
		return p.T("report.sheet.total")
	}
	words := make([]string, len(g.label))
	for i, k := range g.label {
		words[i] = k.Label[p.Lang()]
	}
	return strings.Join(words, between)
}

// tells reports whether a code says something about people, and not that nothing is known.
func tells(code string) bool {
	return code != otherCode && code != "" && !slices.Contains(reasons, code)
}

// each writes a text in every language.
func each(text func(*i18n.Printer) string) Label {
	out := Label{}
	for _, lang := range i18n.Languages() {
		out[lang] = text(i18n.For(lang))
	}
	return out
}
