package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
)

// Verdict is how one finding stands.
type Verdict string

// The verdicts. Only Danger makes the command fail.
const (
	Safe    Verdict = "safe"
	Warning Verdict = "warning"
	Danger  Verdict = "danger"
	Untold  Verdict = "untold" // the machine does not say
)

// shapes tell the verdicts apart without colour.
var shapes = map[Verdict]string{Safe: "✓", Warning: "!", Danger: "✗", Untold: "?"}

// Finding is one thing the doctor looked at.
type Finding struct {
	Check   string  `json:"check"`
	Verdict Verdict `json:"verdict"`
	Text    string  `json:"text"`
}

// What the doctor holds for too old, too late, too little.
const (
	backupFresh  = 2 * 24 * time.Hour
	backupOld    = 7 * 24 * time.Hour
	signedFresh  = 2 * time.Hour
	signedOld    = 24 * time.Hour
	clockApart   = time.Minute
	roomLittle   = 2 << 30 // bytes
	roomLow      = 256 << 20
	fewestHolder = 2
)

// ExamineOrder is one `approdo doctor`.
type ExamineOrder struct {
	Format string   // text or json
	Accept []string // checks whose danger is known and accepted: it becomes a warning
}

// doctor gathers findings.
type doctor struct {
	p      Place
	lang   *i18n.Printer
	now    time.Time
	accept []string
	list   []Finding
}

func (d *doctor) found(v Verdict, key string, args ...any) {
	if v == Danger && slices.Contains(d.accept, key) {
		v = Warning
	}
	d.list = append(d.list, Finding{Check: key, Verdict: v, Text: d.lang.T("doctor."+key, args...)})
}

// Examine looks at an installation and says what is unsafe, as lines or as JSON. It changes nothing. Conflict "doctor.unsafe" when there is danger.
func Examine(ctx context.Context, p Place, order ExamineOrder, out io.Writer, lang *i18n.Printer) error {
	if order.Format != "text" && order.Format != "json" {
		return errs.E(errs.Invalid, "doctor.unknown_format", "format", order.Format)
	}
	o := store.Options{Dir: p.Dir, Database: p.Database}
	if there, err := store.Exists(ctx, o); err != nil {
		return err
	} else if !there {
		return errs.E(errs.NotFound, "network.none")
	}
	d := &doctor{p: p, lang: lang, now: time.Now(), accept: order.Accept}
	d.files()
	h, err := store.Inspect(ctx, o)
	if err != nil {
		return err
	}
	d.database(h)
	d.volume()
	d.room(h)
	if h.Foreign == nil && !h.Pending && len(h.Odd) == 0 {
		err := d.contents(ctx, o)
		if err != nil && (ctx.Err() != nil || errs.KindOf(err) == errs.NotFound || !unreadable(err)) {
			return err
		}
		if err != nil { // what was found before is worth telling all the same
			d.found(Danger, "contents_unread", "why", lang.Error(err))
		}
	}
	return d.tell(order.Format, out)
}

func (d *doctor) tell(format string, out io.Writer) error {
	dangers := 0
	for _, f := range d.list {
		if f.Verdict == Danger {
			dangers++
		}
	}
	if format == "json" {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		if err := e.Encode(map[string]any{"safe": dangers == 0, "findings": d.list}); err != nil {
			return err
		}
	} else {
		for _, f := range d.list {
			fmt.Fprintln(out, shapes[f.Verdict], f.Text)
		}
	}
	if dangers > 0 {
		return errs.E(errs.Conflict, "doctor.unsafe", "count", dangers)
	}
	return nil
}

// files looks at who may read the folder and the key file, and where that lies.
func (d *doctor) files() {
	private, known, err := machine.Private(d.p.Dir)
	switch {
	case err != nil:
		d.found(Danger, "folder_missing", "dir", d.p.Dir)
	case !known:
		d.found(Untold, "folder_untold", "dir", d.p.Dir)
	case private:
		d.found(Safe, "folder_private", "dir", d.p.Dir)
	default:
		d.found(Danger, "folder_open", "dir", d.p.Dir)
	}
	key := d.p.keyPath()
	private, known, err = machine.Private(key)
	switch {
	case err != nil:
		d.found(Danger, "key_missing", "file", key)
		return
	case !known:
		d.found(Untold, "key_untold", "file", key)
	case !private:
		d.found(Danger, "key_exposed", "file", key)
	default:
		d.found(Safe, "key_private", "file", key)
	}
	if d.p.Database != "" {
		return
	}
	same, told := machine.SameDevice(key, d.p.Dir)
	switch {
	case within(key, d.p.Dir) && d.p.beside():
		d.found(Warning, "key_inside")
	case within(key, d.p.Dir):
		d.found(Danger, "key_beside", "file", key)
	case told && same:
		d.found(Warning, "key_same_device", "file", key)
	case told:
		d.found(Safe, "key_apart", "file", key)
	}
}

// volume asks whether what is written is encrypted on its way to the disk.
func (d *doctor) volume() {
	where := d.p.Dir
	if real, err := filepath.EvalSymlinks(where); err == nil {
		where = real
	}
	if d.p.Database != "" {
		d.found(Untold, "volume_elsewhere")
	}
	switch machine.Volume("/", where) {
	case machine.Encrypted:
		d.found(Safe, "volume_encrypted")
	case machine.Bare:
		d.found(Danger, "volume_bare")
	case machine.Memory:
		d.found(Warning, "volume_memory")
	default:
		d.found(Untold, "volume_untold")
	}
}

func (d *doctor) room(h store.Health) {
	free, known := machine.Room(d.p.Dir)
	enough := max(roomLittle, 2*h.Size) // a scrubbing or a migration writes everything once more
	if d.p.Database != "" {
		enough = roomLow
	}
	switch mib := free >> 20; {
	case !known:
		d.found(Untold, "room_untold")
	case free < roomLow:
		d.found(Danger, "room_low", "free", mib)
	case free < enough:
		d.found(Warning, "room_little", "free", mib, "enough", enough>>20)
	default:
		d.found(Safe, "room_enough", "free", mib)
	}
}

// database looks at the settings on which durability rests, at the tables' version, and at the clock.
func (d *doctor) database(h store.Health) {
	unsafe := 0
	for _, s := range h.Settings {
		if !s.Safe {
			unsafe++
			d.found(Danger, "setting_unsafe", "name", s.Name, "value", s.Value)
		}
	}
	if unsafe == 0 {
		d.found(Safe, "settings_safe", "count", len(h.Settings))
	}
	switch {
	case h.Foreign != nil:
		d.found(Danger, "schema_foreign", "why", d.lang.Error(h.Foreign))
	case h.Pending:
		d.found(Warning, "schema_old", "version", h.Version, "known", h.Newest)
	case len(h.Odd) > 0:
		d.found(Danger, "schema_odd", "what", store.OddWords(h.Odd))
	default:
		d.found(Safe, "schema_current", "version", h.Version)
	}
	last, err := time.Parse(audit.TimeFormat, h.Last)
	switch apart := d.now.Sub(h.Clock).Abs(); {
	case err == nil && d.now.Add(clockApart).Before(last):
		d.found(Danger, "clock_back", "now", d.now.UTC().Format(time.RFC3339), "last", last.Format(time.RFC3339))
	case apart > clockApart:
		d.found(Warning, "clock_apart", "seconds", int64(apart.Seconds()))
	default:
		d.found(Safe, "clock_right", "now", d.now.UTC().Format(time.RFC3339))
	}
}

// contents looks at what only the open database knows.
func (d *doctor) contents(ctx context.Context, o store.Options) (err error) {
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	keys, unread := seal.ReadKeyFile(d.p.keyPath())
	looks := []func(*store.Tx) error{d.backups, d.checkpoints, d.unique}
	if unread == nil { // else it was said already
		s.UseKeys(keys)
		looks = append(looks, d.holders, d.vouched, d.counted)
	}
	if table, err := s.Oversized(ctx, policy.System(policy.Startup), backup.MostRow); err != nil {
		return err
	} else if table != "" {
		d.found(Danger, "row_too_long", "table", table, "most", backup.MostRow>>20)
	}
	if column, err := s.Misfit(ctx, policy.System(policy.Startup)); err != nil {
		return err
	} else if column != "" {
		d.found(Danger, "column_misfit", "column", column)
	}
	if list, err := s.Astray(ctx, policy.System(policy.Startup)); err != nil {
		return err
	} else if len(list) > 0 {
		d.found(Danger, "index_astray", "what", strings.Join(list, ", "))
	}
	return s.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) error {
		if _, err := network.Find(tx); err != nil {
			return err
		}
		for _, look := range looks {
			if err := look(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// unique says how many people the facts in clear tell apart, so that nobody takes a stolen folder for one without persons in it.
func (d *doctor) unique(tx *store.Tx) error {
	unique, all, err := person.Unique(tx)
	if err == nil && unique > 0 {
		d.found(Warning, "unique_people", "count", all, "unique", unique)
	}
	if err != nil {
		return err
	}
	shapes, err := rights.FindShapes(tx)
	if err == nil && shapes.Husks > 0 {
		d.found(Warning, "erased_apart", "count", shapes.Husks, "kinds", shapes.Kinds, "quarters", shapes.Quarters)
	}
	return err
}

func (d *doctor) backups(tx *store.Tx) error {
	m, found, err := backup.Newest(tx)
	if err != nil {
		return err
	}
	at, broken := time.Parse(time.RFC3339, m.At)
	switch age := d.now.Sub(at); {
	case !found || broken != nil:
		d.found(Danger, "backup_none")
	case age > backupOld:
		d.found(Danger, "backup_old", "made", m.At, "days", int(age.Hours()/24))
	case age > backupFresh:
		d.found(Warning, "backup_old", "made", m.At, "days", int(age.Hours()/24))
	default:
		d.found(Safe, "backup_fresh", "made", m.At)
	}
	keys, err := backup.Keys(filepath.Join(d.p.Dir, keyFolder))
	for _, k := range keys {
		if !d.now.After(k.End) {
			continue
		}
		needed, err := k.Needed(tx)
		if err != nil {
			return err
		}
		if needed {
			d.found(Warning, "backup_key_kept", "key", k.ID, "day", k.End.Format(time.DateOnly))
		} else {
			d.found(Danger, "backup_key_old", "key", k.ID, "day", k.End.Format(time.DateOnly))
		}
	}
	return err
}

func (d *doctor) checkpoints(tx *store.Tx) error {
	c, found, err := store.LastCheckpoint(tx)
	if err != nil {
		return err
	}
	head, err := store.TrailHead(tx)
	if err != nil {
		return err
	}
	at, broken := time.Parse(audit.TimeFormat, c.At)
	since := head.Size - c.Size
	switch age := d.now.Sub(at); {
	case !found || broken != nil:
		d.found(Danger, "checkpoint_none")
	case age > signedOld && since > 1: // the first entry since is the checkpoint's own
		d.found(Danger, "checkpoint_old", "at", at.Format(time.RFC3339), "entries", since)
	case age > signedFresh && since > 1:
		d.found(Warning, "checkpoint_old", "at", at.Format(time.RFC3339), "entries", since)
	default:
		d.found(Safe, "checkpoint_fresh", "at", at.Format(time.RFC3339))
	}
	return nil
}

// holders looks at who could still open each organisation's vault if somebody were gone.
func (d *doctor) holders(tx *store.Tx) error {
	list, err := network.Organisations(tx)
	if err != nil {
		return err
	}
	accounts, err := network.Accounts(tx)
	if err != nil {
		return err
	}
	var none, few, unread []string
	enough := 0
	for _, o := range list {
		if !o.Member {
			continue
		}
		papers, err := vault.Shares(tx, o.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(papers, func(s vault.Share) bool { return s.Checked == "" }) {
			unread = append(unread, o.Code)
		}
		n, err := holders(tx, o.ID, accounts)
		switch {
		case errs.KindOf(err) == errs.NotFound && err != nil:
			none = append(none, o.Code)
		case err != nil:
			return err
		case n < fewestHolder:
			few = append(few, fmt.Sprintf("%s (%d)", o.Code, n))
		default:
			enough++
		}
	}
	if len(none) > 0 {
		d.found(Danger, "recovery_none", "organisations", strings.Join(none, ", "))
	}
	if len(unread) > 0 {
		d.found(Danger, "shares_unread", "organisations", strings.Join(unread, ", "))
	}
	if len(few) > 0 {
		d.found(Danger, "holders_few", "organisations", strings.Join(few, ", "))
	}
	if enough > 0 {
		d.found(Safe, "holders_enough", "count", enough)
	}
	return nil
}

// holders counts who holds the key of an organisation's team; NotFound where no recovery key was made, and so no vault.
func holders(tx *store.Tx, o network.OrganisationID, accounts []network.Account) (n int, err error) {
	if _, err := vault.FindRecovery(tx, o); err != nil {
		return 0, err
	}
	for _, a := range accounts {
		if a.OrganisationID != o {
			continue
		}
		holds, err := vault.Holds(tx, o, a.ID)
		if err != nil {
			return 0, err
		}
		if holds {
			n++
		}
	}
	return n, nil
}
