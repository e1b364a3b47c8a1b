package sheet_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// workbookOf makes a workbook of sheets of texts; those in hidden are hidden.
func workbookOf(t testing.TB, sheets [][]string, hidden ...int) []byte {
	t.Helper()
	f := excelize.NewFile()
	for s, rows := range sheets {
		name := fmt.Sprintf("Sheet%d", s+1)
		_, err := f.NewSheet(name)
		must(t, err)
		for i, row := range rows {
			cells := strings.Split(row, ";")
			must(t, f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &cells))
		}
	}
	for s := range sheets {
		if shown := !slices.Contains(hidden, s+1); shown {
			f.SetActiveSheet(s) // the one that is active cannot be hidden
		}
	}
	for _, s := range hidden {
		must(t, f.SetSheetVisible(fmt.Sprintf("Sheet%d", s), false))
	}
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

var (
	march = []string{"Data;Codice persona;Sesso;Età", "02/03/2024;P-1;F;22", "03/03/2024;P-2;M;31"}
	april = []string{"Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;22", "03/04/2024;P-3;M;31", "04/04/2024;P-4;F;19"}
)

func TestAllSheetsWithTheSameColumnsAreTaken(t *testing.T) {
	o := town(t)
	p := o.preview(t, "contacts", fieldCase(t, "06-a-sheet-per-month/registro.xlsx"), inStreet)
	if p.New != 9 || len(p.Open()) != 0 || len(p.Tabs) != 3 || len(p.Left()) != 0 {
		t.Errorf("%d new of three sheets of three rows, asked %v, %+v", p.New, p.Open(), p.Tabs)
	}
	moved := []string{"Registro di aprile", "", "Sesso;Genere di mezzo;Data del contatto;Cod. persona;Età", "F;x;02/04/2024;P-1;22", "M;x;03/04/2024;P-3;31", "M;x;04/04/2024;P-4;zzz"}
	for name, c := range map[string]struct {
		sheets    [][]string
		fresh     int
		left      int
		dropped   int
		refusedAt string
	}{
		"with a cover and a key":    {[][]string{{"Copertina"}, march, april, {"Sigla;Significato", "F;donna"}}, 5, 2, 1, ""},
		"in another order":          {[][]string{march, moved}, 4, 0, 2, "6 del foglio 2 E"},
		"actions beside contacts":   {[][]string{march, {"Data;Codice persona;Tipo di azione;Esito", "02/03/2024;P-1;Consulenza legale;concluso"}}, 2, 1, 0, ""},
		"an empty one between them": {[][]string{march, {}, april}, 5, 0, 1, ""},
	} {
		m := answering("left=leave_out")
		m.Defaults = inStreet.Defaults
		p := o.preview(t, "contacts", workbookOf(t, c.sheets), m)
		refused := ""
		for _, r := range p.Refused {
			refused = sheet.RowName(i18n.For("it"), r.Row) + " " + r.Column
		}
		if p.New != c.fresh || len(p.Open()) != 0 || len(p.Left()) != c.left || len(p.Dropped) != c.dropped || refused != c.refusedAt {
			t.Errorf("%s: %d new, asked %v, left %v, dropped %v, refused %q", name, p.New, p.Open(), p.Left(), p.Dropped, refused)
		}
	}
}

func TestSheetsThatMayNotBelongTogetherAreAskedAbout(t *testing.T) {
	o := town(t)
	all := slices.Concat(march, april[1:])
	more := []string{"Data;Codice persona;Sesso;Età;Cittadinanza", "02/05/2024;P-9;F;22;Nigeria"}
	for name, c := range map[string]struct {
		file   []byte
		answer string
		fresh  int
	}{
		"a hidden one, all":            {workbookOf(t, [][]string{march, april}, 2), "all", 5},
		"a hidden one, what is seen":   {workbookOf(t, [][]string{march, april}, 2), "visible", 2},
		"a hidden one, it alone":       {workbookOf(t, [][]string{march, april}, 2), "2", 3},
		"the months and all of them":   {workbookOf(t, [][]string{march, april, all}), "3", 5},
		"one more column":              {workbookOf(t, [][]string{march, more}), "all", 3},
		"one less column comes second": {workbookOf(t, [][]string{more, march}), "all", 3},
	} {
		p := o.preview(t, "contacts", c.file, inStreet)
		if open := p.Open(); len(open) != 1 || open[0].ID != "sheets" {
			t.Errorf("%s: asked %v", name, open)
			continue
		}
		m := streetAnswering("sheets=" + c.answer)
		if p = o.preview(t, "contacts", c.file, m); p.New != c.fresh || len(p.Open()) != 0 {
			t.Errorf("%s: %d new, want %d, asked %v", name, p.New, c.fresh, p.Open())
		}
		yaml, err := p.Map().YAML()
		must(t, err)
		again, err := sheet.ReadMap(yaml)
		must(t, err)
		again.Defaults = inStreet.Defaults
		if q := o.preview(t, "contacts", c.file, again); q.New != c.fresh {
			t.Errorf("%s: its own map reads %d new", name, q.New)
		}
	}
	m := sheet.Map{Defaults: inStreet.Defaults, Sheet: 2}
	if p := o.preview(t, "contacts", workbookOf(t, [][]string{march, april}), m); p.New != 3 || len(p.Left()) != 1 {
		t.Errorf("the map names a sheet, and %d are new, %v left", p.New, p.Left())
	}
}

func TestThePreviewSaysWhichSheetsAreRead(t *testing.T) {
	o := town(t)
	p := o.preview(t, "contacts", workbookOf(t, [][]string{{"Copertina", "2024"}, march, april}, 1), inStreet)
	said := strings.Join(p.About(i18n.For("it")), "\n")
	for _, want := range []string{"Foglio 1, nascosto: 2 righe, non lette", "Foglio 2: 3 righe, lette", "Foglio 3: 4 righe, lette"} {
		if !strings.Contains(said, want) {
			t.Errorf("the preview does not say %q:\n%s", want, said)
		}
	}
}

// bareOf is a sheet without its headings.
func bareOf(rows []string) []string { return rows[1:] }

func TestSheetsThatAreCopiesAreAsked(t *testing.T) {
	coded := []string{"Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;22", "03/04/2024;P-2;M;31", "04/04/2024;P-3;F;19", "05/04/2024;P-4;F;25"}
	correctedCodes := []string{"Data;Codice persona;Sesso;Età", "02/04/2024;P-1;F;23", "03/04/2024;P-2;M;32", "04/04/2024;P-3;M;19", "05/04/2024;P-5;F;25"}
	plain := []string{"Data;Sesso;Età;Cittadinanza", "02/04/2024;F;22;Nigeria", "03/04/2024;M;31;Romania", "04/04/2024;F;19;Nigeria", "05/04/2024;F;25;Brasile"}
	corrected := []string{"Data;Età;Sesso;Cittadinanza", "02/04/2024;23;F;Nigeria", "03/04/2024;31;M;Albania", "04/04/2024;19;F;Ghana", "05/04/2024;25;F;Brasile", "06/04/2024;30;F;Brasile"}
	for name, c := range map[string]struct {
		sheets [][]string
		answer string
		fresh  int
	}{
		"with codes":            {[][]string{coded, correctedCodes}, "2", 4},
		"without codes":         {[][]string{plain, corrected}, "2", 5},
		"after another month":   {[][]string{march, coded, correctedCodes}, "later", 6},
		"before another month":  {[][]string{coded, correctedCodes, march}, "earlier", 6},
		"the months and a year": {[][]string{march, april, slices.Concat(march, april[1:])}, "earlier", 5},
	} {
		o := town(t)
		file := workbookOf(t, c.sheets)
		if got := asked(o.preview(t, "contacts", file, inStreet)); !slices.Equal(got, []string{"sheets"}) {
			t.Errorf("%s: asked %v", name, got)
		}
		if p := o.preview(t, "contacts", file, streetAnswering("sheets="+c.answer)); p.New != c.fresh || len(p.Open()) != 0 {
			t.Errorf("%s: %d new, want %d, %s", name, p.New, c.fresh, sums(p))
		}
	}
	street := []string{"Data;Unità;Sesso;Età;Cittadinanza", "02/04/2024;Unità di strada;F;22;Nigeria", "02/04/2024;Unità di strada;M;31;Romania", "09/04/2024;Unità di strada;F;19;Nigeria"}
	desk := []string{"Data;Unità;Sesso;Età;Cittadinanza", "02/04/2024;Sportello;F;40;Brasile", "02/04/2024;Sportello;F;25;Ghana", "09/04/2024;Sportello;M;19;Nigeria"}
	if p := town(t).preview(t, "contacts", workbookOf(t, [][]string{street, desk}), sheet.Map{}); p.New != 6 || len(p.Open()) != 0 {
		t.Errorf("a sheet for each unit: %d new, %s", p.New, sums(p))
	}
}

func TestASheetWithoutHeadingsIsAsked(t *testing.T) {
	o := town(t)
	for name, file := range map[string][]byte{
		"behind": workbookOf(t, [][]string{march, bareOf(april)}), "before": workbookOf(t, [][]string{bareOf(april), march}),
		"with words that are headings": workbookOf(t, [][]string{
			{"Data;Unità;Codice persona;Sesso;Età", "02/03/2024;Sportello;P-1;F;22", "03/03/2024;Sportello;P-2;M;31"},
			{"02/04/2024;Unità di strada;Codice 1;F;22", "03/04/2024;Unità di strada;Codice 3;M;31", "04/04/2024;Unità di strada;Codice 4;F;19"},
		}),
		"a day that is called otherwise": workbookOf(t, [][]string{march, append([]string{"Quando;Codice persona;Sesso;Età;Cittadinanza"}, april[1:]...)}),
	} {
		if got := asked(o.preview(t, "contacts", file, inStreet)); !slices.Equal(got, []string{"sheets"}) {
			t.Errorf("%s: asked %v", name, got)
		}
		if p := o.preview(t, "contacts", file, streetAnswering("sheets=all")); p.New != 5 || len(p.Open()) != 0 {
			t.Errorf("%s: %d new, %s", name, p.New, sums(p))
		}
	}
	if p := o.preview(t, "contacts", workbookOf(t, [][]string{march, {"25/04/2024;;;Liberazione;x"}, {"Liberazione;25/04/2024"}}), streetAnswering("sheets=1")); p.New != 2 || len(p.Left()) != 2 {
		t.Errorf("lists of holidays: %d new, %s", p.New, sums(p))
	}
	said := o.preview(t, "contacts", workbookOf(t, [][]string{march, bareOf(april)}), inStreet).Open()[0].Words.Say(i18n.For("it"))
	if !strings.Contains(said, "Il foglio 2 non ha i nomi delle colonne") {
		t.Errorf("says %q", said)
	}
}
