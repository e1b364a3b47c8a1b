package sheet

import (
	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet/tally"
)

// tally counts what would be recorded, by the records themselves as they would be made. A row that only making its record refuses is not counted.
func (d *Draft) tally(c *comparison, p Preview) []tally.Line {
	count := tally.New(d.desk.book, d.form.kind == Contacts || d.form.kind == Actions)
	made := map[token]bool{}
	for _, who := range c.people {
		made[who.reference] = who.id == ""
	}
	for i := range c.fresh {
		f := &c.fresh[i]
		if !d.tallyFacts(count, c, f) {
			continue
		}
		count.Record(d.value(f.line, "day"))
		if !f.reference.zero() {
			count.Person(string(f.reference[:]), made[f.reference])
		}
	}
	return count.Lines(
		tally.Rows{Read: p.Rows, New: p.New, Known: p.Known, Refused: p.RefusedRows(), Out: len(p.Dropped)},
		d.hasColumn,
	)
}

// hasColumn reports whether a column with cells is taken for a field, or what a field is recorded as.
func (d *Draft) hasColumn(name string) bool {
	return d.letter(name) != "" || name == "minutes" && d.letter("hours") != ""
}

// tallyFacts counts what one record tells.
func (d *Draft) tallyFacts(count *tally.Count, c *comparison, f *fresh) bool {
	code := func(name, value string) {
		list := ""
		if x, ok := d.form.find(name); ok {
			list = x.List
		}
		count.Fact(name, list, value, value != "" && value != notRecorded)
	}
	if unit, ok := d.world.units[f.unit]; ok {
		count.Fact("unit", "", unit.Name, true)
	}
	if len(d.world.projects) > 1 && f.project != "" {
		count.Fact("project", "", d.world.projects[f.project].Name, true)
	}
	code("province", f.province)
	switch d.form.kind {
	case Contacts:
		k := d.contact(c, f, "")
		count.Fact("newness", "newness", k.Newness, k.Newness != "unsure" || d.value(f.line, "newness") != "")
		code("gender", k.Gender)
		code("age_band", k.AgeBand)
		code("citizenship", k.Citizenship)
		code("region", k.Region)
		code("protection", k.Protection)
		code("language", k.Language)
		code("information", k.Information)
		code("channel", k.Channel)
		code("place", k.Place)
		count.Fact("setting", "setting", k.Setting, d.value(f.line, "setting") != "")
		count.Flag("advert", k.Advert)
	case Actions:
		code("type", d.value(f.line, "type"))
		code("outcome", d.code(f.line, "outcome"))
	case Persons:
		for _, name := range []string{"gender", "age_band", "citizenship", "region"} {
			code(name, d.code(f.line, name))
		}
		code("protection", d.protection(c, f.line))
	case Outings:
		o, err := d.outing(f, "")
		if err != nil {
			return false
		}
		code("mode", o.Mode)
		count.Flag("on_call", o.OnCall)
		count.Amount("minutes", o.Minutes)
		count.Amount("kilometres", o.Kilometres)
		count.Amount("materials", o.Materials)
		count.Amount("adverts", o.Adverts)
		seen := int64(0)
		for _, p := range o.Presences {
			seen += p.Headcount
			count.Part("presences", "gender", p.Gender, p.Headcount)
		}
		count.Amount("presences", seen)
	case Enrolments:
		e := d.enrolment(f, "", "")
		code("kind", e.Kind)
		code("source", e.Source)
		code("receiver", e.Receiver)
	}
	return true
}

// WouldRecord says what would be recorded, in the same words for a browser and a command line.
func (p Preview) WouldRecord(t *i18n.Printer) []tally.Said {
	said := make([]tally.Said, len(p.Tally))
	for i, line := range p.Tally {
		said[i] = line.Say(t)
	}
	return said
}
