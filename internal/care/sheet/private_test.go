package sheet_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// What a file says of names, phones and life stories must be nowhere afterwards: not in the database's files, not in
// the preview in any language, not in an error, and not in the map that the preview suggests.
func TestPrivateCellsLeaveNoTrace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := testkit.OpenStore(t.Context(), store.Options{Dir: dir})
	must(t, err)
	o := open(t, s)
	rows := register(30, 2)
	for i := range rows {
		rows[i].ref = rows[i].name // an office that uses names as references
	}
	var seen strings.Builder
	for _, d := range []dialect{forty()[4], forty()[8], plainCSV} {
		file, m := d.render(t, rows), d.mapFor()
		show(t, &seen, o.preview(t, "contacts", file, m), o.draft(t, "contacts", file, m))
		m.Answers = map[string]string{"who.J": "codes", "persons": "same"} // the questions themselves show nothing either
		draft := o.draft(t, "contacts", file, m)
		p := o.preview(t, "contacts", file, m)
		show(t, &seen, p, draft)
		if _, err := o.apply(t, draft, sheet.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	bad := text("Data;Unità;Genere;Telefono;"+secretNames[1], secretNotes[0]+";"+secretNames[0]+";"+secretPhones[0]+";"+secretPhones[1]+";x")
	draft := o.draft(t, "contacts", bad, sheet.Map{})
	show(t, &seen, o.preview(t, "contacts", bad, sheet.Map{}), draft)
	_, err = o.apply(t, draft, sheet.Options{})
	fmt.Fprintln(&seen, err)
	must(t, s.Close())
	if found := secretIn([]byte(seen.String())); found != "" {
		t.Errorf("shown: %q", found)
	}
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if found := secretIn(content); found != "" {
			t.Errorf("%s holds %q", e.Name(), found)
		}
		return err
	}))
}

func show(t *testing.T, out *strings.Builder, p sheet.Preview, d *sheet.Draft) {
	t.Helper()
	for _, lang := range i18n.Languages() {
		for _, line := range p.Lines(i18n.For(lang)) {
			if strings.Contains(line, "[sheet.") {
				t.Errorf("no words for %s", line)
			}
			fmt.Fprintln(out, line)
		}
	}
	for _, r := range p.Refused {
		fmt.Fprintln(out, r.Err.Error())
	}
	fmt.Fprintf(out, "%+v %+v\n", p, d.Preview().Questions)
	m, err := p.Map().YAML()
	must(t, err)
	out.Write(m)
}

func secretIn(content []byte) string {
	lower := bytes.ToLower(content)
	for _, secret := range secretStrings {
		if bytes.Contains(lower, []byte(strings.ToLower(secret))) {
			return secret
		}
	}
	return ""
}

func TestPrivateColumnsAreLeftOutWithTheirReason(t *testing.T) {
	t.Parallel()
	o := town(t)
	file := text("Data;Unità;Cognome;Cell.;Data di nascita;Documento;Indirizzo;Osservazioni;E-mail;Chi segue;Contatti utili;Appunto",
		"01/02/2024;Sportello;Pindarelli;3475550199;01/02/1999;AX123;via Roma;sta bene;a@b.it;Gaudenzio;347 555 0199;una lunga storia che nessuno deve leggere qui dentro")
	want := map[string]string{"C": "name", "D": "phone", "E": "birth", "F": "document", "G": "address", "H": "free_text", "I": "e-mail", "J": "unknown", "K": "phone", "L": "free_text"}
	for _, c := range o.preview(t, "contacts", file, sheet.Map{}).Columns {
		if c.Reason != want[c.Letter] || (c.Reason != "" && c.Field != "") {
			t.Errorf("column %s is %q, left out as %q, want %q", c.Letter, c.Field, c.Reason, want[c.Letter])
		}
		if c.Reason != "" && c.Reason != "unknown" && c.Heading != "" {
			t.Errorf("column %s shows its heading", c.Letter)
		}
	}
}

func TestOnlyKeyedHashesOfReferencesAreKept(t *testing.T) {
	t.Parallel()
	a, b := town(t), town(t)
	file := text("Data;Unità;Codice persona;Genere", "01/02/2024;Sportello;Q-77;F")
	a.take(t, "contacts", file, sheet.Map{})
	b.take(t, "contacts", file, sheet.Map{})
	if idOf(t, a) == idOf(t, b) {
		t.Error("two installations with different keys make the same id of one reference: it could be guessed back")
	}
}

func idOf(t *testing.T, o *office) string { t.Helper(); return string(o.onlyPerson(t).ID) }

func TestDaysAheadAreRefused(t *testing.T) {
	t.Parallel()
	o := town(t)
	tomorrow := clock().Add(24 * time.Hour).Format("02/01/2006")
	p := o.preview(t, "contacts", text("Data;Unità;Genere", tomorrow+";Sportello;F"), sheet.Map{})
	if len(p.Refused) != 1 || p.Refused[0].Err.Key != "sheet.day_ahead" {
		t.Errorf("refused %+v", p.Refused)
	}
}

// A register of one person may carry her name in the heading of a column that is otherwise known.
func TestAHeadingThatMayNameSomebodyIsNotShown(t *testing.T) {
	t.Parallel()
	o := town(t)
	p := o.preview(t, "contacts", text("Data;Unità;Genere (Sentinella Bianchi)", "01/02/2024;Sportello;F"), sheet.Map{})
	for _, c := range p.Columns {
		if strings.Contains(c.Heading, "Sentinella") {
			t.Errorf("the preview shows %q", c.Heading)
		}
	}
	for key := range p.Map().Columns {
		if strings.Contains(key, "Sentinella") {
			t.Errorf("the suggested map holds %q", key)
		}
	}
}
