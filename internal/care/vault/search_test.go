package vault_test

import (
	"fmt"
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// searches asks for somebody as a screen does, among the whole team's people where a purpose is given.
func (m *member) searches(asked, purpose string, b vault.Budget) (found vault.Shown, err error) {
	m.h.t.Helper()
	ctx, g := m.h.t.Context(), m.grant(policy.IdentitySearch, purpose)
	if err := m.h.store.Reveal(ctx, g, func(tx *store.Tx) error { return vault.Search(tx, b) }); err != nil {
		return found, err
	}
	var hay vault.Haystack
	m.h.must(m.h.store.Read(ctx, g, func(tx *store.Tx) (err error) {
		hay, err = vault.Gather(tx)
		return err
	}))
	named, tokens, err := hay.Look(m.id, asked)
	m.h.must(err)
	err = m.h.store.Reveal(ctx, g, func(tx *store.Tx) (err error) {
		found, err = vault.Tell(tx, named, tokens, b)
		return err
	})
	return found, err
}

// finds asks without an end.
func (m *member) finds(asked string) []vault.Hit {
	m.h.t.Helper()
	found, err := m.searches(asked, "check", vault.Budget{People: 1 << 30, Searches: 1 << 30})
	m.h.must(err)
	return append(found.Own, found.Team...)
}

func TestSomebodyIsFoundHoweverTheNameWasWrittenDown(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		people := map[string]person.ID{}
		for _, name := range []string{"Zoraïde Brunelli", "Ελένη Καρυάτη", "Милена Ветрова", "فاطمة النجار", "Chukwuemeka Olawale", "Ștefănița Iorgulescu"} {
			people[name] = h.someone().ID
			h.must(h.ada.writes(people[name], &vault.NameCard{Name: name, Nicknames: "Stellina " + name[:1]}, 0))
		}
		for asked, name := range map[string]string{
			"zoraide brunelli": "Zoraïde Brunelli", "Zoraid": "Zoraïde Brunelli", "eleni karyati": "Ελένη Καρυάτη", "ΕΛΕΝΗ": "Ελένη Καρυάτη",
			"milena vetrova": "Милена Ветрова", "Chukwemeka Olawale": "Chukwuemeka Olawale", "stefanita iorgulescu": "Ștefănița Iorgulescu", "فاطمة": "فاطمة النجار",
		} {
			if found := h.bea.finds(asked); len(found) == 0 || found[0].Person != people[name] || found[0].Name != "" {
				t.Errorf("%q finds %+v, not %s", asked, found, name)
			}
		}
		h.ada.follows(people["Милена Ветрова"])
		if found := h.ada.finds("milena"); len(found) != 1 || found[0].Name != "Милена Ветрова" {
			t.Errorf("of their own case the name is shown: %+v", found)
		}
	})
}

func TestAPhoneAndADocumentAreFoundHoweverTheyWereTyped(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122\n+30 691 234 5678"}, 0))
		h.must(h.ada.writes(p.ID, &vault.DocumentCard{Kind1: "passport", Number1: "yb 123.4567"}, 0))
		for _, asked := range []string{"3330001122", "0039333 0001122", "+306912345678", "YB1234567", "yb-1234567"} {
			if found := h.bea.finds(asked); len(found) != 1 || found[0].Person != p.ID || found[0].Likely != 100 {
				t.Errorf("%q finds %+v", asked, found)
			}
		}
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+30 691 234 5678"}, 1))
		if found := h.bea.finds("3330001122"); len(found) != 0 {
			t.Errorf("a number that was taken out still finds %+v", found)
		}
	})
}

func TestASearchSaysNothingOfWhomOneMayNotSee(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		for _, m := range []*member{h.cleo, h.med, h.remo} {
			for _, asked := range []string{"Zefira", "3330001122", "Nobody Ever"} {
				if found := m.finds(asked); len(found) != 0 {
					t.Errorf("%s asks %q: %+v", m.Login, asked, found)
				}
			}
		}
	})
}

// TestASearchAsksForOneNumber: several lines are not as many questions.
func TestASearchAsksForOneNumber(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 0))
		for _, apart := range []string{"\n", "\r\n", "\u2028", "\v", " ", ", ", "; "} {
			if found := h.bea.finds("3201234567" + apart + "3330001122"); len(found) != 0 {
				t.Errorf("of two numbers, with %q between them, one is found: %+v", apart, found)
			}
		}
		if found := h.bea.finds("333 000\t1122"); len(found) != 1 {
			t.Errorf("one number finds %+v", found)
		}
	})
}

// BenchmarkSearch asks among 10 000 people, each time from the sealed rows.
func BenchmarkSearch(b *testing.B) { benchmarkSearch(b, 10_000) }

func TestASearchAmongThousandsIsQuick(t *testing.T) {
	testkit.Long(t)
	r := testing.Benchmark(func(b *testing.B) { benchmarkSearch(b, 10_000) })
	t.Logf("among 10 000 people: %v a search, of which reading %v and opening and comparing %v", time.Duration(r.NsPerOp()),
		time.Duration(r.Extra["read-ns/op"]), time.Duration(r.Extra["look-ns/op"]))
	if took := time.Duration(r.NsPerOp()); took > 2*time.Second {
		t.Errorf("a search among 10 000 people takes %v", took)
	}
}

func benchmarkSearch(b *testing.B, people int) {
	h := found(b, testkit.Store(b))
	h.fill(people)
	g := h.ada.grant(policy.IdentitySearch, "check")
	var read, look time.Duration
	for b.Loop() {
		started := time.Now()
		var hay vault.Haystack
		h.must(h.store.Read(b.Context(), g, func(tx *store.Tx) (err error) {
			hay, err = vault.Gather(tx)
			return err
		}))
		read += time.Since(started)
		started = time.Now()
		if found, _, err := hay.Look(h.ada.id, "Zefira Nuvolari 77"); err != nil || len(found) == 0 {
			b.Fatalf("%d found, %v", len(found), err)
		}
		look += time.Since(started)
	}
	b.ReportMetric(float64(read.Nanoseconds())/float64(b.N), "read-ns/op")
	b.ReportMetric(float64(look.Nanoseconds())/float64(b.N), "look-ns/op")
}

// fill gives faro so many people with names.
func (h *house) fill(people int) {
	h.t.Helper()
	var ids []person.ID
	h.system(func(tx *store.Tx) error {
		ids = nil
		for range people {
			p, err := person.New(h.Book).Record(tx, testkit.Person(h.Faro))
			if err != nil {
				return err
			}
			ids = append(ids, p.ID)
		}
		return nil
	})
	g := h.ada.grant(policy.IdentityRecord, "")
	var changes []vault.Change
	h.must(h.store.Read(h.t.Context(), g, func(tx *store.Tx) error {
		for i, id := range ids {
			d, err := vault.Write(tx, id)
			if err != nil {
				return err
			}
			c, err := d.Seal(h.ada.id, &vault.NameCard{Name: fmt.Sprintf("Zefira Nuvolari %d", i)}, 0)
			if err != nil {
				return err
			}
			changes = append(changes, c)
		}
		return nil
	}))
	h.must(h.store.Write(h.t.Context(), g, func(tx *store.Tx) error {
		for _, c := range changes {
			if err := c.Record(tx); err != nil {
				return err
			}
		}
		return nil
	}))
}
