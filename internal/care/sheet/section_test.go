package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

// places are the contacts recorded, a line each: day and unit.
func (o *office) places(t *testing.T) string {
	t.Helper()
	var lines []string
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		units, err := network.Units(tx)
		must(t, err)
		code := map[network.UnitID]string{}
		for _, u := range units {
			code[u.ID] = u.Code
		}
		contacts, err := outreach.Contacts.List(tx, store.Selection{})
		for _, k := range contacts.Items {
			lines = append(lines, k.Day+" "+code[k.UnitID])
		}
		return err
	}))
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

const sectioned = "Codice persona;Sesso"

// Of which unit, body, day or month rows are may stand above them: it is asked once, saying what it would mean, and answered once.
func TestWhatStandsAboveTheRowsMayBeMeantOfThem(t *testing.T) {
	for name, c := range map[string]struct {
		file   []byte
		answer string
		means  string
		want   string
	}{
		"units between the rows": {
			text("Data;"+sectioned, "UNITÀ DI STRADA;;", "03/04/2024;A01;F", "10/04/2024;A02;F", "Sportello;;", "04/04/2024;A03;F"),
			"unit", "riga 2: Unità di strada, riga 5: Sportello", "2024-04-03 faro-strada, 2024-04-04 faro-sportello, 2024-04-10 faro-strada",
		},
		"units between the rows, and a blank column": {
			text("Data;Unità;"+sectioned, "Sportello;;;", "03/04/2024;;A01;F", "Unità di strada;;;", "04/04/2024;;A03;F"),
			"section.B", "riga 2: Sportello, riga 4: Unità di strada", "2024-04-03 faro-sportello, 2024-04-04 faro-strada",
		},
		"units that are sheets": {
			namedBook(t, []string{"Unità di strada", "Sportello"}, [][]string{{"Data;" + sectioned, "03/04/2024;A01;F"}, {"Data;" + sectioned, "04/04/2024;A02;F"}}),
			"unit", "foglio 1: Unità di strada, foglio 2: Sportello", "2024-04-03 faro-strada, 2024-04-04 faro-sportello",
		},
		"days between the rows": {
			text(sectioned+";Unità", "mercoledì 3 aprile 2024;;", "A01;F;Sportello", "A02;F;Sportello", "mercoledì 10 aprile 2024;;", "A01;F;Sportello"),
			"column.day", "riga 2: mercoledì 3 aprile 2024, riga 5: mercoledì 10 aprile 2024", "2024-04-03 faro-sportello, 2024-04-03 faro-sportello, 2024-04-10 faro-sportello",
		},
		"days that are sheets": {
			namedBook(t, []string{"3 aprile 2024", "10 aprile 2024"}, [][]string{{sectioned + ";Unità", "A01;F;Sportello"}, {sectioned + ";Unità", "A02;F;Sportello"}}),
			"column.day", "foglio 1: 3 aprile 2024, foglio 2: 10 aprile 2024", "2024-04-03 faro-sportello, 2024-04-10 faro-sportello",
		},
		"months between the rows": {
			text("Giorno;Unità;"+sectioned, "APRILE 2024;;;", "3;Sportello;A01;F", "MAGGIO 2024;;;", "8;Sportello;A02;F"),
			"month", "riga 2: APRILE 2024, riga 4: MAGGIO 2024", "2024-04-03 faro-sportello, 2024-05-08 faro-sportello",
		},
		"months that are sheets": {
			namedBook(t, []string{"Aprile 2024", "Maggio 2024"}, [][]string{{"Giorno;Unità;" + sectioned, "3;Sportello;A01;F"}, {"Giorno;Unità;" + sectioned, "8;Sportello;A02;F"}}),
			"month", "foglio 1: Aprile 2024, foglio 2: Maggio 2024", "2024-04-03 faro-sportello, 2024-05-08 faro-sportello",
		},
		"a month above the table, its year beside it": {
			text("Mese di aprile;anno 2024;;", "Giorno;Unità;"+sectioned, "3;Sportello;A01;F"),
			"month", "riga 1: Mese di aprile anno 2024", "2024-04-03 faro-sportello",
		},
		"a body between the rows": {
			text("Data;Unità;"+sectioned, "Cooperativa Faro;;;", "03/04/2024;Unità di strada;1A;F", "Associazione Molo;;;", "04/04/2024;Unità di strada;2A;F"),
			"body", "riga 2: Cooperativa Faro, riga 4: Associazione Molo", "2024-04-03 faro-strada, 2024-04-04 molo-strada",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := town(t)
			p := o.preview(t, "contacts", c.file, sheet.Map{})
			if got := asked(p); !slices.Equal(got, []string{c.answer}) {
				t.Fatalf("asks %v, refused %+v", got, p.Refused)
			}
			first := p.Open()[0].Answers[0]
			if first.ID != "as_written" || !strings.Contains(first.Words.Say(i18n.For("it")), c.means) {
				t.Errorf("offers first %s: %s", first.ID, first.Words.Say(i18n.For("it")))
			}
			_, err := o.apply(t, o.draft(t, "contacts", c.file, answering(c.answer+"=as_written")), sheet.Options{})
			must(t, err)
			if got := o.places(t); got != c.want {
				t.Errorf("recorded %s", got)
			}
		})
	}
}

// The year of days may be the name of their sheet.
func TestTheNameOfASheetMayBeTheYearOfItsDays(t *testing.T) {
	o := field(t)
	o.take(t, "contacts", namedBook(t, []string{"2024", "2025"}, [][]string{{"Data;" + sectioned, "03/04;A01;F"}, {"Data;" + sectioned, "05/03;A02;F"}}), sheet.Map{})
	if got := o.places(t); got != "2024-04-03 faro-strada, 2025-03-05 faro-strada" {
		t.Errorf("recorded %s", got)
	}
}

// What stands above some rows only is of those only, and is no answer for all; a title and a sheet that say different things say nothing.
func TestWhatStandsAboveSomeRowsIsNoAnswerForAll(t *testing.T) {
	for name, file := range map[string][]byte{
		"rows above the first": text("Data;"+sectioned, "03/04/2024;A01;F", "Sportello;;", "04/04/2024;A03;F"),
		"two that differ":      namedBook(t, []string{"Sportello", "b"}, [][]string{{"Unità di strada", "Data;" + sectioned, "03/04/2024;A01;F"}, {"Data;" + sectioned, "04/04/2024;A01;F"}}),
	} {
		for _, q := range town(t).preview(t, "contacts", file, sheet.Map{}).Open() {
			if slices.ContainsFunc(q.Answers, func(a sheet.Answer) bool { return a.ID == "as_written" }) {
				t.Errorf("%s: %s offers it", name, q.ID)
			}
		}
	}
}

// A column whose heading means nothing here may say the unit in words of the office: it is offered, and its words are explained.
func TestAColumnOfTheOfficesWordsMaySayTheUnit(t *testing.T) {
	o := town(t)
	file := text("Data;Serv.;"+sectioned, "03/04/2024;UDS;A01;F", "04/04/2024;Indoor;A02;F", "05/04/2024;UDS;A03;F", "06/04/2024;UDS;A04;F")
	p := o.preview(t, "contacts", file, sheet.Map{})
	if got := asked(p); !slices.Equal(got, []string{"unit"}) || p.Open()[0].Answers[0].ID != "column.B" {
		t.Fatalf("asks %v: %+v", got, p.Open())
	}
	m := answering("unit=column.B")
	if got := unread(o.preview(t, "contacts", file, m)); got != "B:UDS 3, B:Indoor 1" {
		t.Fatalf("unread %q", got)
	}
	m.Words = map[string]map[string]string{"#B": {"UDS": "faro-strada", "Indoor": "faro-sportello"}}
	o.take(t, "contacts", file, m)
	if got := o.places(t); got != "2024-04-03 faro-strada, 2024-04-04 faro-sportello, 2024-04-05 faro-strada, 2024-04-06 faro-strada" {
		t.Errorf("recorded %s", got)
	}
}
