package vault_test

import (
	"testing"
	"time"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

func (m *member) breaks(who person.ID, reason string) error {
	m.h.t.Helper()
	return m.h.store.Reveal(m.h.t.Context(), m.grant(policy.GlassBreak, reason), func(tx *store.Tx) error { return vault.Break(tx, who, vault.UsualBudget()) })
}

// questions lists what a member could answer.
func (m *member) questions() (list []vault.Glass) {
	m.h.t.Helper()
	m.h.must(m.h.store.Read(m.h.t.Context(), m.grant(policy.KeyGrant, ""), func(tx *store.Tx) (err error) {
		list, err = vault.Answerable(tx)
		return err
	}))
	return list
}

func (m *member) answers(g vault.Glass, asker *member) error {
	m.h.t.Helper()
	var q vault.Question
	grant := m.grant(policy.KeyGrant, "")
	err := m.h.store.Read(m.h.t.Context(), grant, func(tx *store.Tx) (err error) {
		q, err = vault.Asked(tx, g.ID)
		return err
	})
	if err != nil {
		return err
	}
	a, err := q.Yes(m.id, asker.member())
	if err != nil {
		return err
	}
	return m.h.store.Write(m.h.t.Context(), grant, a.Record)
}

func (m *member) warnings() (list []vault.Warning) {
	m.h.t.Helper()
	m.h.must(m.h.store.Read(m.h.t.Context(), m.grant(policy.HomeView, ""), func(tx *store.Tx) (err error) {
		list, err = vault.Warnings(tx)
		return err
	}))
	return list
}

func TestBrokenGlassTellsOthersAndOpensOnePersonForAnHour(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p, q := h.someone(), h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		h.must(h.ada.writes(q.ID, &vault.NameCard{Name: "Orso Brumali"}, 0))

		if err := h.cleo.breaks(p.ID, ""); key(err) != "vault.purpose_needed" {
			t.Errorf("glass without a reason: %v", err)
		}
		h.must(h.cleo.breaks(p.ID, "danger"))
		for _, m := range []*member{h.ada, h.officer} {
			if list := m.warnings(); len(list) != 1 || list[0].Kind != vault.WarningGlass || list[0].Account != h.cleo.ID || list[0].Reason != "danger" {
				t.Errorf("%s is told %+v", m.Login, list)
			}
		}
		if _, err := h.cleo.reads(p.ID, "", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("before anybody answered: %v", err)
		}
		if len(h.cleo.questions()) != 0 || len(h.remo.questions()) != 0 {
			t.Error("who holds no key may answer")
		}
		list := h.ada.questions()
		if len(list) != 1 || list[0].Account != h.cleo.ID {
			t.Fatalf("ada may answer %+v", list)
		}
		h.must(h.ada.answers(list[0], h.cleo))
		if err := h.bea.answers(list[0], h.cleo); key(err) != "vault.none" {
			t.Errorf("answered twice: %v", err)
		}
		card, err := h.cleo.reads(p.ID, "", vault.Names)
		h.must(err)
		if card[vault.Names].Content.(*vault.NameCard).Name != "Zefira Nuvolari" {
			t.Errorf("cleo reads %+v", card)
		}
		if err := h.cleo.writes(p.ID, &vault.NameCard{Name: "changed"}, 1); err == nil {
			t.Error("glass lets write")
		}
		if _, err := h.cleo.reads(q.ID, "", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("another person behind the same glass: %v", err)
		}
		h.now = h.now.Add(time.Hour)
		if _, err := h.cleo.reads(p.ID, "", vault.Names); key(err) != "vault.glass_needed" {
			t.Errorf("after the hour: %v", err)
		}
		h.system(vault.CloseGlass)
		var kept int64
		h.must(h.store.Read(t.Context(), h.ada.grant(policy.KeyGrant, ""), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT COUNT(*) FROM vault_glasses WHERE sealed <> $1`, []byte{}).Scan(&kept)
		}))
		if kept != 0 {
			t.Error("the key of the hour is still there")
		}
	})
}

func TestGlassIsBrokenThreeTimesADayAndNoMore(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		for range vault.GlassBudget {
			p := h.someone()
			h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
			h.must(h.cleo.breaks(p.ID, "danger"))
			h.must(h.cleo.breaks(p.ID, "danger")) // the same wish again
		}
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira"}, 0))
		before := h.entries()
		if err := h.cleo.breaks(p.ID, "danger"); key(err) != "vault.glass_spent" {
			t.Errorf("the fourth: %v", err)
		}
		if h.entries() == before {
			t.Error("the refusal is not on record")
		}
		h.now = h.now.Add(25 * time.Hour)
		h.must(h.cleo.breaks(p.ID, "danger"))
	})
}
