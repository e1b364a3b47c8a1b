package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// inStreet reads files that do not say their unit.
var inStreet = sheet.Map{Defaults: map[string]string{"unit": "faro-strada"}}

func TestRowsThatExplainTheColumnsAreNoRecords(t *testing.T) {
	o := town(t)
	for name, c := range map[string]struct {
		file []byte
		want []string
		rows int
	}{
		"tags":                 {fieldCase(t, "14-hxl-tags/hxl.csv"), []string{sheet.DroppedTags}, 2},
		"hints":                {fieldCase(t, "14b-headings-in-two-rows/registro.xlsx"), []string{sheet.DroppedTitle, sheet.DroppedHint}, 1},
		"numbers of columns":   {text("Data;Sesso;Età", "1;2;3", "02/04/2024;F;22"), []string{sheet.DroppedHint}, 1},
		"an example":           {text("Data;Sesso;Età", "es. 31/12/2024;F;22", "02/04/2024;F;22"), []string{sheet.DroppedHint}, 1},
		"other words":          {text("data_contatto;sesso;eta", "Data del contatto;Genere;Età della persona", "02/04/2024;F;22"), []string{sheet.DroppedHeading}, 1},
		"which must be filled": {text("Data;Sesso;Età", "obbligatorio;facoltativo;facoltativo", "02/04/2024;F;22"), []string{sheet.DroppedHint}, 1},
		"tags and hints":       {text("Date;Gender;Age group", "#date;#gender;#age", "yyyy-mm-dd;M/F;band", "2024-04-02;F;18-25"), []string{sheet.DroppedTags, sheet.DroppedHint}, 1},
	} {
		p := o.preview(t, "contacts", c.file, inStreet)
		var why []string
		for _, d := range p.Dropped {
			why = append(why, d.Reason)
		}
		if !slices.Equal(why, c.want) || p.New != c.rows || len(p.Refused) > 0 || len(p.Open()) > 0 {
			t.Errorf("%s: dropped %v, %d new, refused %v, asked %v", name, why, p.New, p.Refused, p.Open())
		}
	}
	p := o.preview(t, "contacts", text("Data;Codice persona;Sesso", "ieri;P-1;F", "02/04/2024;P-2;F"), inStreet)
	if p.RefusedRows() != 1 || p.New != 1 {
		t.Errorf("a row with a bad day is taken for a hint: %+v", p)
	}
}

func TestHeadingsMayStandInSeveralRows(t *testing.T) {
	o := town(t)
	for name, file := range map[string][]byte{
		"words below their groups":   text("Data;Persona;;;Provincia", ";Sesso;Età;Cittadinanza;", "02/04/2024;F;22;Nigeria;BS"),
		"three rows":                 text("Registro;;;;", "Data;Persona;;;Provincia", ";Sesso;Età;Cittadinanza;", "02/04/2024;F;22;Nigeria;BS"),
		"a group that makes it one":  text("Data;Persona;;;Provincia", ";Sesso;Età;Paese di;", ";;;cittadinanza;", "02/04/2024;F;22;Nigeria;BS"),
		"a birthday is no day":       text("Contatto;Nascita;Persona;;", "Data;Data;Sesso;Età;Cittadinanza", "02/04/2024;01/01/2002;F;22;Nigeria"),
		"groups of a form server":    text("dati/data_contatto;persona/sesso;persona/eta;persona/cittadinanza", "2024-04-02;F;22;Nigeria"),
		"joined by other signs":      text("dati-data_contatto;persona-sesso;persona-eta;persona-cittadinanza", "2024-04-02;F;22;Nigeria"),
		"groups within groups":       text("a:dati:data_contatto;a:persona:sesso;a:persona:eta;a:persona:cittadinanza", "2024-04-02;F;22;Nigeria"),
		"with spaces, as labels are": text("Dati / Data del contatto;Persona / Sesso;Persona / Età;Persona / Cittadinanza", "2024-04-02;F;22;Nigeria"),
	} {
		i := o.take(t, "contacts", file, inStreet)
		if got := o.facts(t); !strings.Contains(got, "Day:2024-04-02") || !strings.Contains(got, "Gender:woman AgeBand:18-25 Citizenship:NG") {
			t.Errorf("%s: %s", name, got)
		}
		must(t, o.undo(t, i.ID))
	}
	o.take(t, "contacts", fieldCase(t, "15-kobo-export/kobo.csv"), sheet.Map{})
	if got := o.facts(t); !strings.Contains(got, "Gender:woman AgeBand:18-25") || !strings.Contains(got, "Gender:man AgeBand:31-40") {
		t.Errorf("a form server's groups: %s", got)
	}
}
