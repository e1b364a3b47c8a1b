package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/sheet"
)

// One field in several columns: none is dropped without a word.
func TestAQuantityInSeveralColumnsIsSummedOrAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		kind       sheet.Kind
		file, says string
		answers    []string
		facts      string // minutes and kilometres of the outings
	}{
		"hours beside minutes":             {sheet.Outings, "Data;Modalità;Ore;Minuti;Km\n03/04/2024;outdoor;3;30;40\n10/04/2024;outdoor;4;15;52\n", "", nil, "210 40, 255 52"},
		"hours of a duration":              {sheet.Outings, "Data;Modalità;Durata ore;Durata minuti;Km\n03/04/2024;outdoor;3;30;40\n10/04/2024;outdoor;4;0;52\n", "", nil, "210 40, 240 52"},
		"initials":                         {sheet.Outings, "Data;Modalità;H;M;Km\n03/04/2024;outdoor;3;30;40\n10/04/2024;outdoor;4;;52\n", "", nil, "210 40, 240 52"},
		"the same in both":                 {sheet.Outings, "Data;Modalità;Ore;Minuti;Km\n03/04/2024;outdoor;3;180;40\n10/04/2024;outdoor;4;240;52\n", "", nil, "180 40, 240 52"},
		"many minutes":                     {sheet.Outings, "Data;Modalità;Ore;Minuti;Km\n03/04/2024;outdoor;3;180;40\n10/04/2024;outdoor;4;90;52\n", "ask twice.hours", []string{"twice.hours=sum"}, "360 40, 330 52"},
		"two places, two cars":             {sheet.Outings, "Data;Modalità;Ore strada;Ore sede;Km auto;Km mezzi\n03/04/2024;outdoor;3;1;20;10\n10/04/2024;outdoor;2;1,5;30;\n", "ask twice.hours, ask twice.kilometres", []string{"twice.hours=sum", "twice.kilometres=sum"}, "240 30, 210 30"},
		"there and back, in English":       {sheet.Outings, "Date;Mode;Hours;Km there;Km back\n2024-04-03;outdoor;3;20;18\n2024-04-10;outdoor;2;30;30\n", "ask twice.kilometres", []string{"twice.kilometres=sum"}, "180 38, 120 60"},
		"as far there as back":             {sheet.Outings, "Data;Modalità;Ore;Km andata;Km ritorno\n03/04/2024;outdoor;3;20;20\n10/04/2024;outdoor;2;30;30\n", "ask twice.kilometres", []string{"twice.kilometres=sum"}, "180 40, 120 60"},
		"people by the letters of genders": {sheet.Outings, "Data;Modalità;Ore;F;M;T;Tot\n03/04/2024;outdoor;3;5;1;1;7\n10/04/2024;outdoor;4;4;1;;5\n", "ask presences", []string{"presences=counts"}, ""},
		"materials by their names":         {sheet.Outings, "Data;Modalità;Ore;Preservativi;Volantini\n03/04/2024;outdoor;3;20;10\n10/04/2024;outdoor;4;30;5\n", "ask nearly.materials", []string{"nearly.materials=sum"}, ""},
		"one of two nearly named columns":  {sheet.Contacts, "Data;Sesso;Cittadinanza UE;Cittadinanza extra UE\n03/04/2024;F;;Nigeria\n10/04/2024;F;Romania;\n", "ask nearly.citizenship", []string{"nearly.citizenship=filled"}, ""},
		"one of two columns is told":       {sheet.Contacts, "Data;Sesso;Cittadinanza;Nazionalità\n03/04/2024;F;Nigeria;\n10/04/2024;F;;Romania\n", "ask twice.citizenship", []string{"twice.citizenship=filled"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			if got := sums(o.preview(t, c.kind, []byte(c.file), sheet.Map{})); got != c.says {
				t.Fatalf("says %q, want %q", got, c.says)
			}
			o.take(t, c.kind, []byte(c.file), answering(c.answers...))
			if c.facts != "" && o.outings(t) != sorted(c.facts) {
				t.Errorf("recorded %q, want %q", o.outings(t), c.facts)
			}
			if c.answers != nil && c.says != "ask presences" { // the next file with these headings is not understood by half
				if got := sums(o.preview(t, c.kind, []byte(c.file), sheet.Map{})); !strings.HasPrefix(got, c.says) {
					t.Errorf("the second time says %q", got)
				}
			}
		})
	}
}

// outings are the minutes and kilometres of the outings, by day.
func (o *office) outings(t testing.TB) string {
	t.Helper()
	var told []string
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		list, err := outreach.Outings.List(tx, store.Selection{Sort: "day"})
		for _, x := range list.Items {
			told = append(told, fmt.Sprint(x.Minutes, " ", x.Kilometres))
		}
		return err
	}))
	slices.Sort(told)
	return strings.Join(told, ", ")
}

func sorted(list string) string {
	parts := strings.Split(list, ", ")
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
