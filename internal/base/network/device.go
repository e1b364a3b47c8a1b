package network

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// A browser that was let in is known from then on: tries from elsewhere do not slow it down, and it does not wait behind strangers. What it
// keeps opens nothing. It is a token, of which the database knows the hash, and a keyed hash over token, account and epoch: a row that
// somebody plants is none, and with the password all devices change. A browser of several people keeps one for each.

// DeviceKept is how long a browser is known after it was let in last.
const DeviceKept = 180 * 24 * time.Hour

const (
	mostDevices = 20 // of an account; who was let in last is kept
	mostKept    = 4  // in a browser
	deviceUse   = "known device"
)

// Device is a browser that an account was let in from. The zero Device is unknown.
type Device struct{ token [32]byte }

// Known reports whether the browser was let in before.
func (d Device) Known() bool { return d != Device{} }

// Name tells one device from another, for as long as it is known.
func (d Device) Name() string { return hex.EncodeToString(d.token[:]) }

// Device is the browser in which a session is open, for as long as it is.
func (t Token) Device() Device { return Device{t.hash()} }

// FindDevice looks among what a browser keeps for what it was given when this account was let in there. It is the same work for
// an account that does not exist.
func FindDevice(tx *store.Tx, keys *seal.Keys, a Account, kept string) (found Device, err error) {
	for _, text := range parseKept(kept) {
		token, mac, _ := strings.Cut(text, ".")
		hash := seal.Hash([]byte(token))
		row, there, err := store.One(tx, scanDevice, deviceQuery+` WHERE token = $1`, hash[:])
		if err != nil {
			return Device{}, errs.Wrap(err, "find device")
		}
		given, _ := base64.RawURLEncoding.DecodeString(mac)
		genuine := keys.Confirms(given, deviceUse, token, string(a.ID), strconv.FormatInt(a.Epoch, 10))
		if there && genuine && a.ID != "" && row.account == a.ID && row.epoch == a.Epoch && row.seen >= dayBefore(tx.Now(), DeviceKept) {
			found = Device{hash}
		}
	}
	return found, nil
}

// RememberDevice knows the browser from now on in which a session of an account was opened, and gives what it keeps instead of what it kept.
func RememberDevice(tx *store.Tx, keys *seal.Keys, a Account, t Token, kept string) (string, error) {
	was, err := FindDevice(tx, keys, a, kept)
	if err != nil {
		return "", err
	}
	var others []string
	for _, text := range parseKept(kept) {
		token, _, _ := strings.Cut(text, ".")
		hash := seal.Hash([]byte(token))
		row, there, err := store.One(tx, scanDevice, deviceQuery+` WHERE token = $1`, hash[:])
		if err != nil {
			return "", errs.Wrap(err, "find device")
		}
		if there && row.account != a.ID || (Device{hash}) == was {
			others = append(others, text)
		}
	}
	session, today := t.hash(), day(tx.Now())
	if was.Known() {
		_, err := tx.Exec(`UPDATE network_devices SET session = $1, seen = $2 WHERE token = $3`, session[:], today, was.token[:])
		return strings.Join(others, "~"), errs.Wrap(err, "remember device")
	}
	token, err := seal.RandomToken()
	if err != nil {
		return "", err
	}
	hash := seal.Hash([]byte(token))
	mac := keys.Token(deviceUse, token, string(a.ID), strconv.FormatInt(a.Epoch, 10))
	for _, step := range []struct {
		query string
		args  []any
	}{
		{`DELETE FROM network_devices WHERE account_id = $1 AND (epoch <> $2 OR seen < $3)`, []any{a.ID, a.Epoch, dayBefore(tx.Now(), DeviceKept)}},
		{`INSERT INTO network_devices (token, account_id, epoch, session, seen) VALUES ($1, $2, $3, $4, $5)`, []any{hash[:], a.ID, a.Epoch, session[:], today}},
		{`DELETE FROM network_devices WHERE account_id = $1 AND token <> $2 AND token NOT IN (SELECT token FROM network_devices WHERE account_id = $1 ORDER BY seen DESC, token LIMIT ` +
			strconv.Itoa(mostDevices) + `)`, []any{a.ID, hash[:]}},
	} {
		if _, err := tx.Exec(step.query, step.args...); err != nil {
			return "", errs.Wrap(err, "remember device")
		}
	}
	others = append(others, token+"."+base64.RawURLEncoding.EncodeToString(mac[:]))
	return strings.Join(others[max(0, len(others)-mostKept):], "~"), nil
}

// CountDevices tells how many browsers are known for an account.
func CountDevices(tx *store.Tx, a Account) (n int64, err error) {
	err = tx.QueryRow(`SELECT COUNT(*) FROM network_devices WHERE account_id = $1 AND epoch = $2 AND seen >= $3`, a.ID, a.Epoch, dayBefore(tx.Now(), DeviceKept)).Scan(&n)
	return n, errs.Wrap(err, "count devices")
}

// forgetDevice forgets the browser in which a session was opened last, and forgetOtherDevices all but that one.
func forgetDevice(tx *store.Tx, a AccountID, session string) error {
	_, err := tx.Exec(`DELETE FROM network_devices WHERE account_id = $1 AND session IN (SELECT token FROM network_sessions WHERE id = $2)`, a, session)
	return errs.Wrap(err, "forget device")
}

func forgetOtherDevices(tx *store.Tx, a AccountID, but string) error {
	_, err := tx.Exec(`DELETE FROM network_devices WHERE account_id = $1 AND session NOT IN (SELECT token FROM network_sessions WHERE id = $2)`, a, but)
	return errs.Wrap(err, "forget devices")
}

type deviceRow struct {
	account AccountID
	epoch   int64
	seen    string
}

const deviceQuery = `SELECT account_id, epoch, seen FROM network_devices`

func scanDevice(row store.Row) (d deviceRow, err error) {
	return d, row.Scan(&d.account, &d.epoch, &d.seen)
}

// parseKept are the tokens that a browser sends, a few at most.
func parseKept(kept string) (list []string) {
	if len(kept) > mostKept*2*(tokenPart+1) {
		return nil
	}
	for text := range strings.SplitSeq(kept, "~") {
		if len(text) == 2*tokenPart+1 && text[tokenPart] == '.' && !slices.Contains(list, text) && len(list) < mostKept {
			list = append(list, text)
		}
	}
	return list
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func dayBefore(now time.Time, by time.Duration) string { return day(now.Add(-by)) }
