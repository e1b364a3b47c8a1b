package network

import (
	"slices"
	"sync"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// book is the roster as this process verified it: its latest states, since transactions that are at work may see earlier ones.
type book struct {
	mu     sync.Mutex
	keys   *seal.Keys
	trust  *roster.Trust
	states []state
	ahead  written
	doubt  *errs.Error // why nothing is sealed although the rows verify
}

// written is what a transaction that writes verified last. It may never have been committed, so that nothing is concluded from it but this: the same rows give the same roster.
type written struct {
	base, roster *roster.Roster
	rows         []roster.Row // from the one to the other
}

// extend verifies rows that follow a roster, but for those that were verified a moment ago.
func (b *book) extend(base *roster.Roster, rows []roster.Row) *roster.Roster {
	r, rest := base, rows
	if n := len(b.ahead.rows); b.ahead.base == base && n <= len(rows) && slices.EqualFunc(b.ahead.rows, rows[:n], roster.Row.Equal) {
		r, rest = b.ahead.roster, rows[n:]
	}
	if r = r.Extend(roster.Anchor{Keys: b.keys, Trust: b.trust}, rest); r.Fault() == nil {
		b.ahead = written{base, r, rows}
	}
	return r
}

type state struct {
	roster *roster.Roster
	seen   time.Time // when this process knew it first
}

// mostStates bounds the book: a transaction that sees an older state than these verifies it anew.
const mostStates = 32

// of gives the book for a key file; another key file makes another book.
func (b *book) of(keys *seal.Keys) {
	if b.keys != keys {
		b.keys, b.trust, b.ahead = keys, roster.OpenTrust(keys), written{}
		b.states = []state{{roster: &roster.Roster{}}}
	}
}

// Roster reads the roster as it stands, verified. When its rows are not right, or fewer than this process saw before the transaction began, it has a fault: then nothing is
// sealed to anybody, and what it says of people is what was verified last.
func Roster(tx *store.Tx) (r *roster.Roster, err error) {
	if tx.Keys() == nil {
		return (&roster.Roster{}).Doubted(errs.E(errs.Internal, "seal.no_key")), nil
	}
	b := store.Once[book](tx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of(tx.Keys())
	var n int64
	if err := tx.QueryRow(`SELECT COALESCE(MAX(n), 0) FROM network_roster`).Scan(&n); err != nil {
		return nil, errs.Wrap(err, "read roster")
	}
	latest := b.states[len(b.states)-1]
	if b.doubt != nil {
		defer func() {
			if r != nil {
				r = r.Doubted(b.doubt)
			}
		}()
	}
	if n < latest.roster.N() && latest.seen.Before(tx.Begun()) {
		return latest.roster.Doubted(errs.E(errs.Conflict, "roster.put_back", "n", n, "seen", latest.roster.N())), nil
	}
	i := len(b.states) - 1
	for i > 0 && b.states[i].roster.N() > n {
		i--
	}
	r = b.states[i].roster
	if r.N() > n {
		r = &roster.Roster{}
	}
	if r.N() == n {
		return r, nil
	}
	rows, err := rosterRows(tx, r.N(), n)
	if err != nil {
		return nil, err
	}
	if r = b.extend(r, rows); r.Fault() == nil && !tx.Writes() && r.N() > latest.roster.N() {
		b.states = append(b.states, state{r, time.Now()})
		b.states = b.states[max(0, len(b.states)-mostStates):]
	}
	return r, nil
}

func rosterRows(tx *store.Tx, after, to int64) ([]roster.Row, error) {
	rows, err := store.List(tx, func(row store.Row) (r roster.Row, err error) {
		return r, row.Scan(&r.N, &r.Statement, &r.Signer, &r.Signature, &r.Stamp)
	}, `SELECT n, statement, signer, signature, stamp FROM network_roster WHERE n > $1 AND n <= $2 ORDER BY n`, after, to)
	return rows, errs.Wrap(err, "read roster")
}

// PutBack is the key of the fault that Doubt gives the roster when the database was put back.
const PutBack = "counter.put_back"

// Doubt lets the roster have a fault from now on, because the database was put back to an earlier state; nil takes the doubt away.
func Doubt(tx *store.Tx, why *errs.Error) {
	b := store.Once[book](tx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.doubt = why
}

// VerifyRoster verifies every row as it stands, whatever this process remembers.
func VerifyRoster(tx *store.Tx) (*roster.Roster, error) {
	if tx.Keys() == nil {
		return Roster(tx)
	}
	rows, err := rosterRows(tx, 0, 1<<62)
	if err != nil {
		return nil, err
	}
	return (&roster.Roster{}).Extend(roster.Anchor{Keys: tx.Keys(), Trust: roster.OpenTrust(tx.Keys())}, rows), nil
}

// State adds a statement to the roster, for whoever notes what it is about. Conflict "roster.refused" when the signer may not say so.
func State(tx *store.Tx, by roster.By, s roster.Statement) error {
	r, err := Roster(tx)
	if err != nil {
		return err
	}
	if fault := r.Fault(); fault != nil {
		return fault
	}
	b := store.Once[book](tx)
	_, row, err := r.Next(roster.Anchor{Keys: b.keys, Trust: b.trust}, by, s)
	if err != nil {
		return errs.Wrap(err, "state", string(s.Kind), s.Subject)
	}
	_, err = tx.Exec(`INSERT INTO network_roster (n, statement, signer, signature, stamp) VALUES ($1, $2, $3, $4, $5)`, row.N, row.Statement, row.Signer, row.Signature, row.Stamp)
	return errs.Wrap(err, "add to roster")
}

// rights are what roles allow, as the roster asks.
func rights(roles []policy.Role) (list []roster.Right) {
	confirmed := policy.Subject{Status: policy.Confirmed, Roles: roles}
	for _, r := range []struct {
		right roster.Right
		has   bool
	}{
		{roster.Hold, policy.HoldsKeys(roles)},
		{roster.Vouch, policy.May(confirmed, policy.MembersConfirm)},
		{roster.Administer, policy.May(confirmed, policy.MembersChange)},
		{roster.Watch, policy.Watches(roles)},
	} {
		if r.has {
			list = append(list, r.right)
		}
	}
	return list
}

// RoleTexts are the account's roles as a form carries them, in order.
func (a Account) RoleTexts() []string { return rolesText(a.Roles) }

func rolesText(roles []policy.Role) []string {
	list := make([]string, len(roles))
	for i, r := range roles {
		list[i] = string(r)
	}
	slices.Sort(list)
	return list
}

// statement is what the roster says of an account that is confirmed as it is, or changed to it.
func (a Account) statement(kind roster.Kind) roster.Statement {
	s := roster.Statement{
		Kind: kind, Organisation: string(a.OrganisationID), Subject: string(a.ID), Name: a.Name, Roles: rolesText(a.Roles), Rights: rights(a.Roles),
	}
	if kind == roster.Changed {
		s.Standing = roster.Standing(a.Status)
	} else {
		s.Public = a.Public
	}
	if slices.Contains(s.Rights, roster.Watch) {
		s.Mail = a.Email
	}
	return s
}

// vouch says in the roster that an account works in its roles. Forged "store.sum_differs" where roles or log-in names were changed past the program: nobody meant to confirm those.
func (a Account) vouch(tx *store.Tx, kind roster.Kind, by roster.By) error {
	if err := store.Trusted(tx, store.SumRoles, store.SumLogins); err != nil {
		return err
	}
	return State(tx, by, a.statement(kind))
}

// The names of the marks that an account's owner gives.
const (
	markFactor = "factor"
	markSlot   = "slot " // and its kind
)

// mark recognises something sealed.
func mark(sealed []byte) []byte {
	if sealed == nil {
		return nil
	}
	sum := seal.Hash(sealed)
	return sum[:]
}

// claim lets an account's owner say what their key is and which slots and second factor are theirs: those said before, but for the changed ones.
func (a Account) claim(tx *store.Tx, pen seal.Pen, changed map[string][]byte) error {
	r, err := Roster(tx)
	if err != nil {
		return err
	}
	marks := map[string][]byte{}
	if card, known := r.Card(string(a.ID)); known && string(card.Public) == string(pen.Public()) {
		marks = r.Marks(string(a.ID))
	}
	for name, sealed := range changed {
		if marks[name] = mark(sealed); sealed == nil {
			delete(marks, name)
		}
	}
	s := roster.Statement{Kind: roster.Own, Organisation: string(a.OrganisationID), Subject: string(a.ID), Public: pen.Public(), Marks: marks}
	return State(tx, roster.By{Pen: pen, Account: string(a.ID)}, s)
}

// slotMarks names slots for a claim.
func slotMarks(slots []Slot) map[string][]byte {
	marks := map[string][]byte{}
	for _, s := range slots {
		marks[markSlot+string(s.Kind)] = s.Sealed
	}
	return marks
}

// change lets somebody say that an account is less than before: a is as it will be. Of an account that never had a key the roster knows nothing, and need not. Of one that is not at work it keeps the roles
// that a colleague confirmed, and no others: whoever never was confirmed has none, and can be sent away all the same.
func (a Account) change(tx *store.Tx, by roster.By) error {
	r, err := Roster(tx)
	if err != nil {
		return err
	}
	card, known := r.Card(string(a.ID))
	s := a.statement(roster.Changed)
	if s.Standing != roster.Confirmed {
		s.Roles, s.Rights = both(s.Roles, card.Roles), both(s.Rights, card.Rights)
	}
	if !known || card.Name == s.Name && card.Mail == s.Mail && card.Standing == s.Standing && slices.Equal(card.Roles, s.Roles) {
		return nil
	}
	return State(tx, by, s)
}

// both are what stands in two lists.
func both[T comparable](some, others []T) []T {
	return slices.DeleteFunc(slices.Clone(some), func(x T) bool { return !slices.Contains(others, x) })
}

// compare says whether an account's row says what the roster does.
func (a *Account) compare(r *roster.Roster) {
	if lead := r.Lead(); lead != "" {
		a.Lead = lead == string(a.OrganisationID)
	}
	card, known := r.Card(string(a.ID))
	a.vouched = known && card.Organisation == string(a.OrganisationID) && card.Name == a.Name && string(card.Public) == string(a.Public) &&
		card.Standing == roster.Standing(a.Status) && slices.Equal(card.Roles, rolesText(a.Roles)) && string(r.Marks(string(a.ID))[markFactor]) == string(mark(a.factor))
	if r.Guards() >= roster.Addresses && card.Works(roster.Watch) && card.Mail != a.Email {
		a.vouched = false
	}
	a.Knew = r.Knew(string(a.ID))
	if a.vouched {
		a.member, _ = r.Person(string(a.ID))
	}
}

// Vouched reports whether the roster says of a confirmed account what its row does. One that says something else was written by nobody who may: it does not work, and
// nothing is sealed to it, until a colleague confirms again.
func (a Account) Vouched() bool { return a.vouched }

// Member is the account as one that may be sealed to; the zero Member unless it is confirmed and vouched for.
func (a Account) Member() roster.Member { return a.member }

// EntrustPapers names the recovery key of an organisation's first papers in the file beside the key file, where no holder of keys makes them.
func EntrustPapers(keys *seal.Keys, public seal.Public) error {
	return roster.OpenTrust(keys).Add(roster.PapersLine(public))
}

// Entrust names founders' keys in the file beside the key file, before the database says that they are founders.
func Entrust(keys *seal.Keys, publics ...seal.Public) error {
	lines := make([]roster.Line, len(publics))
	for i, p := range publics {
		lines[i] = roster.FounderLine(p)
	}
	return roster.OpenTrust(keys).Add(lines...)
}
