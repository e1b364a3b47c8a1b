package sheet_test

import (
	"strings"
	"testing"

	"approdo/internal/care/sheet"
)

func TestWhatIsNotAvailableIsNoCountry(t *testing.T) {
	field(t).try(
		t, []step{{file: "01-na-is-not-a-country/register.csv"}},
		"2024-04-02 p1 woman", "2024-04-03 p2 woman", "2024-04-04 p3 woman", "2024-04-05 p4 woman", "2024-04-06 p5 woman", "2024-04-07 p6 woman NG",
	)
}

// Among whole words NA says that there is nothing; among two-letter codes, or alone, it is asked.
func TestAWordOfTwoMeaningsIsReadAsTheColumnSays(t *testing.T) {
	column := func(heading string, cells ...string) []byte {
		rows := []string{"Data;Unità;Genere;" + heading}
		for _, cell := range cells {
			rows = append(rows, "02/04/2024;Unità di strada;F;"+cell)
		}
		return text(rows...)
	}
	absent := func(cells ...string) (all []string) { return append(cells, "Nigeria", "Romania") }
	for name, c := range map[string]struct {
		file    []byte
		answers []string
		says    string
		want    string // facts of the first contact
	}{
		"NA among words":            {column("Cittadinanza", absent("NA")...), nil, "", "woman"},
		"n/a among codes":           {column("Cittadinanza", "n/a", "NG", "RO"), nil, "", "woman"},
		"#N/D among codes":          {column("Cittadinanza", "#N/D", "NG", "RO"), nil, "", "woman"},
		"NA among codes":            {column("Cittadinanza", "NA", "NG", "RO"), nil, "ask words.D", ""},
		"NA among codes, absent":    {column("Cittadinanza", "NA", "NG", "RO"), []string{"words.D=absent"}, "", "woman"},
		"NA among codes, a country": {column("Cittadinanza", "NA", "NG", "RO"), []string{"words.D=codes"}, "", "woman NA"},
		"NA alone":                  {column("Cittadinanza", "NA", "NA"), nil, "ask words.D", ""},
		"NP, NR and NC among words": {column("Cittadinanza", "NP", "NR", "NC", "Nigeria"), nil, "", "woman"},
		"NO among codes":            {column("Cittadinanza", "NO", "NG", "RO"), nil, "ask words.D", ""},
		"no among words":            {column("Cittadinanza", "no", "Nigeria", "Romania"), nil, "2 refused expected_code", ""},
		"a column of yes and no":    {column("Cittadinanza italiana", "no", "sì", "no"), []string{"left=leave_out"}, "", "woman"},
		"a plate of Naples":         {column("Provincia", "NA", "BS", "BG"), nil, "ask words.D", ""},
		"yes and no of a language":  {column("Lingua italiana", "sì", "no", "sì"), []string{"left=leave_out"}, "", "woman"},
		"non pervenuto in ages":     {column("Età", "n.p.", "23"), nil, "", "woman"},
		"N/A in genders of words":   {column("Informativa", "N/A", "sì"), nil, "", "woman"},
		"waiting":                   {column("Cittadinanza", "da chiedere", "Nigeria"), nil, "", "woman"},
		"two years of one band":     {column("Età", "19-20", "23"), nil, "", "woman 18-25"},
		"years of two bands":        {column("Età", "24-28", "23"), nil, "2 refused expected_code", ""},
		"about an age":              {column("Età", "circa 20", "23"), nil, "", "woman 18-25"},
		"waiting for protection":    {column("Protezione internazionale", "in corso", "sì", "no"), nil, "2 refused expected_code", ""},
		"a dash":                    {column("Cittadinanza", "--", "Nigeria"), nil, "", "woman"},
		"a doubted country":         {column("Cittadinanza", "Nigeria?", "Nigeria"), nil, "2 refused expected_code", ""},
		"an age of nought":          {column("Età", "0", "23"), nil, "ask words.D", ""},
		"an age of nought, unknown": {column("Età", "0", "23"), []string{"words.D=absent"}, "", "woman"},
		"an age of 99, told":        {column("Età", "99", "23"), []string{"words.D=codes"}, "", "woman 51+"},
		"an error":                  {column("Cittadinanza", "#RIF!", "Nigeria"), nil, "ask errors", ""},
		"an error, as empty":        {column("Cittadinanza", "#RIF!", "Nigeria"), []string{"errors=empty"}, "", "woman"},
		"another error":             {column("Età", "#VALUE!", "23"), nil, "ask errors", ""},
		"an error of LibreOffice":   {column("Età", "Err:502", "23"), nil, "ask errors", ""},
		"too narrow":                {column("Età", "####", "23"), nil, "ask errors", ""},
		"an error left out":         {column("Età", "23", "#NOME?"), []string{"errors=leave_out"}, "3 answer", "woman 18-25"},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			p := o.preview(t, "contacts", c.file, answering(c.answers...))
			if got := sums(p); got != c.says {
				t.Fatalf("says %q, want %q", got, c.says)
			}
			if c.want == "" {
				return
			}
			o.take(t, "contacts", c.file, answering(c.answers...))
			for _, line := range o.met(t) {
				if line == strings.TrimSpace("2024-04-02 - "+c.want) {
					return
				}
			}
			t.Errorf("no contact %q in %q", c.want, o.met(t))
		})
	}
}

func TestYesSaysWhatItsHeadingAsks(t *testing.T) {
	field(t).try(
		t, []step{{file: "02-yes-under-already-known/registro.csv"}},
		"2024-04-02 - woman known_not_linkable", "2024-04-03 - woman known_not_linkable", "2024-04-04 - woman known_not_linkable", "2024-04-05 - woman new",
	)
	for heading, want := range map[string]string{
		"Già nota": "known", "Già noto al servizio": "known", "Già conosciuta": "known", "Known": "known", "Already known": "known", "Met before?": "known", "Conosciuta dal servizio": "known",
		"Già in precedenza contattata": "known", "Nuovo contatto": "new", "Nuova": "new", "Prima volta": "new", "New contact?": "new", "Mai vista": "new", "È un nuovo contatto": "new",
		"Nuova/già nota": "ask", "Newness": "ask", "Tipo contatto": "ask", "Non nuova": "ask", "Not known": "ask", "Mai conosciuta": "ask", "Nuovo o già noto": "ask",
	} {
		t.Run(heading, func(t *testing.T) {
			o := town(t)
			file := text("Data;Unità;Genere;"+heading, "01/02/2024;Sportello;F;sì", "01/02/2024;Sportello;F;no")
			if want == "ask" {
				if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask sense.D" {
					t.Fatalf("says %q", got)
				}
				o.take(t, "contacts", file, answering("sense.D=contrary"))
				want = "known"
			} else {
				o.take(t, "contacts", file, sheet.Map{})
			}
			facts, lines := o.facts(t), strings.Count(o.facts(t), "\n")
			if n := strings.Count(facts, "Newness:new "); n != 1 || lines != 2 {
				t.Errorf("%d new of %d", n, lines)
			}
			yes := o.preview(t, "contacts", text("Data;Unità;Genere;"+heading, "01/02/2024;Sportello;F;sì"), answering("sense.D=contrary"))
			if yes.Known != 1 {
				t.Fatalf("the row is not known again: %+v", yes)
			}
			undo := o.imports(t)
			must(t, o.undo(t, undo[0].ID))
			o.take(t, "contacts", text("Data;Unità;Genere;"+heading, "01/02/2024;Sportello;F;sì"), answering("sense.D=contrary"))
			if got := o.facts(t); strings.Contains(got, "Newness:new ") != (want == "new") {
				t.Errorf("yes is not %s: %s", want, got)
			}
		})
	}
}

func TestFlagsUnderANegationAreAsked(t *testing.T) {
	o := town(t)
	for heading, want := range map[string]string{
		"Informata": "", "Informativa non consegnata": "ask sense.D", "Non informata": "ask sense.D", "Senza annuncio": "ask sense.D", "Rifiuta informativa": "ask sense.D", "Mancata informativa": "ask sense.D", "Information refused": "ask sense.D", "Annuncio": "", "Non richiedente asilo": "ask sense.D", "Protezione internazionale": "",
	} {
		if got := sums(o.preview(t, "contacts", text("Data;Unità;Genere;"+heading, "01/02/2024;Sportello;F;sì"), sheet.Map{})); got != want {
			t.Errorf("%s says %q, want %q", heading, got, want)
		}
	}
	file := text("Data;Unità;Genere;Non informata", "01/02/2024;Sportello;F;sì")
	o.take(t, "contacts", file, answering("sense.D=contrary"))
	if got := o.facts(t); !strings.Contains(got, "Information:no ") {
		t.Errorf("recorded %s", got)
	}
}

func TestNAloneIsNoOrNew(t *testing.T) {
	o := town(t)
	file := text("Data;Unità;Genere;Nuova", "01/02/2024;Sportello;F;N", "02/02/2024;Sportello;F;")
	if got := sums(o.preview(t, "contacts", file, sheet.Map{})); got != "ask initial.D" {
		t.Fatalf("says %q", got)
	}
	if got := sums(o.preview(t, "contacts", text("Data;Unità;Genere;Nuova", "01/02/2024;Sportello;F;N", "02/02/2024;Sportello;F;S"), sheet.Map{})); got != "" {
		t.Errorf("with a yes says %q", got)
	}
	if got := sums(o.preview(t, "contacts", text("Data;Unità;Genere;Nuova", "01/02/2024;Sportello;F;N", "02/02/2024;Sportello;F;V"), answering("initial.D=new"))); got != "3 refused expected_code" {
		t.Errorf("an old one beside a new one says %q", got)
	}
	o.take(t, "contacts", file, answering("initial.D=new"))
	if got := o.facts(t); !strings.Contains(got, "Newness:new ") {
		t.Errorf("recorded %s", got)
	}
}
