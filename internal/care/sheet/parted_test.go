package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
)

// who are the persons of the contacts recorded, in the order of their days.
func (o *office) who(t *testing.T) string {
	t.Helper()
	var list []string
	for _, line := range o.met(t) {
		list = append(list, strings.Fields(line)[1])
	}
	return strings.Join(list, " ")
}

// A book of numbers for each unit, or for each sheet: the same number elsewhere is somebody else, in this file and in the next.
func TestNumbersOfPeopleMayBeginAgain(t *testing.T) {
	head := "Data;Unità;Codice persona;Sesso"
	o := town(t)
	file := text(head, "03/04/2024;Unità di strada;1;F", "04/04/2024;Unità di strada;2;F", "05/04/2024;Unità di strada;3;F", "06/04/2024;Sportello;1;F", "07/04/2024;Sportello;2;F", "08/04/2024;Sportello;3;F")
	if got := asked(o.preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"who.C"}) {
		t.Fatalf("asks %v", got)
	}
	o.take(t, "contacts", file, answering("who.C=each_unit"))
	more := text(head, "03/05/2024;Unità di strada;1;F", "14/05/2024;Unità di strada;2;F", "15/05/2024;Unità di strada;3;F", "16/05/2024;Sportello;1;F", "27/05/2024;Sportello;2;F", "28/05/2024;Sportello;3;F")
	if got := asked(o.preview(t, "contacts", more, sheet.Map{})); !slices.Equal(got, []string{"who.C"}) {
		t.Errorf("the next file asks %v", got)
	}
	o.take(t, "contacts", more, answering("who.C=each_unit"))
	if got := o.who(t); got != "p1 p2 p3 p4 p5 p6 p1 p2 p3 p4 p5 p6" {
		t.Errorf("each unit: %s", got)
	}
	o = field(t)
	book := namedBook(t, []string{"Aprile", "Maggio"}, [][]string{
		{"Data;Codice persona;Sesso", "03/04/2024;1;F", "04/04/2024;2;F", "05/04/2024;3;F", "06/04/2024;1;F"}, {"Data;Codice persona;Sesso", "03/05/2024;1;F", "04/05/2024;2;F", "05/05/2024;3;F"},
	})
	if got := asked(o.preview(t, "contacts", book, answering("who.B=each_sheet"))); len(got) > 0 {
		t.Fatalf("asks %v", got)
	}
	o.take(t, "contacts", book, answering("who.B=each_sheet"))
	if got := o.who(t); got != "p1 p2 p3 p1 p4 p5 p6" {
		t.Errorf("each sheet: %s", got)
	}
}

// A number that repeats may be the person's: where no other column says who somebody is, it is asked, be it one repeat.
func TestANumberThatRepeatsMayBeThePersons(t *testing.T) {
	for _, heading := range []string{"N. scheda", "ID"} {
		file := text("Data;"+heading+";Sesso", "03/04/2024;12;F", "10/04/2024;15;F", "17/04/2024;12;F", "18/04/2024;18;F")
		for answer, want := range map[string]string{"person": "p1 p2 p1 p3", "each_part": "- - - -"} {
			o := field(t)
			if got := asked(o.preview(t, "contacts", file, sheet.Map{})); !slices.Equal(got, []string{"number.B"}) {
				t.Fatalf("%s asks %v", heading, got)
			}
			o.take(t, "contacts", file, answering("number.B="+answer))
			if got := o.who(t); got != want {
				t.Errorf("%s as %s: %s", heading, answer, got)
			}
		}
		if p := field(t).preview(t, "contacts", file, answering("number.B=row")); p.RefusedRows() != 1 {
			t.Errorf("%s of the row: %s", heading, sums(p))
		}
	}
}

// A code that is the same in all rows of a day says which outing, and nobody is known by it.
func TestACodeOfTheDayIsNobodys(t *testing.T) {
	rows := []string{"Data;Codice;Sesso"}
	for day := 1; day <= 4; day++ {
		for range 3 {
			rows = append(rows, fmt.Sprintf("%02d/04/2024;USC-%02d;F", day, day))
		}
	}
	o := field(t)
	if got := asked(o.preview(t, "contacts", text(rows...), sheet.Map{})); !slices.Contains(got, "who.B") {
		t.Fatalf("asks %v", got)
	}
	o.take(t, "contacts", text(rows...), answering("who.B=leave_out"))
	if got := o.who(t); got != strings.TrimSpace(strings.Repeat("- ", 12)) {
		t.Errorf("recorded of %s", got)
	}
}

// One answer writes a row once for each of several people, another fills the blanks below: both hold together.
func TestRowsOfSeveralPeopleAreFilledLikeOthers(t *testing.T) {
	o := town(t)
	file := text("Data;Unità;Codice;Sesso", "03/04/2024;Unità di strada;A01;F", ";;A02/A03;F", ";;A04;F", "10/04/2024;Unità di strada;A01;F")
	o.take(t, "contacts", file, answering("joint.C=each", "fill=above"))
	if got := o.places(t); got != "2024-04-03 faro-strada, 2024-04-03 faro-strada, 2024-04-03 faro-strada, 2024-04-03 faro-strada, 2024-04-10 faro-strada" {
		t.Errorf("recorded %s", got)
	}
	for _, q := range o.preview(t, "contacts", file, answering("joint.C=each")).Open() {
		if got := fmt.Sprint(q.Rows); q.ID == "fill" && got != "[[3 4]]" {
			t.Errorf("fill of rows %s", got)
		}
	}
}

// What the answers and the words will make necessary is asked with them: a messy register is answered in two rounds.
func TestAMessyRegisterIsAnsweredInTwoRounds(t *testing.T) {
	file := text("Data;Serv.;Cod.;Sesso;Età;Naz.;Nuova;N. presenti", "03/04;UDS;A01;F;22;NIG;N;1", ";;A02/A03;F;19-20;ROM;N;2", ";;A04?;T;31;BRA;V;1", "10/04;UDS;A01;F;22;NIG;V;1",
		"10/04;UDS;A01;F;22;NIG;V;1", "17/04;Indoor;A05;F;99;NIG;N;1", "24/04;UDS;A06;M;22;NP;N;1", "24/04;UDS;A02;M;22;ROM;V;1", "Tot;;;;;;;8")
	o := town(t)
	first := o.preview(t, "contacts", file, sheet.Map{})
	if got := asked(first); !slices.Contains(got, "repeated") || !slices.Contains(got, "unit") || !strings.Contains(unread(first), "F:NIG 4, F:ROM 2") {
		t.Errorf("first asks %v, words %q", got, unread(first))
	}
	m := answering("year=2024", "several.H=one", "unit=column.B", "odd.C=nobody", "joint.C=each", "words.E=absent", "words.F=absent", "initial.G=no", "repeated=record")
	m.Words = map[string]map[string]string{"#F": {"NIG": "NG", "ROM": "RO", "BRA": "BR"}, "#D": {"T": "trans_woman"}, "#E": {"19-20": "18-25"}}
	second := o.preview(t, "contacts", file, m)
	if got := unread(second); !strings.Contains(got, "B:UDS") || !strings.Contains(got, "B:Indoor") {
		t.Errorf("second leaves the words %q", got)
	}
	for _, q := range second.Open() {
		m.Answers[q.ID] = q.Answers[0].ID
	}
	m.Words["#B"] = map[string]string{"UDS": "faro-strada", "Indoor": "faro-sportello"}
	m.Words["#E"]["19-20"] = "18-25"
	third := o.preview(t, "contacts", file, m)
	if len(third.Open()) > 0 || third.RefusedRows() > 0 || third.New != 9 {
		t.Errorf("a third round: asks %v, refused %+v, new %d, words %q", asked(third), third.Refused, third.New, unread(third))
	}
}

// TestWhoIsCountedInTwoColumnsIsAskedAbout: where a total is that of women and men, those in a column beside them may be among these, and would be counted twice.
func TestWhoIsCountedInTwoColumnsIsAskedAbout(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := func(totals ...string) []byte {
		return text("Data;Unità;Modalità;Ore;Donne;Uomini;Trans;Totale", "02/04/2024;faro-strada;strada;3;10;2;2;"+totals[0], "09/04/2024;faro-strada;strada;4;9;0;1;"+totals[1], "16/04/2024;faro-strada;strada;4;7;1;3;"+totals[2])
	}
	among, besides := file("12", "9", "8"), file("14", "10", "11")
	if got := asked(o.preview(t, "outings", besides, sheet.Map{})); slices.Contains(got, "among.G") {
		t.Errorf("the total counts all of them, and it asks %v", got)
	}
	if got := asked(o.preview(t, "outings", among, sheet.Map{})); !slices.Contains(got, "among.G") {
		t.Fatalf("asks %v", got)
	}
	for answer, want := range map[string]int64{"leave_out": 29, "counts": 35} {
		o := field(t)
		o.take(t, "outings", among, answering("among.G="+answer, "left=leave_out"))
		var n int64
		err := o.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT SUM(presences) FROM view_outings`).Scan(&n)
		})
		if err != nil || n != want {
			t.Errorf("%s: %d people seen, want %d: %v", answer, n, want, err)
		}
	}
}
