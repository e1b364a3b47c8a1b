package sheet

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/care/person"
)

// place finds the unit and organisation of a row, and turns its references into tokens, which depend on them.
func (r *reader) place(l *line, values []string) *errs.Error {
	f, w := r.draft.form, r.draft.world
	organisation := r.organisation
	if at := f.place("organisation"); at >= 0 && values[at] != "" {
		organisation = w.words.organisations[values[at]][0]
		values[at] = ""
	}
	unit, e := r.unit(values[f.place("unit")], organisation)
	if e != nil {
		return e
	}
	if unit != "" {
		organisation = w.units[unit].OrganisationID
	}
	if organisation == "" {
		return errs.E(errs.Invalid, "sheet.whose").On("organisation")
	}
	l.organisation, l.unit = organisation, unit
	values[f.place("unit")] = string(unit)
	r.reference(l, values)
	return nil
}

// unit finds the unit of a row among those of the organisation; where there is only one, it need not be told.
func (r *reader) unit(told string, organisation network.OrganisationID) (network.UnitID, *errs.Error) {
	f, w := r.draft.form, r.draft.world
	var found []network.UnitID
	if told != "" {
		found = w.words.units[told]
	} else {
		for id := range w.units {
			found = append(found, id)
		}
	}
	if organisation != "" {
		found = slices.DeleteFunc(slices.Clone(found), func(id network.UnitID) bool { return w.units[id].OrganisationID != organisation })
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case told == "" && f.kind == Persons:
		return "", nil
	case told == "":
		return "", missing().On("unit")
	case len(found) == 0:
		return "", errs.E(errs.Invalid, "sheet.unit_of_another").On("unit")
	}
	return "", errs.E(errs.Invalid, "sheet.unit_of_several").On("unit")
}

// reference replaces what the file wrote of persons and rows by keyed hashes; the text goes no further than here.
func (r *reader) reference(l *line, values []string) {
	desk := r.draft.desk
	var f former
	for i := range r.draft.form.fields {
		text, before := values[i], r.before[i]
		if text == "" {
			continue
		}
		switch r.draft.form.fields[i].Type {
		case typeReference:
			if r.draft.parted != "" {
				l.reference = desk.personToken(l.organisation, r.parted(l, values, text))
				if r.draft.whole != nil {
					r.draft.whole[l.row] = desk.personToken(l.organisation, text)
				}
				break
			}
			l.reference = desk.personToken(l.organisation, text)
			r.draft.rememberLoosely(l.organisation, l.reference, text)
			r.draft.rememberSecond(l)
			if code := strings.ToUpper(text); person.MayBeCode(code) {
				if r.draft.own == nil {
					r.draft.own = map[token]string{}
				}
				r.draft.own[l.reference] = code
			}
			if before != "" {
				f.reference = desk.personToken(l.organisation, before)
			}
		case typeID:
			l.identity = desk.rowToken(l.organisation, r.draft.form.kind, text)
			if before != "" {
				f.number = desk.rowToken(l.organisation, r.draft.form.kind, before)
			}
		case typeOuting:
			l.other = desk.rowToken(l.organisation, Outings, text)
			if before != "" {
				f.other = desk.rowToken(l.organisation, Outings, before)
			}
		case typeContact:
			l.other = desk.rowToken(l.organisation, Contacts, text)
			if before != "" {
				f.other = desk.rowToken(l.organisation, Contacts, before)
			}
		default:
			continue
		}
		values[i] = ""
	}
	if f != (former{}) {
		if r.draft.former == nil {
			r.draft.former = map[int]former{}
		}
		r.draft.former[l.row] = f
	}
}
