// Package backup writes everything an installation holds into one sealed file, and reads it again.
//
// A backup is a header in clear, which says how to open it and nothing else, and an age
// stream (package seal). Inside, compressed: a manifest, the installation's key file, every table
// row by row as of one moment, and at the end the number and the digest of each table's rows. It
// is the same for both databases, so that what was saved from one is restored into the other.
//
// A backup holds people who have been erased since. Therefore its key has to die before
// the promise "erased from backups within 60 days" is true. A Key lives in a small
// file beside the backups, never inside one: each serves new backups for 30 days and
// is destroyed at 60, and with it all that was sealed to it, on whatever disk it lies; not before there are two newer
// backups and the program was in use on twenty days, which no wrong clock brings about.
// Its private half is sealed to the recovery key of the organisation that leads the
// network, so that opening a backup takes two of three custodians and no server.
package backup

import (
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// How long a Key serves new backups, and when it is destroyed.
const (
	Rotation = 30 * 24 * time.Hour
	Lifetime = 60 * 24 * time.Hour
)

// Made is a finished backup, as the register keeps it.
type Made struct {
	ID      string
	At      string   // UTC, store's moment of the copy
	Key     string   // id of the Key that opens it; "passphrase" for one that a passphrase opens
	Digest  [32]byte // SHA-256 of the file
	Size    int64    // bytes of the file
	Entries int64    // of the audit trail, inside
}

// Record registers a backup, with its audit entry.
func Record(tx *store.Tx, m Made) error {
	m.ID = tx.NewID()
	_, err := tx.Exec(`INSERT INTO backup_backups (id, made, key, digest, size, entries) VALUES ($1, $2, $3, $4, $5, $6)`,
		m.ID, m.At, m.Key, m.Digest[:], m.Size, m.Entries)
	if err != nil {
		return err
	}
	tx.Note("backup", m.ID, audit.Details{"key": audit.ID(m.Key), "digest": audit.Digest(m.Digest[:]), "entries": audit.Count(m.Entries)})
	day, _, _ := strings.Cut(m.At, "T")
	return keepDay(tx, day)
}

// Served keeps that the program served on a day.
func Served(tx *store.Tx, day time.Time) error {
	tx.Note("backup", "day", nil)
	return keepDay(tx, day.UTC().Format(time.DateOnly))
}

func keepDay(tx *store.Tx, day string) error {
	_, err := tx.Exec(`INSERT INTO backup_days (day) VALUES ($1) ON CONFLICT (day) DO NOTHING`, day)
	return errs.Wrap(err, "keep day of service")
}

// settledDays is on how many days the program must have served, today among them, before something is over that cannot be undone.
const settledDays = 3

// Settled is the moment by which it is decided what is over for good and can be destroyed: the end of the last day before the two on which the program served last, in time that has come. A clock that is
// wrong for a day moves it nowhere. There is none before the program served on three days.
func Settled(tx *store.Tx) (at time.Time, found bool, err error) {
	today := tx.Now().UTC().Format(time.DateOnly)
	day, found, err := store.One(tx, func(r store.Row) (day string, err error) { return day, r.Scan(&day) },
		`SELECT day FROM backup_days WHERE day <= $1 ORDER BY day DESC LIMIT 1 OFFSET `+strconv.Itoa(settledDays-1), today)
	if err == nil && found {
		at, err = time.Parse(time.DateOnly, day)
	}
	return at.Add(24*time.Hour - time.Second), found, errs.Wrap(err, "find days of service")
}

// Newest finds the latest backup on record.
func Newest(tx *store.Tx) (Made, bool, error) {
	return store.One(tx, func(r store.Row) (m Made, err error) {
		var digest []byte
		err = r.Scan(&m.ID, &m.At, &m.Key, &digest, &m.Size, &m.Entries)
		copy(m.Digest[:], digest)
		return m, err
	}, `SELECT id, made, key, digest, size, entries FROM backup_backups ORDER BY made DESC, id DESC LIMIT 1`)
}

// Restored notes in the trail that everything before comes from a backup.
func Restored(tx *store.Tx, m Manifest, replayed int, incomplete bool) {
	details := audit.Details{"made": audit.Day(m.Made), "entries": audit.Count(m.Entries), "erasures": audit.Count(replayed)}
	if incomplete {
		details["incomplete"] = audit.Yes(true)
	}
	tx.Note("restore", m.Root, details)
}
