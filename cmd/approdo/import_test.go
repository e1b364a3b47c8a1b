package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/testkit"
)

const messy = `Cooperativa Faro;;;;;;
Schede dei contatti 2024;;;;;;

N.;Data;Unità;Canale;Ambito;Genere;Novità;Nome
1;13/05/2024;faro-strada;unità di contatto;strada;F;nuova;Sentinella Bianchi
2;03/06/2024;faro-strada;unità di contatto;centro massaggi;donna;nuova;Sentinella Verdi
3;04/06/2024;faro-strada;unità di contatto;strada;M;nuova;Sentinella Neri

Totale;3;;;;;
`

var importID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// goneRecord is how a record is called that is gone: a frozen report does not know its id.
var goneRecord = regexp.MustCompile(`\b[0-9a-f]{32}\b`)

// A frozen report keeps its bytes when the import behind it is undone; what changed names the import's records.
func TestAnUndoneImportLeavesTheFrozenReportAsItWas(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	said := must(t, "import", "contacts", file(t, "schede.csv", messy), "--dir", dir)
	if strings.Contains(said, "Sentinella") || strings.Contains(said, "Bianchi") {
		t.Errorf("a name was echoed: %s", said)
	}
	id := importID.FindString(said)
	paper := filepath.Join(t.TempDir(), "paper.json")
	frozen := approdo(t, "report", "interim", "--dir", dir, "--freeze", "--out", paper)
	if frozen.status != 0 {
		t.Fatal(frozen.err)
	}
	run := importID.FindString(frozen.err)
	before := must(t, "runs", "show", run, "--dir", dir)
	if kept, err := os.ReadFile(paper); err != nil || string(kept) != before {
		t.Errorf("the file that was frozen differs from the one that is kept (%v)", err)
	}
	if n := read(t, before).cell("T1", "contact_unit", "attributed"); n != 3 {
		t.Errorf("frozen with %v contacts, want 3", n)
	}
	must(t, "imports", "undo", id, "--dir", dir)
	if after := must(t, "runs", "show", run, "--dir", dir); after != before {
		t.Error("the frozen report changed")
	}
	changes := must(t, "runs", "changes", run, "--dir", dir)
	if n := len(goneRecord.FindAllString(changes, -1)); n != 3 {
		t.Errorf("what changed names %d records, want 3:\n%s", n, changes)
	}
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 0 {
		t.Errorf("%v persons after undoing, want 0", n)
	}
	must(t, "import", "contacts", file(t, "schede.csv", messy), "--dir", dir)
	if again := must(t, "runs", "changes", run, "--dir", dir); importID.MatchString(again) || goneRecord.MatchString(again) {
		t.Errorf("imported again, something still differs:\n%s", again)
	}
}

func TestImportingAgainChangesNothingAndALongerFileAddsItsEnd(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	must(t, "import", "contacts", file(t, "a.csv", rows("faro-strada", 0, 20)), "--dir", dir)
	once := must(t, "report", "interim", "--dir", dir)
	must(t, "import", "contacts", file(t, "b.csv", rows("faro-strada", 0, 20)), "--dir", dir)
	if twice := must(t, "report", "interim", "--dir", dir); twice != once {
		t.Error("importing again changed the report")
	}
	must(t, "import", "contacts", file(t, "c.csv", rows("faro-strada", 0, 30)), "--dir", dir)
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 30 {
		t.Errorf("%v persons, want 30", n)
	}
}

// What a file does not say is asked with the rows it concerns; nothing is recorded before it is answered, whatever else is allowed.
func TestAQuestionIsAskedAndAnsweredOnTheCommandLine(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	register := file(t, "registro.csv", "Data;Unità;Codice persona;Sesso;Nazionalità\n02/04/2024;faro-strada;P-001;F;Nigeria\n03/04/2024;faro-strada;P-001;M;Romania\n04/04/2024;faro-strada;P-002;F;NA\n05/04/2024;faro-strada;P-003;F;NG\n")
	for _, more := range [][]string{nil, {"--dry-run"}, {"--skip-bad"}, {"--answer", "persons=perhaps"}, {"--answer", "persons=same"}} {
		r := approdo(t, append([]string{"import", "contacts", register, "--dir", dir}, more...)...)
		said := r.out + r.err
		if r.status == 0 || !strings.Contains(said, "words.E=absent") || strings.Contains(said, "P-001") {
			t.Errorf("%v: status %d, %s", more, r.status, said)
		}
	}
	r := approdo(t, "import", "contacts", register, "--dir", dir, "--answer", "words.E=absent")
	if said := r.out + r.err; r.status == 0 || !strings.Contains(said, "persons=same") || !strings.Contains(said, "2, 3") {
		t.Errorf("status %d, %s", r.status, said)
	}
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 0 {
		t.Errorf("%v persons were recorded meanwhile", n)
	}
	m := file(t, "m.yaml", "answers: {words.E: absent}\n")
	for _, idle := range [][]string{{"--answer", "person=leave_out"}, {"--word", "Q:A=NG"}} {
		args := append([]string{"import", "contacts", register, "--dir", dir, "--map", m, "--answer", "persons=leave_out"}, idle...)
		if r := approdo(t, args...); r.status == 0 || !strings.Contains(r.out+r.err, idle[1]) {
			t.Errorf("%v: status %d, %s", idle, r.status, r.out+r.err)
		}
	}
	must(t, "import", "contacts", register, "--dir", dir, "--map", m, "--answer", "persons=leave_out")
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 2 {
		t.Errorf("%v persons, want 2", n)
	}
	corrected := file(t, "corretto.csv", "Data;Unità;Codice persona;Sesso;Nazionalità\n02/04/2024;faro-strada;P-001;F;Nigeria\n04/04/2024;faro-strada;P-002;M;\n05/04/2024;faro-strada;P-003;F;NG\n")
	if r := approdo(t, "import", "contacts", corrected, "--dir", dir, "--skip-bad"); r.status == 0 || !strings.Contains(r.out+r.err, "standing=replace") {
		t.Errorf("a corrected file: status %d, %s", r.status, r.out+r.err)
	}
	must(t, "import", "contacts", corrected, "--dir", dir, "--answer", "standing=replace")
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 3 {
		t.Errorf("%v persons after the correction, want 3", n)
	}
}

// Every answer to a question that was asked is taken, also where another answer makes the question needless; every other one is refused by name, whatever else is open.
func TestAnAnswerIsTakenOrRefusedByName(t *testing.T) {
	t.Parallel()
	dir := founded(t)
	head := "Data;Unità;Codice persona;Sesso\n"
	first := file(t, "aprile.csv", head+"02/04/2024;faro-strada;P-001;F\n03/04/2024;faro-strada;P-002;F\n04/04/2024;faro-strada;P-003;F\n")
	must(t, "import", "contacts", first, "--dir", dir)
	corrected := file(t, "corretto.csv", head+"02/04/2024;faro-strada;P-001;F\n03/04/2024;faro-strada;P-002;M\n04/04/2024;faro-strada;P-003;F\n")
	asked := approdo(t, "import", "contacts", corrected, "--dir", dir)
	for _, id := range []string{"standing=replace", "persons_known=same"} {
		if !strings.Contains(asked.out+asked.err, id) {
			t.Fatalf("not asked together: %s", asked.out+asked.err)
		}
	}
	for _, idle := range []string{"stands=replace", "who.Q=codes", "standing=perhaps"} {
		for _, more := range [][]string{nil, {"--answer", "standing=replace"}} {
			if len(more) > 0 && idle == "standing=perhaps" {
				continue
			}
			r := approdo(t, append([]string{"import", "contacts", corrected, "--dir", dir, "--answer", idle}, more...)...)
			if r.status == 0 || !strings.Contains(r.err, idle) {
				t.Errorf("%s %v: status %d, %s", idle, more, r.status, r.err)
			}
		}
	}
	must(t, "import", "contacts", corrected, "--dir", dir, "--answer", "standing=replace", "--answer", "persons_known=same")
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 3 {
		t.Errorf("%v persons after the correction, want 3", n)
	}
}

// TestACommandCountsByNothingThatSomebodyEdited: no report, frozen or not, and no comparison by lists that the program did not write, as on the screens.
func TestACommandCountsByNothingThatSomebodyEdited(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := founded(t)
	must(t, "import", "contacts", file(t, "schede.csv", messy), "--dir", dir)
	frozen := approdo(t, "report", "interim", "--dir", dir, "--freeze", "--out", filepath.Join(t.TempDir(), "paper.json"))
	if frozen.status != 0 {
		t.Fatal(frozen.err)
	}
	run := importID.FindString(frozen.err)
	for _, edit := range []string{
		`DELETE FROM network_channels`,
		`UPDATE network_projects SET ends = '2024-05-15'`,
		`UPDATE network_units SET province = 'IT-NA'`,
	} {
		again := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(again, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(again, "key"), 0o600); err != nil {
			t.Fatal(err)
		}
		tamper(t, again, edit)
		for _, command := range [][]string{{"report", "interim"}, {"report", "interim", "--freeze"}, {"runs", "changes", run}} {
			said := approdo(t, append(command, "--dir", again)...)
			if said.status == 0 || said.out != "" || !strings.Contains(said.err, "changed in the database outside") {
				t.Errorf("%s, and %v: status %d, %d bytes: %s", edit, command, said.status, len(said.out), said.err)
			}
		}
		if n := counted(t, again, `SELECT COUNT(*) FROM audit_entries WHERE object = 'incident'`); n == 0 {
			t.Errorf("%s, and it is not on record", edit)
		}
		if list := must(t, "runs", "list", "--dir", again); len(importID.FindAllString(list, -1)) != 1 {
			t.Errorf("%s, and something is frozen: %s", edit, list)
		}
	}
}
