package sheet_test

import (
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/care/sheet"
)

// A heading below a group means what the two say together, whether it stands once or in several groups.
func TestAHeadingBelowAGroupMeansWhatTheTwoSay(t *testing.T) {
	for name, c := range map[string]struct {
		kind       sheet.Kind
		file, asks string
		want       string // what the last column is taken for
	}{
		"number of the outing": {sheet.Contacts, ";;persona;;uscita\nn.;data;sigla;M/F/T;n.\n1;2/5/24;AB12;F;14\n2;9/5/24;CD07;M;14\n", "", "outing_ref"},
		"number of women":      {sheet.Contacts, ";;persona;;donne\nn.;data;sigla;M/F/T;n.\n1;2/5/24;AB12;F;1\n2;9/5/24;CD07;M;3\n", "several.E", ""},
		"once only":            {sheet.Contacts, ";;;donne\ndata;sigla;M/F/T;n.\n" + "2/5/24;AB12;F;1\n9/5/24;CD07;M;3\n", "several.D", ""},
		"of somebody else":     {sheet.Contacts, ";persona;;;accompagn.\ndata;sigla;M/F/T;naz.;naz.\n2/5/24;AB12;F;NG;IT\n9/5/24;CD07;M;RO;IT\n", "left", ""},
		"of a part that says nothing": {
			sheet.Contacts, ";persona;;;dati\ndata;sigla;M/F/T;naz.;naz.\n2/5/24;AB12;F;NG;IT\n9/5/24;CD07;M;RO;IT\n",
			"twice.citizenship", "",
		},
		"number of the outing of a person": {sheet.Persons, ";;persona;uscita\nCodice persona;Data;Sesso;n.\nP-1;2/5/24;F;14\nP-2;3/5/24;M;14\n", "left", ""},
		"women and men of an outing":       {sheet.Outings, ";;donne;;uomini;\ndata;modalità;n.;note;n.\n2/5/24;su strada;4;;2\n9/5/24;su strada;5;;1\n", "", "presences_man"},
		"the second of two rows":           {sheet.Outings, "uscita;;donne;uomini\nn.;data;n.;n.\n;;;\n14;2/5/24;4;2\n", "column.mode", "presences_man"},
	} {
		t.Run(name, func(t *testing.T) {
			p := field(t).preview(t, c.kind, []byte(c.file), sheet.Map{})
			got := ""
			for _, q := range p.Open() {
				got += q.ID
			}
			if last := p.Columns[len(p.Columns)-1].Field; got != c.asks || last != c.want {
				t.Errorf("asks %q, want %q; the last column is %q, want %q: %v", got, c.asks, last, c.want, p.Lines(i18n.For("it")))
			}
		})
	}
}
