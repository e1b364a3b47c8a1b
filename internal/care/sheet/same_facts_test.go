package sheet_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

// fact is one thing that happened with somebody who is known.
type fact struct {
	kind           sheet.Kind
	day            string // ISO
	what, receiver string // the answer about protection, the type of help, or the way of enrolling
}

// facts of few days, so that many fall on the same one; one has not come yet.
var someFacts = rapid.Custom(func(t *rapid.T) fact {
	f := fact{kind: rapid.SampledFrom([]sheet.Kind{sheet.Contacts, sheet.Actions, sheet.Enrolments}).Draw(t, "kind")}
	f.day = rapid.SampledFrom([]string{"2024-05-01", "2024-05-02", "2024-05-03", "2024-05-04", "2044-05-01"}).Draw(t, "day")
	switch f.kind {
	case sheet.Contacts:
		f.what = rapid.SampledFrom([]string{"yes", "no", "not_asked", "refused", "unknown"}).Draw(t, "protection")
	case sheet.Actions:
		f.what = rapid.SampledFrom([]string{"legal_advice", "mediation"}).Draw(t, "type")
	default:
		f.what = rapid.SampledFrom([]string{"own", "elsewhere"}).Draw(t, "way")
		f.receiver = rapid.SampledFrom([]string{"", "other_project"}).Draw(t, "receiver")
	}
	return f
})

// row is the fact as a file tells it.
func (f fact) row() []byte {
	day := f.day[8:] + "/" + f.day[5:7] + "/" + f.day[:4]
	switch f.kind {
	case sheet.Contacts:
		return text("Data;Unità;Codice persona;Genere;Protezione internazionale", day+";Unità di strada;Q-77;woman;"+f.what)
	case sheet.Actions:
		return text("Data;Unità;Azione;Codice persona", day+";Unità di strada;"+f.what+";Q-77")
	default:
		return text("Data;Unità;Fonte;Codice persona;Tipo di adesione;Progetto ricevente", day+";Sportello;desk;Q-77;"+f.what+";"+f.receiver)
	}
}

// form is the fact as a form tells it.
func (f fact) form(o *office, tx *store.Tx, who person.ID) error {
	on := work.Work{OrganisationID: o.Faro, UnitID: o.Street, Day: f.day}
	door := intake.New(o.Book)
	switch f.kind {
	case sheet.Contacts:
		k := testkit.Contact(on)
		k.Gender, k.Protection, k.Newness = "woman", f.what, "known"
		_, err := door.Contact(tx, k, intake.Who{ID: who})
		return err
	case sheet.Actions:
		_, err := door.Action(tx, outreach.Action{Work: on, Type: f.what, Outcome: "not_recorded"}, intake.Who{ID: who})
		return err
	default:
		on.UnitID = o.Desk
		_, err := door.Enrolment(tx, casework.Enrolment{Work: casework.Work{Work: on, PersonID: who}, Kind: f.what, Source: "desk", Receiver: f.receiver})
		return err
	}
}

// known imports a sheet for somebody, and answers who it is.
func (o *office) known(t *testing.T) (who person.ID) {
	t.Helper()
	o.take(t, "persons", text("Codice persona;Data;Unità;Genere", "Q-77;01/03/2024;Sportello;F"), sheet.Map{})
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error { return tx.QueryRow(`SELECT id FROM person_persons`).Scan(&who) }))
	return who
}

// stands is what is recorded, as both ways say it.
func (o *office) stands(t *testing.T) (list []string) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		for _, q := range []string{
			`SELECT 'contact ' || day || ' ' || protection || ' ' || gender FROM outreach_contacts WHERE person_id IS NOT NULL`,
			`SELECT 'action ' || day || ' ' || type FROM outreach_actions WHERE person_id IS NOT NULL`,
			`SELECT 'enrolment ' || day || ' ' || kind || ' ' || receiver FROM casework_enrolments`,
			`SELECT 'answer ' || day || ' ' || answer FROM person_protections`,
		} {
			rows, err := store.List(tx, func(row store.Row) (s string, err error) { return s, row.Scan(&s) }, q)
			if err != nil {
				return err
			}
			list = append(list, rows...)
		}
		return nil
	}))
	slices.Sort(list)
	return list
}

// why is the last part of the key of a refusal: a file has its own words for some.
func why(err error) string {
	var list errs.List
	if errors.As(err, &list) && len(list) > 0 {
		err = list[0]
	}
	e, known := errs.Of(err)
	if !known {
		return fmt.Sprint(err)
	}
	return e.Key[strings.LastIndex(e.Key, ".")+1:]
}

// TestAFormAndAFileAreTakenInAlike: the same facts in the same order leave the same records, silences too, and are refused for the same reasons.
func TestAFormAndAFileAreTakenInAlike(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		byFile, byForm := open(t, s), open(t, testkit.Store(t))
		byFile.known(t)
		who := byForm.known(t)
		taken, refused := map[sheet.Kind]int{}, map[string]int{}
		compare := func(rt *rapid.T) {
			f := someFacts.Draw(rt, "fact")
			fileSays, formSays := "", ""
			if d, err := byFile.read(t, f.kind, f.row(), sheet.Map{}); err != nil {
				rt.Fatalf("%s is not read: %v", f.row(), err)
			} else if p := byFile.preview(t, f.kind, f.row(), sheet.Map{}); len(p.Refused) > 0 {
				fileSays = why(p.Refused[0].Err)
			} else if p.Known > 0 || len(p.Open()) > 0 {
				return // a file tells a row once, and may ask what nobody asks at a form
			} else if _, err := byFile.apply(t, d, sheet.Options{}); err != nil {
				fileSays = why(err)
			}
			if err := byForm.store.Write(t.Context(), operator(), func(tx *store.Tx) error { return f.form(byForm, tx, who) }); err != nil {
				formSays = why(err)
			}
			if fileSays == "" {
				taken[f.kind]++
			} else {
				refused[fileSays]++
			}
			if fileSays != formSays && (fileSays == "" || formSays == "") {
				rt.Fatalf("%+v: the file says %q, the form %q", f, fileSays, formSays)
			}
			if file, form := byFile.stands(t), byForm.stands(t); !slices.Equal(file, form) {
				rt.Fatalf("%+v: by file\n%s\nby form\n%s", f, strings.Join(file, "\n"), strings.Join(form, "\n"))
			}
		}
		enough := func() bool { return len(taken) >= 3 && len(refused) >= 3 }
		for tries := 0; tries == 0 || tries < 8 && !testing.Short() && !enough(); tries++ { // a few draws need not meet every kind
			rapid.Check(t, compare)
		}
		if !testing.Short() && !enough() {
			t.Errorf("taken in %v, refused %v: too little was compared", taken, refused)
		}
	})
}
