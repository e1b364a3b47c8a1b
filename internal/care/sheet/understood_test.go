package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/care/sheet"
)

const ofPeople = "Data;Unità;Codice;Sesso;Età;Nazionalità"

// visits are rows of people whose codes have the number of the visit behind them.
func visits(codes ...string) []byte {
	lines := []string{ofPeople}
	for i, code := range codes {
		facts := map[byte]string{'1': "F;22;Nigeria", '2': "F;30;Romania", '3': "F;28;Ghana"}[code[2]]
		lines = append(lines, "0"+itoa(2+i)+"/04/2024;Unità di strada;"+code+";"+facts)
	}
	return text(lines...)
}

func merged(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range [][]any{{"Data", "Unità", "Modalità", "Ore", "Km"}, {"02/04/2024", "Unità di strada", "strada", 3, 40}, {"09/04/2024", "Unità di strada", "strada", 4, nil}} {
		must(t, f.SetSheetRow("Sheet1", "A"+itoa(i+1), &row))
	}
	must(t, f.MergeCell("Sheet1", "E2", "E3"))
	b, err := f.WriteToBuffer()
	must(t, err)
	return b.Bytes()
}

// What may be meant in two ways is asked, and each answer records what it says.
func TestWhatMayBeMeantInTwoWaysIsAskedAndRecordedAsAnswered(t *testing.T) {
	t.Parallel()
	const ofOutings = "Data;Unità;Modalità;"
	outing := func(heading string, rows ...string) []byte {
		lines := []string{ofOutings + heading}
		for i, row := range rows {
			lines = append(lines, "0"+itoa(1+i)+"/04/2024;Unità di strada;strada;"+row)
		}
		return text(lines...)
	}
	for name, c := range map[string]struct {
		kind sheet.Kind
		file []byte
		ask  string
		want map[string]string // answer → what is said to be recorded
	}{
		"visits behind a hyphen": {sheet.Contacts, visits("A01-1", "A02-1", "A01-2", "A01-3", "A02-2", "A03-1"), "visit.C", map[string]string{"person": "3 different people", "codes": "6 different people"}},
		"visits behind a dot":    {sheet.Contacts, visits("A01.1", "A02.1", "A01.2", "A02.2"), "visit.C", map[string]string{"person": "2 different people"}},
		"letters":                {sheet.Contacts, visits("A01a", "A02a", "A01b", "A02b"), "visit.C", map[string]string{"person": "2 different people", "codes": "4 different people"}},
		"visits behind a v":      {sheet.Contacts, visits("A01 v1", "A02 v1", "A01 v2", "A02 v2"), "visit.C", map[string]string{"person": "2 different people"}},
		"the first one bare":     {sheet.Contacts, visits("A01", "A01-2", "A02", "A01-3", "A02-2"), "visit.C", map[string]string{"person": "2 different people"}},
		"a merged quantity":      {sheet.Outings, merged(t), "merged.E", map[string]string{"once": "kilometres: 40 in all", "each": "kilometres: 80 in all"}},
		"a fact of a block": {sheet.Contacts, text("Nazionalità;Codice;Data;Unità;Sesso", "Nigeria;A01;02/04/2024;Unità di strada;F", ";A02;02/04/2024;Unità di strada;F", ";A03;03/04/2024;Unità di strada;F",
			"Romania;B01;02/04/2024;Unità di strada;F", ";B02;09/04/2024;Unità di strada;F"), "block.A", map[string]string{"above": "citizenship: Nigeria 3; Romania 2", "blank": "not said 3"}},
		"hours of all":                {sheet.Outings, outing("N. operatori;Ore complessive;Km", "3;9;40", "2;6;38"), "team.E", map[string]string{"split": "6 h in all", "outing": "15 h in all", "leave_out": "kilometres: 78 in all"}},
		"hours of all, in brackets":   {sheet.Outings, outing("Durata (ore totali di 2 operatori);Km", "8;40", "6;38"), "team.D", map[string]string{"split": "7 h in all", "outing": "14 h in all", "leave_out": "kilometres: 78 in all"}},
		"one way":                     {sheet.Outings, outing("Ore;Km andata", "3;20", "4;22"), "oneway.E", map[string]string{"double": "kilometres: 84 in all", "all": "kilometres: 42 in all"}},
		"a running total":             {sheet.Outings, outing("Ore;Presenze totali", "3;12", "4;21", "4;31", "3;40", "4;52"), "running.E", map[string]string{"running": "presences: 52 in all", "each": "presences: 156 in all"}},
		"a row for each who worked":   {sheet.Outings, text("Data;Unità;Modalità;Operatore;Ore;Km;Presenze", "02/04/2024;Unità di strada;strada;Op1;3;40;12", "02/04/2024;Unità di strada;strada;Op2;2;0;0", "09/04/2024;Unità di strada;strada;Op1;4;38;9"), "crew", map[string]string{"once": "presences: 21 in all, 12 at most", "each": "3 new records"}},
		"crosses under new and known": {sheet.Contacts, text("Data;Unità;Codice;Nuova;Già nota", "02/04/2024;Unità di strada;A01;x;", "02/04/2024;Unità di strada;A02;;x", "09/04/2024;Unità di strada;A03;x;", "09/04/2024;Unità di strada;A01;;x"), "twice.newness", map[string]string{"filled": "new or known: Met before 2; Never met before 2"}},
		"the year of a title":         {sheet.Contacts, text("Registro contatti - anno 2023;;;;;", ofPeople, "02/04/2024;Unità di strada;A01;F;22;Nigeria", "09/04/2024;Unità di strada;A02;F;30;Romania"), "notice.year", map[string]string{"record": "2 new records"}},
		"merged with another":         {sheet.Contacts, text(ofPeople+";Unificata con", "02/04/2024;Unità di strada;A01;F;22;Nigeria;", "02/04/2024;Unità di strada;A02;F;30;Romania;", "09/04/2024;Unità di strada;A03;F;22;Nigeria;A01"), "second.G", map[string]string{"same": "2 different people", "leave_out": "3 different people"}},
		"the same person as":          {sheet.Contacts, text(ofPeople+";Stessa persona di", "02/04/2024;Unità di strada;A01;F;22;Nigeria;", "02/04/2024;Unità di strada;A02;F;30;Romania;", "09/04/2024;Unità di strada;A03;F;22;Nigeria;A01"), "second.G", map[string]string{"same": "2 different people"}},
		"a stroke beside crosses":     {sheet.Contacts, text(ofPeople+";Presente", "02/04/2024;Unità di strada;A01;F;22;Nigeria;x", "02/04/2024;Unità di strada;A02;F;30;Romania;/", "09/04/2024;Unità di strada;A03;F;33;Ghana;x"), "cancelled", map[string]string{"leave_out": "2 new records"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := town(t)
			if got := asked(o.preview(t, c.kind, c.file, sheet.Map{})); !slices.Contains(got, c.ask) {
				t.Fatalf("asks %v, not %s", got, c.ask)
			}
			for answer, want := range c.want {
				p := o.preview(t, c.kind, c.file, sheet.Map{Answers: map[string]string{c.ask: answer}})
				if lines := strings.Join(said(p, "en"), "\n"); !strings.Contains(lines, want) {
					t.Errorf("%s=%s: asks %v, nothing says %q:\n%s", c.ask, answer, p.Open(), want, lines)
				}
			}
		})
	}
}

// What only resembles these is not asked about: codes with a year or a team, groups that do not go on, totals that fall, a fact that comes again, the hours of an outing.
func TestWhatIsPlainIsNotAskedAbout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind sheet.Kind
		file []byte
	}{
		"a number and a year":   {sheet.Contacts, text(ofPeople, "02/04/2024;Unità di strada;12/24;F;22;Nigeria", "03/04/2024;Unità di strada;13/24;F;30;Romania", "09/04/2024;Unità di strada;12/24;F;22;Nigeria", "16/04/2024;Unità di strada;14/24;F;33;Albania")},
		"a letter and numbers":  {sheet.Contacts, text(ofPeople, "02/04/2024;Unità di strada;P-1;F;22;Nigeria", "03/04/2024;Unità di strada;P-2;F;30;Romania", "09/04/2024;Unità di strada;P-3;F;22;Nigeria", "16/04/2024;Unità di strada;P-1;F;22;Nigeria")},
		"blanks here and there": {sheet.Contacts, text(ofPeople, "02/04/2024;Unità di strada;K1;F;22;Nigeria", "03/04/2024;Unità di strada;K2;F;30;", "09/04/2024;Unità di strada;K3;F;22;Nigeria", "16/04/2024;Unità di strada;K4;F;22;")},
		"presences":             {sheet.Outings, text("Data;Unità;Modalità;Ore;Presenze", "02/04/2024;Unità di strada;strada;3;12", "03/04/2024;Unità di strada;strada;3;14", "04/04/2024;Unità di strada;strada;3;9", "05/04/2024;Unità di strada;strada;3;15", "06/04/2024;Unità di strada;strada;3;16")},
	} {
		if p := town(t).preview(t, c.kind, c.file, sheet.Map{}); len(p.Open()) > 0 {
			t.Errorf("%s: asks %v", name, asked(p))
		}
	}
}
