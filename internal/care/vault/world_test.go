package vault_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// world is one arrangement of keys, drawn at random, and one who asks.
type world struct {
	*rand.Rand
	h       *house
	people  []person.ID
	members []*member

	keyed map[person.ID]bool
}

// tally counts what was compared.
type tally struct{ worlds, allowed, denied int }

// errDrawn undoes a world after it was looked at.
var errDrawn = errors.New("drawn")

// TestAListShowsWhomOneMayOpenInEveryWorld: how one person's card is decided about, and the condition that lists are made with, are two
// programs for one table. They are compared about every person of random worlds.
func TestAListShowsWhomOneMayOpenInEveryWorld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		worlds int
		store  func(testing.TB) *store.Store
	}{{"sqlite", 10_000, testkit.Store}, {"postgres", 500, testkit.PostgresStore}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			worlds := c.worlds
			if testing.Short() {
				worlds /= 20
			}
			w := &world{Rand: rand.New(rand.NewPCG(4, 2)), h: found(t, c.store(t))}
			for range 4 {
				w.people = append(w.people, w.h.someone().ID)
			}
			w.h.system(func(tx *store.Tx) error {
				p, err := person.New(w.h.Book).Record(tx, testkit.Person(w.h.Molo))
				w.people = append(w.people, p.ID)
				return err
			})
			w.members = []*member{w.h.ada, w.h.bea, w.h.cleo, w.h.med, w.h.boss, w.h.officer, w.h.remo}
			var n tally
			for range worlds {
				w.compare(t, &n)
			}
			all := n.allowed + n.denied
			t.Logf("%d worlds, %d decisions: %d %% allowed, %d %% denied, all as the lists say", n.worlds, all, 100*n.allowed/all, 100*n.denied/all)
			if 100*n.allowed < 30*all || 100*n.denied < 30*all {
				t.Error("the worlds are too much of one kind to show anything")
			}
		})
	}
}

// asker draws who asks, in what roles, and what for. Most of them may do what they ask: who may not is denied everything.
func (w *world) asker() (policy.Grant, *member) {
	m := w.members[w.IntN(len(w.members))]
	s := m.Subject()
	if w.IntN(3) > 0 {
		m = w.members[w.IntN(3)]
		s = m.Subject()
	} else if w.IntN(2) == 0 {
		s.Roles = []policy.Role{[]policy.Role{policy.Specialist, policy.Mediator, policy.LegalOfficer, policy.Coordinator}[w.IntN(4)]}
	}
	action := []policy.Action{policy.IdentitySearch, policy.IdentityReveal, policy.IdentityReveal, policy.IdentityRecord}[w.IntN(4)]
	g, err := policy.Authorize(s, action)
	if err != nil {
		return policy.Grant{}, m
	}
	return g.For([]string{"", "check", "check"}[w.IntN(3)]), m
}

func (w *world) compare(t *testing.T, n *tally) {
	grant, _ := w.asker()
	n.worlds++
	if grant.Zero() {
		return
	}
	err := w.h.store.Write(t.Context(), grant, func(tx *store.Tx) error {
		if err := w.draw(tx); err != nil {
			return err
		}
		seen, err := vault.Seen(tx)
		if err != nil {
			return err
		}
		for _, p := range w.people {
			// Whoever is of another organisation does not exist for Standing; the decision is asked about them all the same.
			r, err := vault.Standing(tx, p)
			if key(err) == "vault.none" {
				r = policy.Resource{Organisation: string(w.h.Molo)}
			} else if err != nil {
				return err
			}
			allowed, listed := grant.Decide(r).Allowed, slices.Contains(seen, p)
			if !w.keyed[p] {
				if listed {
					t.Errorf("%s of somebody without a key is listed", grant.Action())
				}
				continue
			}
			if allowed != listed {
				t.Errorf("%s as %q with %q about %+v: decided %v, listed %v", grant.Action(), grant.Rule(), grant.Purpose(), r, allowed, listed)
			}
			if allowed {
				n.allowed++
			} else {
				n.denied++
			}
		}
		return errDrawn
	})
	if !errors.Is(err, errDrawn) {
		t.Fatal(err)
	}
}

// draw arranges compartments, grants, keys, followers, glass and erasures.
func (w *world) draw(tx *store.Tx) error {
	w.keyed = map[person.ID]bool{}
	tx.Note("test", "", nil)
	var rows []func() error
	add := func(sql string, args ...any) {
		rows = append(rows, func() error {
			_, err := tx.Exec(sql, args...)
			return err
		})
	}
	type compartment struct {
		id    string
		epoch int64
	}
	var compartments []compartment
	add(`DELETE FROM vault_grants`)
	for range 1 + w.IntN(3) {
		c := compartment{store.NewID(), 1 + w.Int64N(2)}
		compartments = append(compartments, c)
		add(`INSERT INTO vault_compartments (id, organisation_id, kind, epoch, tokens, recovery, made) VALUES ($1, $2, $3, $4, $5, $6, '')`,
			c.id, w.h.Faro, []vault.CompartmentKind{vault.Case, vault.Shelter}[w.IntN(2)], c.epoch, []byte{1}, []byte{1})
		for _, m := range w.members {
			if w.IntN(10) < 7 {
				add(`INSERT INTO vault_grants (compartment_id, account_id, epoch, public, sealed, by_account, made) VALUES ($1, $2, $3, '', $4, '', '')`,
					c.id, m.ID, w.epoch(c.epoch), []byte{1})
			}
		}
	}
	for i, p := range w.people {
		o := w.h.Faro
		if i == len(w.people)-1 {
			o = w.h.Molo
		}
		for _, c := range compartments {
			if w.IntN(10) < 6 {
				w.keyed[p] = true
				add(`INSERT INTO vault_person_keys (person_id, compartment_id, organisation_id, epoch, sealed) VALUES ($1, $2, $3, $4, $5)`, p, c.id, o, w.epoch(c.epoch), []byte{1})
			}
		}
		for _, m := range w.members {
			if w.IntN(2) == 0 {
				h := followerHash(tx.Keys(), m.ID)
				add(`INSERT INTO vault_followers (person_id, follower, since, guard) VALUES ($1, $2, '', $3)`, p, h, tx.Guard("follower", string(p), string(h), ""))
			}
			if w.IntN(3) == 0 && w.keyed[p] {
				until := w.h.now.Add(time.Duration(w.IntN(121)-60) * time.Minute).Format(time.RFC3339)
				state := []string{vault.GlassOpen, vault.GlassOpen, vault.GlassAsked, vault.GlassRefused, vault.GlassOver}[w.IntN(5)]
				id := store.NewID()
				add(`INSERT INTO vault_glasses (id, person_id, account_id, organisation_id, reason, state, asked, until, by_account, sealed, guard) VALUES ($1, $2, $3, $4, '', $5, '', $6, '', $7, $8)`,
					id, p, m.ID, o, state, until, []byte{1}, tx.Guard("glass", id, string(p), string(m.ID), string(o), "", state, "", until, "", "\x01"))
			}
		}
	}
	for _, row := range rows {
		if err := row(); err != nil {
			return err
		}
	}
	if p := w.people[w.IntN(len(w.people)-1)]; w.IntN(8) == 0 {
		// Erase is for another action: its statements are enough here.
		for _, table := range []string{"vault_person_keys", "vault_glasses", "vault_followers"} {
			if _, err := tx.Exec(`DELETE FROM `+table+` WHERE person_id = $1`, p); err != nil {
				return err
			}
		}
		token := backup.Token(tx.Keys(), string(p))
		_, err := tx.Exec(`INSERT INTO vault_erasures (token, day, records, files, tokens, keys, backups) VALUES ($1, '2024-05-02', 0, 0, 0, 0, '')`, token[:])
		return err
	}
	return nil
}

// epoch is mostly the one in use.
func (w *world) epoch(now int64) int64 {
	if w.IntN(6) == 0 {
		return now - 1
	}
	return now
}
