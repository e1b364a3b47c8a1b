package network_test

import (
	"os"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// edits is a database writer at work: they have the database and no key file.
func edits(t *testing.T, s *store.Store, sql string, args ...any) {
	t.Helper()
	write(t, s, operator, func(tx *store.Tx) error {
		_, err := tx.Exec(sql, args...)
		tx.Note("edit", "outside", nil)
		return err
	})
}

func stranger(t *testing.T) seal.Public {
	t.Helper()
	seed, err := seal.NewSeed()
	if err != nil {
		t.Fatal(err)
	}
	id, err := seed.Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id.Public()
}

// TestARowThatTheRosterDoesNotVouchForIsNobodys: whatever of a colleague's row is changed outside the program, nothing may be sealed to it and it does not work.
func TestARowThatTheRosterDoesNotVouchForIsNobodys(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		for what, edit := range map[string]func(a network.Account) (string, []any){
			"another key": func(a network.Account) (string, []any) {
				return `UPDATE network_accounts SET public = $1 WHERE id = $2`, []any{[]byte(stranger(t)), a.ID}
			},
			"a role more": func(a network.Account) (string, []any) {
				return `INSERT INTO network_roles (account_id, role) VALUES ($1, $2)`, []any{a.ID, string(policy.CaseManager)}
			},
			"another organisation": func(a network.Account) (string, []any) {
				return `UPDATE network_accounts SET organisation_id = $1 WHERE id = $2`, []any{string(town.Molo), a.ID}
			},
			"another's name": func(a network.Account) (string, []any) {
				return `UPDATE network_accounts SET name = $1 WHERE id = $2`, []any{"Somebody Else", a.ID}
			},
			"no second factor": func(a network.Account) (string, []any) {
				return `UPDATE network_accounts SET factor = NULL WHERE id = $1`, []any{a.ID}
			},
		} {
			t.Run(what, func(t *testing.T) {
				name := "dina-" + strings.ReplaceAll(strings.ReplaceAll(what, " ", "-"), "'", "")
				a := employ(t, s, town.Faro, name, policy.DeskWorker)
				write(t, s, operator, func(tx *store.Tx) error { return network.ChangeFactor(tx, a, []byte("x"), 1, testkit.Hand(a).Pen) })
				a = account(t, s, name)
				if !a.HoldsKeys() || !a.Vouched() || a.Member().IsZero() || a.Subject().Status != policy.Confirmed {
					t.Fatal("a colleague as the roster knows them does not work")
				}
				sql, args := edit(a)
				edits(t, s, sql, args...)
				a = account(t, s, name)
				if a.HoldsKeys() || a.Vouched() || !a.Member().IsZero() || a.Subject().Status == policy.Confirmed {
					t.Error("a row that was changed outside the program is believed")
				}
			})
		}
		t.Run("a colleague who left", func(t *testing.T) {
			a := employ(t, s, town.Faro, "dina", policy.DeskWorker)
			boss := employ(t, s, town.Faro, "boss", policy.OrganisationAdmin)
			write(t, s, grant(t, boss, policy.MembersChange), func(tx *store.Tx) error { return network.Leave(tx, a.ID, testkit.Hand(boss)) })
			edits(t, s, `UPDATE network_accounts SET status = 'confirmed' WHERE id = $1`, a.ID)
			if a = account(t, s, "dina"); a.HoldsKeys() || a.Subject().Status == policy.Confirmed {
				t.Error("who left is back")
			}
		})
		t.Run("somebody planted", func(t *testing.T) {
			edits(t, s, `INSERT INTO network_accounts (id, organisation_id, login, name, language, email, status, public) VALUES ('planted', $1, 'planted', 'P', 'it', '', 'confirmed', $2)`,
				string(town.Faro), []byte(stranger(t)))
			edits(t, s, `INSERT INTO network_roles (account_id, role) VALUES ('planted', $1)`, string(policy.CaseManager))
			if a := account(t, s, "planted"); a.HoldsKeys() || a.Subject().Status == policy.Confirmed {
				t.Error("a planted account works")
			}
		})
	})
}

// TestRowsOfTheRosterAreNotBelievedWithoutTheKeyFile: what is added, changed or taken away there makes nobody a member, and who was one is sealed to no more until it is put right.
func TestRowsOfTheRosterAreNotBelievedWithoutTheKeyFile(t *testing.T) {
	for what, edit := range map[string]string{
		"added":     `INSERT INTO network_roster (n, statement, signer, signature, stamp) SELECT n + 1, statement, signer, signature, stamp FROM network_roster ORDER BY n DESC LIMIT 1`,
		"changed":   `UPDATE network_roster SET statement = '{"kind":"own"}' WHERE n = 1`,
		"moved":     `UPDATE network_roster SET signer = 'installation' WHERE n = 3`,
		"cut":       `DELETE FROM network_roster WHERE n = (SELECT MAX(n) FROM network_roster)`,
		"emptied":   `DELETE FROM network_roster`,
		"beginning": `DELETE FROM network_roster WHERE n = 1`,
	} {
		t.Run(what, func(t *testing.T) {
			testkit.Stores(t, func(t *testing.T, s *store.Store) {
				town := testkit.Settle(t, s)
				employ(t, s, town.Faro, "dina", policy.DeskWorker)
				if a := account(t, s, "dina"); a.Member().IsZero() { // this process knows the roster now
					t.Fatal("no member")
				}
				edits(t, s, edit)
				here := account(t, s, "dina")
				var elsewhere network.Account
				other := testkit.Reopen(t, s)
				if err := other.Read(t.Context(), login, func(tx *store.Tx) (err error) {
					elsewhere, err = network.FindAccount(tx, "dina")
					return err
				}); err != nil {
					t.Fatal(err)
				}
				changedBefore := what == "changed" || what == "moved" || what == "beginning" // this process verified them, and goes by what it remembers
				if !changedBefore && !here.Member().IsZero() {
					t.Error("this process goes on sealing")
				}
				if what != "cut" && !elsewhere.Member().IsZero() {
					t.Error("a process that begins seals to somebody")
				}
				err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
					_, _, err := testkit.Employ(tx, network.Account{OrganisationID: town.Faro, Login: "eva", Name: "eva", Language: "it", Roles: []policy.Role{policy.DeskWorker}})
					return err
				})
				if !changedBefore && errs.KindOf(err) != errs.Conflict {
					t.Errorf("the roster goes on: %v", err)
				}
			})
		})
	}
}

// TestAnInstallationOlderThanItsRosterBeginsItOnce: on the word of its database, and never again once there is a file of the founders' keys.
func TestAnInstallationOlderThanItsRosterBeginsItOnce(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		employ(t, s, town.Faro, "dina", policy.DeskWorker)
		older := func(s *store.Store) (older bool) {
			t.Helper()
			if err := s.Read(t.Context(), login, func(tx *store.Tx) (err error) {
				older, err = network.Unrostered(tx, s.Keys())
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return older
		}
		edits(t, s, `DELETE FROM network_roster`)
		if other := testkit.Reopen(t, s); older(other) || account(t, other, "dina").HoldsKeys() {
			t.Error("a roster that was taken away is begun anew")
		}
		if err := os.Remove(s.Keys().Beside(roster.TrustFile)); err != nil {
			t.Fatal(err)
		}
		before := testkit.Reopen(t, s)
		if !older(before) || account(t, before, "dina").HoldsKeys() {
			t.Fatal("an installation from before is not recognised")
		}
		var stood []roster.Statement
		if err := before.Read(t.Context(), login, func(tx *store.Tx) (err error) {
			stood, err = network.Stood(tx)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		adoption, err := network.Adopt(s.Keys(), stood)
		if err != nil {
			t.Fatal(err)
		}
		write(t, before, operator, func(tx *store.Tx) error {
			n, err := adoption.Record(tx)
			if n != 3 {
				t.Errorf("%d are sealed to", n)
			}
			return err
		})
		if older(before) || !account(t, before, "dina").HoldsKeys() {
			t.Error("who stood confirmed is no member")
		}
		edits(t, s, `UPDATE network_roster SET statement = REPLACE(statement, 'dina', 'dino')`)
		if account(t, testkit.Reopen(t, s), "dina").HoldsKeys() {
			t.Error("an adoption that the file does not name is believed")
		}
	})
}

// TestAnOldPasswordDoesNotComeBackWithItsRow: who knows a password that was changed, and puts its slot back, does not get in.
func TestAnOldPasswordDoesNotComeBackWithItsRow(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		town := testkit.Settle(t, s)
		write(t, s, operator, func(tx *store.Tx) error {
			return network.Invite(tx, network.Account{ID: "ada", OrganisationID: town.Faro, Login: "ada", Name: "Ada", Language: "it", Roles: []policy.Role{policy.DeskWorker}}, "link")
		})
		seed, err := seal.NewSeed()
		if err != nil {
			t.Fatal(err)
		}
		pen, err := seed.Pen()
		if err != nil {
			t.Fatal(err)
		}
		slot := func(password string) network.Slot {
			t.Helper()
			slot, err := network.NewSlot(t.Context(), s.Keys(), "ada", seed, network.Password, password)
			if err != nil {
				t.Fatal(err)
			}
			return slot
		}
		enters := func(password string) bool {
			t.Helper()
			var e network.Entrance
			if err := s.Read(t.Context(), login, func(tx *store.Tx) (err error) {
				e, err = network.FindEntrance(tx, "ada", network.Password)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			turn, err := s.Keys().Turn(t.Context(), seal.Line{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = e.Open(turn, password)
			return err == nil
		}
		if err := network.Entrust(s.Keys(), pen.Public()); err != nil {
			t.Fatal(err)
		}
		old := slot("the old password")
		write(t, s, login, func(tx *store.Tx) error {
			_, err := network.Accept(tx, "link", pen, old)
			return err
		})
		if !enters("the old password") {
			t.Fatal("the password does not open")
		}
		write(t, s, login, func(tx *store.Tx) error {
			return network.ChangePassword(tx, account(t, s, "ada"), slot("the new password"), pen)
		})
		edits(t, s, `UPDATE network_slots SET slot = $1 WHERE account_id = 'ada' AND kind = 'password'`, old.Sealed)
		if enters("the old password") {
			t.Error("a password that was changed opens again")
		}
	})
}
