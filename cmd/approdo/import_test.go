package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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

// A frozen report keeps its bytes when the import behind it is undone; what changed names the import's records.
func TestAnUndoneImportLeavesTheFrozenReportAsItWas(t *testing.T) {
	t.Parallel()
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
	if n := len(importID.FindAllString(changes, -1)); n != 3 {
		t.Errorf("what changed names %d records, want 3:\n%s", n, changes)
	}
	if n := read(t, must(t, "report", "interim", "--dir", dir)).cell("T1", "total", "unique"); n != 0 {
		t.Errorf("%v persons after undoing, want 0", n)
	}
	must(t, "import", "contacts", file(t, "schede.csv", messy), "--dir", dir)
	if again := must(t, "runs", "changes", run, "--dir", dir); importID.MatchString(again) {
		t.Errorf("imported again, something still differs:\n%s", again)
	}
}

func TestImportingAgainChangesNothingAndALongerFileAddsItsEnd(t *testing.T) {
	t.Parallel()
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
