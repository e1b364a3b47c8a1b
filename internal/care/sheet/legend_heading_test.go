package sheet_test

import (
	"strings"
	"testing"
)

// A legend in a heading counts against the sense in which its yes would be read.
func TestALegendInAHeadingIsNotReadTheOtherWayRound(t *testing.T) {
	o := town(t)
	for heading, want := range map[string]string{
		"Nuovo contatto (0=nuova 1=nota)":          "ask newness.D.0, ask newness.D.1",
		"Protezione internazionale (1=no 0=sì)":    "ask sense.D",
		"Protezione internazionale (no: 1, sì: 0)": "ask sense.D",
		"Nuovo contatto (1=no, 0=sì)":              "ask newness.D.0, ask newness.D.1",
		"Nuovo contatto (1 = sì, 0 = no)":          "",
		"Nuovo contatto (1=nuova 0=nota)":          "",
		"Protezione internazionale (sì=1 no=0)":    "",
		"Già nota (1=sì 0=no)":                     "",
		"Protezione internazionale (S-N)":          "",
		"Protezione internazionale (0-1)":          "",
	} {
		file := text("Data;Unità;Genere;"+heading, "01/02/2024;Sportello;F;1", "01/02/2024;Sportello;F;0")
		if got := sums(o.preview(t, "contacts", file, answering("nearly.newness=D", "nearly.protection=D"))); got != want {
			t.Errorf("%s says %q, want %q", heading, got, want)
		}
	}
	o.take(t, "contacts", text("Data;Unità;Genere;Nuova (0=nuova 1=nota)", "01/02/2024;Sportello;F;0"), answering("nearly.newness=D", "newness.D.0=new"))
	if got := o.facts(t); !strings.Contains(got, "Newness:new ") {
		t.Errorf("recorded %s", got)
	}
}
