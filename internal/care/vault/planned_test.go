package vault_test

import (
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

func (m *member) plans(c vault.PlannedCard) string {
	m.h.t.Helper()
	id, err := m.plansWhile(c, func() {})
	m.h.must(err)
	return id
}

// plansWhile does something between sealing and writing.
func (m *member) plansWhile(c vault.PlannedCard, between func()) (string, error) {
	m.h.t.Helper()
	g := m.grant(policy.PlannedRecord, "")
	var d vault.SharedDraft[vault.PlannedCard]
	m.h.must(m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		d, err = vault.Plans.New(tx, m.h.Street)
		return err
	}))
	change, err := d.Seal(m.id, c)
	m.h.must(err)
	between()
	return change.ID, m.h.store.Write(m.h.t.Context(), g, change.Record)
}

func (m *member) replans(id string, c vault.PlannedCard, revision int64) error {
	m.h.t.Helper()
	return m.replansWhile(id, c, revision, func() {})
}

func (m *member) replansWhile(id string, c vault.PlannedCard, revision int64, between func()) error {
	m.h.t.Helper()
	g := m.grant(policy.PlannedRecord, "")
	var d vault.SharedDraft[vault.PlannedCard]
	err := m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		d, err = vault.Plans.Change(tx, id, revision)
		return err
	})
	if err != nil {
		return err
	}
	change, err := d.Seal(m.id, c)
	if err != nil {
		return err
	}
	between()
	return m.h.store.Write(m.h.t.Context(), g, change.Record)
}

func (m *member) coming() ([]vault.Record[vault.PlannedCard], error) {
	m.h.t.Helper()
	var s vault.Shared[vault.PlannedCard]
	err := m.h.store.Reveal(m.h.t.Context(), m.grant(policy.PlannedView, ""), func(tx *store.Tx) (err error) {
		s, err = vault.Plans.List(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Open(m.id)
}

func TestAPlanIsReadByTheTeamUntilItsTimeIsOver(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		later := h.bea.plans(vault.PlannedCard{Day: "2024-05-09", Mode: "outdoor", Zone: "Tangenziale"})
		sooner := h.bea.plans(vault.PlannedCard{Day: "2024-05-03", Mode: "outdoor", Zone: "Stazione", Crew: "Bea\nAda", From: "21:30"})
		list, err := h.ada.coming()
		h.must(err)
		if len(list) != 2 || list[0].ID != sooner || list[0].Says.Zone != "Stazione" || list[1].ID != later {
			t.Errorf("ada reads %+v", list)
		}
		if _, err := h.cleo.coming(); key(err) != "vault.no_key" {
			t.Errorf("who holds no key: %v", err)
		}
		if _, err := h.remo.coming(); key(err) != "setup.not_live" {
			t.Errorf("another organisation, which has no keys yet: %v", err)
		}
		h.must(h.ada.replans(sooner, vault.PlannedCard{Day: "2024-05-04", Mode: "outdoor", Zone: "Porto"}, 1))
		if err := h.bea.replans(sooner, vault.PlannedCard{Day: "2024-05-04", Zone: "mine"}, 1); key(err) != "vault.changed_meanwhile" {
			t.Errorf("a stale change: %v", err)
		}
		h.must(h.ada.turns(func() {}, h.ada, h.bea))
		if list, err = h.bea.coming(); err != nil || list[0].Says.Zone != "Porto" {
			t.Errorf("under another key: %+v, %v", list, err)
		}
		g := h.bea.grant(policy.PlannedRecord, "")
		h.must(h.store.Write(t.Context(), g, func(tx *store.Tx) error { return vault.Plans.End(tx, sooner, vault.PlannedMade, "outing") }))
		h.must(h.store.Write(t.Context(), g, func(tx *store.Tx) error { return vault.Plans.End(tx, later, vault.PlannedCancelled, "") }))
		err = h.store.Write(t.Context(), g, func(tx *store.Tx) error { return vault.Plans.End(tx, later, vault.PlannedMade, "outing") })
		if key(err) != "vault.planned_ended" {
			t.Errorf("out after it was cancelled: %v", err)
		}
		for _, c := range []struct {
			day  string
			want int64
		}{{"2024-06-30", 0}, {"2024-07-01", 2}} {
			h.system(func(tx *store.Tx) error {
				n, err := vault.Plans.Destroy(tx, c.day)
				if n != c.want {
					t.Errorf("%s: %d planned outings destroyed, want %d", c.day, n, c.want)
				}
				return err
			})
		}
		h.must(h.ada.turns(func() {}, h.ada, h.bea)) // of what was destroyed nothing is turned
		err = h.store.Reveal(t.Context(), h.bea.grant(policy.PlannedView, ""), func(tx *store.Tx) error {
			_, err := vault.Plans.One(tx, sooner)
			return err
		})
		if key(err) != "vault.none" {
			t.Errorf("a destroyed planned outing: %v", err)
		}
	})
}

// spoil makes of what stands in a column of a planned outing what nobody can open.
func (h *house) spoil(planned, column string) {
	h.t.Helper()
	h.system(func(tx *store.Tx) error {
		tx.Note("test", planned, nil)
		_, err := tx.Exec(`UPDATE vault_of_teams SET `+column+` = $1 WHERE id = $2`, []byte("spoilt"), planned)
		return err
	})
}

// SQLite keeps a word where a number belongs.
func TestAPlanWithAWordForANumberHidesNoOther(t *testing.T) {
	h := found(t, testkit.Store(t))
	good := h.bea.plans(vault.PlannedCard{Day: "2024-05-09", Mode: "outdoor", Zone: "Tangenziale"})
	for _, column := range []string{"revision", "epoch"} {
		h.spoil(h.bea.plans(vault.PlannedCard{Day: "2024-05-10", Mode: "outdoor", Zone: "Porto"}), column)
	}
	list, err := h.ada.coming()
	h.wantForged(err)
	if len(list) != 3 || list[0].Unread || list[0].ID != good || !list[1].Unread || !list[2].Unread {
		t.Errorf("ada reads %+v", list)
	}
}

func TestAPlanThatCannotBeReadHidesNoOther(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		good := h.bea.plans(vault.PlannedCard{Day: "2024-05-09", Mode: "outdoor", Zone: "Tangenziale"})
		for _, column := range []string{"sealed", "key"} {
			h.spoil(h.bea.plans(vault.PlannedCard{Day: "2024-05-10", Mode: "outdoor", Zone: "Porto"}), column)
		}
		for _, turned := range []bool{false, true} {
			list, err := h.ada.coming()
			h.wantForged(err)
			if len(list) != 3 || list[0].Unread || list[0].ID != good || list[0].Says.Zone != "Tangenziale" {
				t.Fatalf("turned %v: ada reads %+v", turned, list)
			}
			for _, p := range list[1:] {
				if !p.Unread || p.UnitID != h.Street || p.State != vault.Coming || p.Says != (vault.PlannedCard{}) {
					t.Errorf("turned %v: of what cannot be read is told %+v", turned, p)
				}
			}
			h.must(h.ada.turns(func() {}, h.ada, h.bea)) // one that cannot be read does not keep the team from changing its key
		}
		list, err := h.ada.coming()
		h.wantForged(err)
		if err := h.ada.replans(list[1].ID, vault.PlannedCard{Day: "2024-05-10", Mode: "outdoor"}, 1); key(err) != "vault.planned_unread" {
			t.Errorf("changed without being read: %v", err)
		}
		h.must(h.store.Write(t.Context(), h.ada.grant(policy.PlannedRecord, ""), func(tx *store.Tx) error { return vault.Plans.End(tx, list[1].ID, vault.PlannedCancelled, "") }))
	})
}

// TestAPlanThatNobodyEndedIsGoneWhenItsTimeIsOver: what was destroyed is neither listed nor opened.
func TestAPlanThatNobodyEndedIsGoneWhenItsTimeIsOver(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		h.bea.plans(vault.PlannedCard{Day: "2024-05-03", Mode: "outdoor", Zone: "Stazione"})
		later := h.bea.plans(vault.PlannedCard{Day: "2024-08-03", Mode: "outdoor", Zone: "Porto"})
		h.system(func(tx *store.Tx) error {
			_, err := vault.Plans.Destroy(tx, "2024-07-01")
			return err
		})
		list, err := h.ada.coming()
		h.must(err)
		if len(list) != 1 || list[0].ID != later {
			t.Errorf("ada reads %+v", list)
		}
		h.system(func(tx *store.Tx) error {
			_, err := vault.Plans.Destroy(tx, "2024-10-01")
			return err
		})
		h.must(h.store.Read(t.Context(), h.ada.grant(policy.PlannedView, ""), func(tx *store.Tx) error {
			any, err := vault.Plans.Any(tx)
			if any {
				t.Error("a planned outing that was destroyed is said to be coming")
			}
			return err
		}))
	})
}

// TestWhatWasSealedBeforeTheKeyTurnedIsNotRecorded neither of a planned outing nor of a card: under a key that is gone nobody would read it, or find it.
func TestWhatWasSealedBeforeTheKeyTurnedIsNotRecorded(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		turn := func() { h.must(h.ada.turns(func() {}, h.ada, h.bea)) }
		if _, err := h.bea.plansWhile(vault.PlannedCard{Day: "2024-05-03", Mode: "outdoor", Zone: "Stazione"}, turn); key(err) != "vault.keys_changed" {
			t.Errorf("a planned outing: %v", err)
		}
		if list, err := h.bea.coming(); err != nil || len(list) != 0 {
			t.Errorf("the planned outings are %+v, %v", list, err)
		}
		stranger, known := h.someone(), h.someone()
		h.must(h.ada.writes(known.ID, &vault.PhoneCard{Phones: "+39 333 000 1120"}, 0))
		if err := h.ada.writesWhile(stranger.ID, &vault.PhoneCard{Phones: "+39 333 000 1121"}, 0, turn); key(err) != "vault.keys_changed" {
			t.Errorf("the first words about somebody: %v", err)
		}
		if err := h.ada.writesWhile(known.ID, &vault.PhoneCard{Phones: "+39 333 000 1122"}, 1, turn); key(err) != "vault.keys_changed" {
			t.Errorf("more about somebody: %v", err)
		}
		if card, err := h.ada.reads(known.ID, "check", vault.Phones); err != nil || card[vault.Phones].Revision != 1 {
			t.Errorf("the card is %+v, %v", card, err)
		}
	})
}

func TestAPlanThatEndedOrChangedSinceItWasReadStaysAsItIs(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		card := vault.PlannedCard{Day: "2024-05-03", Mode: "outdoor", Zone: "Stazione"}
		other := card
		other.Zone = "Porto"
		g := h.ada.grant(policy.PlannedRecord, "")
		zone := func(id string) (p vault.Record[vault.PlannedCard]) {
			t.Helper()
			var s vault.Shared[vault.PlannedCard]
			h.must(h.store.Reveal(t.Context(), h.ada.grant(policy.PlannedView, ""), func(tx *store.Tx) (err error) {
				s, err = vault.Plans.One(tx, id)
				return err
			}))
			list, err := s.Open(h.ada.id)
			h.must(err)
			return list[0]
		}
		for state, end := range map[string]func(tx *store.Tx, id string) error{
			vault.PlannedCancelled: func(tx *store.Tx, id string) error { return vault.Plans.End(tx, id, vault.PlannedCancelled, "") }, vault.PlannedMade: func(tx *store.Tx, id string) error { return vault.Plans.End(tx, id, vault.PlannedMade, "outing") },
		} {
			id := h.bea.plans(card)
			ended := func() { h.must(h.store.Write(t.Context(), g, func(tx *store.Tx) error { return end(tx, id) })) }
			if how, ok := vault.Plans.Ended(h.bea.replansWhile(id, other, 1, ended)); !ok || how != state {
				t.Errorf("a planned outing that ended meanwhile: %q, %v, want %s", how, ok, state)
			}
			if p := zone(id); p.Says.Zone != card.Zone || p.State != state || p.Revision != 1 {
				t.Errorf("after it ended it says %+v", p)
			}
			if how, ok := vault.Plans.Ended(h.bea.replans(id, other, 1)); !ok || how != state {
				t.Errorf("a planned outing that had ended: %q, %v, want %s", how, ok, state)
			}
		}
		id := h.bea.plans(card)
		if err := h.bea.replansWhile(id, card, 1, func() { h.must(h.ada.replans(id, other, 1)) }); key(err) != "vault.changed_meanwhile" {
			t.Errorf("a planned outing that changed meanwhile: %v", err)
		}
		if p := zone(id); p.Says.Zone != other.Zone || p.Revision != 2 {
			t.Errorf("it says %+v", p)
		}
	})
}
