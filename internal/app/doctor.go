package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/store"
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

// What the doctor holds for too late, too little.
const (
	clockApart = time.Minute
	roomLittle = 2 << 30 // bytes
	roomLow    = 256 << 20
)

// ExamineOrder is one `approdo doctor`.
type ExamineOrder struct {
	Format string   // text or json
	Accept []string // checks whose danger is known and accepted: it becomes a warning

	Transport Transport // the certificate that the server is started with, where it has one
}

// doctor gathers findings.
type doctor struct {
	p      Place
	lang   *i18n.Printer
	now    time.Time
	accept []string
	list   []Finding
	erased backup.Erasures // as the register said before the database was looked at
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
	d := &doctor{p: p, lang: lang, now: machine.Now(), accept: order.Accept}
	d.files()
	d.certificate(order.Transport)
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

// certificate looks at the certificate of the server and its key.
func (d *doctor) certificate(t Transport) {
	if t.Certificate == "" && t.Key == "" {
		return
	}
	switch v, until := t.certified(d.now); v {
	case Safe:
		d.found(v, "certificate", "day", until.UTC().Format(time.DateOnly))
	case Warning:
		d.found(v, "certificate_soon", "day", until.UTC().Format(time.DateOnly))
	case Danger:
		d.found(v, "certificate_ended", "day", until.UTC().Format(time.DateOnly))
	default:
		d.found(Danger, "certificate_unread")
	}
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
		d.found(Danger, "clock_back", "now", d.now.UTC().Format(time.RFC3339), "last", last.Format(time.RFC3339), "command", clockCommand(d.now.Format(time.DateOnly)))
	case apart > clockApart:
		d.found(Warning, "clock_apart", "seconds", int64(apart.Seconds()))
	default:
		d.found(Safe, "clock_right", "now", d.now.UTC().Format(time.RFC3339))
	}
}
