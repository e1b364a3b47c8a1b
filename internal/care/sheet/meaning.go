package sheet

import (
	"strings"
	"unicode"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"

	"approdo/internal/care/sheet/written"

	"approdo/internal/care/sheet/personcode"

	"approdo/internal/care/sheet/years"
)

// meaning reads a cell of a column. Errors say what was expected and never what stood there.
func (r *reader) meaning(c *source, cell string) answer {
	x := c.field
	if x.Type != typeDay && !x.points() && x.Type != typeCode && x.Type != typeOrigin && x.Type != typeAge && r.draft.desk.nothing(cell) {
		return answer{}
	}
	switch x.Type {
	case typeDay:
		day, err := r.dates.read(cell, r.draft.world)
		return answer{value: day, err: err}
	case typeCode, typeAge, typeOrigin:
		return r.code(c, cell)
	case typeFlag:
		if yes, ok := written.Flag(cell); !ok && c.thing == "yes" {
			return answer{value: "yes"}
		} else if !ok && c.thing == "empty" {
			return answer{}
		} else if !ok {
			return answer{err: errs.E(errs.Invalid, "sheet.expected_flag")}
		} else if yes != (c.sense == contrary) {
			return answer{value: "yes"}
		}
		return answer{}
	case typeAmount:
		return c.as.read(x, r.draft.unnamed(x, cell))
	case typeHours, typeMinutes:
		return c.as.read(x, cell)
	case typeUnit, typeOrganisation:
		// Resolved by place, which knows the other of the two.
		return r.known(x, cell)
	case typeProject:
		if found := r.draft.world.words.projects[codebook.Fold(cell)]; len(found) == 1 {
			return answer{value: string(found[0])}
		}
		return answer{err: errs.E(errs.Invalid, "sheet.unknown_project")}
	}
	if c.field.Type != typeReference && personcode.Shortened(cell) {
		return answer{err: errs.E(errs.Invalid, "sheet.number_spoilt")}
	}
	a := answer{value: r.pointer(c, cell)}
	if before := personcode.Former(cell); a.value != "" && before != a.value {
		a.former = before
	}
	return a
}

// unnamed is a number without the field's own name behind it: 12 km is 12 in a column of kilometres.
func (d *Draft) unnamed(x *field, cell string) string {
	at := strings.IndexFunc(cell, unicode.IsLetter)
	if at <= 0 || d.desk.recognise(d.form, cell[at:]).field != x {
		return cell
	}
	return strings.TrimSpace(cell[:at])
}

// pointer reads a reference or number. A dash, or a word such as "unknown", points at nothing: taken as a reference it
// would make one person of everybody whose code nobody knew.
func (r *reader) pointer(c *source, cell string) string {
	if code, was := c.restored[cell]; was {
		return code
	}
	if code := c.within[cell]; code != "" {
		return code
	}
	if r.draft.desk.nobody(cell) || c.odd[cell] || c.field.Type != typeReference && r.draft.desk.Waiting.has(cell) {
		return ""
	}
	return personcode.Fold(cell)
}

func (r *reader) known(x *field, cell string) answer {
	key := codebook.Fold(cell)
	if x.Type == typeUnit && len(r.draft.world.words.units[key]) == 0 {
		return answer{err: errs.E(errs.Invalid, "sheet.unknown_unit")}
	}
	if x.Type == typeOrganisation && len(r.draft.world.words.organisations[key]) != 1 {
		return answer{err: errs.E(errs.Invalid, "sheet.unknown_organisation")}
	}
	return answer{value: key}
}

// nothing reports whether a cell stands in place of a fact that is not there.
func (d *Desk) nothing(cell string) bool {
	return codebook.Fold(cell) == "" || notFound(cell) || d.Absent.has(cell) || d.Waiting.has(cell)
}

// code reads a word of a list. A word for "nothing" is no code, unless the column says otherwise: see lookForTwoMeanings.
func (r *reader) code(c *source, cell string) answer {
	x, desk := c.field, r.draft.desk
	list, _ := desk.book.List(x.List)
	code, listed := list.Match(cell)
	if value, asked := c.initials[codebook.Fold(cell)]; asked {
		if value == "absent" {
			value = ""
		}
		return answer{value: value}
	}
	if c.redefined[codebook.Fold(cell)] {
		return answer{}
	}
	if strings.Contains(cell, "?") && codebook.Fold(cell) != "" {
		return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)} // what is doubted is no value
	}
	if x.Type == typeAge && strings.Trim(cell, "'0123456789.,") == "" && !c.plainly {
		switch c.places {
		case leaveOut:
			return answer{}
		case "list":
			return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)}
		}
	}
	switch _, flag := written.Flag(cell); {
	case listed && !c.plainly && c.homonym(&desk.lexicon, cell):
		return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)}
	case x.Type == typeAge && c.twofold == "absent" && standIn(cell):
		return answer{}
	case listed && r.draft.absent(x.List, code):
		return answer{value: code}
	case c.twofold != "codes" && (desk.Absent.has(cell) || notFound(cell) || codebook.Fold(cell) == ""):
		return answer{}
	case listed && c.twofold == "absent" && desk.twofold(list, cell):
		return answer{}
	case listed && c.twofold == "" && desk.twofold(list, cell):
		return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)} // a yes or no among countries
	case listed && flag && c.sense == contrary:
		return answer{value: opposite[code]}
	case listed:
		return answer{value: code}
	case desk.Waiting.has(cell) && x.List != "protection": // whoever applied for it waits for the answer, and that is one
		return answer{}
	}
	switch {
	case x.Type == typeAge:
		if band, age, ok := years.Read(list, cell); ok {
			return answer{value: band, years: uint8(age) + 1}
		}
	case x.Type == typeOrigin:
		regions, _ := desk.book.List("region")
		if code, ok := regions.Match(cell); ok {
			return answer{region: code}
		}
	case x.List == "newness":
		if value, ok := c.newness(cell); ok {
			return answer{value: value}
		}
	}
	return answer{err: errs.E(errs.Invalid, "sheet.expected_code", "list", x.List)}
}

// opposite turns the codes that say yes and no.
var opposite = map[string]string{"yes": "no", "no": "yes"}

// newness reads yes or no as the heading means it: "New?", "Already known?".
func (c *source) newness(cell string) (value string, ok bool) {
	yes, ok := written.Flag(cell)
	if c.initial == "new" { // then a V is no yes either
		return "new", ok && codebook.Fold(cell) == "n"
	}
	if ok && yes != (c.sense == contrary) {
		return "new", true
	}
	return "known", ok
}
