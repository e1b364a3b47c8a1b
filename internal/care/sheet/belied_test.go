package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// Days whose order the other days belie are asked about, and read as was answered.
func TestDaysWhoseOrderIsBeliedAreAskedAbout(t *testing.T) {
	file := func(days ...string) string {
		lines := []string{"Data;Codice persona;Sesso"}
		for i, day := range days {
			lines = append(lines, day+";P-"+itoa(i)+";F")
		}
		return strings.Join(lines, "\n") + "\n"
	}
	for name, c := range map[string]struct {
		days    []string
		asks    string
		answers []string
		want    []string
	}{
		"the year first, of two digits":  {[]string{"24/04/25", "24/05/03", "24/06/29"}, "ask dates", []string{"dates=year_first"}, []string{"2024-04-25", "2024-05-03", "2024-06-29"}},
		"ahead with the day first":       {[]string{"24/04/25", "24/04/26"}, "ask dates", []string{"dates=year_first"}, []string{"2024-04-25", "2024-04-26"}},
		"the day first, of two digits":   {[]string{"12/04/24", "13/05/24", "20/06/24", "31/07/24"}, "", nil, []string{"2024-04-12", "2024-05-13", "2024-06-20", "2024-07-31"}},
		"one day":                        {[]string{"12/04/24", "12/04/24", "12/04/24"}, "", nil, []string{"2024-04-12", "2024-04-12", "2024-04-12"}},
		"steady with the month first":    {[]string{"04/10/2024", "05/03/2024", "05/11/2024", "06/04/2024"}, "ask dates", []string{"dates=month_first"}, []string{"2024-04-10", "2024-05-03", "2024-05-11", "2024-06-04"}},
		"and the day first all the same": {[]string{"04/10/2024", "05/03/2024", "05/11/2024", "06/04/2024"}, "ask dates", []string{"dates=day_first"}, []string{"2024-03-05", "2024-04-06", "2024-10-04", "2024-11-05"}},
		"steady with the day first":      {[]string{"02/04/2024", "05/04/2024", "03/05/2024", "06/06/2024"}, "", nil, []string{"2024-04-02", "2024-04-05", "2024-05-03", "2024-06-06"}},
		"in no order":                    {[]string{"02/08/2024", "05/04/2024", "11/05/2024", "06/06/2024"}, "", nil, []string{"2024-04-05", "2024-05-11", "2024-06-06", "2024-08-02"}},
		"stored in no order":             {[]string{"2024-10-04", "2024-04-05", "2024-11-05", "2024-07-03"}, "", nil, []string{"2024-04-05", "2024-07-03", "2024-10-04", "2024-11-05"}},
		"turned by a program":            {[]string{"2024-10-04", "2024-04-05", "2024-11-05", "2024-05-06"}, "ask turned.A", []string{"turned.A=turned"}, []string{"2024-04-10", "2024-05-04", "2024-05-11", "2024-06-05"}},
	} {
		o := field(t)
		if got := sums(o.preview(t, "contacts", []byte(file(c.days...)), sheet.Map{})); got != c.asks {
			t.Errorf("%s says %q, want %q", name, got, c.asks)
			continue
		}
		o.take(t, "contacts", []byte(file(c.days...)), answering(c.answers...))
		var got []string
		for _, line := range o.met(t) {
			got = append(got, line[:10])
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A remark that says that the row is none is asked about, in whatever words and column; one that says something of the contact is not.
func TestARemarkThatTheRowIsNoneIsAskedAbout(t *testing.T) {
	o := field(t)
	for _, column := range []string{"Note", "Altro", "Operatore"} {
		for _, remark := range []string{
			"doppia riga", "riga doppia", "inserita per errore", "Da eliminare", "annullata", "ANNULLATO - vedi riga 3", "annullato: pioggia", "contatto annullato", "da cancellare!", "(doppione)", "già registrata", "inserito due volte",
			"registrata per errore", "riga da eliminare", "duplicate row", "entered by mistake", "to delete", "cancelled - rain", "da non contare", "riga errata",
		} {
			file := text("Data;Codice persona;Sesso;"+column, "02/04/2024;P-1;F;", "03/04/2024;P-2;F;"+remark)
			if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask cancelled" {
				t.Errorf("%q under %s says %q", remark, column, got)
			}
		}
		for _, remark := range []string{"ha annullato la visita medica", "nessun errore", "non è un doppione", "prova a trovare casa", "torna lunedì", "assente la sorella", "ha una doppia cittadinanza", "teme di essere cancellata dalle liste"} {
			file := text("Data;Codice persona;Sesso;"+column, "02/04/2024;P-1;F;", "03/04/2024;P-2;F;"+remark)
			if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "" {
				t.Errorf("%q under %s says %q", remark, column, got)
			}
		}
	}
}

// A letter that stands for two genders is read beside the one that tells which.
func TestALetterOfTwoGendersIsReadBesideItsOther(t *testing.T) {
	o := field(t)
	for words, want := range map[string]string{"D;U;D": "", "donna;U;D": "", "F;U;M": "3 refused expected_code", "F;U;F": "3 refused expected_code", "M;F;M": "", "F;D;M": "3 refused expected_code"} {
		lines := []string{"Data;Codice persona;Sesso"}
		for i, word := range strings.Split(words, ";") {
			lines = append(lines, "0"+itoa(i+2)+"/04/2024;P-"+itoa(i)+";"+word)
		}
		p := o.preview(t, "contacts", text(lines...), sheet.Map{})
		if got := sums(p); got != want || want != "" && (len(p.Unread) != 1 || p.Unread[0].Words[0].Word != strings.Split(words, ";")[1]) {
			t.Errorf("%s says %q, want %q; %+v", words, got, want, p.Unread)
		}
	}
}

// Columns of crosses belong together though one is headed by a letter that means nothing by itself.
func TestACrossUnderAnAbbreviationIsNotLost(t *testing.T) {
	o := field(t)
	file := text("Data;Codice persona;M;F;T", "02/04/2024;P-1;x;;", "03/04/2024;P-2;;x;", "04/04/2024;P-3;;;x")
	p := o.preview(t, "contacts", file, answering("crosses=one"))
	if got := sums(p); got != "4 refused expected_code" || len(p.Unread) != 1 || p.Unread[0].Words[0].Word != "T" {
		t.Errorf("says %q, %+v", got, p.Unread)
	}
}

// What lies between a beginning and an end is the difference, or asked: never nought.
func TestWhatLiesBetweenABeginningAndAnEndIsOffered(t *testing.T) {
	for name, c := range map[string]struct {
		headings, one, other string
		asks                 string
		minutes, kilometres  []int64
	}{
		"times":               {"Ora inizio;Ora fine", "21:30;23:45", "22:00;1:30", "ask difference", []int64{135, 210}, []int64{0, 0}},
		"times and clocks":    {"Ora inizio;Ora fine;Km iniziali;Km finali", "21:30;23:45;12000;12034", "22.00;01.30;12034;12061", "ask difference", []int64{135, 210}, []int64{34, 27}},
		"in other words":      {"Dalle;Alle;Km partenza;Km arrivo", "21;24;12000;12034", "22;1;12034;12061", "ask difference", []int64{180, 180}, []int64{34, 27}},
		"in English":          {"Start time;End time;Odometer start;Odometer end", "9:30 PM;11:45 PM;12000;12034", "10:00 PM;1:30 AM;12034;12061", "ask difference", []int64{135, 210}, []int64{34, 27}},
		"with the day":        {"Ora inizio;Ora fine", "02/04/2024 21:30;02/04/2024 23:45", "03/04/2024 22:00;04/04/2024 1:30", "ask difference", []int64{135, 210}, []int64{0, 0}},
		"the hours stand":     {"Ore;Ora inizio;Ora fine", "2;21:30;23:45", "3;22:00;1:30", "", []int64{120, 180}, []int64{0, 0}},
		"the distance stands": {"Km percorsi;Km iniziali;Km finali", "34;12000;12034", "27;12034;12061", "", []int64{0, 0}, []int64{34, 27}},
		"in one cell":         {"Ore", "21:30-23:45", "dalle 22 alle 1:30", "", []int64{135, 210}, []int64{0, 0}},
		"under another name":  {"Orario", "21:30-23:45", "22.00 - 1.30", "ask nearly.hours", []int64{135, 210}, []int64{0, 0}},
	} {
		o := town(t)
		file := text("Data;Unità;Tipo uscita;"+c.headings, "02/04/2024;Unità di strada;Strada;"+c.one, "03/04/2024;Unità di strada;Strada;"+c.other)
		if got := sums(o.preview(t, "outings", file, sheet.Map{})); got != c.asks {
			t.Errorf("%s says %q, want %q", name, got, c.asks)
			continue
		}
		o.take(t, "outings", file, answering("difference=difference", "nearly.hours=D"))
		if got := o.minutes(t); !slices.Equal(got, c.minutes) {
			t.Errorf("%s: %v minutes, want %v", name, got, c.minutes)
		}
		if got := o.kilometres(t); !slices.Equal(got, c.kilometres) {
			t.Errorf("%s: %v km, want %v", name, got, c.kilometres)
		}
	}
	o := town(t)
	file := text("Data;Unità;Tipo uscita;Km iniziali;Km finali;Ora inizio;Ora fine", "02/04/2024;Unità di strada;Strada;12034;12000;21:30;23:00", "03/04/2024;Unità di strada;Strada;12000;12010;9:00;7:00")
	if got := sums(o.preview(t, "outings", file, answering("difference=difference"))); got != "2 refused expected_amount, 3 refused expected_hours" {
		t.Errorf("an end before the beginning says %q", got)
	}
}

// A row that counts several outings is asked about; what else is counted there, or among contacts, is no number of outings or people.
func TestOnlyWhatARowIsOneOfIsCounted(t *testing.T) {
	o := town(t)
	for _, c := range []struct {
		kind    sheet.Kind
		heading string
		asks    bool
	}{
		{"outings", "N. uscite", true},
		{"outings", "Numero di uscite", true},
		{"outings", "Uscite totali", true},
		{"outings", "How many outings", true},
		{"outings", "N. contatti", false},
		{"outings", "N. accompagnamenti", false},
		{"outings", "N. operatori", false},
		{"outings", "N. telefonate", false},
		{"contacts", "N. uscite", false},
		{"contacts", "N. accompagnamenti", false},
		{"contacts", "N. colloqui", false},
		{"contacts", "N. telefonate", false},
		{"contacts", "N. persone", true},
		{"contacts", "Quante ragazze", true},
		{"actions", "N. accompagnamenti", true},
		{"actions", "N. colloqui", true},
		{"actions", "N. verbale", false},
	} {
		begins := map[sheet.Kind][2]string{"outings": {"Tipo uscita", "Strada"}, "contacts": {"Sesso", "F"}, "actions": {"Azione", "Consulenza legale"}}[c.kind]
		p := o.preview(t, c.kind, text("Data;Unità;"+begins[0]+";"+c.heading, "02/04/2024;Unità di strada;"+begins[1]+";3", "03/04/2024;Unità di strada;"+begins[1]+";1"), sheet.Map{})
		if got := asked(p); slices.Contains(got, "several.D") != c.asks || !c.asks && len(got) > 0 && !slices.Equal(got, []string{"left"}) { // a count of something else may be a fact
			t.Errorf("%s, %s says %q", c.kind, c.heading, sums(p))
		}
	}
}
