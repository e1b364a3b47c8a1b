package sheet_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// field opens the network in which the cases of testdata/field-cases are tried: one organisation with one street unit,
// one project from March 2024. The cases are files as they really come; their README, kept with the issue, says what is right.
func field(t testing.TB) *office {
	t.Helper()
	s := fieldStore(t)
	s.SetClock(fieldClock)
	book, err := codebook.Load()
	must(t, err)
	o := &office{Town: testkit.Town{Book: book}, store: s, dir: t.TempDir()}
	keys, err := seal.OpenKeys(o.dir)
	must(t, err)
	o.desk, err = sheet.New(o.Book, keys, rights.Registry())
	must(t, err)
	return o
}

func fieldClock() time.Time { return time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC) }

// fieldStore holds the network of the field cases.
var fieldStore = testkit.Copies(func(t testing.TB, s *store.Store) {
	text, err := os.ReadFile("testdata/field-cases/network.yaml")
	must(t, err)
	s.SetClock(fieldClock)
	book, err := codebook.Load()
	must(t, err)
	charter, err := network.ReadCharter(text)
	must(t, err)
	founding, err := charter.Prepare(book)
	must(t, err)
	must(t, founding.Admit(t.Context(), nil, ""))
	must(t, s.Write(t.Context(), operator(), func(tx *store.Tx) error {
		must(t, founding.Entrust(tx.Keys()))
		return founding.Establish(tx, false, 0)
	}))
})

// met are the contacts recorded, a line each: day, who (numbered by the day of the first contact, - for nobody), gender,
// age, citizenship, newness; facts that were not recorded are left out.
func (o *office) met(t testing.TB) (lines []string) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator(), func(tx *store.Tx) error {
		contacts, err := outreach.Contacts.List(tx, store.Selection{})
		if err != nil {
			return err
		}
		slices.SortFunc(contacts.Items, func(a, b outreach.Contact) int {
			return strings.Compare(a.Day+a.Gender+a.AgeBand+a.Citizenship, b.Day+b.Gender+b.AgeBand+b.Citizenship)
		})
		number := map[person.ID]string{"": "-"}
		for _, k := range contacts.Items {
			if number[k.PersonID] == "" {
				number[k.PersonID] = fmt.Sprintf("p%d", len(number))
			}
			words := []string{k.Day, number[k.PersonID]}
			for _, fact := range []string{k.Gender, k.AgeBand, k.Citizenship, k.Newness} {
				if fact != "not_recorded" && fact != "unsure" {
					words = append(words, fact)
				}
			}
			lines = append(lines, strings.Join(words, " "))
		}
		return nil
	}))
	return lines
}

// said sums a preview up: what is asked, and otherwise the rows refused and dropped with their reasons.
func sums(p sheet.Preview) string {
	var parts []string
	for _, q := range p.Open() {
		parts = append(parts, "ask "+q.ID)
	}
	for _, r := range p.Refused {
		parts = append(parts, fmt.Sprintf("%s refused %s", sheet.RowName(i18n.For("en"), r.Row), strings.TrimPrefix(r.Err.Key, "sheet.")))
	}
	for _, d := range p.Dropped {
		parts = append(parts, fmt.Sprintf("%s %s", sheet.RowName(i18n.For("en"), d.Row), d.Reason))
	}
	return strings.Join(parts, ", ")
}

// step is one file in the course of a case.
type step struct {
	kind    sheet.Kind // contacts when empty
	file    string     // of the cases, or else the text itself
	answers []string   // "id=answer"
	skip    bool       // refused rows are left out
	says    string     // what the preview says, as sums writes it
}

// try goes through the steps of a case, records what can be recorded, and compares what stands then.
func (o *office) try(t *testing.T, steps []step, want ...string) {
	t.Helper()
	for n, s := range steps {
		data := []byte(s.file)
		if !strings.Contains(s.file, "\n") {
			data = fieldCase(t, s.file)
		}
		if s.kind == "" {
			s.kind = sheet.Contacts
		}
		m := answering(s.answers...)
		p := o.preview(t, s.kind, data, m)
		if got := sums(p); got != s.says {
			t.Errorf("step %d says %q\nwant %q", n+1, got, s.says)
		}
		_, err := o.apply(t, o.draft(t, s.kind, data, m), sheet.Options{SkipBad: s.skip})
		if open := len(p.Open()) > 0; open != (key(err) == "sheet.questions_open") {
			t.Errorf("step %d: %d open questions and %v", n+1, len(p.Open()), err)
		}
		if len(p.Open()) == 0 && err != nil && (s.skip || len(p.Refused) == 0) {
			t.Errorf("step %d: %v", n+1, err)
		}
	}
	if got := o.met(t); !slices.Equal(got, want) {
		t.Errorf("recorded\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
