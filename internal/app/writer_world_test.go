package app_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// actor is somebody with an account, or the writer.
type actor struct {
	login  string
	id     network.AccountID
	seed   seal.Seed
	opens  *seal.Identity
	joined bool // has an account
}

// attacked is an installation with a past, of which each attack has a copy. The writer of its database kept the tables as they were before bea left and the team's key was
// changed, before a card was restricted, a section and a planned outing written again, a file removed and a password changed.
type attacked struct {
	*station
	actors   map[string]*actor
	names    map[string]any // what edits may name: @bea, @zefira, @thief …
	plan     string
	kept     string // file that was not removed
	reports  []string
	link     string // of an invitation that was open in the past
	earlier  string // password that ada had then
	password string // and has now
	frozen   map[string][]byte
	token    network.Token // of a session of vito's
	drawn    atomic.Uint64
	lines    int64   // of the roster
	apart    []int64 // entries of the trail in the past that were not written with the next
}

// What the campaign's people are called, and their roles.
var cast = []struct {
	login string
	role  policy.Role
	molo  bool
}{
	{"ada", policy.CaseManager, false},
	{"bea", policy.OutreachWorker, false},
	{"med", policy.Mediator, false},
	{"cleo", policy.DeskWorker, false},
	{"olga", policy.Officer, false},
	{"tina", policy.OutreachWorker, false},
	{"boss", policy.OrganisationAdmin, false},
	{"vito", policy.Volunteer, false},
	{"remo", policy.CaseManager, true},
}

// attack makes the installation of which copies are made.
func attack(t *testing.T, database string) *attacked {
	t.Helper()
	x := &attacked{
		station: &station{t: t, place: app.Place{Dir: t.TempDir(), Database: database, KeyBeside: true}}, actors: map[string]*actor{}, names: map[string]any{}, frozen: map[string][]byte{},
		earlier: "pietra bianca sotto la neve", password: "onda lunga sul molo quieto", link: "a link that was shown once",
	}
	file := filepath.Join(t.TempDir(), "network.yaml")
	x.must(os.WriteFile(file, []byte(testkit.TownCharter), 0o600))
	x.must(app.Init(t.Context(), x.place, file, new(bytes.Buffer), i18n.For("en")))
	seed, err := seal.NewSeed()
	x.must(err)
	x.plays("thief", "", seed)
	x.inside(func(s *store.Store) { x.peoples(s) })
	x.must(x.imports(x.place))
	for range 2 {
		x.must(app.Report(t.Context(), x.place, app.ReportOrder{Name: "interim", From: "2024-01-01", To: "2024-12-31", Scope: "network", Format: "json", Out: filepath.Join(t.TempDir(), "r"), Freeze: true}, new(bytes.Buffer), i18n.For("en")))
	}
	_, err = x.signs()
	x.must(err)
	x.remembers()
	w := x.open(x.t, x.place)
	w.lives()
	x.names["team"] = string(w.team())
	x.must(w.in.Close())
	x.must(app.Backup(x.t.Context(), x.place, app.BackupOrder{Out: filepath.Join(t.TempDir(), "a.approdo")}, nil, new(bytes.Buffer), i18n.For("en"))) // which writes the register of erasures
	_, err = x.signs()
	x.must(err)
	x.inside(func(s *store.Store) {
		x.must(s.Read(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			r, err := network.VerifyRoster(tx)
			x.lines = r.N()
			return err
		}))
	})
	link, own, cookie := seal.Hash([]byte(x.link)), seal.Hash([]byte("their own link")), seal.Hash([]byte(x.token.Cookie()[:43]))
	x.names["link"], x.names["own_link"], x.names["cookie"] = link[:], own[:], cookie[:]
	x.names["foreign"] = foreign(t)
	x.names["thief_public"], x.names["thief_print"] = []byte(x.actors["thief"].opens.Public()), x.actors["thief"].opens.Public().Fingerprint()
	for login, a := range x.actors {
		if a.joined {
			x.names[login], x.names[login+"_print"] = string(a.id), a.opens.Public().Fingerprint()
			follows := w.in.Keys.Token("account that follows", string(a.id))
			x.names[login+"_follows"] = follows[:16]
		}
	}
	return x
}

func (x *attacked) plays(login string, id network.AccountID, seed seal.Seed) {
	x.t.Helper()
	identity, err := seed.Identity()
	x.must(err)
	x.actors[login] = &actor{login: login, id: id, seed: seed, opens: identity, joined: id != ""}
}

// peoples fills a network that was founded.
func (x *attacked) peoples(s *store.Store) {
	x.t.Helper()
	var molo network.OrganisationID
	x.must(s.Write(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := network.Organisations(tx)
		for _, o := range list {
			if o.Lead {
				x.faro = o.ID
			} else if o.Member {
				molo = o.ID
			}
		}
		for _, c := range cast {
			o := x.faro
			if c.molo {
				o = molo
			}
			if err == nil {
				var a network.Account
				var seed seal.Seed
				a, seed, err = testkit.Employ(tx, network.Account{OrganisationID: o, Login: c.login, Name: c.login, Language: "en", Roles: []policy.Role{c.role}})
				x.plays(c.login, a.ID, seed)
			}
		}
		if err == nil {
			err = network.Invite(tx, network.Account{ID: "gina", OrganisationID: x.faro, Login: "gina", Name: "gina", Language: "en", Roles: []policy.Role{policy.Volunteer}}, x.link)
		}
		return err
	}))
	x.names["faro"], x.names["molo"] = string(x.faro), string(molo)
	x.paper = testkit.Vault(x.t, s, x.faro, "ada", "bea", "med", "tina")
	testkit.Vault(x.t, s, molo, "remo")
	book, err := codebook.Load()
	x.must(err)
	for _, name := range []string{"zefira", "rosa", "quiet", "nuova"} {
		x.must(s.Write(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			who, err := person.New(book).Record(tx, testkit.Person(x.faro))
			x.names[name] = string(who.ID)
			return err
		}))
	}
	w := &work{attacked: x, t: x.t, store: s, place: x.place}
	w.slot("ada", x.earlier)
	w.factor("ada", "an earlier telephone")
	w.slot("vito", "ramo secco nel vento alto")
	for _, name := range []string{"zefira", "rosa", "quiet"} {
		x.must(w.writes("ada", x.person(name), &vault.NameCard{Name: sentinel + " " + name}, 0))
		x.must(w.follows("ada", x.person(name)))
	}
	x.must(w.writes("ada", x.person("zefira"), &vault.SafeContactCard{How: "never by phone"}, 0))
	x.must(w.writes("ada", x.person("zefira"), &vault.PhoneCard{Phones: "+39 333 000 1120"}, 0))
	x.must(s.Write(x.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		p, err := person.Find(tx, x.person("zefira"))
		if err == nil {
			p.Gender = "man"
			err = person.New(book).Correct(tx, p, "mistyped")
		}
		return err
	}))
	x.must(w.writes("ada", x.person("rosa"), &vault.SafeContactCard{How: "through her sister"}, 0))
	x.kept = w.attaches("ada", x.person("zefira"), "kept")
	x.names["file"] = w.attaches("ada", x.person("zefira"), "removed later")
	x.plan = w.plans("ada", "", vault.PlannedCard{Day: w.day(), Zone: "the first place"}, 0)
	x.names["plan"] = x.plan
	x.must(w.breaks("cleo", x.person("zefira")))
	x.token, err = network.NewToken()
	x.must(err)
	x.must(s.Write(x.t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		a, err := network.FindAccount(tx, "vito")
		if err == nil {
			err = network.OpenSession(tx, a, x.token, "", 0)
		}
		return err
	}))
}

// imports takes a file in, or once more.
func (x *attacked) imports(place app.Place) error {
	file := filepath.Join(place.Dir, "contacts.csv")
	x.must(os.WriteFile(file, []byte("data;unita;progetto;genere;eta;riferimento persona;provincia\n2024-05-03;faro-strada;rotta;F;25;P1;IT-BS\n2024-05-03;faro-strada;rotta;F;31;P2;IT-BS\n"), 0o600))
	return app.Import(x.t.Context(), place, app.ImportOrder{Kind: "contacts", File: file}, new(bytes.Buffer), i18n.For("en"))
}

// sentinel stands in every name, so that one that is read is recognised.
const sentinel = "Zefirina Sentinella"

func (x *attacked) person(name string) person.ID { return person.ID(x.names[name].(string)) }

// lives is what happened since what the writer kept.
func (w *work) lives() {
	w.t.Helper()
	x := w.attacked
	x.must(w.writes("ada", x.person("zefira"), &vault.SafeContactCard{How: "on Tuesdays"}, 1))
	x.must(w.removes("ada", x.person("zefira"), x.names["file"].(string)))
	w.plans("ada", x.plan, vault.PlannedCard{Day: w.day(), Zone: "another place"}, 1)
	w.slot("ada", x.password)
	w.factor("ada", "her telephone")
	x.must(w.store.Write(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		boss, err := network.FindAccount(tx, "boss")
		if err == nil {
			err = network.Leave(tx, x.actors["bea"].id, testkit.Hand(boss))
		}
		if err == nil {
			err = vault.Withdraw(tx, x.actors["bea"].id)
		}
		return err
	}))
	x.must(w.turns("ada"))
	i := testkit.Intrude(w.t, store.Options{Dir: w.place.Dir, Database: w.place.Database})
	x.past(i, w.place)
	i.Exec(`CREATE TABLE past.rosa_keys AS SELECT * FROM vault_person_keys WHERE person_id = '` + x.names["rosa"].(string) + `'`)
	i.Close()
	x.must(w.restricts("ada", x.person("rosa"), "med"))
	list, err := w.runs()
	x.must(err)
	for _, id := range list {
		x.reports = append(x.reports, id)
		x.frozen[id], err = w.report(id)
		x.must(err)
	}
}

// past is where the writer keeps the tables of before: another file on SQLite, another schema on PostgreSQL.
func (x *attacked) past(i *testkit.Intruder, place app.Place) {
	if place.Database == "" {
		i.Exec(`ATTACH DATABASE '` + filepath.Join(place.Dir, "past.db") + `' AS past`)
	}
}

// tables are all that the program has.
func (x *attacked) tables(i *testkit.Intruder) (list []string) {
	query := `SELECT table_name FROM information_schema.tables WHERE table_schema = 'care' AND table_type = 'BASE TABLE' ORDER BY 1`
	if x.place.Database == "" {
		query = `SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1`
	}
	_, rows := i.Rows(query)
	for _, row := range rows {
		if name := fmt.Sprint(text(row[0])); name != "store_versions" && name != "store_changes" {
			list = append(list, name)
		}
	}
	return list
}

func text(v any) any {
	if b, is := v.([]byte); is {
		return string(b)
	}
	return v
}

// remembers keeps the tables as they are.
func (x *attacked) remembers() {
	x.t.Helper()
	i := testkit.Intrude(x.t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
	if x.place.Database != "" {
		i.Exec(`CREATE SCHEMA past`)
	}
	x.past(i, x.place)
	for _, table := range x.tables(i) {
		i.Exec(`CREATE TABLE past.` + table + ` AS SELECT * FROM ` + table)
	}
	_, rows := i.Rows(`SELECT a.n FROM audit_entries a JOIN audit_entries b ON b.n = a.n + 1 AND b.at <> a.at WHERE a.n > 0 AND b.n < (SELECT MAX(n) FROM audit_entries)`)
	for _, row := range rows {
		x.apart = append(x.apart, row[0].(int64))
	}
	i.Close()
}

// copied is an installation of its own with all that the one attacked has.
func (x *attacked) copied(t testing.TB) *work {
	t.Helper()
	place := app.Place{Dir: t.TempDir(), KeyBeside: true}
	if err := os.CopyFS(place.Dir, os.DirFS(x.place.Dir)); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(place.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Chmod(filepath.Join(place.Dir, f.Name()), 0o600); err != nil && !f.IsDir() {
			t.Fatal(err)
		}
	}
	if x.place.Database != "" {
		place.Database = testkit.ClonePostgres(t, x.place.Database)
	}
	w := x.open(t, place)
	w.here = maps.Clone(x.names)
	w.draws(rand.New(rand.NewPCG(x.drawn.Add(1), 7)))
	w.writer = testkit.Intrude(t, store.Options{Dir: place.Dir, Database: place.Database})
	x.past(w.writer, place)
	return w
}

func (x *attacked) open(t testing.TB, place app.Place) *work {
	t.Helper()
	in, err := app.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	return &work{attacked: x, t: t, in: in, store: in.Store, place: place}
}

// draws chooses whom and what edits are about.
func (w *work) draws(r *rand.Rand) {
	victim := []string{"med", "tina"}[r.IntN(2)]
	w.here["victim"] = w.here[victim]
	w.here["report"] = w.reports[r.IntN(len(w.reports))]
	w.here["lines"], w.here["line"], w.here["entry"] = w.lines, 1+r.Int64N(w.lines-1), w.apart[r.IntN(len(w.apart))]
}

// day is tomorrow.
func (w *work) day() string { return time.Now().Add(24 * time.Hour).Format(time.DateOnly) }
