package vault_test

import (
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// house is a town in which faro's vault was founded, with people who hold keys and people who do not.
type house struct {
	testkit.Town
	t        testing.TB
	store    *store.Store
	now      time.Time
	recovery seal.Seed
	shares   [3]string
	commit   []byte

	ada, bea, cleo *member // case manager, outreach worker, desk worker of faro; ada and bea hold the team's key
	med            *member // mediator of faro, holds the key
	officer        *member // of faro
	boss           *member // administrator of faro
	remo           *member // case manager of molo
}

// member is somebody with an unlocked session.
type member struct {
	network.Account
	seed seal.Seed
	id   *seal.Identity
	h    *house
}

func houses(t *testing.T, test func(*testing.T, *house)) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) { test(t, found(t, s)) })
}

func found(t testing.TB, s *store.Store) *house {
	t.Helper()
	h := &house{Town: testkit.Settle(t, s), t: t, store: s, now: time.Date(2024, 5, 2, 10, 0, 0, 0, time.UTC)}
	s.SetClock(func() time.Time { return h.now })
	h.ada = h.enrol("ada", h.Faro, policy.CaseManager)
	h.bea = h.enrol("bea", h.Faro, policy.OutreachWorker)
	h.cleo = h.enrol("cleo", h.Faro, policy.DeskWorker)
	h.med = h.enrol("med", h.Faro, policy.Mediator)
	h.officer = h.enrol("officer", h.Faro, policy.Officer)
	h.boss = h.enrol("boss", h.Faro, policy.OrganisationAdmin)
	h.remo = h.enrol("remo", h.Molo, policy.CaseManager)
	papers := testkit.Vault(t, s, h.Faro, "ada", "bea", "med")
	h.recovery, h.shares, h.commit = papers.Seed, papers.Shares, papers.Commitment
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) system(fn func(*store.Tx) error) {
	h.t.Helper()
	h.must(h.store.Write(h.t.Context(), policy.System(policy.Operator, "test"), fn))
}

func (h *house) enrol(login string, o network.OrganisationID, roles ...policy.Role) *member {
	h.t.Helper()
	m := &member{h: h}
	h.system(func(tx *store.Tx) error {
		a, seed, err := testkit.Employ(tx, network.Account{OrganisationID: o, Login: login, Name: login, Language: "it", Roles: roles})
		if err != nil {
			return err
		}
		m.Account, m.seed = a, seed
		m.id, err = seed.Identity()
		return err
	})
	return m
}

// hand is what the member signs with.
func (m *member) hand() roster.By { return roster.By{Pen: m.id.Pen(), Account: string(m.ID)} }

// member is somebody as the roster knows them now.
func (m *member) member() (found roster.Member) {
	m.h.t.Helper()
	m.h.must(m.h.store.Read(m.h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		a, err := network.AccountOf(tx, m.ID)
		found = a.Member()
		return err
	}))
	return found
}

// grant is what the tables allow the member, for a purpose.
func (m *member) grant(a policy.Action, purpose string) policy.Grant {
	m.h.t.Helper()
	g, err := policy.Authorize(m.Subject(), a)
	m.h.must(err)
	return g.For(purpose)
}

// someone is a new person of faro.
func (h *house) someone() (p person.Person) {
	h.t.Helper()
	h.system(func(tx *store.Tx) (err error) {
		p, err = person.New(h.Book).Record(tx, testkit.Person(h.Faro))
		return err
	})
	return p
}

// writes saves a section as somebody who read revision.
func (m *member) writes(who person.ID, c vault.Content, revision int64) error {
	m.h.t.Helper()
	return m.writesWhile(who, c, revision, func() {})
}

// writesWhile does something between reading and writing.
func (m *member) writesWhile(who person.ID, c vault.Content, revision int64, between func()) error {
	m.h.t.Helper()
	var d vault.Draft
	g := m.grant(policy.IdentityRecord, "")
	err := m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		d, err = vault.Write(tx, who)
		return err
	})
	if err != nil {
		return err
	}
	change, err := d.Seal(m.id, c, revision)
	if err != nil {
		return err
	}
	between()
	return m.h.store.Write(m.h.t.Context(), g, change.Record)
}

// reads opens sections for a purpose.
func (m *member) reads(who person.ID, purpose string, some ...vault.Section) (map[vault.Section]vault.Entry, error) {
	m.h.t.Helper()
	var s vault.Sealed
	err := m.h.store.Reveal(m.h.t.Context(), m.grant(policy.IdentityReveal, purpose), func(tx *store.Tx) (err error) {
		s, err = vault.Reveal(tx, who, vault.UsualBudget(), some...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Open(m.id)
}

func (m *member) follows(who person.ID) { m.assigns(who, m) }

// follow makes a person the own case of somebody, as the screen does.
func (m *member) follow(who person.ID, to *member) error {
	m.h.t.Helper()
	return m.h.store.Reveal(m.h.t.Context(), m.grant(policy.FollowerChange, ""), func(tx *store.Tx) error { return vault.Follow(tx, who, to.ID, vault.UsualBudget()) })
}

// leave ends that somebody follows a person.
func (m *member) leave(who person.ID, whom *member) {
	m.h.t.Helper()
	m.h.must(m.h.store.Write(m.h.t.Context(), m.grant(policy.FollowerChange, ""), func(tx *store.Tx) error { return vault.Leave(tx, who, whom.ID) }))
}

func (m *member) assigns(who person.ID, to *member) {
	m.h.t.Helper()
	m.h.must(m.follow(who, to))
}

// entries is how long the audit trail is.
func (h *house) entries() (n int64) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT size FROM audit_head`).Scan(&n)
	}))
	return n
}

// trail is what was written into the audit trail since it was so long.
func (h *house) trail(from int64) (list []audit.Entry) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		list, err = store.Trail(tx, from, 1000)
		return err
	}))
	return list
}
