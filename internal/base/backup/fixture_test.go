package backup_test

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator, "test")

// custodians hold the shares of an organisation's recovery key.
type custodians struct {
	shares     [3]string
	commitment []byte
	public     seal.Public
}

var theCustodians = sync.OnceValues(func() (custodians, error) {
	seed, err := seal.NewSeed()
	if err != nil {
		return custodians{}, err
	}
	id, err := seed.Identity()
	if err != nil {
		return custodians{}, err
	}
	c := custodians{public: id.Public()}
	c.shares, c.commitment, err = seal.Split(seed)
	return c, err
})

func gather(t testing.TB) custodians {
	t.Helper()
	c, err := theCustodians()
	must(t, err)
	return c
}

// opens combines two shares and opens the key.
func (c custodians) opens(t testing.TB, k backup.Key, a, b int) seal.BackupKey {
	t.Helper()
	seed, err := seal.Combine(k.Commitment, c.shares[a], c.shares[b])
	must(t, err)
	id, err := seed.Identity()
	must(t, err)
	private, err := k.Open(id)
	must(t, err)
	return private
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newKey(t testing.TB) backup.Key {
	t.Helper()
	c := gather(t)
	k, err := backup.NewKey(begin(t, c.public, c.commitment).recovery(), time.Now())
	must(t, err)
	return k
}

// ledger is the roster of an installation with papers.
type ledger struct {
	t      testing.TB
	anchor roster.Anchor
	now    *roster.Roster
}

func begin(t testing.TB, public seal.Public, commitment []byte) *ledger {
	t.Helper()
	keys := testkit.Keys(t)
	l := &ledger{t, roster.Anchor{Keys: keys, Trust: roster.OpenTrust(keys)}, &roster.Roster{}}
	must(t, l.anchor.Trust.Add(roster.PapersLine(public)))
	l.says(roster.Statement{Kind: roster.Recovery, Organisation: "faro", State: roster.InForce, Series: 1, Public: public, Commitment: commitment})
	return l
}

func (l *ledger) says(s roster.Statement) {
	l.t.Helper()
	next, _, err := l.now.Next(l.anchor, roster.By{}, s)
	must(l.t, err)
	l.now = next
}

func (l *ledger) recovery() roster.Member {
	m, _ := l.now.InForce("faro")
	return m
}

// lock is what a backup is sealed with under a key that the roster knows.
func lock(t testing.TB, k backup.Key) backup.Lock {
	t.Helper()
	return k.Lock(member(t, k))
}

func member(t testing.TB, k backup.Key) roster.Member {
	t.Helper()
	c := gather(t)
	l := begin(t, c.public, c.commitment)
	l.says(k.Statement("faro"))
	m, _ := l.now.Backup(k.ID)
	return m
}

// saved is a backup in memory.
func saved(t testing.TB, s *store.Store, lock backup.Lock) []byte {
	t.Helper()
	var out bytes.Buffer
	_, err := backup.Write(t.Context(), s, operator, backup.Order{Lock: lock, KeyFile: []byte("the key file"), Trust: []byte("who founded")}, &out)
	must(t, err)
	return out.Bytes()
}

// place is an empty place for a database.
func place(t testing.TB, postgres bool) store.Options {
	t.Helper()
	o := store.Options{Dir: t.TempDir()}
	if postgres {
		o.Database = testkit.Postgres(t)
	}
	return o
}

// restore loads a backup into an empty place and gives the database, which has its true name already.
func restore(ctx context.Context, o store.Options, r *backup.Reader) error {
	stage, err := store.NewStage(ctx, o)
	if err != nil {
		return err
	}
	if err := stage.Load(ctx, r.Manifest.Schema, r); err != nil {
		return err
	}
	return stage.Adopt(ctx)
}

// counts is what a database holds now.
func counts(t testing.TB, s *store.Store) []backup.Count {
	t.Helper()
	var tally backup.Tally
	must(t, s.Dump(t.Context(), operator, func(*store.Tx) error { return nil }, &tally))
	return tally.Counts()
}
