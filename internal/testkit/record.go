package testkit

import (
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// Person is somebody of an organisation about whom nothing was asked.
func Person(o network.OrganisationID) person.Person {
	return person.Person{
		OrganisationID: o, Gender: "not_asked", AgeBand: "not_asked", AgeSource: "not_recorded",
		Citizenship: "not_asked", Region: "not_asked", RegionSource: "not_recorded", Province: "IT-BS", Day: "2024-05-01",
	}
}

// Contact is a contact with a new unlinked individual about whom nothing was asked, in the setting most seen.
func Contact(w outreach.Work) outreach.Contact {
	return outreach.Contact{
		Work: w, Channel: "contact_unit", Setting: "sexual_outdoor", Language: "not_recorded", Information: "not_recorded", Newness: "new",
		Gender: "not_asked", AgeBand: "not_asked", Citizenship: "not_asked", Region: "not_asked", RegionSource: "not_recorded", Protection: "not_asked",
	}
}

// KeepOthers writes a record of each kind of which somebody has none yet.
func KeepOthers(tx *store.Tx, book *codebook.Book, kinds work.Registry, who person.ID, w work.Work) error {
	records, err := kinds.About(tx, string(who))
	for _, kind := range kinds.Nouns {
		if err == nil && !slices.ContainsFunc(records, func(r work.Reference) bool { return r.Noun == kind.Name }) {
			err = Keep(tx, book, kind, who, w)
		}
	}
	return err
}

// Keep writes a record of a kind of which nothing is known but its declaration: the first code of each list, the least of each number.
func Keep(tx *store.Tx, book *codebook.Book, kind work.Kept, who person.ID, w work.Work) error {
	said := map[string]any{
		"id": work.NewID(), "organisation_id": string(w.OrganisationID), "unit_id": string(w.UnitID), "project_id": string(w.ProjectID), "person_id": string(who),
		"day": w.Day, "province": w.Province, "recorded": work.Day(tx),
	}
	columns := kind.Columns()
	values, places := make([]any, len(columns)), make([]string, len(columns))
	for i, column := range columns {
		places[i] = "$" + strconv.Itoa(i+1)
		switch is := kind.Facts[column]; is {
		case "":
			values[i] = said[column]
		case work.Number:
			values[i] = kind.Bounds[column].Least
		case work.Mark:
			values[i] = false
		case work.ID:
		default:
			list, ok := book.List(is)
			if !ok {
				return errs.E(errs.Invalid, "codebook.no_list", "list", is)
			}
			values[i] = list.Codes[0].Code
		}
	}
	work.Done(tx, kind.Name, said["id"].(string))
	_, err := tx.Exec(`INSERT INTO `+kind.Table+` (`+strings.Join(columns, ", ")+`) VALUES (`+strings.Join(places, ", ")+`)`, values...)
	return err
}
