package vault

import (
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// The states of broken glass.
const (
	GlassAsked   = "asked"   // others were told; a key holder has not answered yet
	GlassOpen    = "open"    // the hour runs
	GlassRefused = "refused" // a key holder said no
	GlassOver    = "over"    // the hour is over, and the key destroyed
)

// How long opened glass stays open, how long a question waits, and how often an account may ask in a day.
const (
	glassTime   = time.Hour
	glassWait   = 24 * time.Hour
	GlassBudget = 3
)

// longest is the latest that glass which runs for so long can be over: what says more was asked or answered while the clock was wrong, and is over.
func longest(tx *store.Tx, runs time.Duration) string { return stamp(tx.Now().Add(runs + clockSlip)) }

// Glass is a colleague's urgent wish to see somebody whose key they do not hold. The program has no key that it could
// give them: one who holds it must answer, by sealing the key of this one person to the asker, for an hour.
type Glass struct {
	ID           string
	Person       person.ID
	Account      network.AccountID
	Organisation network.OrganisationID
	Reason       string // list glass_reason
	State        string
	Asked, Until string // UTC
	by           network.AccountID
	sealed       []byte
	guard        []byte
}

const glassColumns = `id, person_id, account_id, organisation_id, reason, state, asked, until, by_account, sealed, guard`

func scanGlass(row store.Row) (g Glass, err error) {
	return g, row.Scan(&g.ID, &g.Person, &g.Account, &g.Organisation, &g.Reason, &g.State, &g.Asked, &g.Until, &g.by, &g.sealed, &g.guard)
}

// says is all that the row of broken glass says, for its guard: one that was planted, or whose hour was made longer, is none.
func (g Glass) says() []string {
	return []string{g.ID, string(g.Person), string(g.Account), string(g.Organisation), g.Reason, g.State, g.Asked, g.Until, string(g.by), string(g.sealed)}
}

// guarded keeps the glasses that the program itself wrote.
func guarded(tx *store.Tx, list []Glass) []Glass {
	return slices.DeleteFunc(list, func(g Glass) bool { return !tx.Guarded(g.guard, "glass", g.says()...) })
}

// Break asks for the key of a person, with the reason as the purpose of the grant. Whoever follows the person and the data
// protection officer are told at once, whether or not somebody answers; the person counts among those whom the asker could learn about. Asking again while a question waits asks nothing new.
func Break(tx *store.Tx, who person.ID, b Budget) error {
	s, err := allowed(tx, who)
	if err != nil {
		return err
	}
	if g, waits, err := Breaking(tx, who); err != nil || waits {
		tx.NoteAbout(string(who), "glass", g.ID, audit.Details{"state": audit.Code("again")})
		return err
	}
	var asked int64
	err = tx.QueryRow(`SELECT COUNT(*) FROM vault_glasses WHERE account_id = $1 AND asked > $2 AND asked <= $3`, me(tx), stamp(tx.Now().Add(-24*time.Hour)), latest(tx)).Scan(&asked)
	if err != nil {
		return errs.Wrap(err, "count glass")
	}
	reason := tx.Grant().Purpose()
	if asked >= GlassBudget {
		tx.Deny(string(who), "glass", errs.E(errs.Conflict, "vault.glass_spent", "most", GlassBudget))
		return warn(tx, warning{kind: WarningBudget, account: me(tx)})
	}
	if spent, err := b.learn(tx, who); err != nil || spent {
		if err == nil {
			err = b.beyond(tx, who, "glass")
		}
		return err
	}
	id := tx.NewID()
	g := Glass{
		ID: id, Person: who, Account: me(tx), Organisation: network.OrganisationID(s.Organisation), Reason: reason, State: GlassAsked,
		Asked: now(tx), Until: stamp(tx.Now().Add(glassWait)), sealed: []byte{},
	}
	_, err = tx.Exec(`INSERT INTO vault_glasses (id, person_id, account_id, organisation_id, reason, state, asked, until, by_account, sealed, guard)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, g.ID, g.Person, g.Account, g.Organisation, g.Reason, g.State, g.Asked, g.Until, g.by, g.sealed, tx.Guard("glass", g.says()...))
	if err != nil {
		return errs.Wrap(err, "record glass")
	}
	tx.NoteAbout(string(who), "glass", id, audit.Details{"state": audit.Code(GlassAsked)})
	return warn(tx, warning{kind: WarningGlass, person: who, account: me(tx), reason: reason})
}

// Breaking finds the glass of the one who acts for a person, while it waits or is open.
func Breaking(tx *store.Tx, who person.ID) (Glass, bool, error) {
	list, err := store.List(tx, scanGlass, `SELECT `+glassColumns+` FROM vault_glasses WHERE person_id = $1 AND account_id = $2 AND state IN ($3, $4) AND until > $5 AND until <= $6
ORDER BY until DESC`, who, me(tx), GlassAsked, GlassOpen, now(tx), longest(tx, glassWait))
	if list = guarded(tx, list); err != nil || len(list) == 0 {
		return Glass{}, false, errs.Wrap(err, "find glass of", who)
	}
	return list[0], true, nil
}

// Answerable lists the questions that the one who acts could answer, since they hold the key. It is nobody's own.
func Answerable(tx *store.Tx) ([]Glass, error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 5)
	list, err := store.List(tx, scanGlass, `SELECT `+glassColumns+` FROM vault_glasses x WHERE state = $1 AND until > $2 AND until <= $4 AND account_id <> $3 AND EXISTS (
SELECT 1 FROM vault_person_keys k JOIN vault_grants g ON g.compartment_id = k.compartment_id AND g.epoch = k.epoch WHERE k.person_id = x.person_id AND g.account_id = $3)
AND `+within+` ORDER BY asked, id`, append([]any{GlassAsked, now(tx), tx.Grant().Actor(), longest(tx, glassWait)}, args...)...)
	return guarded(tx, list), errs.Wrap(err, "list glass")
}

// Question is a glass with the way of the one who answers to the person's key.
type Question struct {
	glass  Glass
	sealed Sealed
}

// Asked reads a question for the one who answers it.
func Asked(tx *store.Tx, id string) (q Question, err error) {
	list, err := Answerable(tx)
	for _, g := range list {
		if g.ID != id {
			continue
		}
		q.glass = g
		s, err := stand(tx, me(tx), g.Person)
		q.sealed = Sealed{Person: g.Person, Organisation: g.Organisation, reader: me(tx), way: s.way}
		return q, err
	}
	if err == nil {
		err = none()
	}
	return q, err
}

// Glass is what is asked.
func (q Question) Glass() Glass { return q.glass }

// Answer is what is said to a question.
type Answer struct {
	glass  Glass
	state  string
	sealed []byte
	public string // fingerprint of the key it is sealed to
}

// Yes seals the key of the person to the asker.
func (q Question) Yes(id *seal.Identity, asker roster.Member) (Answer, error) {
	key, err := q.sealed.key(id)
	if err != nil {
		return Answer{}, err
	}
	if asker.ID() != string(q.glass.Account) {
		return Answer{}, none()
	}
	sealed, err := asker.Seal(key.Bytes(), breaking, q.glass.ID, string(q.glass.Person), string(q.glass.Account))
	return Answer{q.glass, GlassOpen, sealed, asker.Public().Fingerprint()}, err
}

// No leaves the glass whole.
func (q Question) No() Answer { return Answer{glass: q.glass, state: GlassRefused, sealed: []byte{}} }

// Record writes the answer; the hour begins. Somebody else's answer, or a question that is over, is a Conflict; an asker who may not have the key any more does
// not exist.
func (a Answer) Record(tx *store.Tx) error {
	if _, err := Asked(tx, a.glass.ID); err != nil {
		if errs.KindOf(err) == errs.NotFound {
			err = errs.E(errs.Conflict, "vault.glass_answered")
		}
		return err
	}
	until := now(tx)
	if a.state == GlassOpen {
		if err := giving(tx); err != nil {
			return err
		}
		if err := receiving(tx, a.glass.Account, a.glass.Organisation, a.public); err != nil {
			return err
		}
		until = stamp(tx.Now().Add(glassTime))
	}
	g := a.glass
	g.State, g.Until, g.by, g.sealed = a.state, until, me(tx), a.sealed
	_, err := tx.Exec(`UPDATE vault_glasses SET state = $1, until = $2, by_account = $3, sealed = $4, guard = $5 WHERE id = $6`,
		g.State, g.Until, g.by, g.sealed, tx.Guard("glass", g.says()...), g.ID)
	tx.NoteAbout(string(a.glass.Person), "glass", a.glass.ID, audit.Details{"state": audit.Code(a.state), "for": audit.ID(a.glass.Account)})
	return errs.Wrap(err, "record answer")
}

// CloseGlass destroys the keys of glass whose hour is over, and questions nobody answered. It is work of a job.
func CloseGlass(tx *store.Tx) error {
	n, err := tx.Exec(`UPDATE vault_glasses SET state = $1, sealed = $2 WHERE state IN ($3, $4) AND (until <= $5 OR until > $6)`, GlassOver, []byte{}, GlassAsked, GlassOpen, now(tx), longest(tx, glassWait))
	if n > 0 {
		tx.Note("glass", "over", audit.Details{"count": audit.Count(n)})
	}
	return errs.Wrap(err, "close glass")
}
