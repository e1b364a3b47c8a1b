package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
)

func key(err error) string {
	var list errs.List
	if e, ok := errs.Of(err); ok {
		return e.Key
	}
	if l, ok := err.(errs.List); ok && len(l) > 0 {
		list = l
		return list[0].Key
	}
	return ""
}

func TestImportingAgainAddsNothingAndALongerFileAddsWhatIsNew(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		rows := register(40, 11)
		o.take(t, "contacts", plainCSV.render(t, rows[:25]), sheet.Map{})
		before := o.facts(t)
		list, err := o.apply(t, o.draft(t, "contacts", plainCSV.render(t, rows[:25]), sheet.Map{}), sheet.Options{})
		must(t, err)
		if len(list) != 0 || o.facts(t) != before {
			t.Errorf("the second import did %v", list)
		}
		longer := o.take(t, "contacts", plainCSV.render(t, rows), sheet.Map{})
		if longer.Added != 15 || longer.Known != 25 {
			t.Errorf("longer file: %d added, %d known", longer.Added, longer.Known)
		}
		inTwo := o.facts(t)
		must(t, o.undo(t, longer.ID))
		if o.facts(t) != before {
			t.Error("undoing the longer file left something")
		}
		again := o.take(t, "contacts", plainCSV.render(t, rows), sheet.Map{})
		if again.Added != 15 || o.facts(t) != inTwo {
			t.Error("importing after undoing gives other records")
		}
	})
}

func TestPersonsDoNotDependOnTheOrderOfRowsOrFiles(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	rows := register(60, 5)
	for i := range rows { // a third of the rows about four people, who told different things
		if i%3 == 0 {
			rows[i].ref = []string{"A1", "A2", "B 7", "b  7"}[i%4]
		}
	}
	slices.SortStableFunc(rows, func(a, b met) int { return a.day.Compare(b.day) })
	at := func(files ...[]met) string {
		o := town(t)
		for _, f := range files {
			o.take(t, "contacts", plainCSV.render(t, f), answering("persons=same", "persons_known=same"))
		}
		return codes.ReplaceAllString(o.facts(t), "")
	}
	backwards := slices.Clone(rows)
	slices.Reverse(backwards)
	whole := personsOf(at(rows))
	if got := personsOf(at(backwards)); got != whole {
		t.Errorf("backwards: %s", difference(whole, got))
	}
	if got := personsOf(at(rows[:30], rows)); got != whole {
		t.Errorf("in two files: %s", difference(whole, got))
	}
}

func TestTheSameRowTwiceIsTwoRecords(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := text("Data;Unità;Genere;Ambito", "01/02/2024;Sportello;Donna;Lavoro", "01/02/2024;Sportello;Donna;Lavoro")
	if i := o.take(t, "contacts", file, sheet.Map{}); i.Added != 2 {
		t.Errorf("%d added", i.Added)
	}
	if p := o.preview(t, "contacts", file, sheet.Map{}); p.New != 0 || p.Known != 2 {
		t.Errorf("again: %d new, %d known", p.New, p.Known)
	}
}

func TestARowsOwnNumberIsItsIdentity(t *testing.T) {
	t.Parallel()
	o := town(t)
	o.take(t, "contacts", text("N.;Data;Unità;Genere", "7;01/02/2024;Sportello;Donna"), sheet.Map{})
	corrected := text("N.;Data;Unità;Genere", "7;02/02/2024;Sportello;Uomo", "8;02/02/2024;Sportello;Uomo")
	if p := o.preview(t, "contacts", corrected, sheet.Map{}); p.New != 1 || p.Known != 1 {
		t.Errorf("%d new, %d known", p.New, p.Known)
	}
	twice := text("N.;Data;Unità;Genere", "9;01/02/2024;Sportello;Donna", "9;03/02/2024;Sportello;Uomo")
	p := o.preview(t, "contacts", twice, sheet.Map{})
	if len(p.Refused) != 1 || p.Refused[0].Row != 3 || p.Refused[0].Column != "A" || p.Refused[0].Err.Key != "sheet.number_twice" {
		t.Errorf("refused %+v", p.Refused)
	}
}

func TestAReferenceIsTheSamePersonInEveryKindOfFile(t *testing.T) {
	t.Parallel()
	o := town(t)
	o.take(t, "contacts", text("Data;Unità;Codice persona", "01/03/2024;Unità di strada;Q-77"), sheet.Map{})
	actions := o.take(t, "actions", text("Data;Unità;Azione;Codice persona", "02/03/2024;Sportello;Consulenza legale; q-77 "), sheet.Map{})
	if actions.Persons != 0 {
		t.Error("the actions made the person a second time")
	}
	persons := o.take(t, "persons", text("Codice persona;Primo contatto;Genere;Età;Fonte età;Cittadinanza;Protezione internazionale", "Q-77;01/03/2024;Donna;22;dichiarata;Nigeria;sì"), sheet.Map{Organisation: "faro"})
	if persons.Persons != 0 || persons.Added != 1 {
		t.Errorf("persons: %+v", persons)
	}
	if i := o.take(t, "enrolments", text("Data;Unità;Fonte;Codice persona", "05/03/2024;Sportello;Segretariato sociale;Q-77"), sheet.Map{}); i.Added != 1 {
		t.Errorf("enrolments: %+v", i)
	}
	who := o.onlyPerson(t)
	if who.Gender != "woman" || who.AgeBand != "18-25" || who.AgeSource != "declared" || who.Citizenship != "NG" {
		t.Errorf("the facts told later are not filled in: %+v", who)
	}
	if err := o.undo(t, persons.ID); err != nil {
		t.Fatal(err)
	}
	if who := o.onlyPerson(t); who.Gender != "not_recorded" || who.AgeSource != "not_recorded" {
		t.Errorf("undo left what the import filled in: %+v", who)
	}
}

func TestAnImportThatWasUsedCannotBeUndoneAndSaysByWhat(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		contacts := o.take(t, "contacts", text("N.;Data;Unità;Codice persona;Genere", "1;01/03/2024;Unità di strada;Q-77;F", "2;01/03/2024;Unità di strada;;F"), sheet.Map{})
		actions := o.take(t, "actions", text("Data;Unità;Azione;Codice persona;ID contatto", "02/03/2024;Sportello;Consulenza legale;Q-77;", "02/03/2024;Sportello;Consulenza legale;;2"), sheet.Map{})
		if err := o.undo(t, contacts.ID); key(err) != "sheet.used" || errs.KindOf(err) != errs.Conflict {
			t.Fatalf("undo: %v", err)
		}
		var uses []sheet.Use
		must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) (err error) {
			uses, err = o.desk.Uses(tx, contacts.ID)
			return err
		}))
		if len(uses) != 2 || uses[0].Noun != "action" || uses[1].Noun != "action" {
			t.Errorf("uses %+v", uses)
		}
		must(t, o.undo(t, actions.ID))
		must(t, o.undo(t, contacts.ID))
		if err := o.undo(t, contacts.ID); key(err) != "sheet.undone" {
			t.Errorf("undone twice: %v", err)
		}
		if left := o.facts(t); left != "" {
			t.Errorf("left: %s", left)
		}
	})
}

func TestACorrectedContactStandsInTheWayOfUndoing(t *testing.T) {
	t.Parallel()
	o := town(t)
	i := o.take(t, "contacts", text("Data;Unità;Genere", "01/03/2024;Unità di strada;Donna"), sheet.Map{})
	must(t, o.store.Write(t.Context(), operator(), func(tx *store.Tx) error {
		list, err := outreach.Contacts.List(tx, store.Selection{})
		if err != nil {
			return err
		}
		k := list.Items[0]
		k.Gender = "man"
		reasons, _ := o.Book.List("correction_reason")
		return outreach.Contacts.Correct(tx, o.Book, k, reasons.Codes[0].Code)
	}))
	if err := o.undo(t, i.ID); key(err) != "sheet.used" {
		t.Errorf("undo: %v", err)
	}
}

func TestAContactJoinsTheOutingOfItsNumber(t *testing.T) {
	t.Parallel()
	o := town(t)
	outings := o.take(t, "outings", text("N.;Data;Unità;Modalità;Ore;Km;Su chiamata;Presenze;Donne;Uomini", "U1;05/04/2024;Unità di strada;strada;3,5;40;no;12;7;2"), sheet.Map{})
	p := o.preview(t, "contacts", text("Data;Unità;ID uscita;Genere", "05/04/2024;Unità di strada;U1;F", "05/04/2024;Unità di strada;U9;F"), sheet.Map{})
	if p.New != 1 || len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.unknown_outing" || p.Refused[0].Row != 3 {
		t.Errorf("preview %+v", p)
	}
	o.take(t, "contacts", text("Data;Unità;ID uscita;Genere", "05/04/2024;Unità di strada;U1;F"), sheet.Map{})
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		contacts, err := outreach.Contacts.List(tx, store.Selection{})
		if err != nil {
			return err
		}
		out, err := outreach.Outings.Find(tx, contacts.Items[0].OutingID)
		if err != nil {
			return err
		}
		seen, err := outreach.Presences(tx, out.ID)
		if out.Minutes != 210 || out.Kilometres != 40 || len(seen) != 3 {
			t.Errorf("outing %+v, presences %+v", out, seen)
		}
		return err
	}))
	if err := o.undo(t, outings.ID); key(err) != "sheet.used" {
		t.Errorf("the outing has a contact: %v", err)
	}
}

func TestABadRowStopsTheFileUnlessSkipped(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := text("Data;Unità;Genere", "01/02/2024;Sportello;Donna", "01/02/2024;Sportello;Drago", "31/02/2024;Sportello;Donna", "01/02/2024;Altrove;Donna")
	d := o.draft(t, "contacts", file, sheet.Map{})
	if _, err := o.apply(t, d, sheet.Options{}); key(err) != "sheet.rows_refused" {
		t.Errorf("all or nothing: %v", err)
	}
	if got := o.facts(t); got != "" {
		t.Errorf("something was recorded: %s", got)
	}
	var places []string
	for _, r := range d.Preview().Refused {
		places = append(places, r.Column+strings.Repeat("I", r.Row)+" "+r.Err.Key)
	}
	want := []string{"CIII sheet.expected_code", "AIIII sheet.day_contradicts", "BIIIII sheet.unknown_unit"}
	want[1] = "AIIII sheet.expected_day"
	if !slices.Equal(places, want) {
		t.Errorf("refused %q, want %q", places, want)
	}
	list, err := o.apply(t, d, sheet.Options{SkipBad: true})
	must(t, err)
	if len(list) != 1 || list[0].Added != 1 || list[0].Skipped != 3 {
		t.Errorf("skipping: %+v", list)
	}
}

func TestRowsOfSeveralOrganisationsAreAnImportEach(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := text("Data;Unità;Genere;Codice persona", "01/02/2024;faro-strada;Donna;X1", "01/02/2024;molo-strada;Donna;X1")
	list, err := o.apply(t, o.draft(t, "contacts", file, sheet.Map{}), sheet.Options{})
	must(t, err)
	if len(list) != 2 || list[0].Organisation != o.Faro || list[1].Organisation != o.Molo || list[0].Persons+list[1].Persons != 2 {
		t.Errorf("imports %+v", list)
	}
}

func TestAnAccountImportsOnlyForItsOwnOrganisation(t *testing.T) {
	t.Parallel()
	o := town(t)
	desk, err := policy.Authorize(policy.Subject{Account: "a", Organisation: string(o.Molo), Status: policy.Confirmed, Roles: []policy.Role{policy.DeskWorker}}, policy.ImportRun)
	must(t, err)
	i := o.take(t, "contacts", text("Data;Unità;Genere", "01/02/2024;faro-strada;F"), sheet.Map{})
	must(t, o.store.Read(t.Context(), desk, func(tx *store.Tx) error {
		list, err := sheet.Imports(tx)
		if err != nil || len(list) != 0 {
			t.Errorf("sees %v, %v", list, err)
		}
		if _, err := sheet.Find(tx, i.ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("finds another's import: %v", err)
		}
		w, err := o.desk.Survey(tx, "contacts")
		if err != nil {
			return err
		}
		d, err := o.desk.Read(t.Context(), w, "contacts", parsed(t, text("Data;Unità;Genere", "01/02/2024;faro-strada;F", "01/02/2024;molo-strada;F")), sheet.Map{}, nil)
		if err != nil {
			return err
		}
		p, err := d.Compare(tx)
		if p.New != 1 || len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.unknown_unit" {
			t.Errorf("preview %+v", p)
		}
		return err
	}))
	err = o.store.Write(t.Context(), desk, func(tx *store.Tx) error { return o.desk.Undo(tx, i.ID) })
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("undoes another's import: %v", err)
	}
}

func TestOnePersonEnrolsOnceInAProject(t *testing.T) {
	t.Parallel()
	o := town(t)
	head := "Data;Unità;Fonte;Codice persona;Tipo adesione;Progetto ricevente"
	o.take(t, "enrolments", text(head, "05/03/2024;Sportello;Referral;Q1;;"), sheet.Map{})
	p := o.preview(t, "enrolments", text(head, "05/03/2024;Sportello;Referral;Q1;;", "06/03/2024;Sportello;Desk;Q1;;", "06/03/2024;Sportello;Desk;Q2;messa in rete;", "06/03/2024;Sportello;Desk;Q3;messa in rete;altro progetto"), sheet.Map{})
	if p.Known != 1 || p.New != 1 || len(p.Refused) != 2 || p.Refused[0].Err.Key != "casework.enrolled_twice" || p.Refused[1].Field != "receiver" {
		t.Errorf("preview %+v", p)
	}
}

func (o *office) onlyPerson(t *testing.T) (who person.Person) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		contacts, err := outreach.Contacts.List(tx, store.Selection{})
		if err != nil {
			return err
		}
		who, err = person.Find(tx, contacts.Items[0].PersonID)
		return err
	}))
	return who
}

func TestAWordForNobodyJoinsNobody(t *testing.T) {
	t.Parallel()
	o := town(t)
	i := o.take(t, "contacts", text("Data;Unità;Codice persona;Genere", "01/02/2024;Sportello;-;F", "02/02/2024;Sportello;n.d.;F", "03/02/2024;Sportello;non noto;F", "04/02/2024;Sportello;ANONIMA;F", "05/02/2024;Sportello;Q1;F"), sheet.Map{})
	if i.Added != 5 || i.Persons != 1 {
		t.Errorf("%d added, %d persons", i.Added, i.Persons)
	}
	p := o.preview(t, "persons", text("Codice persona;Data", "?;01/02/2024"), sheet.Map{Organisation: "faro"})
	if len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.required" {
		t.Errorf("refused %+v", p.Refused)
	}
}

func TestAReceivingProjectIsOneOfTheList(t *testing.T) {
	t.Parallel()
	o := town(t)
	head := "Data;Unità;Fonte;Codice persona;Tipo adesione;Progetto ricevente"
	p := o.preview(t, "enrolments", text(head, "05/03/2024;Sportello;Referral;Q1;messa in rete;Another project", "05/03/2024;Sportello;Referral;Q2;messa in rete;Un altro progetto",
		"05/03/2024;Sportello;Referral;Q3;messa in rete;Ottone Quagliabue", "05/03/2024;Sportello;Referral;Q4;messa in rete;3475550199"), sheet.Map{})
	if p.New != 2 || len(p.Refused) != 2 || p.Refused[0].Row != 4 || p.Refused[1].Row != 5 || p.Refused[0].Err.Key != "sheet.expected_code" {
		t.Errorf("preview %+v", p)
	}
}

// TestUndoingEnrolmentsLeavesNoServiceToSomebodyNoLongerInCharge also to somebody whom the import did not make.
func TestUndoingEnrolmentsLeavesNoServiceToSomebodyNoLongerInCharge(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		head := "Data;Unità;Fonte;Codice persona"
		o.take(t, "contacts", text("Data;Unità;Codice persona;Genere", "01/03/2024;Unità di strada;Q-77;F", "01/03/2024;Unità di strada;Q-78;F"), sheet.Map{})
		who := o.onlyPerson(t)
		enrolments := o.take(t, "enrolments", text(head, "05/03/2024;Sportello;Referral;Q-77", "05/03/2024;Sportello;Referral;Q-78"), sheet.Map{})
		var delivery casework.Delivery
		must(t, s.Write(t.Context(), operator(), func(tx *store.Tx) (err error) {
			delivery, err = casework.Deliveries.Take(tx, o.Book, casework.Delivery{Type: "legal_support", Minutes: 30, Work: casework.Work{
				PersonID: who.ID, Work: work.Work{OrganisationID: o.Faro, UnitID: o.Desk, Day: "2024-03-06", Province: "IT-BS"},
			}})
			return err
		}))
		before := o.facts(t)
		if err := o.undo(t, enrolments.ID); key(err) != "sheet.used" {
			t.Errorf("undo: %v, want sheet.used", err)
		}
		must(t, s.Read(t.Context(), operator(), func(tx *store.Tx) error {
			uses, err := o.desk.Uses(tx, enrolments.ID)
			if len(uses) != 1 || uses[0] != (sheet.Use{Noun: "delivery", ID: delivery.ID, On: string(who.ID), Person: string(who.ID)}) {
				t.Errorf("uses %+v", uses)
			}
			return err
		}))
		if o.facts(t) != before {
			t.Error("a refused undo did something")
		}
		must(t, s.Write(t.Context(), operator(), func(tx *store.Tx) error {
			return remove(tx, "delivery", delivery.ID)
		}))
		must(t, o.undo(t, enrolments.ID))
	})
}

// TestWhatWasTakenBackByHandDoesNotStandInTheWayOfUndoing: it is gone already.
func TestWhatWasTakenBackByHandDoesNotStandInTheWayOfUndoing(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		contacts := o.take(t, "contacts", text("Data;Unità;Codice persona;Genere", "01/03/2024;Unità di strada;Q-77;F", "02/03/2024;Unità di strada;;F"), sheet.Map{})
		enrolments := o.take(t, "enrolments", text("Data;Unità;Fonte;Codice persona", "05/03/2024;Sportello;Referral;Q-77"), sheet.Map{})
		must(t, s.Write(t.Context(), operator(), func(tx *store.Tx) error {
			enrolled, err := casework.Enrolments.List(tx, store.Selection{})
			must(t, err)
			must(t, remove(tx, "enrolment", enrolled.Items[0].ID))
			met, err := outreach.Contacts.List(tx, store.Selection{})
			must(t, err)
			return outreach.New(o.Book).RemoveContact(tx, met.Items[0].ID)
		}))
		must(t, o.undo(t, enrolments.ID))
		must(t, o.undo(t, contacts.ID))
		if left := o.facts(t); left != "" {
			t.Errorf("left: %s", left)
		}
	})
}

// remove takes a record back by hand.
func remove(tx *store.Tx, noun, id string) error {
	n, _ := casework.Registry.Noun(noun)
	return n.Remove(tx, id)
}
