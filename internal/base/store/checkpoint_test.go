package store_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// officer keeps the signer of an installation, and its verifier.
type officer struct {
	keys     *seal.Keys
	signer   note.Signer
	verifier note.Verifier
}

func appoint(t *testing.T) officer {
	t.Helper()
	o, err := officerOf(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// officerOf takes up the key file of a folder, or makes one.
func officerOf(dir string) (officer, error) {
	keys, err := seal.OpenKeys(dir)
	if err != nil {
		return officer{}, err
	}
	return officerWith(keys)
}

func officerWith(keys *seal.Keys) (officer, error) {
	signer, errSigner := keys.Signer(audit.Origin("COSTA"))
	text, errText := keys.Verifier(audit.Origin("COSTA"))
	verifier, errVerifier := audit.Verifier(text)
	return officer{keys, signer, verifier}, errors.Join(errSigner, errText, errVerifier)
}

func (o officer) try(t *testing.T, s *store.Store, every time.Duration) (c audit.Checkpoint, made bool, err error) {
	t.Helper()
	err = s.Write(t.Context(), policy.System(policy.Sealing), func(tx *store.Tx) (err error) {
		c, made, err = store.SignCheckpoint(tx, o.signer, o.verifier, every, audit.Roster{})
		return err
	})
	return c, made, err
}

func (o officer) sign(t *testing.T, s *store.Store) audit.Checkpoint {
	t.Helper()
	c, made, err := o.try(t, s, 0)
	if err != nil || !made {
		t.Fatalf("signed %v, %v", made, err)
	}
	return c
}

func TestACheckpointSignsTheTrailAsItStood(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := appoint(t)
		if _, made, err := o.try(t, s, 0); made || err != nil {
			t.Fatalf("an empty trail is signed: %v, %v", made, err)
		}
		mustAdd(t, s, "a", "b", "c")
		first := o.sign(t, s)
		if first.N != 0 || first.Size != 3 || first.Origin != "approdo/COSTA" {
			t.Errorf("checkpoint %+v", first)
		}
		if opened, err := audit.OpenCheckpoint(first.Note, o.verifier); err != nil || opened != first {
			t.Errorf("opens as %+v, %v", opened, err)
		}
		if _, made, err := o.try(t, s, 0); made || err != nil {
			t.Errorf("signed again though nothing happened: %v, %v", made, err)
		}
		mustAdd(t, s, "d")
		if _, made, err := o.try(t, s, time.Hour); made || err != nil {
			t.Errorf("signed again within the hour: %v, %v", made, err)
		}
		second := o.sign(t, s)
		if second.N != 1 || second.Size != 5 { // the first left an entry of its own
			t.Errorf("checkpoint %+v", second)
		}
		if v := verdict(t, s, audit.Check{Verifier: o.verifier}); v.Fault != nil || v.Checkpoints != 2 || v.Entries != 6 {
			t.Errorf("verdict %+v", v)
		}
		if over := read(t, s, func(tx *store.Tx) (int64, error) {
			c, _, err := store.CheckpointOver(tx, 3)
			return c.N, err
		}); over != 1 {
			t.Errorf("entry 3 is covered by checkpoint %d", over)
		}
		wantWhole(t, s)
	})
}

// rewrite replaces an entry and rebuilds all that follows from it, as somebody does who may write to the database.
func rewrite(tx *store.Tx, n int64) error { return rewriteWith(tx, n, `record = 'x'`) }

func rewriteWith(tx *store.Tx, n int64, set string) error {
	if _, err := tx.Exec(`UPDATE audit_entries SET `+set+` WHERE n = $1`, n); err != nil {
		return err
	}
	entries, err := store.Trail(tx, 0, 1000)
	if err != nil {
		return err
	}
	var edge audit.Edge
	for _, e := range entries {
		made, err := edge.Append(e.Hash())
		if err != nil {
			return err
		}
		for _, h := range made {
			if _, err := tx.Exec(`UPDATE audit_hashes SET hash = $1 WHERE n = $2`, h.Hash[:], h.Index); err != nil {
				return err
			}
		}
	}
	root, err := edge.Root()
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE audit_head SET root = $1`, root[:])
	return err
}

// leafIndex is where the leaf of an entry stands among the hashes.
func leafIndex(n int64) int64 { return tlog.StoredHashIndex(0, n) }

// Whoever can write to the database but does not hold the key file can rebuild the tree, and not its checkpoints.
func TestARebuiltTreeMeetsItsCheckpoints(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, stranger := appoint(t), appoint(t)
		mustAdd(t, s, "a", "b", "c", "d")
		o.sign(t, s)
		mustAdd(t, s, "e", "f")
		o.sign(t, s)
		mustAdd(t, s, "g")
		undo := errors.New("undo")
		forge := func(tx *store.Tx, n int64, c audit.Checkpoint) error {
			signed, err := c.Sign(stranger.signer)
			if err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE audit_checkpoints SET note = $1, size = $2 WHERE n = $3`, signed.Note, signed.Size, n)
			return err
		}
		for _, c := range []struct {
			name  string
			touch func(*store.Tx) error
			want  audit.Fault
		}{
			{"tree rebuilt", func(tx *store.Tx) error { return rewrite(tx, 1) }, audit.Fault{N: 0, Problem: audit.Rewritten, Checkpoint: 1}},
			{"tree rebuilt after the first", func(tx *store.Tx) error { return rewrite(tx, 5) }, audit.Fault{N: 4, Problem: audit.Rewritten, Checkpoint: 2}},
			{"checkpoint forged", func(tx *store.Tx) error {
				return forge(tx, 0, audit.Checkpoint{Size: 4, At: "2024-11-30T10:00:00.000000Z"})
			}, audit.Fault{N: 0, Problem: audit.OtherKey, Checkpoint: 1}},
			{"checkpoint removed", func(tx *store.Tx) error {
				_, err := tx.Exec(`DELETE FROM audit_checkpoints WHERE n = 0`)
				return err
			}, audit.Fault{N: 0, Problem: audit.Lost, Checkpoint: 2}},
			{"checkpoint renumbered", func(tx *store.Tx) error {
				_, err := tx.Exec(`DELETE FROM audit_checkpoints WHERE n = 0`)
				return errors.Join(err, second(tx.Exec(`UPDATE audit_checkpoints SET n = 0 WHERE n = 1`)))
			}, audit.Fault{N: 0, Problem: audit.Forged, Checkpoint: 1}},
			{"text of a checkpoint changed", func(tx *store.Tx) error {
				return second(tx.Exec(`UPDATE audit_checkpoints SET note = replace(note, 'number 1', 'number 2') WHERE n = 1`))
			}, audit.Fault{N: 4, Problem: audit.Forged, Checkpoint: 2}},
		} {
			t.Run(c.name, func(t *testing.T) {
				err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
					if err := c.touch(tx); err != nil {
						t.Error(err)
					}
					v, err := store.VerifyTrail(tx, audit.Check{Verifier: o.verifier})
					if err != nil || v.Fault == nil || *v.Fault != c.want {
						t.Errorf("fault %+v, %v, want %+v", v.Fault, err, c.want)
					}
					return undo
				})
				if !errors.Is(err, undo) {
					t.Error(err)
				}
			})
		}
		// The program itself does not sign a history that was changed.
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			return rewrite(tx, 1)
		})
		if err != nil {
			t.Fatal(err)
		}
		_, made, err := o.try(t, s, 0)
		if made {
			t.Error("a rewritten trail is signed")
		}
		wantKey(t, err, "audit.rewritten")
	})
}

func second(_ int64, err error) error { return err }

func TestAnEntryIsProvedUnderItsCheckpoint(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := appoint(t)
		mustAdd(t, s, "a", "b", "c", "d", "e")
		c := o.sign(t, s)
		for _, e := range entries(t, s)[:c.Size] {
			proof := read(t, s, func(tx *store.Tx) (tlog.RecordProof, error) { return store.Prove(tx, e, c) })
			if err := tlog.CheckRecord(proof, c.Size, c.Root, e.N, e.Hash()); err != nil {
				t.Errorf("entry %d: %v", e.N, err)
			}
			e.Purpose = "other"
			err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
				_, err := store.Prove(tx, e, c)
				return err
			})
			wantKey(t, err, "audit.not_proved")
		}
	})
}

func TestDetailsAreKeptSealedAndCanBeErased(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := appoint(t)
		s.UseKeys(o.keys)
		const secret = "sentinella_rows_17"
		err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.NoteAbout("p1", "identity", "p1", audit.Details{"fields": audit.Code(secret)})
			tx.NoteAbout("p2", "identity", "p2", audit.Details{"fields": audit.Code(secret)})
			tx.Note("plain", "x", nil)
			tx.Note("long", "x", audit.Details{"many": audit.IDs(slices.Repeat([]string{"x"}, 20_000))})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		list := entries(t, s)
		if list[0].Person != "p1" || string(list[0].Details) == string(list[1].Details) || len(list[2].Details) != 0 || len(list[3].Details) != 32 {
			t.Errorf("entries %+v", list)
		}
		for _, sealed := range read(t, s, func(tx *store.Tx) ([]string, error) { return store.List(tx, text, `SELECT sealed FROM audit_details`) }) {
			if strings.Contains(sealed, "sentinella") {
				t.Error("details are kept in clear")
			}
		}
		details := func(n int) (string, error) {
			var b []byte
			err := s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
				b, err = store.Details(tx, o.keys, list[n])
				return err
			})
			return string(b), err
		}
		if got, err := details(0); err != nil || got != `{"fields":"`+secret+`"}` {
			t.Errorf("details %s, %v", got, err)
		}
		_, err = details(3)
		wantKey(t, err, "store.details_erased")

		// Details of one entry do not open in the place of another, nor under another commitment.
		swap := errors.New("undo")
		err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			if _, err := tx.Exec(`DELETE FROM audit_details WHERE n = 0`); err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE audit_details SET n = 0 WHERE n = 1`); err != nil {
				return err
			}
			_, err := store.Details(tx, o.keys, list[0])
			wantKey(t, err, "store.details_differ")
			return swap
		})
		if !errors.Is(err, swap) {
			t.Fatal(err)
		}

		o.sign(t, s)
		err = s.Write(t.Context(), operator, func(tx *store.Tx) error {
			tx.Note("erasure", "p1", nil)
			n, err := store.EraseSubjects(tx, []string{"p1"})
			if n != 1 {
				t.Errorf("%d erased", n)
			}
			if _, err := store.EraseSubjects(tx, []string{""}); err == nil {
				t.Error("details about nobody in particular are destroyed")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = details(0)
		wantKey(t, err, "store.details_erased")
		if _, err := details(1); err != nil {
			t.Errorf("another's details are gone: %v", err)
		}
		if v := verdict(t, s, audit.Check{Verifier: o.verifier}); v.Fault != nil || v.Checkpoints != 1 {
			t.Errorf("after erasure: %+v", v)
		}
		mustAdd(t, s, "later")
		o.sign(t, s)
	})
}

func TestARefusalIsOnRecordAndChangesNothing(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		who := policy.Subject{Account: "a1", Organisation: "faro", Roles: []policy.Role{policy.Coordinator}}
		refusal := policy.Refusal(who, policy.CodesChange, "no rule allows it")
		err := s.Write(t.Context(), refusal, func(tx *store.Tx) error {
			tx.NoteTimes("code", 41)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		e := entries(t, s)[0]
		if e.Decision != audit.Denied || e.Count != 41 || e.Actor != "a1" || e.Organisation != "faro" || e.Role != "coordinator" || e.Action != "codes.change" || e.Rule != "no rule allows it" || e.Record != "" {
			t.Errorf("entry %+v", e)
		}
		err = s.Write(t.Context(), refusal, func(tx *store.Tx) error { return addCode(tx, "x") })
		wantKey(t, err, "store.unaudited")
		wantCodes(t, s)
		wantWhole(t, s)
	})
}

// A trail that was written before the fields of today verifies, and goes on with entries of both kinds.
func TestATrailBegunByAnOlderProgramVerifies(t *testing.T) {
	t.Parallel()
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			s, err := store.Open(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			older(t, o)
			s = reopen(t, o)
			mustAdd(t, s, "today")
			list := entries(t, s)
			if len(list) != 6 || list[4].Version != 1 || list[5].Version != audit.Current || list[5].N != 5 {
				t.Errorf("entries %+v", list)
			}
			wantWhole(t, s)
			// The first new entry made the secret that it and all later ones are blinded with.
			mustAdd(t, s, "tomorrow")
			err = s.Read(t.Context(), operator, func(tx *store.Tx) error {
				blinds, since, err := store.Blinds(tx)
				if err != nil || since != 5 || blinds.Of("") != list[5].Blind || list[5].Blind == (audit.Blind{}) {
					t.Errorf("since %d, %v", since, err)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			wantWhole(t, s)
			if got := touched(t, s, []string{`UPDATE audit_blinds SET secret = root FROM audit_head`}); got == nil || got.N != 5 || got.Problem != audit.Edited {
				t.Errorf("another secret: %+v", got)
			}
		})
	}
}

// older writes five entries as the program did that had no other columns.
func older(t *testing.T, o store.Options) {
	t.Helper()
	db, schema := (*sql.DB)(nil), ""
	if o.Database == "" {
		var err error
		if db, err = sql.Open("sqlite", "file:"+filepath.Join(o.Dir, "care.db")); err != nil {
			t.Fatal(err)
		}
		defer db.Close()
	} else {
		db, schema = pgx(t, o.Database), "care."
	}
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	const at = "2024-11-30T10:00:00.000000Z"
	var edge audit.Edge
	for n := range int64(5) {
		e := audit.Entry{Version: 1, At: at, Actor: "a", Action: "x", Rule: "r", Object: "o", Decision: audit.Allowed, Count: 1, Details: make([]byte, 32)}
		made, err := edge.Append(e.Hash())
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range made {
			exec(`INSERT INTO `+schema+`audit_hashes (n, hash) VALUES ($1, $2)`, h.Index, h.Hash[:])
		}
		exec(`INSERT INTO `+schema+`audit_entries (n, at, actor, organisation, action, rule, object, record, details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			n, at, e.Actor, e.Organisation, e.Action, e.Rule, e.Object, e.Record, e.Details)
	}
	root, err := edge.Root()
	if err != nil {
		t.Fatal(err)
	}
	exec(`UPDATE `+schema+`audit_head SET size = 5, at = $1, root = $2`, at, root[:])
}
