package vault_test

import (
	"slices"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// called is a new person of faro of whom ada wrote the name.
func (h *house) called(name string) person.ID {
	h.t.Helper()
	p := h.someone()
	h.must(h.ada.writes(p.ID, &vault.NameCard{Name: name}, 0))
	return p.ID
}

// toldOf lists what a member is told of a kind, about whom.
func (m *member) toldOf(kind string) (about []person.ID) {
	m.h.t.Helper()
	for _, n := range m.warnings() {
		if n.Kind == kind {
			about = append(about, n.Person)
		}
	}
	return about
}

// TestFollowingIsToldByWhatHappened: bea takes ada out, follows the person, reads, stops following and puts ada back. Nothing is left of it among the
// followers, and everybody was told all the same.
func TestFollowingIsToldByWhatHappened(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		who := h.called("Zefira Nuvolari")
		h.ada.follows(who)

		h.bea.leave(who, h.ada)
		h.bea.follows(who)
		_, err := h.bea.reads(who, "", vault.Names)
		h.must(err)
		h.bea.leave(who, h.bea)
		h.bea.assigns(who, h.ada)

		for _, m := range []*member{h.ada, h.officer} {
			if !slices.Contains(m.toldOf(vault.WarningUnfollow), who) {
				t.Errorf("%s is not told that ada was taken out: %+v", m.Login, m.warnings())
			}
			if !slices.Contains(m.toldOf(vault.WarningFollow), who) {
				t.Errorf("%s is not told that bea followed: %+v", m.Login, m.warnings())
			}
		}
		if len(h.bea.warnings()) != 0 {
			t.Errorf("bea is told of herself: %+v", h.bea.warnings())
		}
	})
}

func TestWhoHandsAPersonOnIsNotReported(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		who := h.called("Zefira Nuvolari")
		h.ada.follows(who)
		h.ada.assigns(who, h.bea)
		h.ada.leave(who, h.ada)
		if list := append(h.officer.warnings(), h.bea.warnings()...); len(list) != 0 {
			t.Errorf("a hand-over is told: %+v", list)
		}
	})
}

// TestWhoFollowedARestrictedPersonIsNotToldOfThem: whom the person must not be known to learns nothing from a warning.
func TestWhoFollowedARestrictedPersonIsNotToldOfThem(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		who := h.called("Zefira Nuvolari")
		h.ada.follows(who)
		h.ada.assigns(who, h.med)
		h.must(h.ada.restricts(who, func() {}, h.bea))
		h.now = h.now.Add(2 * time.Hour)
		before := len(h.med.warnings())
		h.bea.follows(who)
		if n := len(h.med.warnings()); n != before {
			t.Errorf("who may not know the person is told: %+v", h.med.warnings())
		}
		if !slices.Contains(h.ada.toldOf(vault.WarningFollow), who) {
			t.Error("who follows the person is not told")
		}
	})
}

// TestWhoHelpsThemselvesToManyPeopleIsStoppedAndTold: following is one more way to learn who somebody is.
func TestWhoHelpsThemselvesToManyPeopleIsStoppedAndTold(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		most := int(vault.UsualBudget().People)
		var who person.ID
		for range most {
			who = h.called("Zefira Nuvolari")
			h.must(h.bea.follow(who, h.bea))
			h.bea.leave(who, h.bea) // which gives nothing back
		}
		if len(h.officer.toldOf(vault.WarningMany)) == 0 {
			t.Errorf("the officer is told only %+v", h.officer.warnings())
		}
		who = h.called("Orso Brumali")
		before := h.entries()
		if err := h.bea.follow(who, h.bea); key(err) != "vault.budget_spent" {
			t.Errorf("one more: %v", err)
		}
		if list := h.trail(before); len(list) != 1 || list[0].Decision != audit.Denied || list[0].Person != string(who) {
			t.Errorf("on record is %+v", list)
		}
		if _, err := h.bea.reads(who, "handover", vault.Names); key(err) != "vault.budget_spent" {
			t.Errorf("and by another way: %v", err)
		}
		h.must(h.ada.follow(who, h.bea)) // a colleague may make it their case
		if _, err := h.bea.reads(who, "", vault.Names); err != nil {
			t.Errorf("a case that was handed over: %v", err)
		}
	})
}

// TestManyPeopleAreManyWithinADay: what was done the day before is counted no more.
func TestManyPeopleAreManyWithinADay(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		const many = 8
		begun := h.now
		for i := range many - 1 {
			h.now = begun.Add(time.Duration(i) * 3 * time.Hour) // the budget of an hour is never spent
			h.must(h.bea.follow(h.called("Zefira Nuvolari"), h.bea))
		}
		h.now = begun.Add(24 * time.Hour)
		h.must(h.bea.follow(h.called("Orso Brumali"), h.bea))
		if told := h.officer.toldOf(vault.WarningMany); len(told) != 0 {
			t.Errorf("the first was a day ago, and the officer is told: %+v", h.officer.warnings())
		}
		h.must(h.bea.follow(h.called("Orso Brumali"), h.bea))
		if told := h.officer.toldOf(vault.WarningMany); len(told) == 0 {
			t.Errorf("%d within a day, and the officer is told only %+v", many, h.officer.warnings())
		}
	})
}

// TestARefusalOutsideARevealDoesNothing: whoever refuses relies on nothing being done.
func TestARefusalOutsideARevealDoesNothing(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		who := h.called("Zefira Nuvolari")
		before := h.entries()
		err := h.store.Write(t.Context(), h.bea.grant(policy.FollowerChange, ""), func(tx *store.Tx) error { return vault.Follow(tx, who, h.bea.ID, vault.Budget{}) })
		if key(err) != "vault.budget_spent" || h.entries() != before {
			t.Errorf("a refusal that goes unsaid: %v", err)
		}
	})
}
