package sheet_test

import (
	"testing"

	"approdo/internal/care/sheet"
)

// Headings are read in Spanish and French, as people who came from there write them, and with what a form puts round them. What a word of theirs means otherwise there is not read.
func TestHeadingsOfOtherLanguagesAndOfFormsAreRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind       sheet.Kind
		file, says string
		language   string
	}{
		"Spanish":            {sheet.Contacts, "Fecha;Código persona;Sexo;Edad;Nacionalidad\n02/04/2024;A01;F;22;Nigeria\n03/04/2024;A02;F;31;Romania\n", "", "es"},
		"French":             {sheet.Contacts, "Date;Code personne;Sexe;Âge;Nationalité\n02/04/2024;A01;F;22;Nigeria\n03/04/2024;A02;F;31;Romania\n", "", "fr"},
		"Spanish outings":    {sheet.Outings, "Fecha;Modalidad;Horas;Mujeres;Hombres\n02/04/2024;strada;2;5;4\n", "", "es"},
		"French outings":     {sheet.Outings, "Date;Modalité;Heures;Femmes;Hommes\n02/04/2024;strada;2;5;4\n", "", "fr"},
		"mujer and hombre":   {sheet.Contacts, "Fecha;Código persona;Sexo\n02/04/2024;A01;M\n03/04/2024;A02;H\n", "2 refused expected_code, 3 refused expected_code", "es"},
		"mujer alone":        {sheet.Contacts, "Fecha;Código persona;Sexo\n02/04/2024;A01;M\n03/04/2024;A02;M\n", "2 refused expected_code, 3 refused expected_code", "es"},
		"a day of birth":     {sheet.Contacts, "Fecha;Código persona;Fecha de nacimiento\n02/04/2024;A01;01/01/2001\n", "", "es"},
		"a word of its own":  {sheet.Contacts, "Fecha;Código;Sexo\n02/04/2024;A01;F\n03/04/2024;A02;F\n04/04/2024;A01;F\n", "ask who.B", "es"},
		"a form's numbers":   {sheet.Contacts, "Informazioni cronologiche;1. Data *;2. Unità *;3. Codice persona *;4. Sesso *;5. Età\n02/04/2024 10:00:00;02/04/2024;Unità di strada;A01;F;22\n", "", "it"},
		"a form of outings":  {sheet.Outings, "1) Data *;2) Modalità *;3) Durata (ore) *;4) Volantini\n02/04/2024;strada;2;10\n09/04/2024;strada;3;12\n", "", "it"},
		"what tells nothing": {sheet.Contacts, "Data;Turno;Durata;Inviata da;Volantini;Sesso\n02/04/2024;sera;10;Caritas;1;F\n03/04/2024;notte;15;Caritas;2;M\n04/04/2024;sera;10;ospedale;0;F\n", "", "it"},
	} {
		p := field(t).preview(t, c.kind, []byte(c.file), sheet.Map{})
		if got := sums(p); got != c.says || p.Language != c.language {
			t.Errorf("%s says %q in %q, want %q", name, got, p.Language, c.says)
		}
	}
	for _, heading := range []string{"Pratica", "N. pratica", "Posizione", "Fascicolo", "N. caso", "Case no.", "File no.", "Expediente", "Protocollo"} {
		file := text("Data;"+heading+";Sesso", "02/04/2024;101;F", "03/04/2024;102;M", "04/04/2024;101;F")
		if got := sums(field(t).preview(t, "contacts", file, sheet.Map{})); got != "ask who.B" {
			t.Errorf("%s says %q", heading, got)
		}
	}
}
