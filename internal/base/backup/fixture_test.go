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
	k, err := backup.NewKey(c.public, c.commitment, time.Now())
	must(t, err)
	return k
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
