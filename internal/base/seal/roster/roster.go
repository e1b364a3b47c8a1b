// Package roster says whose key is whose, when the database cannot be believed.
//
// A roster is a chain of statements: this is Ada's key, Bea confirmed her in these roles, these are the papers in force, this is the hash of the team's key. Each is
// signed by somebody whom the statements before it allow to, and names the hash of the one before, so that none can be changed, left out, moved or put in twice. What the
// chain hangs on stands outside the database: the file Trust, which names the founders' keys, and the installation's own key file.
//
// Whatever is sealed to a person, to papers or to a backup's key is sealed by a method of Member, and only a verified roster makes one.
//
// The package is pure but for that file: it reads no table. Rules are in rules.go, a line for each kind of statement; doc/decisions/0013-roster.md gives the reasons.
package roster

import (
	"bytes"
	"maps"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Roster is all that the statements up to one of them say. It is never changed: Extend and Next make another. The zero Roster is that before the first.
type Roster struct {
	n            int64
	head         [32]byte
	heads        [][32]byte             // of each statement, the first one's first
	people       map[string]person      // by account
	houses       map[string]house       // by organisation
	compartments map[string]Compartment // by id
	confided     map[string]string      // person of a restricted case → compartment
	backups      map[string]backup      // by id of the key
	era          Era
	lead         string
	example      bool
	guards       int64
	fault        *errs.Error
}

// person is an account as the roster knows it.
type person struct {
	account, organisation string
	name, mail            string // where notices go; known of who watches over others
	public                seal.Public
	marks                 map[string][]byte
	roles                 []string
	rights                []Right
	standing              Standing
}

func (p person) has(r Right) bool { return slices.Contains(p.rights, r) }

// works reports whether the person is confirmed with a right.
func (p person) works(r Right) bool { return p.standing == Confirmed && p.has(r) }

// house is an organisation as the roster knows it.
type house struct {
	team    string // the team's compartment; empty before it has a key
	inForce papers
	coming  papers
	former  []papers // they open what nobody has sealed anew
}

// live reports whether there is something to open: founders and the installation make nobody any more.
func (h house) live() bool { return h.team != "" }

// papers are a recovery key.
type papers struct {
	series     int64
	public     seal.Public
	commitment []byte
	maker      string // account; empty for the installation
}

type backup struct {
	recipient string
	recovery  string // fingerprint
}

// Compartment is the key of a compartment, as far as the roster tells of it.
type Compartment struct {
	ID           string
	Organisation string
	Type         string // team, case …
	Epoch        int64
	Series       int64                  // of the papers that its key is sealed to
	Mark         []byte                 // recognises the key; nil for one from before the roster, until it is replaced
	Reserve      []byte                 // hash of the key as it is sealed to the papers
	About        string                 // the person of a restricted case
	holders      map[string]seal.Public // account → the public key it was sealed to
	knew         map[string]bool        // accounts of these that may not hold it any more: the key is to be changed
}

// Holds reports whether the key was sealed to an account as a member. Who has another key by now does not hold it.
func (c Compartment) Holds(m Member) bool {
	public, held := c.holders[m.id]
	return held && bytes.Equal(public, m.public)
}

// Gave reports whether the key was sealed to an account's public key of a fingerprint.
func (c Compartment) Gave(account, fingerprint string) bool {
	public, held := c.holders[account]
	return held && public.Fingerprint() == fingerprint
}

// Holders are the accounts that the key was sealed to, by id.
func (c Compartment) Holders() []string { return slices.Sorted(maps.Keys(c.holders)) }

// Outdated reports whether somebody knows the key who may not hold it any more: it is to be changed.
func (c Compartment) Outdated() bool { return len(c.knew) > 0 }

// Era counts how often the trail began again at an earlier state, by the will of two custodians.
type Era struct {
	N    int64
	Size int64  // entries of the trail it began with
	Root []byte // of these
	At   int64  // number of the statement
}

// N is how many statements there are.
func (r *Roster) N() int64 { return r.n }

// Head is the hash of the last statement and of all before it.
func (r *Roster) Head() [32]byte { return r.head }

// HeadAt is what Head was when there were n statements; false where there were never so many.
func (r *Roster) HeadAt(n int64) ([32]byte, bool) {
	switch {
	case n == 0:
		return [32]byte{}, true
	case n < 0 || n > int64(len(r.heads)):
		return [32]byte{}, false
	}
	return r.heads[n-1], true
}

// Era is the present one.
func (r *Roster) Era() Era { return r.era }

// Fault is what is wrong with the statements after these: nil while nothing is. From a roster with a fault nothing is sealed to anybody.
func (r *Roster) Fault() *errs.Error { return r.fault }

// Demonstration is the type of a network in which everything is an example.
const Demonstration = "demonstration"

// Example reports whether the network is one; it can be asked once the lead was said.
func (r *Roster) Example() bool { return r.example }

// Lead is the organisation that leads; empty where it was not said yet.
func (r *Roster) Lead() string { return r.lead }

// Guards is up to which step rows of earlier versions were put under the key file: without its guard none of them is believed any more. 0 where it was not said yet.
func (r *Roster) Guards() int64 { return r.guards }

// Doubted is the roster with a fault that was found elsewhere, such as that it is older than one seen before.
func (r *Roster) Doubted(fault *errs.Error) *Roster {
	c := *r
	c.fault = fault
	return &c
}

// clone copies what rules change.
func (r *Roster) clone() *Roster {
	c := *r
	c.heads = slices.Clip(r.heads) // whoever adds to it copies it
	c.people, c.houses, c.compartments = own(r.people), own(r.houses), own(r.compartments)
	c.confided, c.backups = own(r.confided), own(r.backups)
	return &c
}

func own[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return maps.Clone(m)
}

// Card is what the roster says of an account, for a comparison with its row.
type Card struct {
	Account, Organisation, Name string
	Mail                        string // of who watches over others
	Public                      seal.Public
	Roles                       []string
	Rights                      []Right
	Standing                    Standing
}

// Works reports whether the account is confirmed with a right.
func (c Card) Works(right Right) bool {
	return c.Standing == Confirmed && slices.Contains(c.Rights, right)
}

// Card finds what the roster says of an account.
func (r *Roster) Card(account string) (Card, bool) {
	p, found := r.people[account]
	return Card{p.account, p.organisation, p.name, p.mail, p.public, p.roles, p.rights, p.standing}, found
}

// Cards lists what the roster says of every account, by id.
func (r *Roster) Cards() []Card {
	list := make([]Card, 0, len(r.people))
	for _, id := range slices.Sorted(maps.Keys(r.people)) {
		card, _ := r.Card(id)
		list = append(list, card)
	}
	return list
}

// Claims reports whether an account's owner said last that its slots, or its second factor, are those with these marks.
func (r *Roster) Claims(account string, marks map[string][]byte) bool {
	p, found := r.people[account]
	return found && maps.EqualFunc(p.marks, marks, slices.Equal)
}

// Marks are those that an account's owner gave last.
func (r *Roster) Marks(account string) map[string][]byte { return own(r.people[account].marks) }

// Live reports whether an organisation's team has a key.
func (r *Roster) Live(organisation string) bool { return r.houses[organisation].live() }

// Opens reports whether there is anything yet that a key opens, in any organisation.
func (r *Roster) Opens() bool {
	for _, h := range r.houses {
		if h.live() {
			return true
		}
	}
	return false
}

// Compartment finds the key of a compartment.
func (r *Roster) Compartment(id string) (Compartment, bool) {
	c, found := r.compartments[id]
	return c, found
}

// Compartments lists those whose keys are in use, by id.
func (r *Roster) Compartments() []Compartment {
	return slices.SortedFunc(maps.Values(r.compartments), func(a, b Compartment) int { return compare(a.ID, b.ID) })
}

// Confided finds the compartment that a person's key may stand in, where only some may know the person.
func (r *Roster) Confided(person string) (compartment string, found bool) {
	compartment, found = r.confided[person]
	return compartment, found
}

// last reports whether an account is the only one of a live organisation that is confirmed and may hold its keys.
func (r *Roster) last(p person) bool {
	if !p.works(Hold) || !r.houses[p.organisation].live() {
		return false
	}
	for _, other := range r.people {
		if other.account != p.account && other.organisation == p.organisation && other.works(Hold) {
			return false
		}
	}
	return true
}

// Guarded reports whether it takes two to change the roles or the standing of an account: of who watches over others, and of the last who holds keys.
func (r *Roster) Guarded(account string) bool {
	p := r.people[account]
	return p.works(Watch) || r.last(p)
}

// Watches reports whether an account watches over others: who that is, and where notices go to them, takes two to change as well.
func (r *Roster) Watches(account string) bool { return r.people[account].works(Watch) }

// Holds reports whether an account may hold keys: a colleague compares their name before giving one, so it takes two to change it.
func (r *Roster) Holds(account string) bool { return r.people[account].works(Hold) }

// Knew reports whether an account knows the key of a team and may not hold it any more: until the key is changed.
func (r *Roster) Knew(account string) bool {
	for _, c := range r.compartments {
		if c.Type == Team && c.knew[account] {
			return true
		}
	}
	return false
}

// left notes that the keys which an account holds are to be changed if it may not hold them any more. Who lost their keys and is invited anew may come back to the team; a
// restricted case is opened by few, who change its key.
func (r *Roster) left(account string) {
	p := r.people[account]
	if p.has(Hold) && (p.standing == Confirmed || p.standing == Waiting) {
		return
	}
	for id, c := range r.compartments {
		if _, held := c.holders[account]; held && (c.Type != Team || p.standing != Invited) {
			c.knew = own(c.knew)
			c.knew[account] = true
			r.compartments[id] = c
		}
	}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
