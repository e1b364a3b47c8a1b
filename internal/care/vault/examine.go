package vault

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Difference is something that stands in a table and that nobody who may has said: it is not believed, and somebody put it there.
type Difference struct {
	What string // one of the things below
	ID   string // of what it is about
}

// What can differ.
const (
	DiffRoster      = "roster"      // its own rows: nothing after that line is believed
	DiffAccount     = "account"     // key, name, roles, organisation or status
	DiffSlot        = "slot"        // password, recovery code or second factor
	DiffPapers      = "papers"      // the recovery key of an organisation
	DiffCompartment = "compartment" // its key, or what is sealed to the papers
	DiffGrant       = "grant"       // a key for whom it was not given
	DiffPerson      = "person"      // the key of somebody whom only some may know, elsewhere
	DiffLead        = "lead"        // which organisation leads
	DiffLists       = "lists"       // organisations, units, projects, who pays, or what a shelter is called
	DiffSealed      = "sealed"      // a section, a file or a planned outing that was put back, taken away or put in
	DiffReport      = "report"      // a frozen report that is not what was frozen
	DiffErasure     = "erasure"     // a row of the register of erasures that the program did not write
	DiffRequest     = "request"     // a request about somebody's data or a hold on them that the program did not write
	DiffReturned    = "returned"    // somebody who stands although the register in the folder says that they were erased
	DiffGone        = "gone"        // a request, a hold, an erasure, a follower or a person whose row was taken away or put back
	DiffCode        = "code"        // somebody who has another code than they were recorded with
	DiffUnread      = "unread"      // something that no program of ours writes, so that nothing could be compared
	DiffUnseen      = "unseen"      // the tables, at which nobody could look
	DiffSchema      = "schema"      // a trigger, a rule, a view … that no migration made
	DiffKept        = "kept"        // a planned outing that came to something by nobody's word, or a warning that nobody gave
	DiffCorrection  = "correction"  // what a record is said to have said before a correction, by nobody's word
	DiffFact        = "fact"        // a number or a day in a record that cannot be
	DiffIndex       = "index"       // an index that does not say what its table says
	DiffRow         = "row"         // a session, an invitation, a follower, broken glass or a proposal that the program did not write
)

// Diffs are all ways in which something can differ.
var Diffs = append(sumNames(), []string{DiffRoster, string(store.FeedDiffers), DiffAccount, DiffSlot, DiffPapers, DiffCompartment, DiffGrant, DiffPerson, DiffRow, DiffUnread, DiffUnseen, DiffSchema, DiffIndex, DiffKept, DiffCorrection, DiffFact, DiffErasure, DiffReturned, DiffRequest, DiffGone, DiffCode, DiffLead, DiffLists, DiffSealed, DiffReport}...)

// sumNames are the small tables with a hash of their own: each differs in a way of its own.
func sumNames() (list []string) {
	for _, name := range store.Sums() {
		list = append(list, string(name))
	}
	return list
}

// Examine compares all that the roster and the key file vouch for with the tables, row by row.
func Examine(tx *store.Tx) (list []Difference, err error) {
	r, err := network.VerifyRoster(tx)
	if err != nil {
		return nil, err
	}
	if fault := r.Fault(); fault != nil {
		list = append(list, Difference{DiffRoster, fault.Key})
	}
	for _, look := range []func(*store.Tx, *roster.Roster) ([]Difference, error){accountsDiffer, papersDiffer, compartmentsDiffer, grantsDiffer, personsDiffer, erasuresDiffer, rowsDiffer, keptDiffers, sumsDiffer} {
		more, err := look(tx, r)
		if err != nil {
			return list, err
		}
		list = append(list, more...)
	}
	return list, nil
}

func accountsDiffer(tx *store.Tx, r *roster.Roster) (list []Difference, err error) {
	accounts, err := network.Accounts(tx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		card, known := r.Card(string(a.ID))
		switch {
		case a.Status == policy.Confirmed && !a.Vouched(), a.Status != policy.Confirmed && card.Standing == roster.Confirmed,
			known && a.Status != policy.Left && card.Standing != roster.Standing(a.Status):
			list = append(list, Difference{DiffAccount, string(a.ID)})
		}
		forged, err := network.Forged(tx, a)
		if err != nil {
			return nil, err
		}
		if forged {
			list = append(list, Difference{DiffSlot, string(a.ID)})
		}
	}
	for _, card := range r.Cards() {
		if !slices.ContainsFunc(accounts, func(a network.Account) bool { return string(a.ID) == card.Account }) {
			list = append(list, Difference{DiffAccount, card.Account})
		}
	}
	return list, nil
}

func papersDiffer(tx *store.Tx, r *roster.Roster) (list []Difference, err error) {
	organisations, err := network.Organisations(tx)
	for _, o := range organisations {
		var all []Papers
		if err == nil {
			all, err = AllPapers(tx, o.ID)
		}
		inForce, _ := r.InForce(string(o.ID))
		coming, _ := r.Coming(string(o.ID))
		if !find(all, PapersInForce).are(inForce) || !find(all, PapersComing).are(coming) {
			list = append(list, Difference{DiffPapers, string(o.ID)})
		}
	}
	return list, errs.Wrap(err, "compare papers")
}

// are reports whether papers are those of a member of the roster; none are nobody's.
func (p Papers) are(m roster.Member) bool {
	return p.Series == m.Series() && string(p.public) == string(m.Public()) && string(p.commitment) == string(m.Commitment())
}

func compartmentsDiffer(tx *store.Tx, r *roster.Roster) (list []Difference, err error) {
	type stored struct {
		id            string
		epoch, series int64
		reserve       []byte
	}
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) { return s, row.Scan(&s.id, &s.epoch, &s.series, &s.reserve) },
		`SELECT id, epoch, series, recovery FROM vault_compartments ORDER BY id`)
	if err != nil {
		return nil, errs.Wrap(err, "compare compartments")
	}
	for _, s := range rows {
		c, known := r.Compartment(s.id)
		if !known || c.Epoch != s.epoch || c.Series != s.series || string(c.Reserve) != string(digest(s.reserve)) {
			list = append(list, Difference{DiffCompartment, s.id})
		}
	}
	for _, c := range r.Compartments() {
		if !slices.ContainsFunc(rows, func(s stored) bool { return s.id == c.ID }) {
			list = append(list, Difference{DiffCompartment, c.ID})
		}
	}
	return list, nil
}

func grantsDiffer(tx *store.Tx, r *roster.Roster) (list []Difference, err error) {
	type stored struct{ compartment, account, public string }
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) { return s, row.Scan(&s.compartment, &s.account, &s.public) },
		`SELECT g.compartment_id, g.account_id, g.public FROM vault_grants g JOIN vault_compartments c ON c.id = g.compartment_id AND c.epoch = g.epoch ORDER BY g.compartment_id, g.account_id`)
	for _, s := range rows {
		c, _ := r.Compartment(s.compartment)
		if !c.Gave(s.account, s.public) {
			list = append(list, Difference{DiffGrant, s.account})
		}
	}
	return list, errs.Wrap(err, "compare grants")
}

func personsDiffer(tx *store.Tx, r *roster.Roster) (list []Difference, err error) {
	type stored struct {
		person      person.ID
		compartment string
	}
	rows, err := store.List(tx, func(row store.Row) (s stored, err error) { return s, row.Scan(&s.person, &s.compartment) },
		`SELECT person_id, compartment_id FROM vault_person_keys ORDER BY person_id`)
	for _, s := range rows {
		if there, confided := only(tx, r, s.person); confided && there != s.compartment {
			list = append(list, Difference{DiffPerson, string(s.person)})
		}
	}
	bare, err2 := store.List(tx, func(row store.Row) (who person.ID, err error) { return who, row.Scan(&who) },
		`SELECT DISTINCT r.person_id FROM (SELECT person_id FROM vault_records UNION SELECT person_id FROM vault_of_persons) r
WHERE NOT EXISTS (SELECT 1 FROM vault_person_keys k WHERE k.person_id = r.person_id) ORDER BY 1`)
	for _, who := range bare { // what is sealed under a key that was taken away
		list = append(list, Difference{DiffPerson, string(who)})
	}
	err = errors.Join(err, err2)
	for _, c := range r.Compartments() {
		stands := func(s stored) bool { return s.compartment == c.ID && slices.Contains(caseNames(tx, s.person), c.About) }
		if there, _ := r.Confided(c.About); c.About != "" && there == c.ID && !slices.ContainsFunc(rows, stands) {
			list = append(list, Difference{DiffPerson, c.About})
		}
	}
	return list, errs.Wrap(err, "compare keys of persons")
}

func rowsDiffer(tx *store.Tx, _ *roster.Roster) (list []Difference, err error) {
	planted, err := network.Planted(tx)
	if err != nil {
		return nil, err
	}
	differs, err := network.LeadDiffers(tx)
	if err != nil {
		return nil, err
	}
	if differs {
		list = append(list, Difference{DiffLead, ""})
	}
	if differs, err = network.ListsDiffer(tx); err != nil {
		return nil, err
	}
	if differs {
		list = append(list, Difference{DiffLists, ""})
	}
	for _, id := range planted {
		list = append(list, Difference{DiffRow, id})
	}
	type following struct {
		person person.ID
		Follower
	}
	names, err := hashed(tx)
	if err != nil {
		return nil, err
	}
	follows, err := store.List(tx, func(row store.Row) (f following, err error) {
		return f, row.Scan(&f.person, &f.hash, &f.Since, &f.guard)
	},
		`SELECT person_id, `+followerColumns+` FROM vault_followers ORDER BY person_id, follower`)
	for _, f := range follows {
		if !f.guarded(tx, f.person) {
			list = append(list, Difference{DiffRow, string(names[string(f.hash)])})
		}
	}
	if err == nil {
		var planted []named
		planted, err = namedFollowers(tx)
		for _, n := range planted {
			list = append(list, Difference{DiffRow, string(n.account)})
		}
	}
	if err == nil {
		var once []string
		once, err = store.List(tx, func(row store.Row) (account string, err error) { return account, row.Scan(&account) }, `SELECT account_id FROM vault_followings_once`)
		for _, account := range once {
			list = append(list, Difference{DiffRow, account})
		}
	}
	if err != nil {
		return nil, errs.Wrap(err, "compare followers")
	}
	glasses, err := store.List(tx, scanGlass, `SELECT `+glassColumns+` FROM vault_glasses WHERE state IN ($1, $2) ORDER BY id`, GlassAsked, GlassOpen)
	for _, g := range glasses {
		if !tx.Guarded(g.guard, "glass", g.says()...) {
			list = append(list, Difference{DiffRow, string(g.Account)})
		}
	}
	return list, errs.Wrap(err, "compare glass")
}

// DiffCount says how much differs what differs in one way.
type DiffCount struct {
	What string
	N    int
}

// Tally counts what differs, by what it is.
func Tally(list []Difference) (tally []DiffCount) {
	counts := map[string]int{}
	for _, d := range list {
		counts[d.What]++
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		tally = append(tally, DiffCount{what, counts[what]})
	}
	return tally
}

// TellOutside puts on record what differs, and tells the officers of every organisation, unless the same was within the hour.
func TellOutside(tx *store.Tx, list []Difference) error {
	var differ []string
	for _, c := range Tally(list) {
		differ = append(differ, fmt.Sprintf("%s:%d", c.What, c.N))
	}
	return tellOutside(tx, audit.Details{"differ": audit.Codes(differ)})
}

// TellPutBack puts on record that the database, or a part of it, was put back to an earlier state, and tells the officers.
func TellPutBack(tx *store.Tx, part string) error {
	return tellOutside(tx, audit.Details{"put_back": audit.Code(part)})
}

// TellUncounted puts on record that the counter beside the key file was taken away, and tells the officers.
func TellUncounted(tx *store.Tx) error {
	return tellOutside(tx, audit.Details{"counter": audit.Code("missing")})
}

func tellOutside(tx *store.Tx, details audit.Details) error {
	organisations, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	tell := map[network.AccountID]bool{}
	for _, o := range organisations {
		officers, err := officers(tx, o.ID, "")
		if err != nil {
			return err
		}
		maps.Copy(tell, officers)
	}
	tx.Note("outside", "", details)
	return warning{kind: WarningOutside}.leave(tx, tell)
}

// TellEra tells the officers of every organisation, and who holds keys, that two papers let the database go on from an earlier state.
func TellEra(tx *store.Tx) error {
	organisations, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	tell := map[network.AccountID]bool{}
	for _, o := range organisations {
		entrusted, err := entrusted(tx, o.ID, "")
		if err != nil {
			return err
		}
		maps.Copy(tell, entrusted)
	}
	return warning{kind: WarningEra}.leave(tx, tell)
}
