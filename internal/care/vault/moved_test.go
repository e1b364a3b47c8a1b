package vault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

// followerHash is what stands for an account where it is kept who follows whom.
func followerHash(keys *seal.Keys, account network.AccountID) []byte {
	token := keys.Token("account that follows", string(account))
	return token[:16]
}

// mentions counts the rows of a table that say a text somewhere.
func (h *house) mentions(table, text string) (n int) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT * FROM ` + table)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		for err == nil && rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err = rows.Scan(values...); err != nil {
				return err
			}
			for _, v := range values {
				if strings.Contains(fmt.Sprint(*v.(*any)), text) {
					n++
				}
			}
		}
		return errors.Join(err, rows.Err())
	}))
	return n
}

// TestAStolenDatabaseDoesNotSayWhoseCaseSomebodyIs: without the key file no row tells who follows whom, or did.
func TestAStolenDatabaseDoesNotSayWhoseCaseSomebodyIs(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.called("Zefira Nuvolari")
		h.ada.follows(p)
		h.ada.leave(p, h.ada)
		h.ada.follows(p)
		for _, table := range []string{"vault_followers", "vault_followings"} {
			if n := h.count(`SELECT COUNT(*) FROM ` + table + ` WHERE person_id = '` + string(p) + `'`); n == 0 {
				t.Errorf("%s says nothing of somebody who is followed", table)
			}
			for _, account := range []*member{h.ada, h.bea, h.med} {
				if named := h.mentions(table, string(account.ID)); named > 0 {
					t.Errorf("%s names %s %d times", table, account.Login, named)
				}
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM vault_followers WHERE LENGTH(since) > 10`); n > 0 {
			t.Error("the minute stands there, which the trail has too, with the account")
		}
	})
}

// TestPlantedFollowingsAreNotHashed: who plants a row for each account would read from what the next start makes of it which hash is whose.
func TestPlantedFollowingsAreNotHashed(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.called("Zefira Nuvolari")
		h.thief().edits(`INSERT INTO vault_followings_once (id, person_id, account_id, by_account, follows, at) VALUES ('plant', $1, $2, $2, TRUE, '2024-05-01T00:00:00Z')`, p, h.med.ID)
		h.must(h.store.Write(t.Context(), policy.System(policy.Startup), vault.MoveFollowers))
		if n := h.count(`SELECT (SELECT COUNT(*) FROM vault_followings WHERE id = 'plant') + (SELECT COUNT(*) FROM vault_followings_once)`); n != 0 {
			t.Errorf("%d rows stand", n)
		}
	})
}

// TestWhoFollowsWhomMovesOnceAndPlantedRowsDoNot: what an earlier version wrote with the account is kept with its hash; a row that nobody vouches for stays, and is told.
func TestWhoFollowsWhomMovesOnceAndPlantedRowsDoNot(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p, q := h.called("Zefira Nuvolari"), h.called("Rosa Altomare")
		x := h.thief()
		const since = "2024-05-01T07:12:00Z"
		var guard []byte
		h.must(h.store.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
			guard = tx.Guard("follower", string(p), string(h.med.ID), since)
			return nil
		}))
		x.edits(`INSERT INTO vault_followers_once (person_id, account_id, since, guard) VALUES ($1, $2, $3, $4)`, p, h.med.ID, since, guard)
		x.edits(`INSERT INTO vault_followers_once (person_id, account_id, since) VALUES ($1, $2, $3)`, q, h.med.ID, since)
		x.edits(`INSERT INTO vault_followings_once (id, person_id, account_id, by_account, follows, at) VALUES ('f', $1, $2, $2, TRUE, $3)`, p, h.med.ID, since)
		for range 2 {
			h.must(h.store.Write(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				return vault.MoveFollowers(tx)
			}))
		}
		h.must(h.store.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
			differences, err := vault.Examine(tx)
			var told int
			for _, d := range differences {
				if d.What == vault.DiffRow && d.ID == string(h.med.ID) {
					told++
				}
			}
			if told != 1 {
				t.Errorf("of the planted row is told %d times: %v", told, differences)
			}
			return err
		}))
		if _, err := h.med.reads(p, "", vault.Names); err != nil {
			t.Errorf("who followed before does not any more: %v", err)
		}
		if _, err := h.med.reads(q, "", vault.Names); err == nil {
			t.Error("a planted row made somebody follow")
		}
		if n := h.count(`SELECT COUNT(*) FROM vault_followers WHERE since = '2024-05-01'`); n != 1 {
			t.Errorf("%d rows moved with their day", n)
		}
	})
}

// TestTheTrailTellsWhoseAHashIs pins a limit that SECURITY.md names: the trail says in clear who began to follow somebody and when, and beginnings are kept for ninety days with their time, so whoever
// holds the one order against the other learns which hash is whose. It does not say whom any more. Where that is closed, the page changes with this test.
func TestTheTrailTellsWhoseAHashIs(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.called("Zefira Nuvolari")
		h.ada.follows(p)
		entries := h.count(`SELECT COUNT(*) FROM audit_entries WHERE object = 'follower' AND actor = '` + string(h.ada.ID) + `'`)
		if rows := h.count(`SELECT COUNT(*) FROM vault_followings`); entries == 0 || rows != entries {
			t.Errorf("the trail has %d entries for %d rows, and does not tell it any more: SECURITY.md says that it does", entries, rows)
		}
		if n := h.count(`SELECT COUNT(*) FROM audit_entries WHERE person = '` + string(p) + `' OR record = '` + string(p) + `'`); n != 0 {
			t.Errorf("%d entries say whom in clear", n)
		}
	})
}
