package vault_test

import (
	"testing"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

func (h *house) wantForged(err error) {
	h.t.Helper()
	if err == nil || errs.KindOf(err) != errs.Forged {
		h.t.Errorf("error %v, want one that says that it is not what was kept", err)
	}
}

// past writes to the database past every rule.
func (h *house) past(query string, args ...any) {
	h.t.Helper()
	h.system(func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		n, err := tx.Exec(query, args...)
		if n == 0 {
			h.t.Errorf("%s: nothing is changed", query)
		}
		return err
	})
}

// section is a row as it stands.
type section struct {
	revision, form int64
	sealed         []byte
	recorded       string
}

func (h *house) section(who person.ID, kind vault.Section) (s section) {
	h.t.Helper()
	h.system(func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		return tx.QueryRow(`SELECT revision, form, sealed, recorded FROM vault_records WHERE person_id = $1 AND kind = $2`, who, kind).Scan(&s.revision, &s.form, &s.sealed, &s.recorded)
	})
	return s
}

func (h *house) putBack(who person.ID, kind vault.Section, s section) {
	h.t.Helper()
	h.past(`UPDATE vault_records SET revision = $1, form = $2, sealed = $3, recorded = $4 WHERE person_id = $5 AND kind = $6`, s.revision, s.form, s.sealed, s.recorded, who, kind)
}

// TestASectionThatWasPutBackIsNotShown: an older row is genuine in itself, and is not what was written last. Nothing is built on it either.
func TestASectionThatWasPutBackIsNotShown(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.writes(p.ID, &vault.SafeContactCard{How: "never by phone"}, 0))
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		old := h.section(p.ID, vault.SafeContact)
		h.must(h.ada.writes(p.ID, &vault.SafeContactCard{How: "through her sister"}, 1))
		now := h.section(p.ID, vault.SafeContact)
		read := func(s ...vault.Section) error {
			_, err := h.ada.reads(p.ID, "", s...)
			return err
		}
		h.must(read(vault.SafeContact, vault.Names))
		h.putBack(p.ID, vault.SafeContact, old)
		h.wantForged(read(vault.SafeContact))
		h.wantForged(h.ada.writes(p.ID, &vault.SafeContactCard{How: "anyhow"}, 1))
		h.must(read(vault.Names)) // the others stand
		h.putBack(p.ID, vault.SafeContact, now)
		h.must(read(vault.SafeContact))

		// Taken away, it is not as if nothing had been written.
		h.past(`DELETE FROM vault_records WHERE person_id = $1 AND kind = 'safe_contact'`, p.ID)
		h.wantForged(read(vault.SafeContact))
		h.wantForged(h.ada.writes(p.ID, &vault.SafeContactCard{How: "anew"}, 0))
		h.past(`INSERT INTO vault_records (person_id, kind, revision, form, sealed, recorded) VALUES ($1, 'safe_contact', $2, $3, $4, $5)`, p.ID, now.revision, now.form, now.sealed, now.recorded)
		h.must(read(vault.SafeContact))

		// The trail is edited to fit: its entry is not the one that was written.
		h.putBack(p.ID, vault.SafeContact, old)
		last := `n = (SELECT MAX(n) FROM audit_entries WHERE object = 'card')`
		h.past(`UPDATE audit_entries SET count = 1 WHERE ` + last)
		h.wantForged(read(vault.SafeContact))
		h.past(`UPDATE audit_entries SET count = 2 WHERE ` + last)
		// Called something else it is not found, and the hourly check of the whole trail finds that.
		whole := func() bool {
			var v audit.Verdict
			h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
				v, err = store.VerifyTrail(tx, audit.Check{})
				return err
			}))
			return v.Fault == nil
		}
		if !whole() {
			t.Fatal("the trail is not whole before")
		}
		h.past(`UPDATE audit_entries SET object = 'identity' WHERE ` + last)
		if whole() {
			t.Error("an entry that is called something else is not found")
		}
		if v := h.ada.finds("Zefira"); len(v) != 1 {
			t.Errorf("searching for somebody whose name stands: %+v", v)
		}
	})
}

// TestANameThatWasPutBackIsNotFound: a search shows no name that is not the last one, and says so.
func TestANameThatWasPutBackIsNotFound(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		old := h.section(p.ID, vault.Names)
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Amaranta Prati"}, 1))
		h.putBack(p.ID, vault.Names, old)
		hay := h.gather(h.ada)
		named, tokens, err := hay.Look(h.ada.id, "Zefira")
		h.must(err)
		err = h.store.Reveal(t.Context(), h.ada.grant(policy.IdentitySearch, ""), func(tx *store.Tx) error {
			_, err := vault.Tell(tx, named, tokens, vault.UsualBudget())
			return err
		})
		h.wantForged(err)
		// One that does not even open is passed over, and said; the search goes on.
		h.past(`UPDATE vault_records SET sealed = $1 WHERE person_id = $2 AND kind = 'names'`, []byte("spoilt"), p.ID)
		q := h.someone()
		h.ada.follows(q.ID)
		h.must(h.ada.writes(q.ID, &vault.NameCard{Name: "Zefira Campi"}, 0))
		hay = h.gather(h.ada)
		named, _, err = hay.Look(h.ada.id, "Zefira")
		h.wantForged(err)
		if len(named) != 1 || named[0].Person != q.ID {
			t.Errorf("found %+v", named)
		}
	})
}

func (h *house) gather(m *member) (hay vault.Haystack) {
	h.t.Helper()
	h.must(h.store.Read(h.t.Context(), m.grant(policy.IdentitySearch, ""), func(tx *store.Tx) (err error) {
		hay, err = vault.Gather(tx)
		return err
	}))
	return hay
}

// TestFilesThatWereTakenAwayOrPutBackAreSaid.
func TestFilesThatWereTakenAwayOrPutBackAreSaid(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		one, err := h.ada.attaches(p.ID, vault.Attachment{Name: "x", Type: "text", Body: []byte("verbale")})
		h.must(err)
		two, err := h.ada.attaches(p.ID, vault.Attachment{Name: "y", Type: "text", Body: []byte("denuncia")})
		h.must(err)
		list := func() error {
			var f vault.Private[vault.FileLabel]
			err := h.store.Reveal(t.Context(), h.ada.grant(policy.IdentityReveal, ""), func(tx *store.Tx) (err error) {
				f, err = vault.Attached.Reveal(tx, p.ID, vault.UsualBudget(), vault.Files)
				return err
			})
			if err == nil {
				_, err = f.Open(h.ada.id)
			}
			return err
		}
		read := func(id string) error {
			_, err := h.ada.openFile(p.ID, id)
			return err
		}
		h.must(list())
		h.must(h.store.Write(t.Context(), h.ada.grant(policy.IdentityRecord, ""), func(tx *store.Tx) error { return vault.Attached.Remove(tx, p.ID, two) }))
		h.must(list())
		if err := read(two); key(err) != "vault.none" {
			t.Errorf("a file that was removed: %v", err)
		}
		h.past(`INSERT INTO vault_of_persons (id, person_id, sealed, recorded) SELECT $1, person_id, sealed, recorded FROM vault_of_persons WHERE id = $2`, two, one)
		h.wantForged(list())
		h.past(`DELETE FROM vault_of_persons WHERE id = $1`, two)
		h.must(list())
		h.past(`UPDATE vault_chunks SET body = $1`, []byte("spoilt"))
		h.wantForged(read(one))
		h.past(`DELETE FROM vault_chunks`)
		h.past(`DELETE FROM vault_of_persons`)
		h.wantForged(list())
		h.wantForged(read(one))
	})
}

// TestAPlanThatWasPutBackIsNotRead: a unit is not sent where it was to go before.
func TestAPlanThatWasPutBackIsNotRead(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		id := h.bea.plans(vault.PlannedCard{Day: "2024-05-09", Mode: "outdoor", Zone: "Tangenziale"})
		var sealed []byte
		h.system(func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			return tx.QueryRow(`SELECT sealed FROM vault_of_teams WHERE id = $1`, id).Scan(&sealed)
		})
		h.must(h.bea.replans(id, vault.PlannedCard{Day: "2024-05-09", Mode: "outdoor", Zone: "Porto"}, 1))
		list, err := h.ada.coming()
		h.must(err)
		if len(list) != 1 || list[0].Says.Zone != "Porto" {
			t.Fatalf("%+v", list)
		}
		h.past(`UPDATE vault_of_teams SET revision = 1, sealed = $1 WHERE id = $2`, sealed, id)
		list, err = h.ada.coming()
		h.wantForged(err)
		if len(list) != 1 || !list[0].Unread || list[0].Says.Zone != "" {
			t.Errorf("shown: %+v", list)
		}
		if err := h.bea.replans(id, vault.PlannedCard{Day: "2024-05-09", Mode: "outdoor", Zone: "Stazione"}, 1); err == nil {
			t.Error("something is built on it")
		}
	})
}

// TestWhatWasWrittenBeforeTheTrailSaidSoPasses, until it is written again.
func TestWhatWasWrittenBeforeTheTrailSaidSoPasses(t *testing.T) {
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.ada.follows(p.ID)
		h.must(h.ada.writes(p.ID, &vault.NoteCard{Text: "first"}, 0))
		h.past(`UPDATE audit_entries SET object = 'identity', count = 1 WHERE object = 'card'`) // as an older program noted it
		old := h.section(p.ID, vault.Notes)
		read := func() error {
			_, err := h.ada.reads(p.ID, "", vault.Notes)
			return err
		}
		h.must(read())
		h.must(h.ada.writes(p.ID, &vault.NoteCard{Text: "second"}, 1))
		h.must(read())
		h.putBack(p.ID, vault.Notes, old)
		h.wantForged(read())
	})
}

// TestASectionThatWasPutBackWithItsEntryIsNotShown: who takes the entry of the trail away as well is too late once the process has read it.
func TestASectionThatWasPutBackWithItsEntryIsNotShown(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.called("Zefira Nuvolari")
		h.ada.follows(p)
		x := h.thief()
		x.edits(`CREATE TABLE kept_records AS SELECT * FROM vault_records`)
		h.must(h.ada.writes(p, &vault.NameCard{Name: "Rosa Altomare"}, 1))
		h.must(h.store.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
			_, err := store.Following(tx, vault.CardNoun)
			return err
		}))
		x.edits(`DELETE FROM vault_records`)
		x.edits(`INSERT INTO vault_records SELECT * FROM kept_records`)
		x.edits(`DELETE FROM audit_entries WHERE object = 'card' AND count = 2`)
		if _, err := h.ada.reads(p, "", vault.Names); errs.KindOf(err) != errs.Forged {
			t.Errorf("an earlier name is shown: %v", err)
		}
	})
}
