package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/casework"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
)

const fourRows = "Data;Codice;Sesso;Cittadinanza\n02/04/2024;A01;F;Nigeria\n03/04/2024;A02;F;Romania\n10/04/2024;A01;F;Nigeria\n17/04/2024;A04;F;Albania\n"

var ofFourRows = []string{"2024-04-02 p1 woman NG", "2024-04-03 p2 woman RO", "2024-04-10 p1 woman NG", "2024-04-17 p3 woman AL"}

// A file of corrected rows only takes the place of the rows of the same person and day; all others stay.
func TestCorrectedRowsTakeThePlaceOfThoseOfTheSamePersonAndDay(t *testing.T) {
	t.Parallel()
	delta := "Data;Codice;Sesso;Cittadinanza\n17/04/2024;A04;M;Mali\n24/04/2024;A05;F;Perù\n"
	want := []string{ofFourRows[0], ofFourRows[1], ofFourRows[2], "2024-04-17 p3 man ML", "2024-04-24 p4 woman PE"}
	o := field(t)
	o.try(t, []step{
		{file: fourRows},
		{file: delta, says: "ask standing, ask persons_known"},
		{file: delta, answers: []string{"standing=amend", "persons_known=correct"}},
		{file: delta},
		{file: fourRows, says: "ask standing, ask persons_known"}, // the row that was corrected does not come back without a word
	}, want...)
	if who := o.personOn(t, "2024-04-17"); who.Gender != "man" || who.Citizenship != "ML" {
		t.Errorf("recorded of the person: %+v", who)
	}
	list := o.imports(t)
	at := slices.IndexFunc(list, func(i sheet.Import) bool { return i.Added == 3 })
	if at < 0 {
		t.Errorf("the import whose row went counts %+v", list)
	}
	must(t, o.undo(t, list[1-at].ID))
	if who := o.personOn(t, "2024-04-17"); who.Gender != "woman" || who.Citizenship != "AL" {
		t.Errorf("after undoing: %+v", who)
	}
}

// Where somebody has two rows on a day, nobody can tell whose place one takes.
func TestARowTakesNoPlaceWhereTwoStand(t *testing.T) {
	t.Parallel()
	o := field(t)
	two := "Data;Codice;Sesso;Cittadinanza\n03/04/2024;A02;F;Romania\n17/04/2024;A04;F;Albania\n17/04/2024;A04;F;Albania\n18/04/2024;A05;F;Albania\n"
	o.take(t, "contacts", []byte(two), answering("repeated=record"))
	p := o.preview(t, "contacts", []byte("Data;Codice;Sesso;Cittadinanza\n17/04/2024;A04;M;Mali\n"), sheet.Map{})
	for _, q := range p.Questions {
		if slices.ContainsFunc(q.Answers, func(a sheet.Answer) bool { return a.ID == "amend" }) {
			t.Errorf("%s offers it", q.ID)
		}
	}
}

// Codes that begin again mean other people from then on, and the rows of the year before stay those of the people before.
func TestCodesThatBeginAgainAreNewPeople(t *testing.T) {
	t.Parallel()
	next := "Data;Codice;Sesso;Cittadinanza\n02/04/2025;A01;M;Mali\n03/04/2025;A02;F;Romania\n04/04/2025;A03;F;Ucraina\n"
	o := field(t)
	o.try(
		t, []step{
			{file: fourRows},
			{file: next, says: "ask persons_known"},
			{file: next, answers: []string{"persons_known=new"}},
			{file: next},
			{file: fourRows},
			{file: "Data;Codice;Sesso;Cittadinanza\n02/05/2025;A01;M;Mali\n02/05/2025;A02;F;Romania\n"},
			{file: "Data;Codice;Sesso;Cittadinanza\n02/05/2024;A01;F;Nigeria\n"},
			{file: "Data;Codice;Sesso;Cittadinanza\n20/05/2025;A01;F;Perù\n", says: "ask persons_known"},
			{file: "Data;Codice;Sesso;Cittadinanza\n20/05/2025;A01;F;Perù\n", answers: []string{"persons_known=new"}},
			{file: "Data;Codice;Sesso;Cittadinanza\n25/05/2025;A01;F;Perù\n"},
			{file: "Data;Codice;Sesso;Cittadinanza\n10/05/2025;A01;M;Mali\n"},
		},
		slices.Concat(ofFourRows, []string{
			"2024-05-02 p1 woman NG", "2025-04-02 p4 man ML", "2025-04-03 p5 woman RO", "2025-04-04 p6 woman UA", "2025-05-02 p4 man ML", "2025-05-02 p5 woman RO", "2025-05-10 p4 man ML", "2025-05-20 p7 woman PE", "2025-05-25 p7 woman PE",
		})...,
	)
}

// What is recorded of a person is corrected by a file when that is answered, and kept with the reason.
func TestAFileCorrectsWhatIsRecordedOfAPerson(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := func(country string) []byte {
		return []byte("Codice;Data primo contatto;Sesso;Cittadinanza\nA01;02/04/2024;F;Nigeria\nA02;09/04/2024;F;" + country + "\n")
	}
	o.take(t, "persons", file("Nigeria"), sheet.Map{})
	if got := asked(o.preview(t, "persons", file("Niger"), sheet.Map{})); !slices.Equal(got, []string{"standing", "persons_known"}) {
		t.Fatalf("asked %v", got)
	}
	o.take(t, "persons", file("Niger"), answering("standing=add", "persons_known=correct"))
	who := o.personOn(t, "2024-04-09")
	if who.Citizenship != "NE" || who.Revision == 0 {
		t.Errorf("recorded %+v", who)
	}
}

// The day of an enrolment may be corrected: nobody enrols twice.
func TestTheDayOfAnEnrolmentIsCorrected(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := func(day string) []byte {
		return []byte("Codice;Data;Fonte\nA01;" + day + ";altro\nA02;09/04/2024;altro\n")
	}
	o.take(t, "enrolments", file("02/04/2024"), sheet.Map{})
	if got := asked(o.preview(t, "enrolments", file("03/04/2024"), sheet.Map{})); !slices.Equal(got, []string{"standing"}) {
		t.Fatalf("asked %v", got)
	}
	o.take(t, "enrolments", file("03/04/2024"), answering("standing=replace"))
	o.take(t, "enrolments", []byte("Codice;Data;Fonte\nA01;04/04/2024;altro\n"), answering("standing=amend"))
	var days []string
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		people, err := person.Persons(tx, store.Selection{})
		for _, p := range people.Items {
			way, err := casework.Way(tx, p.ID)
			if err != nil {
				return err
			}
			for _, e := range way {
				days = append(days, e.Day)
			}
		}
		return err
	}))
	if slices.Sort(days); !slices.Equal(days, []string{"2024-04-04", "2024-04-09"}) {
		t.Errorf("enrolled on %v", days)
	}
}

// Colleagues of one team write as many rows a day, each of their own people: their files correct nothing.
func TestColleaguesWhoWriteAsManyRowsADayAreNotAsked(t *testing.T) {
	t.Parallel()
	o := field(t)
	o.take(t, "contacts", []byte("Data;Codice;Sesso;Età;Cittadinanza\n02/04/2024;A01;F;22;Nigeria\n05/04/2024;A02;F;25;Romania\n08/04/2024;A03;M;30;Marocco\n"), sheet.Map{})
	for file, want := range map[string]int{
		"Data;Codice;Sesso;Età;Cittadinanza\n02/04/2024;B01;F;41;Albania\n05/04/2024;B02;F;19;Brasile\n08/04/2024;B03;M;52;Mali\n":    0,
		"Data;Codice;Sesso;Età;Cittadinanza\n02/04/2024;B01;F;22;Nigeria\n05/04/2024;B02;F;25;Romania\n08/04/2024;B03;M;30;Marocco\n": 1, // all codes were written anew
	} {
		if got := asked(o.preview(t, "contacts", []byte(file), sheet.Map{})); len(got) != want {
			t.Errorf("asked %v of\n%s", got, file)
		}
	}
}
