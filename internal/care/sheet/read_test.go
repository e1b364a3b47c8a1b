package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

func TestAmbiguousDaysAreAskedForUnderEnglishHeadings(t *testing.T) {
	t.Parallel()
	o := town(t)
	for name, file := range map[string][]byte{
		"all ambiguous":             text("Date;Unit;Gender", "03/04/2024;Sportello;F", "05/06/2024;Sportello;F"),
		"one of them settled":       text("Date;Unit;Gender", "03/04/2024;Sportello;F", "25/06/2024;Sportello;F"),
		"they contradict":           text("Date;Unit;Gender", "25/06/2024;Sportello;F", "06/25/2024;Sportello;F"),
		"headings of two tongues":   text("Data;Unit;Language", "03/04/2024;Sportello;"),
		"headings of equal tongues": text("Date;Unità;Genere;Channel", "03/04/2024;Sportello;F;"),
	} {
		t.Run(name, func(t *testing.T) {
			d := o.draft(t, "contacts", file, sheet.Map{})
			if got := asked(d.Preview()); !slices.Equal(got, []string{"dates"}) {
				t.Fatalf("asked %v", got)
			}
			if _, err := o.apply(t, d, sheet.Options{SkipBad: true}); key(err) != "sheet.questions_open" {
				t.Errorf("recorded all the same: %v", err)
			}
		})
	}
}

func TestDaysAreReadInTheOrderThatIsKnown(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		file    []byte
		m       sheet.Map
		because string
		want    []string
	}{
		"Italian headings":     {text("Data;Unità;Genere", "03/04/2024;Sportello;F", "31.12.24;Sportello;F"), sheet.Map{}, "headings_it", []string{"2024-04-03", "2024-12-31"}},
		"declared month first": {text("Date;Unit;Gender", "03/04/2024;Sportello;F", "12/31/2024;Sportello;F"), sheet.Map{Dates: sheet.MonthFirst}, "declared", []string{"2024-03-04", "2024-12-31"}},
		"the map overrules":    {text("Data;Unità;Genere", "03/04/2024;Sportello;F"), sheet.Map{Dates: sheet.MonthFirst}, "declared", []string{"2024-03-04"}},
		"only clear days":      {text("Date;Unit;Gender", "2024-04-03;Sportello;F", "45657;Sportello;F", "3 Apr 2024;Sportello;F", "20240403;Sportello;F"), sheet.Map{}, "cells", []string{"2024-04-03", "2024-04-03", "2024-04-03", "2024-12-31"}},
		"all beyond twelve":    {text("Date;Unit;Gender", "25/04/2024;Sportello;F"), sheet.Map{}, "cells", []string{"2024-04-25"}},
		"months by name":       {text("Data;Unità;Genere", "mercoledì 3 aprile 2024;Sportello;F", "3-dic-24;Sportello;F"), sheet.Map{}, "headings_it", []string{"2024-04-03", "2024-12-03"}},
		"with a clock":         {text("Data;Unità;Genere", "03/04/2024 23:15;Sportello;F", "2024-12-31T23:15:00+01:00;Sportello;F"), sheet.Map{}, "headings_it", []string{"2024-04-03", "2024-12-31"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := town(t)
			if p := o.preview(t, "contacts", c.file, c.m); p.DatesBecause != c.because {
				t.Errorf("because %q, want %q", p.DatesBecause, c.because)
			}
			o.take(t, "contacts", c.file, c.m)
			if got := o.days(t); !slices.Equal(got, c.want) {
				t.Errorf("days %q, want %q", got, c.want)
			}
		})
	}
}

func (o *office) days(t *testing.T) (days []string) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		contacts, err := outreach.Contacts.List(tx, store.Selection{Sort: "day"})
		for _, k := range contacts.Items {
			days = append(days, k.Day)
		}
		return err
	}))
	slices.Sort(days)
	return days
}

func TestADayAgainstTheOrderIsRefusedInItsRow(t *testing.T) {
	t.Parallel()
	o := town(t)
	p := o.preview(t, "contacts", text("Data;Unità;Genere", "31/12/2024;Sportello;F", "12/31/2024;Sportello;F", "30/02/2024;Sportello;F", "ieri;Sportello;F"), sheet.Map{})
	var got []string
	for _, r := range p.Refused {
		got = append(got, r.Err.Key)
	}
	if want := []string{"sheet.day_contradicts", "sheet.expected_day", "sheet.expected_day"}; !slices.Equal(got, want) || p.New != 1 {
		t.Errorf("refused %q, %d new", got, p.New)
	}
}

func TestTheMapCorrectsTheGuess(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := text("Quando;Chi;Che cosa;Sesso", "01/02/2024;Sportello;Lavoro;Donna")
	if _, err := o.read(t, "contacts", file, sheet.Map{}); key(err) != "sheet.no_header" {
		t.Errorf("without a map: %v", err)
	}
	m, err := sheet.ReadMap([]byte("dates: day_first\ncolumns:\n  quando: day\n  B: unit\n  Che cosa: setting\n  Sesso: ignore\ndefaults: {channel: Unità di strada, gender: Uomo, newness: nuovo}\n"))
	must(t, err)
	o.take(t, "contacts", file, m)
	if got := o.facts(t); !strings.Contains(got, "Setting:labour") || !strings.Contains(got, "Gender:man") || !strings.Contains(got, "Channel:contact_unit") || !strings.Contains(got, "Newness:new ") {
		t.Errorf("read as %s", got)
	}
	for name, c := range map[string]struct{ yaml, key string }{
		"a field that is none":   {"columns: {Sesso: shoe_size}", "sheet.map_field"},
		"a column that is none":  {"header: 1\ncolumns: {Altezza: gender}", "sheet.map_column"},
		"two of one meaning":     {"columns: {A: day, B: day}", "sheet.map_twice"},
		"a default that is none": {"header: 1\ncolumns: {Quando: day, Chi: unit}\ndefaults: {gender: drago}", "sheet.map_default"},
		"another's organisation": {"columns: {Quando: day, Chi: unit}\norganisation: luna", "sheet.map_organisation"},
		"a sheet that is none":   {"sheet: 3", "sheet.no_sheet"},
	} {
		m, err := sheet.ReadMap([]byte(c.yaml))
		must(t, err)
		if _, err := o.read(t, "contacts", file, m); key(err) != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	for _, yaml := range []string{"shoes: 3", "dates: sometimes", "- a", "sheet: -1"} {
		if _, err := sheet.ReadMap([]byte(yaml)); key(err) != "sheet.map_unreadable" {
			t.Errorf("%q: %v", yaml, err)
		}
	}
}

func TestAMappingIsKeptForTheNextFileWithTheseHeadings(t *testing.T) {
	t.Parallel()
	o := town(t)
	m := sheet.Map{Dates: sheet.DayFirst, Columns: map[string]string{"When": "day", "Team": "unit", "Remarks 2": "ignore", "Word": "setting"}}
	o.take(t, "contacts", text("When;Team;Remarks 2;Word", "03/04/2024;Sportello;x;Lavoro"), m)
	p := o.preview(t, "contacts", text("When;Team;Remarks 2;Word;Gender", "04/04/2024;Sportello;x;Lavoro;woman"), sheet.Map{Columns: map[string]string{"Word": "setting", "When": "day"}, Dates: sheet.DayFirst})
	if p.DatesBecause != "declared" {
		t.Errorf("other headings remembered a mapping: %+v", p)
	}
	file := text("When;Team;Remarks 2;Word", "04/04/2024;Sportello;x;Lavoro", "05/04/2024;Sportello;x;Lavoro")
	p = o.preview(t, "contacts", file, sheet.Map{})
	if p.DatesBecause != "kept" || p.New != 2 || p.Columns[0].Source != sheet.Kept || p.Columns[3].Field != "setting" || p.Columns[2].Field != "" {
		t.Errorf("not kept: %+v", p)
	}
}

func TestTheSuggestedMapReadsTheFileTheSameWay(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := plainCSV.render(t, register(20, 9))
	p := o.preview(t, "contacts", file, sheet.Map{})
	yaml, err := p.Map().YAML()
	must(t, err)
	m, err := sheet.ReadMap(yaml)
	must(t, err)
	o.take(t, "contacts", file, sheet.Map{})
	if again := o.preview(t, "contacts", file, m); again.New != 0 || again.Known != 20 {
		t.Errorf("%d new with its own map:\n%s", again.New, yaml)
	}
}

func TestRowsThatAreNoRecordsAreDroppedAndListed(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := text("Registro 2024", "", "Data;Unità;Genere;N. materiali", "01/02/2024;Sportello;Donna;3", "Totale gennaio;;;3", "Data;Unità;Genere;N. materiali", ";;;17", "Legenda: D donna", "TOTALE GENERALE;;;20", "99;;;")
	p := o.preview(t, "contacts", file, answering("left=leave_out"))
	want := []sheet.Dropped{{1, sheet.DroppedTitle}, {5, sheet.DroppedTotal}, {6, sheet.DroppedHeading}, {7, sheet.DroppedNumbers}, {8, sheet.DroppedRemark}, {9, sheet.DroppedTotal}, {10, sheet.DroppedNumbers}}
	if !slices.Equal(p.Dropped, want) || p.Rows != 1 || p.Blank != 1 || p.Header != 3 || len(p.Refused) != 0 {
		t.Errorf("preview %+v", p)
	}
}

func TestARecordIsNeverDroppedForItsWords(t *testing.T) {
	t.Parallel()
	o := town(t)
	p := o.preview(t, "contacts", text("Note;Data;Unità;Genere", "Totale disponibilità;01/02/2024;Sportello;Donna"), sheet.Map{})
	if p.New != 1 || len(p.Dropped) != 0 {
		t.Errorf("preview %+v", p)
	}
}

// A column of genders with a few slips is a column of genders: the slips are refused in their rows, the column is not lost.
func TestAFewSlipsAreRefusedInTheirRowsAndDoNotLoseTheColumn(t *testing.T) {
	t.Parallel()
	o := town(t)
	rows := []string{"Data;Unità;Sesso;Provincia"}
	for range 96 {
		rows = append(rows, "01/02/2024;Sportello;F;BS")
	}
	for _, slip := range []string{"fm", "donan", "x1", "zz"} {
		rows = append(rows, "01/02/2024;Sportello;"+slip+";BS")
	}
	p := o.preview(t, "contacts", text(rows...), sheet.Map{})
	if n := p.RefusedRows(); n != 4 || p.New != 96 {
		t.Errorf("%d rows refused and %d new, want 4 and 96: %+v", n, p.New, p.Columns)
	}
}

func TestMissingColumnsAreAskedFor(t *testing.T) {
	t.Parallel()
	o := town(t)
	if got := asked(o.draft(t, "actions", text("Unità;Esito;Provincia", "Sportello;Concluso;BS"), sheet.Map{}).Preview()); !slices.Equal(got, []string{"column.day", "column.type"}) {
		t.Errorf("asked %v", got)
	}
	o.take(t, "actions", text("Unità;Esito;Provincia", "Sportello;Concluso;BS"), sheet.Map{Defaults: map[string]string{"day": "2024-02-01", "type": "Consulenza legale"}})
	p := o.preview(t, "persons", text("Codice persona;Data", "Q1;01/02/2024"), sheet.Map{})
	if len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.whose" {
		t.Errorf("whose persons these are must be asked: %+v", p)
	}
}

func TestFactsAreReadAsOfficesWriteThem(t *testing.T) {
	t.Parallel()
	o := town(t)
	cases := []struct{ heading, cell, want string }{
		{"Età", "23", "AgeBand:18-25"},
		{"Età", "17 anni", "AgeBand:14-17"},
		{"Età", "51 anni", "AgeBand:51+"},
		{"Età", "minorenne", "AgeBand:minor"},
		{"Fascia di età", "26 - 30", "AgeBand:26-30"},
		{"Età", "", "AgeBand:not_recorded"},
		{"Età", "non chiesta", "AgeBand:not_asked"},
		{"Genere", "f", "Gender:woman"},
		{"SESSO", "M", "Gender:man"},
		{"Genere", "rifiuta", "Gender:refused"},
		{"Nazionalità", "nigeriana", "Citizenship:NG"},
		{"Nazionalità", "Sudamerica", "Region:south_america"},
		{"Provincia", "BG", "Province:IT-BG"},
		{"Prov.", "Bergamo", "Province:IT-BG"},
		{"Provincia", "IT-MN", "Province:IT-MN"},
		{"Provincia", "", "Province:IT-BS"},
		{"Nuovo contatto", "sì", "Newness:new"},
		{"Nuovo contatto", "no", "Newness:known_not_linkable"},
		{"Nuovo contatto", "", "Newness:unsure"},
		{"Annuncio", "x", "Advert:true"},
		{"Tipo luogo", "SAI", "Channel:reception_awareness"},
		{"Canale", "outreach", "Channel:community_outreach"},
		{"Progetto", "ROTTA", "Day:2024-02-01"},
		{"Informativa", "si", "Information:yes"},
		{"Protezione", "richiedente asilo", "Protection:yes"},
	}
	for _, c := range cases {
		t.Run(c.heading+" "+c.cell, func(t *testing.T) {
			i := o.take(t, "contacts", text("Data;Unità;Lingua;"+c.heading, "01/02/2024;Sportello;inglese;"+c.cell), sheet.Map{})
			if got := o.facts(t); !strings.Contains(got, c.want+" ") && !strings.Contains(got, c.want+"}") {
				t.Errorf("want %s in %s", c.want, got)
			}
			must(t, o.undo(t, i.ID))
		})
	}
}

func TestATwoSheetWorkbookIsReadWhereItsTableIs(t *testing.T) {
	t.Parallel()
	o := town(t)
	if p := o.preview(t, "contacts", twoSheets(t), answering("moving.A=as_written")); p.Sheet != 2 || p.Sheets != 2 || p.New != 1 || p.Formulas != 1 {
		t.Errorf("preview %+v", p)
	}
}
