package sheet_test

import (
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

var colleagues = [2][]byte{
	text("Data;Codice persona;Sesso;Età", "03/04/2024;A1;F;22", "03/04/2024;A2;F;25", "10/04/2024;A3;F;31"),
	text("Data;Codice persona;Sesso;Età", "03/04/2024;B1;F;22", "03/04/2024;B2;F;25", "17/04/2024;B3;F;31"),
}

// Two colleagues record in one unit on the same days. What one of them corrects leaves alone what the other has written.
func TestACorrectionReplacesTheImportWhoseRowsItRepeatsAndNoColleagues(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		unit := func(file []byte) []byte {
			lines := strings.Split(strings.TrimSpace(string(file)), "\n")
			for i := range lines {
				lines[i] += map[bool]string{true: ";Unità", false: ";Sportello"}[i == 0]
			}
			return text(lines...)
		}
		first := o.take(t, "contacts", unit(colleagues[0]), sheet.Map{})
		if p := o.preview(t, "contacts", unit(colleagues[1]), sheet.Map{}); len(p.Open()) > 0 {
			t.Errorf("of other people, and asked %s", sums(p))
		}
		second := o.take(t, "contacts", unit(colleagues[1]), sheet.Map{})
		corrected := unit([]byte(strings.Replace(string(colleagues[0]), "A2;F;25", "A2;F;26", 1)))
		p := o.preview(t, "contacts", corrected, sheet.Map{})
		if got := sums(p); got != "ask standing" {
			t.Fatalf("says %q", got)
		}
		if got := answerIDs(p.Open()[0]); !slices.Equal(got, []string{"replace", "add", "leave_out"}) {
			t.Errorf("offers %q", got)
		}
		o.take(t, "contacts", corrected, answering("standing=replace"))
		for _, i := range o.imports(t) {
			if i.ID == first.ID && i.Undone == "" || i.ID == second.ID && i.Undone != "" {
				t.Errorf("import %+v", i)
			}
		}
		if met := o.met(t); len(met) != 6 {
			t.Errorf("stand %q", met)
		}
	})
}

// Where nothing tells which import is meant, each is offered by itself, and what takes nothing away stands first.
func TestEachImportThatMayBeCorrectedIsOfferedByItself(t *testing.T) {
	o := field(t)
	o.take(t, "contacts", text("Data;Sesso", "03/04/2024;F", "04/04/2024;F"), sheet.Map{})
	o.take(t, "contacts", text("Data;Sesso", "03/04/2024;M", "05/04/2024;M"), answering("standing=add"))
	wider := text("Data;Sesso;Nazionalità", "03/04/2024;F;Nigeria", "04/04/2024;F;Nigeria")
	p := o.preview(t, "contacts", wider, sheet.Map{})
	if got := sums(p); got != "ask standing" {
		t.Fatalf("says %q", got)
	}
	ids := answerIDs(p.Open()[0])
	if len(ids) != 5 || ids[0] != "add" || ids[1] != "leave_out" || ids[4] != "replace_all" {
		t.Fatalf("offers %q", ids)
	}
	for _, i := range o.imports(t) {
		if !slices.Contains(ids, "replace."+i.ID) {
			t.Errorf("%s is not offered among %q", i.ID, ids)
		}
		if o.preview(t, "contacts", wider, answering("standing=replace")).Open() == nil {
			t.Error("an answer that names no import is taken for one")
		}
	}
	first := o.imports(t)[1]
	if o.imports(t)[0].ID < first.ID {
		first = o.imports(t)[0]
	}
	o.take(t, "contacts", wider, answering("standing=replace."+first.ID))
	if got := strings.Join(o.met(t), "|"); got != "2024-04-03 - man|2024-04-03 - woman NG|2024-04-04 - woman NG|2024-04-05 - man" {
		t.Errorf("stand %s", got)
	}
}

// Numbers that began again in each file do not say which file is corrected; the rows do.
func TestTheImportOfANumberIsNotTheOneThatIsCorrectedWhereNumbersBeginAgain(t *testing.T) {
	o := field(t)
	head := "N.;Data;Codice persona;Sesso"
	o.take(t, "contacts", text(head, "1;02/04/2024;A1;F", "2;03/04/2024;A2;F", "3;04/04/2024;A3;F"), sheet.Map{})
	o.take(t, "contacts", text(head, "1;02/05/2024;B1;F", "2;03/05/2024;B2;F", "3;04/05/2024;B3;F"), answering("numbers=each_file"))
	corrected := text(head, "1;02/05/2024;B1;F", "2;03/05/2024;B2;M", "3;04/05/2024;B3;F")
	q := o.preview(t, "contacts", corrected, sheet.Map{}).Open()[0]
	ids := answerIDs(q)
	may := o.imports(t)[0]
	for _, i := range o.imports(t) {
		if i.ID > may.ID {
			may = i
		}
	}
	if q.ID != "numbers" || len(ids) < 2 || ids[1] != "replace."+may.ID {
		t.Fatalf("%s offers %q, %s is the one repeated", q.ID, ids, may.ID)
	}
	o.take(t, "contacts", corrected, answering("numbers=replace."+may.ID))
	if got := strings.Join(o.met(t), "|"); got != "2024-04-02 p1 woman|2024-04-03 p2 woman|2024-04-04 p3 woman|2024-05-02 p4 woman|2024-05-03 p5 man|2024-05-04 p6 woman" {
		t.Errorf("stand %s", got)
	}
}

// A row that was taken out stays recorded unless it is asked about, whatever the rows are and whether they have numbers.
func TestRowsThatWereTakenOutAreAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		kind sheet.Kind
		rows []string // the third is taken out
	}{
		"contacts":   {"contacts", []string{"Data;Codice persona;Sesso", "03/04/2024;A1;F", "10/04/2024;A2;F", "17/04/2024;A1;F"}},
		"numbered":   {"contacts", []string{"N.;Data;Codice persona;Sesso", "1;03/04/2024;A1;F", "2;10/04/2024;A2;F", "3;17/04/2024;A1;F"}},
		"one day":    {"contacts", []string{"N.;Data;Codice persona;Sesso", "1;03/04/2024;A1;F", "2;03/04/2024;A2;F", "3;03/04/2024;A3;F"}},
		"outings":    {"outings", []string{"Data;Modalità;Ore;Km", "03/04/2024;Strada;3;45", "10/04/2024;Strada;4;52", "17/04/2024;Strada;3;40"}},
		"actions":    {"actions", []string{"Data;Codice persona;Azione", "03/04/2024;A1;Accompagnamento sanitario", "10/04/2024;A2;Accompagnamento sanitario", "17/04/2024;A1;Accompagnamento sanitario"}},
		"persons":    {"persons", []string{"Data primo contatto;Codice persona;Sesso", "03/04/2024;A1;F", "10/04/2024;A2;F", "17/04/2024;A3;F"}},
		"enrolments": {"enrolments", []string{"Data;Fonte;Codice persona", "03/04/2024;Referral;A1", "10/04/2024;Referral;A2", "17/04/2024;Referral;A3"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			if c.kind == "enrolments" {
				o.take(t, "persons", text("Data primo contatto;Codice persona;Sesso", "03/04/2024;A1;F", "10/04/2024;A2;F", "17/04/2024;A3;F"), sheet.Map{})
			}
			o.take(t, c.kind, text(c.rows...), sheet.Map{})
			fewer := text(slices.Delete(slices.Clone(c.rows), 2, 3)...)
			if got := sums(o.preview(t, c.kind, fewer, sheet.Map{})); got != "ask standing" {
				t.Fatalf("says %q", got)
			}
			if i := o.take(t, c.kind, fewer, answering("standing=replace")); i.Added != 2 {
				t.Errorf("%+v", i)
			}
			if p := o.preview(t, c.kind, fewer, sheet.Map{}); len(p.Open()) > 0 || p.New > 0 {
				t.Errorf("again: %s, %d new", sums(p), p.New)
			}
		})
	}
}

// A unit or a month that was wrong in every row leaves no row as it was; the file is an earlier one all the same.
func TestAFileWhoseUnitOrMonthWasCorrectedInEveryRowIsAskedAbout(t *testing.T) {
	rows := func(unit, month string) []byte {
		return text("Data;Unità;Codice persona;Sesso", "03/"+month+"/2024;"+unit+";A1;F", "03/"+month+"/2024;"+unit+";A2;F", "10/"+month+"/2024;"+unit+";A3;M", "17/"+month+"/2024;"+unit+";A1;F")
	}
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"another unit":      {rows("Unità di strada", "04"), "ask standing"},
		"another month":     {rows("Sportello", "05"), "ask standing"},
		"an earlier month":  {rows("Sportello", "03"), "ask standing"},
		"the next register": {text("Data;Unità;Codice persona;Sesso", "02/05/2024;Sportello;A1;F", "08/05/2024;Sportello;A2;F", "10/05/2024;Sportello;A3;M", "15/05/2024;Sportello;A1;F"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := town(t)
			o.take(t, "contacts", rows("Sportello", "04"), sheet.Map{})
			if got := sums(o.preview(t, "contacts", c.file, sheet.Map{})); got != c.says {
				t.Fatalf("says %q, want %q", got, c.says)
			}
			if c.says == "" {
				return
			}
			o.take(t, "contacts", c.file, answering("standing=replace"))
			if met := o.met(t); len(met) != 4 {
				t.Errorf("stand %q", met)
			}
		})
	}
}

func answerIDs(q sheet.Question) (ids []string) {
	for _, a := range q.Answers {
		ids = append(ids, a.ID)
	}
	return ids
}
