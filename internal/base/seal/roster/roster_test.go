package roster_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
)

// chain is a roster that grows, with the rows as a database would keep them.
type chain struct {
	t      testing.TB
	anchor roster.Anchor
	now    *roster.Roster
	rows   []roster.Row
}

// someone has keys of their own.
type someone struct {
	account, house string
	id             *seal.Identity
}

func begin(t testing.TB) *chain {
	t.Helper()
	keys, err := seal.OpenKeys(t.TempDir())
	must(t, err)
	return &chain{t: t, anchor: roster.Anchor{Keys: keys, Trust: roster.OpenTrust(keys)}, now: &roster.Roster{}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func meet(t testing.TB, account, house string) someone {
	t.Helper()
	seed, err := seal.NewSeed()
	must(t, err)
	id, err := seed.Identity()
	must(t, err)
	return someone{account, house, id}
}

func (s someone) by() roster.By { return roster.By{Pen: s.id.Pen(), Account: s.account} }

func (s someone) claim() roster.Statement {
	return roster.Statement{Kind: roster.Own, Organisation: s.house, Subject: s.account, Public: s.id.Public(), Marks: map[string][]byte{"password": []byte(s.account)}}
}

// as is the statement that confirms somebody, with rights.
func (s someone) as(kind roster.Kind, rights ...roster.Right) roster.Statement {
	return roster.Statement{
		Kind: kind, Organisation: s.house, Subject: s.account, Name: s.account, Public: s.id.Public(), Roles: []string{fmt.Sprint(rights)}, Rights: rights,
	}
}

// stands is the statement that changes how somebody stands, and nothing else.
func (s someone) stands(standing roster.Standing, rights ...roster.Right) roster.Statement {
	c := s.as(roster.Changed, rights...)
	c.Public, c.Standing = nil, standing
	return c
}

var installation roster.By

// say adds a statement; it answers why that was refused.
func (c *chain) say(by roster.By, s roster.Statement) error {
	c.t.Helper()
	next, row, err := c.now.Next(c.anchor, by, s)
	if err == nil {
		c.now, c.rows = next, append(c.rows, row)
	}
	return err
}

func (c *chain) says(by roster.By, s roster.Statement) {
	c.t.Helper()
	must(c.t, c.say(by, s))
}

func (c *chain) refuses(what string, by roster.By, s roster.Statement) {
	c.t.Helper()
	err := c.say(by, s)
	if e, known := errs.Of(err); !known || e.Key != "roster.refused" && e.Key != "roster.bad_signature" {
		c.t.Errorf("%s: %v, want it refused", what, err)
	}
}

// found founds somebody.
func (c *chain) found(s someone, rights ...roster.Right) {
	c.t.Helper()
	must(c.t, c.anchor.Trust.Add(roster.FounderLine(s.id.Public())))
	c.says(s.by(), s.claim())
	c.says(installation, s.as(roster.Founder, rights...))
}

func (c *chain) papers(by roster.By, house string, series int64, state string) someone {
	c.t.Helper()
	p := meet(c.t, "", house)
	c.says(by, paper(p, series, state))
	return p
}

func paper(p someone, series int64, state string) roster.Statement {
	return roster.Statement{Kind: roster.Recovery, Organisation: p.house, Series: series, State: state, Public: p.id.Public(), Commitment: []byte("c")}
}

func key(house, id, kind string, epoch, series int64) roster.Statement {
	return roster.Statement{Kind: roster.Key, Organisation: house, Subject: id, Type: kind, Epoch: epoch, Series: series, Mark: []byte(fmt.Sprint(id, epoch)), Reserve: []byte("r"), Holders: []string{"ada", "bea"}}
}

func only(s roster.Statement, holders ...string) roster.Statement {
	s.Holders = holders
	return s
}

// town is a house that is live: ada and bea hold keys, boss administers, olga watches.
type town struct {
	*chain
	ada, bea, boss, olga, paper someone
}

func live(t testing.TB) town {
	c := begin(t)
	w := town{chain: c, ada: meet(t, "ada", "faro"), bea: meet(t, "bea", "faro"), boss: meet(t, "boss", "faro"), olga: meet(t, "olga", "faro")}
	c.found(w.ada, roster.Hold, roster.Vouch)
	c.found(w.boss, roster.Administer)
	c.says(w.bea.by(), w.bea.claim())
	c.says(w.ada.by(), w.bea.as(roster.Colleague, roster.Hold, roster.Vouch))
	c.says(w.olga.by(), w.olga.claim())
	c.says(w.bea.by(), w.olga.as(roster.Colleague, roster.Watch))
	w.paper = c.papers(w.ada.by(), "faro", 1, roster.InForce)
	c.says(installation, key("faro", "team", roster.Team, 1, 1))
	return w
}

func TestOnlyWhomAChainOfColleaguesConfirmsIsAMember(t *testing.T) {
	w := live(t)
	eve := meet(t, "eve", "faro")
	w.says(eve.by(), eve.claim())
	if _, member := w.now.Person("eve"); member {
		t.Error("who only says what their key is, is a member")
	}
	w.refuses("oneself", eve.by(), eve.as(roster.Colleague, roster.Hold))
	w.refuses("an administrator confirms", w.boss.by(), eve.as(roster.Colleague, roster.Hold))
	w.refuses("a watcher confirms", w.olga.by(), eve.as(roster.Colleague, roster.Hold))
	w.refuses("the installation confirms", installation, eve.as(roster.Colleague, roster.Hold))
	must(t, w.anchor.Trust.Add(roster.FounderLine(eve.id.Public())))
	w.refuses("a founder of a house that is live", installation, eve.as(roster.Founder, roster.Hold))
	other := meet(t, "eve", "faro")
	w.refuses("another key than the one claimed", w.ada.by(), other.as(roster.Colleague, roster.Hold))
	w.refuses("another's pen", roster.By{Pen: eve.id.Pen(), Account: "ada"}, eve.as(roster.Colleague, roster.Hold))
	w.refuses("somebody else's claim", other.by(), other.claim())

	w.says(w.ada.by(), eve.as(roster.Colleague, roster.Hold, roster.Vouch))
	dan := meet(t, "dan", "faro")
	w.says(dan.by(), dan.claim())
	w.refuses("a colleague who holds no key yet", eve.by(), dan.as(roster.Colleague, roster.Hold))
	w.refuses("a key that one does not hold, given", eve.by(), roster.Statement{Kind: roster.Given, Organisation: "faro", Subject: "team", Epoch: 1, Holders: []string{"eve"}})
	w.refuses("a key given to who may hold none", w.ada.by(), roster.Statement{Kind: roster.Given, Organisation: "faro", Subject: "team", Epoch: 1, Holders: []string{"boss"}})
	w.says(w.ada.by(), roster.Statement{Kind: roster.Given, Organisation: "faro", Subject: "team", Epoch: 1, Holders: []string{"eve"}})
	w.says(eve.by(), dan.as(roster.Colleague, roster.Hold))
	m, member := w.now.Person("eve")
	if !member || !bytes.Equal(m.Public(), eve.id.Public()) {
		t.Fatal("who was confirmed is no member")
	}
	sealed, err := m.Seal([]byte("k"), "x")
	must(t, err)
	if plain, err := eve.id.Open(sealed, "x"); err != nil || string(plain) != "k" {
		t.Errorf("opened %q, %v", plain, err)
	}
	if _, err := (roster.Member{}).Seal([]byte("k"), "x"); err == nil {
		t.Error("something was sealed to nobody")
	}
}

func TestAFounderNeedsTheFileBesideTheKeyFile(t *testing.T) {
	c := begin(t)
	eve := meet(t, "eve", "faro")
	c.says(eve.by(), eve.claim())
	c.refuses("who is not in the file", installation, eve.as(roster.Founder, roster.Hold, roster.Vouch))
	c.refuses("who signs for themselves", eve.by(), eve.as(roster.Founder, roster.Hold, roster.Vouch))
	p := meet(t, "", "faro")
	c.refuses("papers that are not in the file", installation, paper(p, 1, roster.InForce))
	must(t, c.anchor.Trust.Add(roster.FounderLine(eve.id.Public()), roster.PapersLine(p.id.Public())))
	c.says(installation, eve.as(roster.Founder, roster.Hold, roster.Vouch))
	c.says(installation, paper(p, 1, roster.InForce))
}

func TestItTakesTwoToTouchAWatcherOrTheLastHolder(t *testing.T) {
	w := live(t)
	w.refuses("the administrator suspends the officer", w.boss.by(), w.olga.stands(roster.Suspended, roster.Watch))
	w.refuses("so does the installation", installation, w.olga.stands(roster.Suspended, roster.Watch))
	w.refuses("the officer takes their own office", w.olga.by(), w.olga.stands(roster.Confirmed))
	w.says(w.boss.by(), w.bea.stands(roster.Suspended, roster.Hold, roster.Vouch))
	w.refuses("the last holder", w.boss.by(), w.ada.stands(roster.Suspended, roster.Hold, roster.Vouch))
	w.refuses("the last holder's roles", w.boss.by(), w.ada.stands(roster.Confirmed, roster.Vouch))
	w.refuses("the suspended signs", w.bea.by(), w.olga.stands(roster.Suspended, roster.Watch))
	w.refuses("back without a colleague", w.boss.by(), w.bea.stands(roster.Confirmed, roster.Hold, roster.Vouch))
	w.says(w.boss.by(), w.bea.stands(roster.Waiting, roster.Hold, roster.Vouch))
	w.refuses("more than before", w.boss.by(), w.bea.stands(roster.Waiting, roster.Hold, roster.Vouch, roster.Watch))
	w.says(w.boss.by(), w.bea.stands(roster.Waiting, roster.Hold, roster.Vouch, roster.Administer)) // another role, which opens nothing
	w.says(w.boss.by(), w.bea.stands(roster.Waiting, roster.Hold, roster.Vouch))
	w.says(w.olga.by(), w.ada.stands(roster.Suspended, roster.Hold, roster.Vouch)) // the watcher is the second
	if _, member := w.now.Person("ada"); member {
		t.Error("who is suspended is a member")
	}
	papers := roster.By{Pen: w.paper.id.Pen(), Organisation: "faro", Series: 1} // nobody is left: two papers
	w.says(papers, w.bea.as(roster.Colleague, roster.Hold, roster.Vouch))
	w.says(papers, roster.Statement{Kind: roster.Given, Organisation: "faro", Subject: "team", Epoch: 1, Holders: []string{"bea"}})
	w.says(w.bea.by(), w.olga.stands(roster.Suspended, roster.Watch))
}

func TestPapersArePutInForceByAnotherThanTheirMaker(t *testing.T) {
	w := live(t)
	next := meet(t, "", "faro")
	w.refuses("in force at once", w.ada.by(), paper(next, 2, roster.InForce))
	w.refuses("by the installation", installation, paper(next, 2, roster.Coming))
	w.refuses("by an administrator", w.boss.by(), paper(next, 2, roster.Coming))
	w.says(w.ada.by(), paper(next, 2, roster.Coming))
	if m, _ := w.now.InForce("faro"); !bytes.Equal(m.Public(), w.paper.id.Public()) {
		t.Error("coming papers are in force")
	}
	w.refuses("by who made them", w.ada.by(), paper(next, 2, roster.InForce))
	w.refuses("others than were made", w.bea.by(), paper(meet(t, "", "faro"), 2, roster.InForce))
	w.says(w.bea.by(), paper(next, 2, roster.InForce))
	if m, _ := w.now.InForce("faro"); m.Series() != 2 || !bytes.Equal(m.Public(), next.id.Public()) {
		t.Errorf("series %d is in force", m.Series())
	}
	w.refuses("former papers confirm", roster.By{Pen: w.paper.id.Pen(), Organisation: "faro", Series: 1}, w.bea.as(roster.Colleague, roster.Hold))
}

func TestKeysOfCompartmentsGoUpByOne(t *testing.T) {
	w := live(t)
	w.refuses("a second team", w.ada.by(), key("faro", "team-2", roster.Team, 1, 1))
	w.refuses("the installation", installation, key("faro", "team", roster.Team, 2, 1))
	w.refuses("an administrator", w.boss.by(), key("faro", "team", roster.Team, 2, 1))
	w.refuses("too far", w.ada.by(), key("faro", "team", roster.Team, 3, 1))
	w.refuses("other papers", w.ada.by(), key("faro", "team", roster.Team, 2, 2))
	w.says(w.ada.by(), key("faro", "team", roster.Team, 2, 1))
	w.refuses("sealed to who may hold none", w.ada.by(), roster.Statement{
		Kind: roster.Key, Organisation: "faro", Subject: "team", Type: roster.Team, Epoch: 3, Series: 1, Mark: []byte("m"), Holders: []string{"ada", "boss"},
	})
	w.refuses("back", w.ada.by(), key("faro", "team", roster.Team, 1, 1))
	another := key("faro", "team", roster.Team, 2, 1)
	another.Mark = []byte("another")
	w.refuses("another key of the same epoch", w.ada.by(), another)
	few := key("faro", "case", "case", 1, 1)
	few.About = "person"
	w.says(w.ada.by(), few)
	if c, found := w.now.Confided("person"); !found || c != "case" {
		t.Errorf("the person is confided to %q", c)
	}
	w.refuses("somebody of another house", roster.By{Pen: w.ada.id.Pen(), Account: "ada"}, key("molo", "case-2", "case", 1, 0))
	w.says(w.ada.by(), only(key("faro", "alone", "case", 1, 1), "ada"))
	w.refuses("who does not hold the key of a case turns it", w.bea.by(), key("faro", "alone", "case", 2, 1))
	w.refuses("or closes it", w.bea.by(), roster.Statement{Kind: roster.Closed, Organisation: "faro", Subject: "alone"})
	w.says(w.bea.by(), roster.Statement{Kind: roster.Closed, Organisation: "faro", Subject: "case"})
	if _, found := w.now.Confided("person"); found {
		t.Error("still confided")
	}
}

func TestOnlyTwoPapersRaiseTheEra(t *testing.T) {
	w := live(t)
	era := roster.Statement{Kind: roster.NewEra, Organisation: "faro", Epoch: 1, Size: 10, Root: []byte("root"), Departed: []string{"bea"}}
	w.refuses("the installation", installation, era)
	w.refuses("a holder", w.ada.by(), era)
	w.says(roster.By{Pen: w.paper.id.Pen(), Organisation: "faro", Series: 1}, era)
	if w.now.Era().N != 1 {
		t.Errorf("era %d", w.now.Era().N)
	}
	if _, member := w.now.Person("bea"); member {
		t.Error("who left is a member again")
	}
}

// Which organisation leads is said once, by the installation; from then on no other's papers begin an era.
func TestTheLeadIsSaidOnce(t *testing.T) {
	w := live(t)
	leads := roster.Statement{Kind: roster.Leads, Organisation: "molo"}
	w.refuses("a holder says who leads", w.ada.by(), leads)
	w.refuses("nobody leads", installation, roster.Statement{Kind: roster.Leads})
	w.says(installation, leads)
	leads.Organisation = "faro"
	w.refuses("a second time", installation, leads)
	if w.now.Lead() != "molo" || w.now.Example() {
		t.Errorf("%q leads", w.now.Lead())
	}
	era := roster.Statement{Kind: roster.NewEra, Organisation: "faro", Epoch: 1, Size: 10, Root: []byte("root")}
	w.refuses("the papers of another organisation", roster.By{Pen: w.paper.id.Pen(), Organisation: "faro", Series: 1}, era)
}

func TestAnInstallationOlderThanItsRosterIsAdoptedOnceByTheFile(t *testing.T) {
	c := begin(t)
	ada, eve := meet(t, "ada", "faro"), meet(t, "eve", "faro")
	stood := func(who someone) roster.Statement {
		s := who.as(roster.Colleague, roster.Hold, roster.Vouch)
		s.Standing = roster.Confirmed
		return s
	}
	all := roster.Statement{Kind: roster.Adopted, Statements: []roster.Statement{stood(ada)}}
	line, err := roster.AdoptedLine(all)
	must(t, err)
	must(t, c.anchor.Trust.Add(line))
	more := all
	more.Statements = append(slices.Clone(all.Statements), stood(eve))
	c.refuses("more than the file names", installation, more)
	c.says(installation, all)
	if _, member := c.now.Person("ada"); !member {
		t.Error("who stood confirmed is no member")
	}
	c.refuses("a second time", installation, all)
}

// A chain of which anything was changed, left out, moved, put in twice or cut at its beginning does not verify, and what is wrong is never behind where it was touched.
func TestNoRowCanBeTouched(t *testing.T) {
	w := live(t)
	if r := (&roster.Roster{}).Extend(w.anchor, w.rows); r.Fault() != nil || r.Head() != w.now.Head() || r.N() != w.now.N() {
		t.Fatalf("an untouched chain: %v", r.Fault())
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		rows := slices.Clone(w.rows)
		i := random.IntN(len(rows))
		touch(random, rows, i)
		if random.IntN(5) == 0 {
			rows, i = slices.Delete(rows, i, i+1), min(i, len(rows)-2)
		}
		r := (&roster.Roster{}).Extend(w.anchor, rows)
		if len(rows) == len(w.rows)-1 && i == len(rows)-1 && r.Fault() == nil {
			continue // the last was cut off: that is what the counter beside the key file is for
		}
		if r.Fault() == nil || r.N() > int64(i) {
			t.Fatalf("row %d was touched, and the chain holds up to %d: %v", i+1, r.N(), r.Fault())
		}
		if _, member := r.Person("ada"); member {
			t.Fatal("something can be sealed to a roster with a fault")
		}
	}
}

// touch changes one thing of a row.
func touch(random *rand.Rand, rows []roster.Row, i int) {
	row := &rows[i]
	flip := func(b []byte) []byte {
		b = bytes.Clone(b)
		b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		return b
	}
	switch random.IntN(6) {
	case 0:
		row.Statement = string(flip([]byte(row.Statement)))
	case 1:
		row.Signature = flip(row.Signature)
	case 2:
		row.Stamp = flip(row.Stamp)
	case 3:
		row.Signer = map[bool]string{true: "account boss", false: "installation"}[row.Signer == "installation"]
	case 4:
		j := (i + 1 + random.IntN(len(rows)-1)) % len(rows)
		other := rows[j]
		other.N = row.N
		*row = other
	case 5:
		row.N += 1 + random.Int64N(3)
	}
}

// Whoever has a copy of the key file and writes to the database, and has an administrator's keys besides, tries every kind of statement at random: no key of theirs is ever a
// member, no papers of theirs are in force, no compartment gets a key of theirs.
func TestACopyOfTheKeyFileBringsNobodyIn(t *testing.T) {
	w := live(t)
	thief, puppet := meet(t, "thief", "faro"), meet(t, "puppet", "faro")
	pens := []roster.By{installation, thief.by(), puppet.by(), w.boss.by(), {Pen: thief.id.Pen(), Account: "ada"}, {Pen: thief.id.Pen(), Organisation: "faro", Series: 1}}
	kinds := []roster.Kind{roster.Adopted, roster.Own, roster.Founder, roster.Colleague, roster.Changed, roster.Recovery, roster.Key, roster.Closed, roster.NewEra}
	random := rand.New(rand.NewPCG(3, 4))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	said := 0
	for range 4000 {
		s := roster.Statement{
			Kind: kinds[random.IntN(len(kinds))], Organisation: pick("faro", "faro", "faro", "molo"), Subject: pick("thief", "puppet", "ada", "bea", "boss", "olga", "team", "case"),
			Name: "x", Public: []seal.Public{thief.id.Public(), puppet.id.Public(), w.ada.id.Public(), w.bea.id.Public()}[random.IntN(4)], Roles: []string{"r"},
			Rights: [][]roster.Right{nil, {roster.Hold, roster.Vouch}, {roster.Administer}, {roster.Watch}}[random.IntN(4)], Standing: roster.Standing(pick("accepted", "confirmed", "invited", "suspended", "left")),
			State: pick(roster.Coming, roster.InForce, roster.Dropped), Type: pick(roster.Team, "case"), Series: random.Int64N(4), Epoch: random.Int64N(4), Mark: []byte("mine"), Commitment: []byte("c"),
		}
		if s.Kind == roster.Changed {
			card, _ := w.now.Card(s.Subject)
			s.Roles, s.Rights = card.Roles, s.Rights[:0]
		}
		if w.say(pens[random.IntN(len(pens))], s) == nil {
			said++
		}
		for _, who := range []string{"thief", "puppet", "ada", "bea", "boss", "olga"} {
			if m, member := w.now.Person(who); member && (bytes.Equal(m.Public(), thief.id.Public()) || bytes.Equal(m.Public(), puppet.id.Public())) {
				t.Fatalf("%s has a key of the thief's after %d statements", who, said)
			}
		}
		if m, _ := w.now.InForce("faro"); !bytes.Equal(m.Public(), w.paper.id.Public()) {
			t.Fatal("other papers are in force")
		}
		if c, _ := w.now.Compartment("team"); string(c.Mark) == "mine" {
			t.Fatal("the team has a key of the thief's")
		}
	}
	if said == 0 {
		t.Error("nothing at all could be said: the trial proves nothing")
	}
}

func TestTheFileOfTrustOnlyGrowsAndIsReadAgain(t *testing.T) {
	keys, err := seal.OpenKeys(t.TempDir())
	must(t, err)
	a, b := meet(t, "a", "faro"), meet(t, "b", "faro")
	one, other := roster.OpenTrust(keys), roster.OpenTrust(keys)
	if _, found, err := one.Lines(); found || err != nil {
		t.Fatalf("a file that is not there: %v, %v", found, err)
	}
	must(t, one.Add(roster.FounderLine(a.id.Public())))
	must(t, other.Add(roster.FounderLine(b.id.Public()), roster.FounderLine(a.id.Public())))
	if !one.Has(roster.TrustFounder, b.id.Public().Mark()) {
		t.Error("what another process wrote is not seen")
	}
	lines, _, err := one.Lines()
	if err != nil || len(lines) != 2 || lines[0].Digits != a.id.Public().Fingerprint() {
		t.Errorf("lines %v, %v", lines, err)
	}
	if digits, _ := roster.Sum(lines); len(digits) != 29 {
		t.Errorf("the digits of all are %q", digits)
	}
	line := roster.FounderLine(a.id.Public())
	text := "approdo trust 1\n" + strings.Join([]string{line.Kind, b.id.Public().Fingerprint(), line.Mark}, "\t") + "\n"
	if _, ok := roster.ParseTrust([]byte(text)); ok {
		t.Error("the digits that people compare are of another key than the program takes")
	}
	must(t, os.WriteFile(keys.Beside(roster.TrustFile), []byte("approdo trust 1\nfounder"), 0o600))
	if one.Has(roster.TrustFounder, "x") {
		t.Error("a damaged file names somebody")
	}
	if got := seal.Beside("/etc/approdo/rete-1a2b.key", "trust"); got != filepath.FromSlash("/etc/approdo/rete-1a2b.trust") {
		t.Errorf("beside another key file: %s", got)
	}
}
