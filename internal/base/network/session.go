package network

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// How long a session lives unused, and in all.
const (
	SessionIdle  = 30 * time.Minute
	SessionWhole = 12 * time.Hour
)

// Token is what a browser keeps of a session: an id, of which the database knows the hash, and a key that is stored nowhere
// else. With that key, and only with it, a Keyring gives the member's seed.
type Token struct {
	id  string
	key seal.Key
}

// NewToken makes a token for a session that begins. A session never takes over the token a browser came with.
func NewToken() (Token, error) {
	id, err := seal.RandomToken()
	if err != nil {
		return Token{}, err
	}
	key, err := seal.NewKey()
	return Token{id: id, key: key}, err
}

// tokenPart is the length of either half of a cookie: 32 bytes in letters.
const tokenPart = 43

// ParseToken reads what Cookie wrote. Anything else is NotFound "network.no_session".
func ParseToken(cookie string) (Token, error) {
	id, text, found := strings.Cut(cookie, ".")
	if found && len(id) == tokenPart && len(text) == tokenPart {
		if b, err := base64.RawURLEncoding.Strict().DecodeString(text); err == nil {
			key, err := seal.ParseKey(b)
			return Token{id: id, key: key}, err
		}
	}
	return Token{}, errs.E(errs.NotFound, "network.no_session")
}

// Cookie is the whole token as the browser keeps it, and nobody else.
func (t Token) Cookie() string {
	return t.id + "." + base64.RawURLEncoding.EncodeToString(t.key.Bytes())
}

func (t Token) hash() [32]byte { return seal.Hash([]byte(t.id)) }

// OpenSession begins a session of an account as it was read: if password, roles or status changed since, it is refused with
// Conflict "network.changed". step is of the second factor, as CheckCode gave it; one that was used already is refused alike. It is 0 when no
// code was asked for.
func OpenSession(tx *store.Tx, a Account, t Token, device string, step int64) error {
	n, err := tx.Exec(`UPDATE network_accounts SET step = CASE WHEN CAST($3 AS BIGINT) > step THEN $3 ELSE step END
WHERE id = $1 AND epoch = $2 AND (CAST($3 AS BIGINT) = 0 OR step < $3)`, a.ID, a.Epoch, step)
	if err == nil && n == 0 {
		err = errs.E(errs.Conflict, "network.changed")
	}
	now := tx.Now()
	if err == nil { // what is over is not kept
		_, err = tx.Exec(`DELETE FROM network_sessions WHERE account_id = $1 AND (epoch <> $2 OR made < $3 OR seen < $4)`,
			a.ID, a.Epoch, stamp(now.Add(-SessionWhole)), stamp(now.Add(-SessionIdle)))
	}
	if err == nil {
		hash := t.hash()
		s := Session{ID: tx.NewID(), Device: device, Made: now, Seen: now, epoch: a.Epoch, holder: a.ID, token: hash[:]}
		_, err = tx.Exec(`INSERT INTO network_sessions (id, token, account_id, epoch, device, made, seen, guard) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
			s.ID, s.token, a.ID, a.Epoch, device, stamp(now), tx.Guard("session", s.says()...))
	}
	tx.NoteOf(string(a.OrganisationID), "session", string(a.ID), nil)
	return errs.Wrap(err, "open session", a.ID)
}

// Session is a browser in which somebody is logged in.
type Session struct {
	ID     string
	Device string // family of browser and system
	Made   time.Time
	Seen   time.Time
	epoch  int64
	holder AccountID
	token  []byte
	guard  []byte
}

// says is all that the row of a session says, for its guard: one that was planted, or made somebody else's, is none.
func (s Session) says() []string {
	return []string{s.ID, string(s.token), string(s.holder), strconv.FormatInt(s.epoch, 10), s.Device, stamp(s.Made), stamp(s.Seen)}
}

const sessionColumns = `SELECT id, device, made, seen, epoch, account_id, token, guard FROM network_sessions`

func scanSession(row store.Row) (s Session, err error) {
	var made, seen string
	if err = row.Scan(&s.ID, &s.Device, &made, &seen, &s.epoch, &s.holder, &s.token, &s.guard); err != nil {
		return s, err
	}
	if s.Made, err = time.Parse(time.RFC3339, made); err == nil {
		s.Seen, err = time.Parse(time.RFC3339, seen)
	}
	return s, err
}

// alive reports whether the session of an account is the program's own and not over. One that was used in time to come began while the clock was wrong, and would live until then.
func (s Session) alive(tx *store.Tx, a Account) bool {
	now := tx.Now()
	return tx.Guarded(s.guard, "session", s.says()...) && a.Enters() && s.epoch == a.Epoch && now.Sub(s.Made) <= SessionWhole && now.Sub(s.Seen).Abs() <= SessionIdle
}

// FindSession reads a live session and its account; NotFound "network.no_session" otherwise. Its last use is noted by SeenSession when
// it is Stale.
func FindSession(tx *store.Tx, t Token) (Session, Account, error) {
	hash := t.hash()
	s, found, err := store.One(tx, scanSession, sessionColumns+` WHERE token = $1`, hash[:])
	var a Account
	if err == nil && found {
		a, err = AccountOf(tx, s.holder)
	}
	if err == nil && (!found || !s.alive(tx, a)) {
		err = errs.E(errs.NotFound, "network.no_session")
	}
	if err != nil {
		return Session{}, Account{}, errs.Wrap(err, "find session")
	}
	return s, a, nil
}

// Stale reports whether the last use that was noted is more than a minute ago.
func (s Session) Stale(now time.Time) bool { return now.Sub(s.Seen) > time.Minute }

// SeenSession notes that a session of an account was used.
func SeenSession(tx *store.Tx, a Account, id string) error {
	s, found, err := store.One(tx, scanSession, sessionColumns+` WHERE id = $1`, id)
	if err == nil && found && s.alive(tx, a) {
		s.Seen = tx.Now()
		_, err = tx.Exec(`UPDATE network_sessions SET seen = $1, guard = $2 WHERE id = $3`, stamp(s.Seen), tx.Guard("session", s.says()...), id)
	}
	tx.NoteOf(string(a.OrganisationID), "session", store.SessionSeen, nil)
	return errs.Wrap(err, "note session")
}

// CloseSession ends a session; one that is gone already is no error.
func CloseSession(tx *store.Tx, t Token) error {
	hash := t.hash()
	a, _, err := store.One(tx, func(row store.Row) (a Account, err error) { return a, row.Scan(&a.ID, &a.OrganisationID) },
		`SELECT a.id, a.organisation_id FROM network_sessions s JOIN network_accounts a ON a.id = s.account_id WHERE s.token = $1`, hash[:])
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_sessions WHERE token = $1`, hash[:])
	}
	tx.NoteOf(string(a.OrganisationID), "logout", string(a.ID), nil) // nobody's when it was gone
	return errs.Wrap(err, "close session")
}

// Sessions lists the live sessions of an account, the one used last first.
func Sessions(tx *store.Tx, a Account) ([]Session, error) {
	list, err := store.List(tx, scanSession, sessionColumns+` WHERE account_id = $1 ORDER BY seen DESC, id DESC`, a.ID)
	var live []Session
	for _, s := range list {
		if s.alive(tx, a) {
			live = append(live, s)
		}
	}
	return live, errs.Wrap(err, "list sessions", a.ID)
}

// EndSession ends one session of an account from another, forgets its browser, and answers what a Keyring drops it by; NotFound if the account has no such
// session.
func EndSession(tx *store.Tx, a AccountID, id string) (held [32]byte, err error) {
	s, found, err := store.One(tx, scanSession, sessionColumns+` WHERE account_id = $1 AND id = $2`, a, id)
	if err == nil && found {
		err = forgetDevice(tx, a, id)
	}
	if err == nil && !found {
		err = errs.E(errs.NotFound, "network.no_session")
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_sessions WHERE account_id = $1 AND id = $2`, a, id)
	}
	copy(held[:], s.token)
	tx.Note("logout", string(a), nil)
	return held, errs.Wrap(err, "end session", a)
}

// EndOtherSessions ends all sessions of an account but one, and forgets all browsers but its own.
func EndOtherSessions(tx *store.Tx, a AccountID, but string) error {
	err := forgetOtherDevices(tx, a, but)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_sessions WHERE account_id = $1 AND id <> $2`, a, but)
	}
	tx.Note("logout", string(a), nil)
	return errs.Wrap(err, "end sessions", a)
}
