package backup

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Key is what backups of one month are sealed to, as the text file that lies beside them. It opens nothing alone: its private half is sealed to the recovery
// key, whose shares the custodians keep.
type Key struct {
	Format     string    `json:"format"`
	ID         string    `json:"id"`
	Made       time.Time `json:"made"`
	End        time.Time `json:"destroy"`    // from then on the file must be nowhere
	Recovery   string    `json:"recovery"`   // fingerprint
	Commitment []byte    `json:"commitment"` // recognises a share that is typed
	Sealed     []byte    `json:"sealed"`     // the private half
	Recipient  string    `json:"recipient"`  // the public half
}

const (
	keyFormat  = "approdo backup key 1"
	keyPrefix  = "approdo-backup-key-"
	keySuffix  = ".json"
	mostKey    = 64 << 10
	keyContext = "backup"
)

// NewKey makes a key for the recovery key of the leading organisation.
func NewKey(recovery roster.Member, now time.Time) (Key, error) {
	private, err := seal.NewBackupKey()
	if err != nil {
		return Key{}, err
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return Key{}, err
	}
	k := Key{
		Format: keyFormat, ID: now.UTC().Format(time.DateOnly) + "-" + id.String()[:8], Made: now.UTC().Truncate(time.Second), End: now.UTC().Add(Lifetime).Truncate(time.Second),
		Recovery: recovery.Public().Fingerprint(), Commitment: recovery.Commitment(), Recipient: private.Recipient(),
	}
	k.Sealed, err = private.Sealed(recovery.Seal, keyContext, k.ID)
	return k, err
}

// Statement is what the roster is told of the key: nothing is encrypted to one that it does not know.
func (k Key) Statement(o string) roster.Statement {
	return roster.Statement{Kind: roster.Backup, Organisation: o, Subject: k.ID, Recipient: k.Recipient, About: k.Recovery}
}

// Open opens the private half with the recovery identity.
func (k Key) Open(recovery *seal.Identity) (seal.BackupKey, error) {
	return seal.OpenBackupKey(recovery, k.Sealed, keyContext, k.ID)
}

// Name is the file's name.
func (k Key) Name() string { return keyPrefix + k.ID + keySuffix }

// ParseKey reads the text of a key file.
func ParseKey(text []byte) (Key, error) {
	var k Key
	if len(text) > mostKey || json.Unmarshal(text, &k) != nil || k.Format != keyFormat || !headerForm.MatchString(Header{Key: k.ID}.Text()) {
		return Key{}, errs.E(errs.Invalid, "backup.key_damaged")
	}
	return k, nil
}

// Keys lists the keys in a folder, the newest first. A file that is none is passed over; a folder that does not exist has none.
func Keys(dir string) ([]Key, error) {
	found, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, unreadable(err)
	}
	var list []Key
	for _, f := range found {
		if !strings.HasPrefix(f.Name(), keyPrefix) || !strings.HasSuffix(f.Name(), keySuffix) || !f.Type().IsRegular() {
			continue
		}
		text, err := seal.ReadBeside(filepath.Join(dir, f.Name()), seal.MostBeside)
		if errors.Is(err, fs.ErrInvalid) {
			continue
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if k, err := ParseKey(text); err == nil && k.Name() == f.Name() {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b Key) int { return b.Made.Compare(a.Made) })
	return list, nil
}

func unreadable(err error) error { return errs.E(errs.Unavailable, "backup.key_unreadable", err) }

// Current gives the key in dir that serves new backups, as the roster knows it. There is none if the newest is of another recovery key, older than Rotation, or from a future
// that the clock has not reached; and none that the roster does not know, whoever put it there.
func Current(dir string, r *roster.Roster, recovery roster.Member, now time.Time) (k Key, known roster.Member, err error) {
	list, err := Keys(dir)
	for _, k := range list {
		m, stated := r.Backup(k.ID)
		if age := now.Sub(k.Made); stated && m.Encrypts(k.Recipient) && k.Recovery == recovery.Public().Fingerprint() && age >= -time.Minute && age < Rotation {
			return k, m, nil
		}
	}
	return Key{}, roster.Member{}, err
}

// Save writes the key file into a folder; one that is there already stays.
func (k Key) Save(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return errs.E(errs.Unavailable, "backup.unwritable", "file", dir, err)
	}
	name := filepath.Join(dir, k.Name())
	if _, err := os.Lstat(name); err == nil {
		return nil
	}
	text, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(name, append(text, '\n'))
}

// writeFile makes or replaces a small file, whole and safe on the disk.
func writeFile(name string, text []byte) (err error) {
	defer func() {
		if err != nil {
			err = errs.E(errs.Unavailable, "backup.unwritable", "file", filepath.Base(name), err)
		}
	}()
	f, err := os.CreateTemp(filepath.Dir(name), ".approdo-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return store.SyncFolder(filepath.Dir(name))
}

// The least that must have happened before a key is destroyed, besides the sixty days: a clock that was wrong for a moment brings neither about, and without its key a copy never opens again.
const (
	leastDays  = 20 // of the calendar since the key was made, on which the program served or a backup was made
	leastNewer = 2  // backups since then that another key opens
)

// Due lists the keys in a folder whose time is over by the clock, the newest first.
func Due(dir string, now time.Time) ([]Key, error) {
	list, err := Keys(dir)
	return slices.DeleteFunc(list, func(k Key) bool { return now.Before(k.End) || now.Sub(k.Made) < Lifetime }), err
}

// Needed reports whether a key whose time is over by the clock must still be kept.
func (k Key) Needed(tx *store.Tx) (bool, error) {
	var newer int64
	err := tx.QueryRow(`SELECT COUNT(*) FROM backup_backups WHERE made > $1 AND key <> $2`, k.Made.UTC().Format(time.RFC3339), k.ID).Scan(&newer)
	if err != nil || newer < leastNewer {
		return true, errs.Wrap(err, "count newer backups")
	}
	var days int64
	err = tx.QueryRow(`SELECT COUNT(*) FROM backup_days WHERE day >= $1`, k.Made.UTC().Format(time.DateOnly)).Scan(&days)
	return days < leastDays, errs.Wrap(err, "count days of service")
}

// Destroy removes a key from a folder.
func (k Key) Destroy(dir string) error {
	if err := os.Remove(filepath.Join(dir, k.Name())); err != nil {
		return unreadable(err)
	}
	return nil
}
