package sheet_test

import (
	"fmt"
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

// headed previews a file of a kind with one more column: what the column is taken for, and what is asked.
func headed(t *testing.T, o *office, kind sheet.Kind, heading string, cells ...string) (string, sheet.Preview) {
	t.Helper()
	begins := map[sheet.Kind][2]string{
		sheet.Contacts:   {"Servizio;Annuncio", "Unità di strada;x"},
		sheet.Actions:    {"Servizio;Provincia", "Unità di strada;BS"},
		sheet.Persons:    {"Codice persona;Servizio", "P-1%d;Unità di strada"},
		sheet.Outings:    {"Servizio;Tipo uscita", "Unità di strada;Strada"},
		sheet.Enrolments: {"Codice persona;Servizio", "P-1%d;Unità di strada"},
	}[kind]
	day := "Data;"
	if strings.Contains(strings.ToLower(heading), "dat") {
		day = "Giorno;"
	}
	lines := []string{day + begins[0] + ";" + heading}
	for i, cell := range cells {
		row := begins[1]
		if strings.Contains(row, "%d") {
			row = fmt.Sprintf(row, i)
		}
		lines = append(lines, fmt.Sprintf("%02d/04/2024;%s;%s", i+2, row, cell))
	}
	p := o.preview(t, kind, text(lines...), sheet.Map{})
	var asked []string
	for _, q := range p.Open() {
		asked = append(asked, q.ID)
	}
	if len(asked) > 0 {
		return "ask " + strings.Join(asked, " "), p
	}
	return p.Columns[len(p.Columns)-1].Field, p
}

// A heading is believed when it is understood to its last word. A known name beside a word that is not, or that says of whom or when else, is asked about.
func TestAHeadingIsUnderstoodWholeOrAskedAbout(t *testing.T) {
	o := field(t)
	ages, countries, flags := []string{"22", "31"}, []string{"Nigeria", "Romania"}, []string{"sì", "no"}
	numbers := []string{"4", "7"}
	for _, c := range []struct {
		kind     sheet.Kind
		headings string
		cells    []string
		want     string
	}{
		{sheet.Contacts, "Età della persona;Età utente;Età al contatto;Età presunta;Età (anni);Età in anni;Età dell'utente contattata;Fascia d'età;Age of person;Estimated age;Age (years);Età stimata (anni)", ages, "age_band"},
		{sheet.Contacts, "Anni in Italia;Età gestazionale;Età all'arrivo;Età del bambino;Età partner;Anni di studio;Età (all'arrivo);Età (figlio);Età presunta sfruttatore;Years of age at arrival;Age of child;Age on arrival;Età quando è partita;figlio/eta;Età prima violenza", ages, "ask nearly.age_band"},
		{sheet.Contacts, "Cittadinanza;Cittadinanza della persona;Nazionalità dichiarata;Paese d'origine;Nazionalità (Paese);Country of citizenship;Paese/Nazionalità;Stato di provenienza;Nationality of the person", countries, "citizenship"},
		{sheet.Contacts, "Nazionalità sfruttatore;Cittadinanza figlio;Cittadinanza cliente;Cittadinanza (cliente);Paese di transito;Paese di arrivo;Paese di destinazione;Nazionalità del partner;Country of transit;Nationality of trafficker;sfruttatore/nazionalita;Paese del reclutamento", countries, "ask nearly.citizenship"},
		{sheet.Contacts, "Prima volta in Italia;Nuova in Italia;Primo accesso al pronto soccorso;First time in Italy", flags, "ask nearly.newness"},
		{sheet.Contacts, "Nuovo contatto;Nuova utente;Nuovo? (sì/no);Primo contatto con il servizio;Nuova (S/N);Prima volta;New contact?;New (yes/no)", flags, "newness"},
		{sheet.Contacts, "Protezione;Protection;Protezione usata;Protezione (uso)", flags, "ask nearly.protection"},
		{sheet.Contacts, "Protezione internazionale;Protezione internazionale (sì/no);Richiedente asilo;International protection;Titolare di protezione", flags, "protection"},
		{sheet.Contacts, "Lingua da imparare;Lingua materiali;Lingua dell'annuncio;Language to learn;Language of flyer", []string{"inglese", "rumeno"}, "ask nearly.language"},
		{sheet.Contacts, "Lingua;Lingua del colloquio;Lingua parlata;Lingua madre;Lingua usata;Language spoken;Main language", []string{"inglese", "rumeno"}, "language"},
		{sheet.Contacts, "Sesso cliente;Genere dello sfruttatore;Sesso del neonato;Gender of client;Sesso (bambino);Sesso accompagnatore", []string{"F", "M"}, "ask nearly.gender"},
		{sheet.Contacts, "Sesso;Sesso (M/F);Genere M/F/T;Sesso utente;Genere della persona incontrata;Gender (F/M/T);Gender of person", []string{"F", "M"}, "gender"},
		{sheet.Contacts, "Provincia di arrivo;Provincia della questura;Province of arrival", []string{"BS", "MN"}, "ask nearly.province"},
		{sheet.Contacts, "Provincia del contatto;Provincia;Provincia (sigla)", []string{"BS", "MN"}, "province"},
		{sheet.Outings, "Ore previste;Ore viaggio;Ore di formazione;Planned hours;Ore (previste)", []string{"3", "2"}, "ask nearly.hours"},
		{sheet.Outings, "Ore effettive;Ore svolte;Ore totali;Ore di uscita;Durata (ore);Durata dell'uscita in ore;Hours worked;Duration in hours", []string{"3", "2"}, "hours"},
		{sheet.Outings, "Operatrici donne;Donne minorenni;Donne nuove;Donne accompagnate;Women accompanied", numbers, "ask nearly.presences_woman"},
		{sheet.Outings, "Donne;N. donne;Donne incontrate;Numero di donne;Totale donne;Donne (n.);Women met;Number of women", numbers, "presences_woman"},
		{sheet.Outings, "Materiali rimasti;Materiali da ordinare;Materials left", numbers, "ask nearly.materials"},
		{sheet.Outings, "Materiali;Materiali distribuiti;Totale materiali;Materiali consegnati;N. materiali distribuiti", numbers, "materials"},
		{sheet.Outings, "Km;Km percorsi;Km totali;Chilometri;Km uscita;Km (andata e ritorno);Total km", []string{"12", "7"}, "kilometres"},
	} {
		for heading := range strings.SplitSeq(c.headings, ";") {
			if got, p := headed(t, o, c.kind, heading, c.cells...); got != c.want {
				t.Errorf("%s, %q: %q, want %q (%+v)", c.kind, heading, got, c.want, p.Columns[len(p.Columns)-1])
			}
		}
	}
}

// Where no column has the name of the day, those that have nearly such a name come first among the answers.
func TestADayWithAnotherWordIsAskedAbout(t *testing.T) {
	o := field(t)
	for _, heading := range []string{"Data prossimo appuntamento", "Data segnalazione", "Data inserimento", "Data chiusura", "Data prevista", "Data (prossimo contatto)", "Date of next visit", "Date entered", "appuntamento/data", "Data di registrazione", "Data primo contatto", "Data invio"} {
		p := o.preview(t, "contacts", text("Sesso;Servizio;"+heading, "F;Unità di strada;03/04/2024", "M;Unità di strada;17/04/2024"), sheet.Map{})
		if open := p.Open(); len(open) != 1 || open[0].ID != "column.day" || open[0].Answers[0].ID != "C" {
			t.Errorf("%q: asks %+v, columns %+v", heading, open, p.Columns[2])
		}
	}
	for _, heading := range []string{"Data", "Data del contatto", "Data (gg/mm/aaaa)", "Data contatto effettivo", "Giorno dell'incontro", "Date of contact", "Date (dd/mm/yyyy)", "Data uscita", "Data*", "DATA CONTATTO", "dati/data", "Data colloquio", "Data e ora"} {
		p := o.preview(t, "contacts", text("Sesso;Servizio;"+heading, "F;Unità di strada;03/04/2024", "M;Unità di strada;17/04/2024"), sheet.Map{Dates: sheet.DayFirst})
		if p.Columns[2].Field != "day" || len(p.Open()) > 0 {
			t.Errorf("%q: %+v, asks %+v", heading, p.Columns[2], p.Open())
		}
	}
	// Beside the day itself such a column is left out, and nothing asked.
	p := o.preview(t, "contacts", text("Data;Sesso;Servizio;Data inserimento;Data prossimo appuntamento", "02/04/2024;F;Unità di strada;03/04/2024;09/04/2024"), sheet.Map{})
	if sums(p) != "" || p.Columns[3].Field != "" || p.Columns[4].Field != "" {
		t.Errorf("says %q, columns %+v", sums(p), p.Columns)
	}
}

// Groups above headings are read with them: the age below "figlio" is nobody's who was met.
func TestAGroupAboveAHeadingBelongsToIt(t *testing.T) {
	o := field(t)
	for name, c := range map[string]struct {
		file []byte
		asks string
	}{
		"another's age":         {text("Contatto;;Bambino;", "Data;Sesso;Età;", "02/04/2024;F;3;"), "ask nearly.age_band"},
		"another's nationality": {text("Contatto;Sfruttatore;Chi", "Data;Nazionalità;Servizio", "02/04/2024;Romania;Unità di strada"), "ask nearly.citizenship"},
		"the person's":          {text("Contatto;Persona;", "Data;Sesso;Età", "02/04/2024;F;22"), ""},
		"a title":               {text("Registro dei contatti di aprile;;", "Data;Sesso;Età", "02/04/2024;F;22"), ""},
		"whole beside another":  {text("data;persona/eta;figlio/eta", "2024-04-02;22;3"), ""},
		"groups of numbers":     {text("group_ab1cd/data;group_ab1cd/eta;group_zz9/sesso", "2024-04-02;22;F"), ""},
		"one group of all":      {text("modulo_strada/data;modulo_strada/eta;modulo_strada/sesso", "2024-04-02;22;F"), ""},
	} {
		if got, _, _ := strings.Cut(sums(o.preview(t, "contacts", c.file, sheet.Map{})), ", 1 title"); strings.TrimPrefix(got, "1 title") != c.asks {
			t.Errorf("%s says %q, want %q", name, got, c.asks)
		}
	}
}

// All such questions stand on one page, name the column and what it holds, and let it be left out.
func TestColumnsWithNearlyAKnownNameAreAskedAboutTogether(t *testing.T) {
	o := field(t)
	file := text("Data;Codice persona;Età all'arrivo;Nazionalità sfruttatore;Prima volta in Italia;Protezione", "02/04/2024;P-001;22;Romania;sì;no", "03/04/2024;P-002;31;Albania;no;no")
	p := o.preview(t, "contacts", file, sheet.Map{})
	if got := sums(p); got != "ask nearly.newness, ask nearly.age_band, ask nearly.citizenship, ask nearly.protection" {
		t.Fatalf("says %q", got)
	}
	for _, q := range p.Open() {
		ids := []string{}
		for _, a := range q.Answers {
			ids = append(ids, a.ID)
		}
		if len(ids) != 2 || len(q.Columns) != 1 || !strings.Contains(strings.Join(ids, " "), "leave_out") || !strings.Contains(strings.Join(ids, " "), q.Columns[0]) {
			t.Errorf("%s of %v: answers %v", q.ID, q.Columns, ids)
		}
	}
	all := answering("nearly.age_band=leave_out", "nearly.citizenship=leave_out", "nearly.newness=leave_out", "nearly.protection=E")
	if got := sums(o.preview(t, "contacts", file, all)); got != "ask nearly.protection" {
		t.Errorf("an answer of another column says %q", got)
	}
	all = answering("nearly.age_band=leave_out", "nearly.citizenship=leave_out", "nearly.newness=leave_out", "nearly.protection=F")
	o.take(t, "contacts", file, all)
	if got := strings.Join(o.met(t), "; "); got != "2024-04-02 p1; 2024-04-03 p2" {
		t.Errorf("recorded %s", got)
	}
	// The next file with these headings is not asked again.
	if got := sums(o.preview(t, "contacts", text("Data;Codice persona;Età all'arrivo;Nazionalità sfruttatore;Prima volta in Italia;Protezione", "02/05/2024;P-003;22;Romania;sì;no"), sheet.Map{})); got != "" {
		t.Errorf("the next file says %q", got)
	}
}
