package codebook_test

import (
	"testing"

	"approdo/internal/base/codebook"
)

func TestWordsOfRealSpreadsheetsFindTheirCode(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for _, x := range []struct{ list, text, want string }{
		{"gender", "F", "woman"},
		{"gender", " f. ", "woman"},
		{"gender", "DONNA", "woman"},
		{"gender", "Femmina", "woman"},
		{"gender", "M", "man"},
		{"gender", "trans_woman", "trans_woman"},
		{"gender", "Donna-Trans", "trans_woman"},
		{"gender", "n.d.", "not_recorded"},
		{"gender", "NON CHIESTO", "not_asked"},
		{"age_band", "18-25", "18-25"},
		{"age_band", "18 – 25 anni", "18-25"},
		{"age_band", "51 +", "51+"},
		{"age_band", "<18", "minor"},
		{"age_band", "18+", "adult"},
		{"protection", "si", "yes"},
		{"protection", "Sì", "yes"},
		{"protection", "SI'", "yes"},
		{"protection", "Richiedente Asilo", "yes"},
		{"protection", "no", "no"},
		{"setting", "strada", "sexual_outdoor"},
		{"setting", "Outdoor", "sexual_outdoor"},
		{"setting", "centro massaggi", "sexual_massage_parlour"},
		{"setting", "Centri  massaggi", "sexual_massage_parlour"},
		{"setting", "sfruttamento lavorativo", "labour"},
		{"channel", "Unità di strada", "contact_unit"},
		{"channel", "unita' di strada", "contact_unit"},
		{"newness", "Nuovo", "new"},
		{"newness", "già conosciuta", "known"},
		{"citizenship", "Nigeria", "NG"},
		{"citizenship", "nigeriana", "NG"},
		{"citizenship", "nga", "NG"},
		{"citizenship", "Rumena", "RO"},
		{"citizenship", "Costa d’Avorio", "CI"},
		{"citizenship", "cote d'ivoire", "CI"},
		{"citizenship", "PERU'", "PE"},
		{"citizenship", "NA", "NA"},
		{"region", "Sudamerica", "south_america"},
		{"region", "Africa sub-sahariana", "sub_saharan_africa"},
		{"province", "BG", "IT-BG"},
		{"province", "it-bg", "IT-BG"},
		{"province", "bergamo", "IT-BG"},
		{"province", "Forli'-Cesena", "IT-FC"},
		{"province", "Milan", "IT-MI"},
		{"province", "L'AQUILA", "IT-AQ"},
		{"language", "edo", "bin"},
		{"language", "Twi", "ak"},
		{"language", "yor", "yo"},
		{"language", "العربية", "ar"},
		{"action_type", "consulenza legale", "legal_advice"},
		{"enrolment_kind", "messa in rete", "elsewhere"},
	} {
		if got, ok := list(t, book, x.list).Match(x.text); !ok || got != x.want {
			t.Errorf("%s %q means %q, want %q", x.list, x.text, got, x.want)
		}
	}
}

func TestWhatIsUncertainMatchesNothing(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for _, x := range []struct{ list, text string }{
		{"gender", ""},
		{"gender", " - "},
		{"gender", "?"},
		{"gender", "trans"},
		{"gender", "donn"},
		{"gender", "donne e uomini"},
		{"citizenship", "Congo"},
		{"citizenship", "congolese"},
		{"citizenship", "Corea"},
		{"citizenship", "Nigerria"},
		{"age_band", "51"},
		{"age_band", ">18"},
		{"province", "Lombardia"},
		{"protection", "protezione speciale"},
	} {
		if got, ok := list(t, book, x.list).Match(x.text); ok {
			t.Errorf("%s %q was taken for %s", x.list, x.text, got)
		}
	}
}

func TestEveryLabelMeansItsOwnCode(t *testing.T) {
	t.Parallel()
	for _, l := range shipped(t).Lists() {
		for _, c := range l.Codes {
			for _, label := range c.Label {
				if c.Retired { // never matched
					continue
				}
				if got, _ := l.Match(label); got != c.Code {
					t.Errorf("%s: %q means %q, want %s", l.Name, label, got, c.Code)
				}
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	book := shipped(f)
	for _, seed := range []string{"Sì", "n.d.", "51 +", "ǅ", "İ", "ﬃ", "ẞ", "ϓ", "\xff", "العربية"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := codebook.Fold(text)
		if again := codebook.Fold(folded); again != folded {
			t.Fatalf("%q folds to %q, and that to %q", text, folded, again)
		}
		for _, l := range book.Lists() {
			code, ok := l.Match(text)
			if twin, same := l.Match(" " + folded + "."); ok != same || code != twin {
				t.Fatalf("%s: %q means %q, folded it means %q", l.Name, text, code, twin)
			}
			if ok && !book.Has(l.Name, code) {
				t.Fatalf("%s: %q means %q, which does not exist", l.Name, text, code)
			}
		}
	})
}
