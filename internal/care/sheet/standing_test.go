package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

var inApril = []string{"2024-04-02 p1 woman", "2024-04-03 p2 woman", "2024-04-04 p3 woman"}

func TestAKnownNumberIsNotBelievedWhenItsRowSaysSomethingElse(t *testing.T) {
	may := []string{"2024-05-02 p4 woman", "2024-05-03 p5 man", "2024-05-04 p6 woman", "2024-05-05 p7 woman"}
	first, second := "31-numbers-start-again/aprile.csv", "31-numbers-start-again/maggio.csv"
	t.Run("asked", func(t *testing.T) {
		field(t).try(t, []step{{file: first}, {file: second, says: "ask numbers"}}, inApril...)
	})
	t.Run("they begin again", func(t *testing.T) {
		o := field(t)
		o.try(t, []step{{file: first}, {file: second, answers: []string{"numbers=each_file"}}}, append(slices.Clone(inApril), may...)...)
		for _, file := range []string{first, second} { // neither is asked about or recorded again
			if p := o.preview(t, "contacts", fieldCase(t, file), sheet.Map{}); len(p.Open()) > 0 || p.New > 0 {
				t.Errorf("%s again: %v, %d new", file, asked(p), p.New)
			}
		}
		june := "N.;Data;Codice persona;Sesso\n1;02/06/2024;P-008;F\n5;03/06/2024;P-009;F\n"
		o.try(t, []step{{file: june, answers: []string{"numbers=each_file"}}}, append(append(slices.Clone(inApril), may...), "2024-06-02 p8 woman", "2024-06-03 p9 woman")...)
	})
	t.Run("left out", func(t *testing.T) {
		field(t).try(t, []step{{file: first}, {file: second, answers: []string{"numbers=leave_out"}}}, append(slices.Clone(inApril), "2024-05-05 p4 woman")...)
	})
	corrected := "N.;Data;Codice persona;Sesso\n1;02/04/2024;P-001;F\n2;03/04/2024;P-002;M\n3;05/04/2024;P-003;F\n4;06/04/2024;P-004;F\n"
	t.Run("corrected", func(t *testing.T) {
		o := field(t)
		o.try(t, []step{{file: first}, {file: corrected, says: "ask numbers"}, {file: corrected, answers: []string{"numbers=replace"}}},
			"2024-04-02 p1 woman", "2024-04-03 p2 man", "2024-04-05 p3 woman", "2024-04-06 p4 woman")
		list := o.imports(t)
		if len(list) != 2 || list[0].Undone != "" && list[1].Undone != "" || list[0].Undone == list[1].Undone {
			t.Errorf("imports %+v", list)
		}
		if who := o.personOn(t, "2024-04-03"); who.Gender != "man" {
			t.Errorf("the person keeps what was corrected: %+v", who)
		}
		if p := o.preview(t, "contacts", []byte(corrected), sheet.Map{}); p.New > 0 || p.Known != 4 {
			t.Errorf("again: %d new", p.New)
		}
	})
	for name, row := range map[string]string{"another day": "3;04/05/2024;P-003;F", "another person": "3;04/04/2024;P-009;F", "another gender": "3;04/04/2024;P-003;M", "no person": "3;04/04/2024;;F"} {
		t.Run(name, func(t *testing.T) {
			field(t).try(t, []step{{file: first}, {file: "N.;Data;Codice persona;Sesso\n" + row + "\n", says: "ask numbers"}}, inApril...)
		})
	}
	for name, rows := range map[string]string{"the same": "3;04/04/2024;P-003;F", "in another dialect": "3;2024-04-04;p-003;donna", "a number like it": "3.;04/04/2024;P-003;Femmina"} {
		t.Run(name, func(t *testing.T) {
			field(t).try(t, []step{{file: first}, {file: "N.;Data;Codice persona;Sesso\n" + rows + "\n"}}, inApril...)
		})
	}
}

func TestRowsOfTheSameUnitAndDaysThatStandAreOfferedToBeReplaced(t *testing.T) {
	march := []string{"2024-03-02 - woman new", "2024-03-03 - woman new", "2024-03-04 - woman new"}
	wider := []string{"2024-03-02 - woman NG new", "2024-03-03 - woman NG new", "2024-03-04 - woman RO new", "2024-04-02 - woman NG new"}
	files := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, "35-one-more-column/"+name+".csv")
		}
		return paths
	}("marzo", "aprile", "corretto")
	t.Run("asked", func(t *testing.T) {
		o := field(t)
		o.try(t, []step{{file: files[0]}, {file: files[1], says: "ask standing"}}, march...)
		p := o.preview(t, "contacts", fieldCase(t, files[1]), sheet.Map{})
		if p.Standing != 3 || fmt.Sprint(p.Open()[0].Rows) != "[[2 3 4]]" {
			t.Errorf("%d stand, asked %+v", p.Standing, p.Open())
		}
	})
	t.Run("replaced, and corrected", func(t *testing.T) {
		field(t).try(
			t, []step{{file: files[0]}, {file: files[1], answers: []string{"standing=replace"}}, {file: files[2], says: "ask standing"}, {file: files[2], answers: []string{"standing=replace"}}},
			append([]string{"2024-03-02 - man NG new"}, wider[1:]...)...,
		)
	})
	t.Run("added", func(t *testing.T) {
		all := append(slices.Clone(march), wider...)
		slices.Sort(all)
		field(t).try(t, []step{{file: files[0]}, {file: files[1], answers: []string{"standing=add"}}}, all...)
	})
	t.Run("left out", func(t *testing.T) {
		field(t).try(t, []step{{file: files[0]}, {file: files[1], answers: []string{"standing=leave_out"}, says: "2 answer, 3 answer, 4 answer"}}, append(slices.Clone(march), wider[3])...)
	})
	head := "Data;Sesso;Nuova\n"
	for name, c := range map[string]struct{ second, says string }{
		"the same":                  {"02/03/2024;F;sì\n03/03/2024;F;sì\n04/03/2024;F;sì\n", ""},
		"longer":                    {"02/03/2024;F;sì\n03/03/2024;F;sì\n04/03/2024;F;sì\n05/03/2024;F;sì\n", ""},
		"longer on a day that is":   {"02/03/2024;F;sì\n03/03/2024;F;sì\n04/03/2024;F;sì\n04/03/2024;M;sì\n", ""},
		"other days":                {"05/03/2024;F;sì\n", ""},
		"one row corrected":         {"02/03/2024;F;sì\n03/03/2024;M;sì\n04/03/2024;F;sì\n", "ask standing"},
		"one row, alone, corrected": {"03/03/2024;M;sì\n", "ask standing"},
		"a day corrected":           {"02/03/2024;F;sì\n05/03/2024;F;sì\n04/03/2024;F;sì\n", "ask standing"},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			o.take(t, "contacts", fieldCase(t, files[0]), sheet.Map{})
			if got := sums(o.preview(t, "contacts", []byte(head+c.second), sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
		})
	}
	t.Run("of another unit", func(t *testing.T) {
		o := town(t)
		o.take(t, "contacts", text("Data;Unità;Sesso", "02/03/2024;faro-strada;F"), sheet.Map{})
		if got := sums(o.preview(t, "contacts", text("Data;Unità;Sesso", "02/03/2024;faro-sportello;M"), sheet.Map{})); got != "" {
			t.Errorf("says %q", got)
		}
	})
	t.Run("two registers with numbers of their own", func(t *testing.T) {
		o := field(t)
		o.take(t, "contacts", text("N.;Data;Sesso", "A1;02/03/2024;F"), sheet.Map{})
		if got := sums(o.preview(t, "contacts", text("N.;Data;Sesso", "B1;02/03/2024;M"), sheet.Map{})); got != "" {
			t.Errorf("says %q", got)
		}
	})
}

func TestAnImportThatWasUsedIsNotOfferedToBeReplaced(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := open(t, s)
		o.take(t, "contacts", text("N.;Data;Unità;Codice persona;Genere", "1;01/03/2024;Unità di strada;Q-77;F"), sheet.Map{})
		corrected := text("N.;Data;Unità;Codice persona;Genere", "1;01/03/2024;Unità di strada;Q-77;M")
		offered := func() (ids []string) {
			for _, a := range o.preview(t, "contacts", corrected, sheet.Map{}).Open()[0].Answers {
				ids = append(ids, a.ID)
			}
			return ids
		}
		if got := offered(); !slices.Equal(got, []string{"each_file", "replace", "leave_out"}) {
			t.Errorf("offered %q", got)
		}
		o.take(t, "actions", text("Data;Unità;Azione;Codice persona", "02/03/2024;Sportello;Consulenza legale;Q-77"), sheet.Map{})
		if got := offered(); !slices.Equal(got, []string{"each_file", "leave_out"}) {
			t.Errorf("offered %q", got)
		}
		d := o.draft(t, "contacts", corrected, answering("numbers=replace"))
		if _, err := o.apply(t, d, sheet.Options{}); key(err) != "sheet.questions_open" {
			t.Errorf("replaced all the same: %v", err)
		}
	})
}

// What a later file says of somebody is held against what is recorded of the person.
func TestANewRowThatContradictsThePersonOfItsCodeIsAsked(t *testing.T) {
	first := "Data;Codice persona;Sesso;Età;Nazionalità\n02/04/2024;A1;F;19;Nigeria\n"
	second := "Data;Codice persona;Sesso;Età;Nazionalità\n02/05/2024;A1;M;44;Romania\n03/05/2024;A2;F;22;Romania\n"
	stands := "2024-04-02 p1 woman 18-25 NG"
	other := "2024-05-03 p2 woman 18-25 RO"
	field(t).try(t, []step{{file: first}, {file: second, says: "ask persons_known"}}, stands)
	field(t).try(t, []step{{file: first}, {file: second, answers: []string{"persons_known=nobody"}}}, stands, "2024-05-02 - man 41-50 RO", other)
	field(t).try(t, []step{{file: first}, {file: second, answers: []string{"persons_known=same"}}}, stands, "2024-05-02 p1 man 41-50 RO", other)
	field(t).try(t, []step{{file: first}, {file: second, answers: []string{"persons_known=leave_out"}, says: "2 answer"}}, stands, other)
	field(t).try(t, []step{{file: first}, {file: strings.ReplaceAll(second, "A1;M;44;Romania", "a1;;20;Nigeria")}}, stands, "2024-05-02 p1 18-25 NG", other)
}

// personOn is the person of the contact of a day.
func (o *office) personOn(t *testing.T, day string) (who person.Person) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		list, err := person.Persons(tx, store.Selection{})
		for _, p := range list.Items {
			if p.Day == day {
				who = p
			}
		}
		return err
	}))
	return who
}

// Databases from before codes were folded hold hashes of codes as they were compared then: letter case and spaces aside,
// as they stood. The person and the row stay known, and persons that an eye could not tell apart are listed.
func TestPersonsKnownByAnOlderHashStayKnown(t *testing.T) {
	const odd, odder = "p-001\u200e", "p\u2011001"
	file := func(rows ...string) []byte {
		return text(append([]string{"Data;Unità;Codice persona;Genere"}, rows...)...)
	}
	old := func(o *office, code string) []byte {
		keys, err := seal.OpenKeys(o.dir)
		must(t, err)
		token := keys.Token("person_ref", string(o.Faro), code)
		return token[:]
	}
	// older makes a database as the program wrote it before: rows of plain codes, under the hashes of the odd ones.
	older := func(t *testing.T, codes ...string) *office {
		o := town(t)
		for i, code := range codes {
			plain := fmt.Sprintf("X-%d", i)
			day := fmt.Sprintf("2024-02-%02d", i+1)
			o.take(t, "contacts", file(day+";Sportello;"+plain+";F"), sheet.Map{})
			o.rewrite(t, old(o, strings.ToLower(plain)), old(o, code), day)
		}
		return o
	}
	persons := func(o *office) int64 {
		var n int64
		must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
			list, err := person.Persons(tx, store.Selection{})
			n = list.Total
			return err
		}))
		return n
	}
	t.Run("the same file again", func(t *testing.T) {
		o := older(t, odd)
		if p := o.preview(t, "contacts", file("01/02/2024;Sportello;P-001\u200e;F"), sheet.Map{}); p.New != 0 || p.Known != 1 || p.Persons != 0 {
			t.Errorf("%d new, %d known, %d persons", p.New, p.Known, p.Persons)
		}
	})
	t.Run("known by either spelling from then on", func(t *testing.T) {
		o := older(t, odd)
		o.take(t, "contacts", file("03/03/2024;Sportello;P-001\u200e;F"), sheet.Map{})
		if p := o.preview(t, "contacts", file("04/03/2024;Sportello;P-001;F"), sheet.Map{}); p.Persons != 0 || len(p.Alike) != 0 {
			t.Errorf("plain: %d persons, alike %v", p.Persons, p.Alike)
		}
		list := o.imports(t)
		for _, i := range list { // the one that made the person is undone last, with both hashes
			must(t, o.undo(t, i.ID))
		}
		if n := persons(o); n != 0 {
			t.Errorf("%d persons are left", n)
		}
	})
	t.Run("two that look alike", func(t *testing.T) {
		o := older(t, "p-001", odd, odder)
		again := file("05/03/2024;Sportello;P-001;F", "06/03/2024;Sportello;P-001\u200e;F", "07/03/2024;Sportello;P\u2011001;F")
		p := o.preview(t, "contacts", again, sheet.Map{})
		if p.Persons != 0 || len(p.Alike) != 1 || len(p.Alike[0].Persons) != 3 || fmt.Sprint(p.Alike[0].Rows) != "[3 4]" || slices.Contains(p.Alike[0].Codes, "") {
			t.Fatalf("%d persons, alike %+v", p.Persons, p.Alike)
		}
		o.take(t, "contacts", again, sheet.Map{})
		if n := persons(o); n != 3 {
			t.Errorf("%d persons instead of the three there were", n)
		}
		if got := strings.Join(o.met(t), ", "); got != "2024-02-01 p1 woman, 2024-02-02 p2 woman, 2024-02-03 p3 woman, 2024-03-05 p1 woman, 2024-03-06 p2 woman, 2024-03-07 p3 woman" {
			t.Errorf("recorded %s", got)
		}
	})
}

// rewrite puts the hash of another code in the place of a reference, in the person and in the identity of the row of a day
// that says nothing but a woman at the desk.
func (o *office) rewrite(t *testing.T, from, to []byte, day string) {
	t.Helper()
	keys, err := seal.OpenKeys(o.dir)
	must(t, err)
	fields, err := o.desk.Fields("contacts")
	must(t, err)
	identity := func(reference []byte) []byte {
		parts := []string{string(o.Faro), "contacts", "content", "0", string(reference), string(make([]byte, 32))}
		for _, f := range fields {
			parts = append(parts, map[string]string{"day": day, "unit": string(o.Desk), "gender": "woman"}[f.Name])
		}
		token := keys.Token("sheet_row", parts...)
		return token[:]
	}
	must(t, o.store.Write(t.Context(), operator(), func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		for _, change := range []struct {
			statement string
			args      []any
		}{
			{`UPDATE sheet_persons SET reference = $1, guard = NULL WHERE reference = $2`, []any{to, from}}, // as an earlier version wrote it
			{`UPDATE sheet_rows SET identity = $1, guard = NULL WHERE identity = $2`, []any{identity(to), identity(from)}},
		} {
			n, err := tx.Exec(change.statement, change.args...)
			if err != nil {
				return err
			}
			if n != 1 {
				t.Errorf("%d rows changed by %s", n, change.statement)
			}
		}
		return sheet.RegardRows(tx)
	}))
}

// A file in which the day of a row was corrected, or a row was struck out, repeats the others: it is offered to take the place of the earlier one.
func TestAFileThatRepeatsRowsAndLacksOthersIsAskedAbout(t *testing.T) {
	head, one, two, three := "Data;Codice persona;Sesso", "02/04/2024;P-001;F", "03/04/2024;P-002;F", "05/04/2024;P-003;M"
	for name, c := range map[string]struct {
		file []byte
		says string
		want string
	}{
		"a day corrected":    {text(head, one, "04/04/2024;P-002;F", three), "ask standing", "2024-04-02 p1 woman|2024-04-04 p2 woman|2024-04-05 p3 man"},
		"a row struck out":   {text(head, one, three, "06/04/2024;P-004;F"), "ask standing", "2024-04-02 p1 woman|2024-04-05 p2 man|2024-04-06 p3 woman"},
		"a later part of it": {text(head, two, three, "06/04/2024;P-004;F"), "", "2024-04-02 p1 woman|2024-04-03 p2 woman|2024-04-05 p3 man|2024-04-06 p4 woman"},
		"a longer file":      {text(head, one, two, three, "04/04/2024;P-004;F"), "", "2024-04-02 p1 woman|2024-04-03 p2 woman|2024-04-04 p3 woman|2024-04-05 p4 man"},
		"other days":         {text(head, "06/04/2024;P-002;F"), "", "2024-04-02 p1 woman|2024-04-03 p2 woman|2024-04-05 p3 man|2024-04-06 p2 woman"},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			o.take(t, "contacts", text(head, one, two, three), sheet.Map{})
			if got := sums(o.preview(t, "contacts", c.file, sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
			o.take(t, "contacts", c.file, answering("standing=replace"))
			if got := strings.Join(o.met(t), "|"); got != c.want {
				t.Errorf("stands %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestTwoAnswersOfOneDayAreAskedAbout: in one file, and against what is recorded. A day keeps no order, and figures go by one answer.
func TestTwoAnswersOfOneDayAreAskedAbout(t *testing.T) {
	heading := "Data;Codice persona;Sesso;Protezione internazionale\n"
	twice := heading + "02/04/2024;A1;F;Sì\n02/04/2024;A1;F;No\n03/04/2024;A1;F;Non chiesto\n"
	again := heading + "02/04/2024;A1;F;No\n05/04/2024;A1;F;No\n"
	answersOf := func(t *testing.T, o *office) (list []string) {
		t.Helper()
		must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
			all, err := person.Answers.List(tx, store.Selection{})
			for _, a := range all.Items {
				list = append(list, a.Day+" "+a.Answer)
			}
			slices.Sort(list)
			return err
		}))
		return list
	}
	for name, c := range map[string]struct {
		steps []step
		met   int
		want  []string
	}{
		"asked":              {[]step{{file: twice, says: "ask answers"}}, 0, nil},
		"the last":           {[]step{{file: twice, answers: []string{"answers=last"}}}, 3, []string{"2024-04-02 no"}},
		"none":               {[]step{{file: twice, answers: []string{"answers=none"}}}, 3, nil},
		"recorded otherwise": {[]step{{file: heading + "02/04/2024;A1;F;Sì\n"}, {file: again, answers: []string{"standing=add"}, says: "ask answers_known"}}, 1, []string{"2024-04-02 yes"}},
		"what stands":        {[]step{{file: heading + "02/04/2024;A1;F;Sì\n"}, {file: again, answers: []string{"standing=add", "answers_known=stands"}}}, 3, []string{"2024-04-02 yes", "2024-04-05 no"}},
		"left out":           {[]step{{file: heading + "02/04/2024;A1;F;Sì\n"}, {file: again, answers: []string{"standing=add", "answers_known=leave_out"}, says: "2 answer"}}, 2, []string{"2024-04-02 yes", "2024-04-05 no"}},
		"of people":          {[]step{{kind: sheet.Persons, file: twice, answers: []string{"answers=last"}}}, 0, []string{"2024-04-02 no", "2024-04-03 not_asked"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := field(t)
			for n, s := range c.steps {
				if s.kind == "" {
					s.kind = sheet.Contacts
				}
				m := answering(s.answers...)
				p := o.preview(t, s.kind, []byte(s.file), m)
				if got := sums(p); got != s.says {
					t.Errorf("step %d says %q, want %q", n+1, got, s.says)
				}
				if _, err := o.apply(t, o.draft(t, s.kind, []byte(s.file), m), sheet.Options{}); err != nil && key(err) != "sheet.questions_open" {
					t.Errorf("step %d: %v", n+1, err)
				}
			}
			if lines := o.met(t); len(lines) != c.met {
				t.Errorf("met %q, want %d", lines, c.met)
			}
			if got := answersOf(t, o); !slices.Equal(got, c.want) {
				t.Errorf("answers %q, want %q", got, c.want)
			}
		})
	}
}
