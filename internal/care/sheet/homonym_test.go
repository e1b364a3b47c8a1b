package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

func TestAWordThatMeansTwoCountriesIsNeverRead(t *testing.T) {
	column := func(cells ...string) []byte {
		lines := []string{"Data;Sesso;Cittadinanza"}
		for i, cell := range cells {
			lines = append(lines, "0"+itoa(i+1)+"/04/2024;F;"+cell)
		}
		return text(lines...)
	}
	for name, c := range map[string]struct {
		cells []string
		says  string
	}{
		"Macao or Macedonia":           {[]string{"MAC", "Nigeria"}, "2 refused expected_code"},
		"Austria or Australia":         {[]string{"AUS", "NGA", "ROU"}, "2 refused expected_code"},
		"Slovenia or Sierra Leone":     {[]string{"NG", "SL", "RO"}, "3 refused expected_code"},
		"Gambia or Gabon, among names": {[]string{"Nigeria", "GA"}, "3 refused expected_code"},
		"Gabon, among codes":           {[]string{"NG", "GA", "RO"}, ""},
		"alone":                        {[]string{"GA", "GA"}, "2 refused expected_code, 3 refused expected_code"},
		"whole words":                  {[]string{"Australia", "Sierra Leone", "Macao", "Gabon"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sums(field(t).preview(t, "contacts", column(c.cells...), sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
		})
	}
	o := field(t)
	for word, code := range map[string]string{"MK": "MK", "SL": "SL", "MAC": "MO"} {
		m := sheet.Map{Words: map[string]map[string]string{"C": {"MAC": word}}}
		i := o.take(t, "contacts", column("MAC"), m)
		if got := o.met(t); !slices.Equal(got, []string{"2024-04-01 - woman " + code}) {
			t.Errorf("MAC explained as %s: %q", word, got)
		}
		must(t, o.undo(t, i.ID))
	}
}

func TestPlatesOfProvincesInAColumnOfOriginAreAsked(t *testing.T) {
	file := func(heading string, cells ...string) string {
		lines := "Data;Sesso;" + heading + "\n"
		for i, cell := range cells {
			lines += "0" + itoa(i+1) + "/04/2024;F;" + cell + "\n"
		}
		return lines
	}
	if p := field(t).preview(t, "contacts", []byte(file("Provenienza", "RO", "AL")), sheet.Map{}); p.Columns[2].Source != sheet.Guessed {
		t.Errorf("before the answer the column is %s", p.Columns[2].Source)
	}
	if got := sums(field(t).preview(t, "contacts", []byte(file("Provenienza", "BS", "Nigeria")), sheet.Map{})); got != "2 refused expected_code" {
		t.Errorf("a plate among countries says %q", got)
	}
	for _, heading := range []string{"Provenienza", "Origin"} {
		for _, cells := range [][]string{{"BS", "BG", "BS"}, {"RO", "AL"}, {"MI", "BS", "BG"}} {
			got := asked(field(t).preview(t, "contacts", []byte(file(heading, cells...)), sheet.Map{Dates: sheet.DayFirst}))
			if !slices.Equal(got, []string{"provinces.C"}) {
				t.Errorf("%s %v: asks %v", heading, cells, got)
			}
		}
	}
	for heading, cells := range map[string][]string{"Cittadinanza": {"RO", "AL"}, "Provenienza": {"RO", "NG"}, "Paese": {"Romania", "RO"}, "Stato di provenienza": {"RO", "PE"}} {
		if got := asked(field(t).preview(t, "contacts", []byte(file(heading, cells...)), sheet.Map{})); len(got) > 0 {
			t.Errorf("%s %v: asks %v", heading, cells, got)
		}
	}
	field(t).try(t, []step{{file: file("Provenienza", "BS", "BG"), answers: []string{"provinces.C=leave_out"}}}, "2024-04-01 - woman", "2024-04-02 - woman")
	field(t).try(t, []step{{file: file("Provenienza", "RO", "BG"), answers: []string{"provinces.C=countries"}}}, "2024-04-01 - woman RO", "2024-04-02 - woman BG")
}

func TestWordsOfAnotherListAreAsked(t *testing.T) {
	for name, c := range map[string]struct{ file, says, answer string }{
		"a place in the street":     {"Data;Sesso;Luogo\n02/04/2024;F;strada\n03/04/2024;F;strada\n04/04/2024;F;appartamento\n", "ask looks.C", "looks.C=setting"},
		"one word alone":            {"Data;Sesso;Luogo\n02/04/2024;F;appartamento\n", "ask looks.C", "looks.C=leave_out"},
		"where the team works":      {"Data;Sesso;Ambito\n02/04/2024;F;strada\n03/04/2024;F;Indoor\n", "ask setting.C", "setting.C=leave_out"},
		"how somebody is exploited": {"Data;Sesso;Contesto\n02/04/2024;F;strada\n", "ask setting.C", "setting.C=setting"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sums(field(t).preview(t, "contacts", []byte(c.file), sheet.Map{})); got != c.says {
				t.Errorf("says %q", got)
			}
			if got := sums(field(t).preview(t, "contacts", []byte(c.file), answering(c.answer))); got != "" {
				t.Errorf("answered, says %q", got)
			}
		})
	}
	for name, file := range map[string]string{
		"exploitation by its heading": "Data;Sesso;Ambito di sfruttamento\n02/04/2024;F;strada\n",
		"and by its words":            "Data;Sesso;Ambito\n02/04/2024;F;strada\n03/04/2024;F;lavoro\n",
		"a place":                     "Data;Sesso;Luogo\n02/04/2024;F;piazza\n03/04/2024;F;stazione\n",
	} {
		if got := sums(field(t).preview(t, "contacts", []byte(file), sheet.Map{})); got != "" {
			t.Errorf("%s: says %q", name, got)
		}
	}
	p := field(t).preview(t, "contacts", text("Data;Sesso;Luogo", "02/04/2024;F;piazza", "03/04/2024;F;stazione", "04/04/2024;F;appartamento", "05/04/2024;F;Brunilde"), sheet.Map{})
	if got := unread(p); got != "C:appartamento 1, C:@5 1" {
		t.Errorf("an ordinary word and a name: %q", got)
	}
}

// kilometres are those of all outings, in the order of their days.
func (o *office) kilometres(t *testing.T) (list []int64) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		outings, err := outreach.Outings.List(tx, store.Selection{Sort: "day"})
		for _, x := range outings.Items {
			list = append(list, x.Kilometres)
		}
		return err
	}))
	return list
}

func TestWhatTheClockOfACarShowsIsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		heading string
		cells   []string
		asks    bool
	}{
		"of an old car":       {"Km", []string{"4210", "4255", "4301"}, true},
		"beyond the limit":    {"Km", []string{"45.210", "45.255"}, true},
		"of a new car":        {"Chilometri", []string{"112", "140", "171", "199"}, true},
		"two rows":            {"Km", []string{"812", "870"}, true},
		"by its heading":      {"Chilometri iniziali", []string{"80"}, true},
		"two cars":            {"Km", []string{"4210", "1203", "4255", "1260"}, true},
		"with short ones":     {"Km", []string{"812", "12", "845"}, true},
		"that run on":         {"Km", []string{"30", "55", "90", "120", "151"}, true},
		"distances":           {"Km", []string{"12", "30", "18", "45"}, false},
		"that rise by chance": {"Km", []string{"10", "12", "15"}, false},
		"of long ways":        {"Km", []string{"150", "90", "210"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := town(t)
			lines := []string{"Data;Unità;Tipo uscita;" + c.heading}
			for i, cell := range c.cells {
				lines = append(lines, "0"+itoa(i+2)+"/04/2024;Unità di strada;Strada;"+cell)
			}
			if got := slices.Equal(asked(o.preview(t, "outings", text(lines...), sheet.Map{})), []string{"odometer.D"}); got != c.asks {
				t.Errorf("asked: %v, want %v", got, c.asks)
			}
			if !c.asks {
				return
			}
			o.take(t, "outings", text(lines...), answering("odometer.D=clock"))
			if got := o.kilometres(t); slices.Max(got) != 0 {
				t.Errorf("kilometres %v", got)
			}
		})
	}
}

func TestSumsInTheMidstOfAFileAreAsked(t *testing.T) {
	head := "Data;Unità;Tipo uscita;Km;Donne;Uomini"
	row := func(day, rest string) string { return day + "/04/2024;Unità di strada;Strada;" + rest }
	file := text(head, row("02", "10;5;1"), row("03", "12;2;7"), row("03", "22;7;8"), row("04", "8;3;1"), row("05", "9;4;2"), row("05", "17;7;3"), row("30", "39;14;11"))
	p := town(t).preview(t, "outings", file, sheet.Map{})
	if got := sums(p); got != "ask sums" || !slices.Equal(p.Questions[0].Rows[0], []int{4, 7, 8}) {
		t.Errorf("says %q, %+v", got, p.Questions)
	}
	one := text("Data;Unità;Tipo uscita;Donne", "02/04/2024;Unità di strada;Strada;5", "03/04/2024;Unità di strada;Strada;2", "04/04/2024;Unità di strada;Strada;4", "04/04/2024;Unità di strada;Strada;11",
		"05/04/2024;Unità di strada;Strada;3")
	if got := sums(town(t).preview(t, "outings", one, sheet.Map{})); got != "ask sums" {
		t.Errorf("one column says %q", got)
	}
	chance := text("Data;Unità;Tipo uscita;Donne", "02/04/2024;Unità di strada;Strada;1", "03/04/2024;Unità di strada;Strada;2", "04/04/2024;Unità di strada;Strada;3", "05/04/2024;Unità di strada;Strada;4")
	if got := sums(town(t).preview(t, "outings", chance, sheet.Map{})); got != "" {
		t.Errorf("by chance says %q", got)
	}
}
