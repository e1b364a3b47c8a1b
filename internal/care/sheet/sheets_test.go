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
		p := o.preview(t, "contacts", workbookOf(t, c.sheets), inStreet)
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
