package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

// presences are women and men of all outings, in the order of their days.
func (o *office) presences(t *testing.T) (list [][2]int64) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		outings, err := outreach.Outings.List(tx, store.Selection{Sort: "day"})
		for _, x := range outings.Items {
			seen := map[string]int64{}
			told, err := outreach.Presences(tx, x.ID)
			must(t, err)
			for _, p := range told {
				seen[p.Gender] += p.Headcount
			}
			list = append(list, [2]int64{seen["woman"], seen["man"]})
		}
		return err
	}))
	return list
}

func TestAnotherRowOfHeadingsBeginsAnotherTable(t *testing.T) {
	t.Run("columns in another order", func(t *testing.T) {
		o := town(t)
		o.take(t, "outings", text("Data;Unità;Tipo uscita;Km;Ore;Donne;Uomini", "02/04/2024;Unità di strada;Strada;3;2;5;1",
			"Data;Unità;Tipo uscita;Km;Ore;Uomini;Donne", "03/04/2024;Unità di strada;Strada;3;2;2;7",
			"Data;Unità;Tipo uscita;Km;Ore;Donne;Uomini", "04/04/2024;Unità di strada;Strada;3;2;4;0"), sheet.Map{})
		if got := o.presences(t); !slices.Equal(got, [][2]int64{{5, 1}, {7, 2}, {4, 0}}) {
			t.Errorf("women and men %v", got)
		}
	})
	t.Run("right below the first", func(t *testing.T) {
		o := town(t)
		o.take(t, "outings", text("Data;Unità;Tipo uscita;Donne;Uomini", "Data;Unità;Tipo uscita;Uomini;Donne", "03/04/2024;Unità di strada;Strada;2;7"), sheet.Map{})
		if got := o.presences(t); !slices.Equal(got, [][2]int64{{7, 2}}) {
			t.Errorf("women and men %v", got)
		}
	})
	t.Run("another sense", func(t *testing.T) {
		field(t).try(t, []step{{file: "Data;Sesso;Età;Nuova\n02/04/2024;F;22;sì\n03/04/2024;F;22;no\nData;Sesso;Età;Già nota\n04/04/2024;F;22;sì\n05/04/2024;M;22;no\n", says: "4 heading"}},
			"2024-04-02 - woman 18-25 new", "2024-04-03 - woman 18-25 known_not_linkable", "2024-04-04 - woman 18-25 known_not_linkable", "2024-04-05 - man 18-25 new")
	})
	t.Run("refused by the letter of its own table", func(t *testing.T) {
		p := field(t).preview(t, "contacts", text("Data;Sesso;Età", "02/04/2024;F;22", "Data;Età;Sesso", "03/04/2024;230;F"), sheet.Map{})
		if len(p.Refused) != 1 || p.Refused[0].Column != "B" || p.Refused[0].Row != 4 {
			t.Errorf("refused %+v", p.Refused)
		}
	})
	t.Run("the same in capitals", func(t *testing.T) {
		field(t).try(t, []step{{file: "Data;Sesso;Età\n02/04/2024;F;22\nDATA;SESSO;ETA'\n03/04/2024;M;30\n", says: "3 heading"}}, "2024-04-02 - woman 18-25", "2024-04-03 - man 26-30")
	})
	t.Run("a day that has to be said", func(t *testing.T) {
		o := town(t)
		o.take(t, "outings", text("Quando;Unità;Tipo uscita;Donne;Uomini", "02/04/2024;Unità di strada;Strada;5;1", "Quando;Unità;Tipo uscita;Uomini;Donne", "03/04/2024;Unità di strada;Strada;2;7"), answering("column.day=A"))
		if got := o.presences(t); !slices.Equal(got, [][2]int64{{5, 1}, {7, 2}}) {
			t.Errorf("women and men %v", got)
		}
	})
	t.Run("headings that are not understood", func(t *testing.T) {
		if got := sums(field(t).preview(t, "contacts", text("Data;Sesso;Età", "02/04/2024;F;22", "Data;Sesso;Boh", "03/04/2024;M;7"), sheet.Map{})); got != "ask tables" {
			t.Errorf("says %q", got)
		}
	})
	file := "Data;Sesso;Età\n02/04/2024;F;22\nData;Età;Boh\n03/04/2024;30;M\n"
	field(t).try(t, []step{{file: file, says: "ask tables"}, {file: file, answers: []string{"tables=leave_out"}, says: "3 heading, 4 answer"}}, "2024-04-02 - woman 18-25")
	field(t).try(t, []step{{file: file, answers: []string{"tables=own"}, says: "3 heading"}}, "2024-04-02 - woman 18-25", "2024-04-03 - 26-30")
	richer := "Data;Sesso\n02/04/2024;F\nData;Età;Sesso\n03/04/2024;22;F\n"
	field(t).try(t, []step{{file: richer, says: "ask tables"}, {file: richer, answers: []string{"tables=own"}, says: "3 heading"}},
		"2024-04-02 - woman", "2024-04-03 - woman 18-25")
}

func TestWhatMayBeNoDurationIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		heading string
		cells   []string
		asks    string
		answers []string
		minutes []int64
	}{
		"fractions of a day":  {"Ore", []string{"0,104166667", "0,125"}, "ask fraction.D", []string{"fraction.D=days"}, []int64{150, 180}},
		"all below an hour":   {"Durata", []string{"0,125", "0,25"}, "ask fraction.D", []string{"fraction.D=days"}, []int64{180, 360}},
		"really hours":        {"Ore", []string{"0,125", "0,25"}, "ask fraction.D", []string{"fraction.D=hours"}, []int64{8, 15}},
		"hours and halves":    {"Ore", []string{"2,5", "0,5"}, "", nil, []int64{150, 30}},
		"clock times":         {"Durata", []string{"21:30", "22:00"}, "ask clock.D", []string{"clock.D=moment"}, []int64{0, 0}},
		"clock times kept":    {"Ore", []string{"21:30", "2:00"}, "ask clock.D", []string{"clock.D=duration"}, []int64{1290, 120}},
		"hours of an evening": {"Ore", []string{"21", "22"}, "ask clock.D", []string{"clock.D=moment"}, []int64{0, 0}},
		"of a duration":       {"Durata", []string{"21", "22"}, "ask hours.D", []string{"hours.D=moment"}, []int64{0, 0}},
		"of a morning":        {"Ore", []string{"9:30", "10:00"}, "ask clock.D", []string{"clock.D=moment"}, []int64{0, 0}},
		"among minutes":       {"Minuti", []string{"21:30", "22:00"}, "ask clock.D", []string{"clock.D=moment"}, []int64{0, 0}},
		"few minutes":         {"Minuti", []string{"2", "3"}, "ask hours.D", []string{"hours.D=hours"}, []int64{120, 180}},
		"some few minutes":    {"Minuti", []string{"2", "90"}, "ask hours.D", []string{"hours.D=hours"}, []int64{120, 90}},
		"minutes":             {"Minuti", []string{"120", "90"}, "", nil, []int64{120, 90}},
	} {
		t.Run(name, func(t *testing.T) {
			o := town(t)
			lines := []string{"Data;Unità;Tipo uscita;" + c.heading}
			for i, cell := range c.cells {
				lines = append(lines, "0"+itoa(i+2)+"/04/2024;Unità di strada;Strada;"+cell)
			}
			if got := sums(o.preview(t, "outings", text(lines...), sheet.Map{})); got != c.asks {
				t.Errorf("says %q, want %q", got, c.asks)
			}
			o.take(t, "outings", text(lines...), answering(c.answers...))
			if got := o.minutes(t); !slices.Equal(got, c.minutes) {
				t.Errorf("%v minutes, want %v", got, c.minutes)
			}
		})
	}
}

func TestRowsThatDidNotHappenAreAskedByTheirHeading(t *testing.T) {
	for name, c := range map[string]struct{ heading, yes, no string }{
		"cancelled":     {"Annullato", "", "x"},
		"with a mark":   {"Annullata (x)", "", "x"},
		"with its day":  {"Data annullamento", "", "03/04/2024"},
		"twice":         {"Doppione", "no", "sì"},
		"present":       {"Presente", "sì", "no"},
		"in letters":    {"Presente", "P", "A"},
		"marks only":    {"Presente", "x", ""},
		"took place":    {"Contatto avvenuto", "sì", "no"},
		"done":          {"Effettuato", "sì", "No"},
		"done, of she":  {"Effettuata", "1", "0"},
		"not done":      {"Non effettuato", "no", "sì"},
		"in a remark":   {"Note", "", "doppia"},
		"twice, of he":  {"Note", "", "Doppio"},
		"already there": {"Note", "", "già inserita"},
		"absent":        {"Note", "", "assente"},
		"did not come":  {"Note", "", "non si è presentata"},
		"no answer":     {"Note", "", "Non risponde"},
	} {
		t.Run(name, func(t *testing.T) {
			file := "Data;Sesso;" + c.heading + "\n02/04/2024;F;" + c.yes + "\n03/04/2024;M;" + c.no + "\n"
			field(t).try(t, []step{{file: file, says: "ask cancelled"}, {file: file, answers: []string{"cancelled=leave_out"}, says: "3 answer"}}, "2024-04-02 - woman")
		})
	}
}

func TestACodeWrittenOnceForSeveralDaysIsOfferedToBeFilled(t *testing.T) {
	file := "Codice persona;Sesso;Data\nP-1;F;02/04/2024\n;;09/04/2024\n;;16/04/2024\nP-2;M;03/04/2024\n;;10/04/2024\n"
	want := []string{"2024-04-02 p1 woman", "2024-04-03 p2 man", "2024-04-09 p1", "2024-04-10 p2", "2024-04-16 p1"}
	field(t).try(t, []step{{file: file, says: "ask fill, 3 empty, 4 empty, 6 empty"}, {file: file, answers: []string{"fill=above"}}}, want...)
	told := "Codice persona;Sesso;Data\nP-1;F;02/04/2024\n;F;09/04/2024\nP-2;M;03/04/2024\n;M;10/04/2024\n"
	field(t).try(t, []step{{file: told, says: "ask fill"}, {file: told, answers: []string{"fill=nobody"}}},
		"2024-04-02 p1 woman", "2024-04-03 p2 man", "2024-04-09 - woman", "2024-04-10 - man")
	alone := "Codice persona;Data;Sesso\nP-1;02/04/2024;F\n;03/04/2024;F\n;04/04/2024;F\n"
	if got := sums(field(t).preview(t, "contacts", []byte(alone), sheet.Map{})); got != "ask fill" {
		t.Errorf("days of one person say %q", got)
	}
	sound := "Codice persona;Sesso;Data\nP-1;F;02/04/2024\n;F;02/04/2024\nP-2;M;03/04/2024\n;M;10/04/2024\n"
	if got := sums(field(t).preview(t, "contacts", []byte(sound), sheet.Map{})); got != "" {
		t.Errorf("where somebody is not known it says %q", got)
	}
}

func TestCodesThatCountTheRowsOfADayAreAsked(t *testing.T) {
	for _, codes := range [][]string{{"001", "002", "003", "004"}, {"R1", "R2", "R3", "R4"}, {"P-1", "P-2", "P-3"}, {"A1", "B1", "C1"}} {
		lines := []string{"Data;Codice persona;Sesso"}
		for day := range 3 {
			for _, code := range codes[:len(codes)-day%2] {
				lines = append(lines, "0"+itoa(day+2)+"/04/2024;"+code+";F")
			}
		}
		if got := sums(field(t).preview(t, "contacts", text(lines...), sheet.Map{})); got != "ask who.B" {
			t.Errorf("%v says %q", codes, got)
		}
	}
	sound := text("Data;Codice persona;Sesso", "02/04/2024;P-001;F", "02/04/2024;P-002;F", "03/04/2024;P-003;F", "03/04/2024;P-001;F", "04/04/2024;P-004;F", "04/04/2024;P-002;F")
	if got := sums(field(t).preview(t, "contacts", sound, sheet.Map{})); got != "" {
		t.Errorf("codes that go on say %q", got)
	}
}

func TestCodesMadeOfTheRowsOwnFactsAreAsked(t *testing.T) {
	for _, codes := range [][]string{{"F22NG", "M31RO", "F19NG", "F22NG"}, {"NGA-F-22", "ROM-M-31", "NGA-F-19", "NGA-F-22"}, {"FNig22", "MRom31", "FNig19", "FNig22"}} {
		file := text("Data;Codice persona;Sesso;Età;Cittadinanza", "02/04/2024;"+codes[0]+";F;22;Nigeria", "02/04/2024;"+codes[1]+";M;31;Romania",
			"03/04/2024;"+codes[2]+";F;19;Nigeria", "04/04/2024;"+codes[3]+";F;22;Nigeria")
		if got := sums(field(t).preview(t, "contacts", file, sheet.Map{})); got != "ask who.B" {
			t.Errorf("%v says %q", codes, got)
		}
	}
}

func TestRowsOfSeveralAreAskedWhateverTheirHeading(t *testing.T) {
	for _, heading := range []string{"Quante", "Tot", "Presenze", "Persone", "Quantità", "N. persone"} {
		file := "Data;Sesso;" + heading + "\n02/04/2024;F;1\n03/04/2024;M;3\n"
		field(t).try(t, []step{{file: file, says: "ask several.C"}, {file: file, answers: []string{"several.C=leave_out"}, says: "3 answer"}}, "2024-04-02 - woman")
	}
	for _, heading := range []string{"N. interventi", "Quantità", "Tot", "Interventi totali"} {
		file := text("Data;Tipo intervento;"+heading, "02/04/2024;Orientamento;1", "03/04/2024;Orientamento;3")
		if got := asked(field(t).preview(t, "actions", file, sheet.Map{})); !slices.Contains(got, "several.C") {
			t.Errorf("%s asks %v", heading, got)
		}
	}
}

func TestALastRowOfSumsWithoutALabelIsAsked(t *testing.T) {
	o := town(t)
	lines := []string{"Data;Unità;Tipo uscita;Km;Donne;Uomini", "02/04/2024;Unità di strada;Strada;10;5;1", "03/04/2024;Unità di strada;Strada;12;2;7", "30/04/2024;Unità di strada;Strada;22;7;8"}
	if got := sums(o.preview(t, "outings", text(lines...), sheet.Map{})); got != "ask sums" {
		t.Errorf("says %q", got)
	}
	if got := sums(o.preview(t, "outings", text(lines...), answering("sums=leave_out"))); got != "4 answer" {
		t.Errorf("left out, says %q", got)
	}
	lines[3] = "30/04/2024;Unità di strada;Strada;22;7;9"
	if got := sums(o.preview(t, "outings", text(lines...), sheet.Map{})); got != "" {
		t.Errorf("a row that is no sum says %q", got)
	}
}

// TestACommaAndAPointMayMeanTwoThings: in a column with 3,5 and 2.30 one answer for both is wrong of one of them.
func TestACommaAndAPointMayMeanTwoThings(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Data;Unità;Modalità;Ore", "02/04/2024;faro-strada;strada;3,5", "09/04/2024;faro-strada;strada;2.30", "16/04/2024;faro-strada;strada;4")
	if got := asked(o.preview(t, "outings", file, sheet.Map{})); !slices.Equal(got, []string{"decimal.D"}) {
		t.Fatalf("asks %v", got)
	}
	o.take(t, "outings", file, answering("decimal.D=signs"))
	if got := slices.Sorted(slices.Values(o.minutes(t))); !slices.Equal(got, []int64{150, 210, 240}) {
		t.Errorf("%d minutes", got)
	}
}

// TestCrossesAreKnownAboveARowOfSums: the office counts its crosses below them, and they are crosses all the same.
func TestCrossesAreKnownAboveARowOfSums(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Data;Unità;Codice;F;M;T;Nazionalità", "02/04/2024;faro-strada;A01;x;;;Nigeria", "03/04/2024;faro-strada;A02;;x;;Romania", "04/04/2024;faro-strada;A03;x;;;Ghana", "Totale contatti;;3;2;1;0;")
	if got := asked(o.preview(t, "contacts", file, sheet.Map{})); !slices.Contains(got, "crosses") {
		t.Errorf("asks %v", got)
	}
}

// TestAnImportCountsPeopleAndNotHowTheyAreWritten: a code in three spellings is one person, also in the list of imports.
func TestAnImportCountsPeopleAndNotHowTheyAreWritten(t *testing.T) {
	t.Parallel()
	o := field(t)
	file := text("Data;Unità;Codice;Sesso;Età", "02/04/2024;faro-strada;SP-01;F;22", "03/04/2024;faro-strada;sp 01;F;22", "04/04/2024;faro-strada;SP01;F;22", "05/04/2024;faro-strada;SP-02;M;30")
	p := o.preview(t, "contacts", file, sheet.Map{})
	var answers []string
	for _, q := range p.Open() {
		if !slices.Contains(answerIDs(q), "one") {
			t.Fatalf("asks %v", asked(p))
		}
		answers = append(answers, q.ID+"=one")
	}
	o.take(t, "contacts", file, answering(answers...))
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		list, err := sheet.Imports(tx)
		if err == nil && list[0].Persons != 2 {
			t.Errorf("%d people of an import of two", list[0].Persons)
		}
		return err
	}))
}
