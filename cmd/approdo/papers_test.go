package main_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// cabinet is an organisation that is live, with two people who hold keys and one who holds none.
type cabinet struct {
	t        *testing.T
	store    *store.Store
	lead     network.OrganisationID
	ada, bea *keeper
}

type keeper struct {
	network.Account
	id *seal.Identity
}

func furnish(t *testing.T, dir, database string) (*cabinet, [3]string) {
	t.Helper()
	c := &cabinet{t: t}
	c.open(dir, database)
	c.write(policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := network.Organisations(tx)
		if err != nil {
			return err
		}
		c.lead = list[slices.IndexFunc(list, func(o network.Organisation) bool { return o.Lead })].ID
		return nil
	})
	c.ada, c.bea = c.employs("ada"), c.employs("bea")
	c.employs("cleo")
	papers, err := vault.Convene(c.lead, [3]string{"Uno", "Due", "Tre"})
	c.must(err)
	c.must(network.EntrustPapers(c.store.Keys(), papers.Public()))
	c.write(policy.System(policy.Operator, "test"), papers.Record)
	var recovery roster.Member
	c.read(policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		recovery, err = vault.FindRecovery(tx, c.lead)
		return err
	})
	f, err := vault.Start(c.lead, recovery, []roster.Member{c.ada.Member(), c.bea.Member()})
	c.must(err)
	c.write(policy.System(policy.Operator, "test"), f.Record)
	return c, papers.Shares
}

func (c *cabinet) open(dir, database string) {
	c.t.Helper()
	var err error
	c.store, err = testkit.OpenStore(c.t.Context(), store.Options{Dir: dir, Database: database})
	c.must(err)
}

func (c *cabinet) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *cabinet) write(g policy.Grant, fn func(*store.Tx) error) {
	c.t.Helper()
	c.must(c.store.Write(c.t.Context(), g, func(tx *store.Tx) error { tx.Note("test", "", nil); return fn(tx) }))
}

func (c *cabinet) read(g policy.Grant, fn func(*store.Tx) error) {
	c.t.Helper()
	c.must(c.store.Read(c.t.Context(), g, fn))
}

func (c *cabinet) employs(login string) *keeper {
	c.t.Helper()
	k := &keeper{}
	c.write(policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		a, seed, err := testkit.Employ(tx, network.Account{OrganisationID: c.lead, Login: login, Name: login, Language: "en", Roles: []policy.Role{policy.CaseManager}})
		if err == nil {
			k.Account = a
			k.id, err = seed.Identity()
		}
		return err
	})
	return k
}

func (c *cabinet) grant(k *keeper, a policy.Action) policy.Grant {
	c.t.Helper()
	g, err := policy.Authorize(k.Subject(), a)
	c.must(err)
	return g
}

// replaces makes new papers as ada and puts them in force as bea.
func (c *cabinet) replaces() [3]string {
	c.t.Helper()
	papers, err := vault.Convene(c.lead, [3]string{"Uno", "Due", "Quattro"})
	c.must(err)
	papers.By = roster.By{Pen: c.ada.id.Pen(), Account: string(c.ada.ID)}
	c.write(c.grant(c.ada, policy.RecoveryMake), papers.Record)
	for i, share := range papers.Shares[:2] {
		c.write(c.grant(c.ada, policy.RecoveryCheck), func(tx *store.Tx) error { return vault.CheckShare(tx, c.lead, i+1, share) })
	}
	var renewal vault.Renewal
	c.read(c.grant(c.bea, policy.RecoveryMake), func(tx *store.Tx) error {
		list, err := vault.AllPapers(tx, c.lead)
		if err != nil {
			return err
		}
		renewal, err = vault.Renew(tx, vault.AtWork(list).Mark())
		return err
	})
	renewed, err := renewal.Seal(c.bea.id)
	c.must(err)
	c.write(c.grant(c.bea, policy.RecoveryMake), renewed.Record)
	return papers.Shares
}

// TestABackupOpensWithThePapersOfItsDay: what was backed up before the papers were replaced is restored with the former ones and gives its keys to those; what was
// backed up afterwards, in the same hour, takes the new ones.
func TestABackupOpensWithThePapersOfItsDay(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, address := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, database, copies := t.TempDir(), address(t), t.TempDir()
			run := func(lines []string, args ...string) answer { return typed(t, copies, database, lines, args...) }
			done := func(a answer) {
				t.Helper()
				if a.status != 0 {
					t.Fatal(a.err)
				}
			}
			done(run(nil, "init", file(t, "network.yaml", town), "--dir", dir, "--key-beside"))
			c, former := furnish(t, dir, database)
			c.must(c.store.Close())
			done(run(nil, "backup", "--dir", dir, "--out", "before.approdo"))
			c.open(dir, database)
			papers := c.replaces()
			c.must(c.store.Close())
			done(run(nil, "backup", "--dir", dir, "--out", "after.approdo"))
			keys, err := filepath.Glob(filepath.Join(copies, "approdo-backup-key-*"))
			if err != nil || len(keys) != 2 {
				t.Fatalf("%d keys of backups, %v", len(keys), err)
			}
			for backup, c := range map[string]struct{ right, wrong [3]string }{"before": {former, papers}, "after": {papers, former}} {
				folder, database := filepath.Join(t.TempDir(), "new"), address(t)
				restored := func(lines []string, args ...string) answer {
					return typed(t, copies, database, lines, append(args, "--dir", folder)...)
				}
				if a := restored(c.wrong[:2], "restore", backup+".approdo"); a.status == 0 || !strings.Contains(a.err, "not share 1") {
					t.Fatalf("%s opens with the other papers: %d %s", backup, a.status, a.err)
				}
				done(restored(c.right[1:], "restore", backup+".approdo"))
				if a := restored(c.wrong[:2], "admin", "recover", "cleo"); a.status == 0 {
					t.Errorf("restored from %s, the other papers give the keys", backup)
				}
				done(restored(c.right[:2], "admin", "recover", "cleo"))
			}
		})
	}
}
