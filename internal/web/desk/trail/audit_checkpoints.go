package trail

import (
	"strconv"
	"time"

	"approdo/internal/web/kit"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// stale is how old the last checkpoint may be before the officer should ask why.
const stale = 25 * time.Hour

// lastSealed says when the trail was signed last.
func (d *Desk) lastSealed(p *i18n.Printer, c audit.Checkpoint) Sealed {
	if c.Note == "" {
		return Sealed{Tone: page.Due, Words: p.T("audit.never_signed")}
	}
	s := Sealed{Tone: page.Well, Words: p.T("audit.signed", "when", d.Moment(p, c.At), "number", c.N, "entries", c.Size)}
	if at, err := time.Parse(audit.TimeFormat, c.At); err != nil || machine.Now().Sub(at) > stale {
		s.Tone = page.Late
	}
	return s
}

// checkpointList shows the signed checkpoints, the latest first, with the key that verifies them.
func (d *Desk) checkpointList(r *page.Request) error {
	p := r.Printer()
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil {
		before = 1 << 62
	}
	var list []audit.Checkpoint
	var strange error
	unsigned := map[int64]bool{}
	var reader string
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if list, err = store.Checkpoints(tx, before, kit.PerPage+1); err != nil {
			return err
		}
		for _, c := range list {
			signed, err := store.SignedHere(tx, c)
			if errs.KindOf(err) == errs.Forged {
				strange, err = err, nil
			}
			if err != nil {
				return err
			}
			unsigned[c.N] = !signed
		}
		if tx.Grant().Scope().All() {
			return nil
		}
		organisations, err := network.Organisations(tx)
		for _, o := range organisations {
			if string(o.ID) == tx.Grant().Organisation() {
				reader = o.Code
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	key, err := d.Trail.Keys.Verifier(d.Trail.Origin())
	if err == nil && strange != nil {
		err = kit.Heard(r, strange)
	}
	if err != nil {
		return err
	}
	view := CheckpointsView{
		Header: page.Header{Title: p.T("audit.checkpoints"), Sub: p.T("audit.checkpoints_sub"), Trail: []page.Link{{Label: p.T("audit.title"), Path: "/audit"}}},
		Key:    key, For: reader, Table: page.Table{Caption: p.T("audit.checkpoints")},
	}
	for _, word := range []string{"number", "when", "entries", "root"} {
		view.Table.Columns = append(view.Table.Columns, page.Column{Label: p.T("audit.field." + word)})
	}
	more := len(list) > kit.PerPage
	list = list[:min(len(list), kit.PerPage)]
	for _, c := range list {
		if unsigned[c.N] {
			view.Table.Rows = append(view.Table.Rows, page.Row{Cells: []page.Cell{{Text: p.T("audit.checkpoint_unsigned", "number", c.N), Tone: page.Blocked}, {}, {}, {}}})
			continue
		}
		view.Table.Rows = append(view.Table.Rows, page.Row{Cells: []page.Cell{
			{Text: p.T("audit.checkpoint_named", "number", c.N), Path: "/audit/checkpoints/" + kit.Itoa(c.N)},
			{Text: d.Moment(p, c.At)},
			{Text: p.Int(c.Size)},
			{Text: shortHash(c.Root.String())},
		}})
	}
	if len(list) > 0 {
		view.Pages.Summary = p.T("audit.checkpoint_range", "from", list[len(list)-1].N, "to", list[0].N)
		if more {
			view.Pages.Next = "/audit/checkpoints?before=" + kit.Itoa(list[len(list)-1].N)
		}
	}
	return r.Render(view.Header.Title, CheckpointsPage(p, view))
}

// shortHash is enough of a hash to compare two by eye.
func shortHash(h string) string {
	if len(h) > 16 {
		return h[:16] + "…"
	}
	return h
}

// checkpointShow sends one signed checkpoint as the text that can be kept.
func (d *Desk) checkpointShow(r *page.Request) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return errs.E(errs.NotFound, "errors.not_found")
	}
	var c audit.Checkpoint
	var found, signed bool
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if c, found, err = store.FindCheckpoint(tx, n); err == nil && found {
			signed, err = store.SignedHere(tx, c)
		}
		return err
	})
	if err == nil && !found {
		err = errs.E(errs.NotFound, "errors.not_found")
	}
	if err != nil {
		return err
	}
	if !signed { // whoever keeps it would hold a trail against it that is right
		return store.CheckpointForged(c)
	}
	h := r.Writer().Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="checkpoint-`+kit.Itoa(c.N)+`.txt"`)
	_, err = r.Writer().Write([]byte(c.Note))
	return errs.Wrap(err, "send checkpoint")
}
