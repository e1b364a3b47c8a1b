package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// Days without a year are asked about once; parts of a day in several columns are put together.
func TestDaysInPartsArePutTogether(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		asks    string
		answers []string
		want    []string
	}{
		"numbers":              {"Data;Sesso\n02/04;F\n03/04;M\n", "ask year", []string{"year=2024"}, []string{"2024-04-02", "2024-04-03"}},
		"words":                {"Giorno;Sesso\nlun 1 aprile;F\nmar 2 aprile;M\n3-apr;F\n4.4;M\n", "ask year", []string{"year=2024"}, []string{"2024-04-01", "2024-04-02", "2024-04-03", "2024-04-04"}},
		"some of them":         {"Data;Sesso\n02/04/2024;F\n03/04;M\n", "ask year", []string{"year=2024"}, []string{"2024-04-02", "2024-04-03"}},
		"beyond December":      {"Data;Sesso\n30/12;F\n31/12;M\n02/01;F\n", "ask year", []string{"year=2024"}, []string{"2024-12-30", "2024-12-31", "2025-01-02"}},
		"three columns":        {"Anno;Mese;Giorno;Sesso\n2024;4;2;F\n2024;aprile;3;M\n", "", nil, []string{"2024-04-02", "2024-04-03"}},
		"in English":           {"Year;Month;Day;Gender\n2024;4;2;F\n2024;April;3;M\n", "", nil, []string{"2024-04-02", "2024-04-03"}},
		"a year beside":        {"Anno;Data;Sesso\n2024;02/04;F\n2024;3 aprile;M\n", "", nil, []string{"2024-04-02", "2024-04-03"}},
		"months without years": {"Mese;Giorno;Sesso\naprile;2;F\naprile;3;M\n", "ask year", []string{"year=2024"}, []string{"2024-04-02", "2024-04-03"}},
		"months with years":    {"Mese;Giorno;Sesso\naprile 2024;2;F\nMaggio 2024;3;M\n", "", nil, []string{"2024-04-02", "2024-05-03"}},
		"written once":         {"Mese;Giorno;Sesso\nAprile 2024;2;F\n;3;M\n", "ask fill.A", []string{"fill.A=above"}, []string{"2024-04-02", "2024-04-03"}},
		"a month said twice":   {"Data;Mese;Anno;Sesso\n02/04/2024;aprile;2024;F\n", "", nil, []string{"2024-04-02"}},
	} {
		o := field(t)
		if got := sums(o.preview(t, "contacts", []byte(c.file), sheet.Map{})); got != c.asks {
			t.Errorf("%s says %q, want %q", name, got, c.asks)
			continue
		}
		o.take(t, "contacts", []byte(c.file), answering(c.answers...))
		var got []string
		for _, line := range o.met(t) {
			got = append(got, line[:10])
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	p := field(t).preview(t, "contacts", text("Registro aprile 2024;", "Data;Sesso", "02/04;F"), sheet.Map{})
	if len(p.Open()) != 1 || p.Open()[0].Answers[0].ID != "2024" {
		t.Errorf("a title with the year: %+v", p.Open())
	}
}

// A legend or another table to the right of the table is none of its rows.
func TestWhatStandsBesideATableIsAskedAbout(t *testing.T) {
	legend := text("Data;Sesso;Codice persona;;Cittadinanza;Sigla", "02/04/2024;F;P-1;;Nigeria;NIG", "03/04/2024;M;P-2;;Romania;ROM", "04/04/2024;F;P-3;;Albania;ALB", "05/04/2024;F;P-4;;;")
	longer := text("Data;Sesso;Codice persona;;Cittadinanza;Sigla", "02/04/2024;F;P-1;;Nigeria;NIG", "03/04/2024;M;P-2;;Romania;ROM", ";;;;Albania;ALB")
	again := text("Data;Sesso;Codice persona;;Data;Sesso;Codice persona", "02/04/2024;F;P-1;;02/05/2024;F;P-11", "03/04/2024;M;P-2;;03/05/2024;F;P-12")
	for name, c := range map[string]struct {
		file []byte
		id   string
		n    int
	}{"a legend": {legend, "beside", 4}, "one that is longer": {longer, "beside", 2}, "another table": {again, "side", 2}} {
		o := field(t)
		if got, _, _ := strings.Cut(sums(o.preview(t, "contacts", c.file, sheet.Map{})), ","); got != "ask "+c.id {
			t.Errorf("%s says %q", name, got)
			continue
		}
		o.take(t, "contacts", c.file, answering(c.id+"=leave_out"))
		if got := strings.Join(o.met(t), ";"); strings.Contains(got, "NG") || len(o.met(t)) != c.n {
			t.Errorf("%s: %s", name, got)
		}
	}
	for name, file := range map[string][]byte{
		"a column that goes on":    text("Data;Sesso;;Cittadinanza", "02/04/2024;F;;Nigeria", "03/04/2024;M;;Nigeria", "04/04/2024;F;;Romania"),
		"a legend without a field": text("Data;Sesso;;Legenda;", "02/04/2024;F;;F;femmina", "03/04/2024;M;;M;maschio", "04/04/2024;F;;;"),
	} {
		if got := sums(field(t).preview(t, "contacts", file, sheet.Map{})); got != "" {
			t.Errorf("%s says %q", name, got)
		}
	}
}

// What a row is signed with is no record; kilometres are rounded; a number that goes on is no visit of the day; people who come every Monday are known.
func TestWhatNobodyNeedsToBeAsked(t *testing.T) {
	for name, file := range map[string]string{
		"lines to sign": "Data;Codice persona;Sesso\n02/04/2024;P-1;F\nFirma;___;\nFirma operatore:;;______\nLuogo e data;;………\nVisto, il coordinatore;;\n",
		"five Mondays":  "Data;Codice persona;Sesso;Età\n" + strings.Join(mondays("P-1;F;22", "P-2;M;31", "P-3;F;41"), "\n") + "\n",
		"their numbers": "Data;Codice persona;Sesso\n" + strings.Join(mondays("P-017;F", "P-041;F", "P-112;F"), "\n") + "\n",
	} {
		if p := field(t).preview(t, "contacts", []byte(file), sheet.Map{}); len(p.Open()) > 0 || len(p.Refused) > 0 {
			t.Errorf("%s says %q", name, sums(p))
		}
	}
	o := town(t)
	o.take(t, "outings", text("Data;Unità;Tipo uscita;Km", "02/04/2024;Unità di strada;Strada;12,5", "03/04/2024;Unità di strada;Strada;7.4"), sheet.Map{})
	if got := o.kilometres(t); !slices.Equal(got, []int64{13, 7}) {
		t.Errorf("%v km", got)
	}
}

// mondays are the rows of the same people on five days.
func mondays(who ...string) (lines []string) {
	for _, day := range []string{"01/04/2024", "08/04/2024", "15/04/2024", "22/04/2024", "29/04/2024"} {
		for _, w := range who {
			lines = append(lines, day+";"+w)
		}
	}
	return lines
}

// The code that this program gave somebody says who it is in a file, as it does in a form.
func TestTheProgramsOwnCodeInAFileIsThePerson(t *testing.T) {
	o := town(t)
	o.take(t, "contacts", text("Data;Unità;Codice persona;Sesso", "02/04/2024;Sportello;NOSTRO-1;F"), sheet.Map{})
	_, rest, _ := strings.Cut(o.facts(t), "} 0 answers")
	_, line, _ := strings.Cut(o.facts(t)+rest, " Code:")
	code, _, _ := strings.Cut(line, " ")
	if len(code) < 4 || !strings.Contains(code, "-") {
		t.Fatalf("no code in %s", o.facts(t))
	}
	for _, typed := range []string{code, strings.ToLower(code)} {
		if p := o.preview(t, "contacts", text("Data;Unità;Codice persona;Sesso", "03/04/2024;Sportello;"+typed+";F"), sheet.Map{}); p.Persons != 0 || p.New != 1 {
			t.Errorf("%s: %d new persons, %d rows: %s", typed, p.Persons, p.New, sums(p))
		}
	}
	o.take(t, "contacts", text("Data;Unità;Codice persona;Sesso", "03/04/2024;Sportello;"+code+";F"), sheet.Map{})
	if got := o.met(t); len(got) != 2 || !strings.Contains(got[1], " p1 ") {
		t.Errorf("recorded %v", got)
	}
	if p := o.preview(t, "contacts", text("Data;Unità;Codice persona;Sesso", "03/04/2024;Sportello;Z9-NESSUNO;F"), sheet.Map{}); p.Persons != 1 {
		t.Errorf("nobody's code: %d new persons", p.Persons)
	}
}

// The unit that no column says is asked about once, and recorded as was answered.
func TestAMissingUnitIsAskedAbout(t *testing.T) {
	o := town(t)
	file := text("Data;Sesso", "02/04/2024;F", "03/04/2024;M")
	m := sheet.Map{Organisation: "faro"}
	p := o.preview(t, "contacts", file, m)
	if sums(p) != "ask unit" || len(p.Open()[0].Answers) != 2 {
		t.Fatalf("says %q: %+v", sums(p), p.Open())
	}
	m.Answers = map[string]string{"unit": "faro-sportello"}
	if p := o.preview(t, "contacts", file, m); sums(p) != "" || p.New != 2 {
		t.Errorf("answered, says %q", sums(p))
	}
}

// The heading of a column stays to be seen once somebody has said what it is, or that it is to be left out.
func TestAHeadingIsShownBeforeAndAfterItWasChosen(t *testing.T) {
	o := field(t)
	file := text("Data;Sesso;Quando rivista", "02/04/2024;F;x", "03/04/2024;M;")
	for _, chosen := range []map[string]string{nil, {"#C": "advert"}, {"#C": sheet.Ignore}, {"#B": sheet.Ignore}} {
		p := o.preview(t, "contacts", file, sheet.Map{Columns: chosen})
		if p.Columns[2].Heading != "Quando rivista" || p.Columns[1].Heading != "Sesso" {
			t.Errorf("%v: %+v", chosen, p.Columns)
		}
	}
}

// The answers to what a yes says name the field.
func TestTheAnswersToASenseNameTheField(t *testing.T) {
	p := field(t).preview(t, "contacts", text("Data;Sesso;Non informata", "02/04/2024;F;sì"), sheet.Map{})
	if len(p.Open()) != 1 {
		t.Fatalf("says %q", sums(p))
	}
	for _, lang := range []string{"it", "en"} {
		for _, a := range p.Open()[0].Answers {
			if said := a.Words.Say(i18n.For(lang)); strings.HasSuffix(said, ": ") || strings.Contains(said, "no value") {
				t.Errorf("%s: %q", lang, said)
			}
		}
	}
}
