package imports

import (
	"context"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/care/sheet/grid"
)

// open makes rows of the bytes that were sent, and reads them as they explain themselves.
func (d *Desk) open(ctx context.Context, grant policy.Grant, u *upload, data []byte) {
	u.start(reading, func(progress sheet.Progress) error {
		file, err := d.openFile(ctx, grant, u, data)
		if err != nil {
			return err
		}
		u.mu.Lock()
		u.file, u.state.Opened, u.state.Sheets = file, true, len(file.Sheets)
		u.mu.Unlock()
		return d.understand(ctx, grant, u, sheet.Map{}, progress)
	})
}

// openFile waits for the turn of the organisation, for as long as the file is held, and then opens it.
func (d *Desk) openFile(ctx context.Context, grant policy.Grant, u *upload, data []byte) (*grid.File, error) {
	held, cancel := u.while(ctx, uploadTime)
	defer cancel()
	end, err := d.uploads.turns.Take(held, grant.Organisation(), data)
	if err != nil {
		return nil, err
	}
	defer end()
	ctx, cancel = u.while(ctx, readingTime)
	defer cancel()
	file, err := grid.Read(ctx, data)
	if err != nil {
		return nil, err
	}
	return file, d.uploads.weigh(u.id, weight(file))
}

// reread reads the file again, as the person corrected it.
func (d *Desk) reread(ctx context.Context, grant policy.Grant, u *upload, m sheet.Map) {
	u.start(reading, func(progress sheet.Progress) error { return d.understand(ctx, grant, u, m, progress) }, func(s *uploadState) { s.Given = m })
}

// understand reads every row as the map says and compares it with what is recorded.
func (d *Desk) understand(ctx context.Context, grant policy.Grant, u *upload, m sheet.Map, progress sheet.Progress) error {
	ctx, cancel := u.while(ctx, readingTime)
	defer cancel()
	var world *sheet.World
	err := d.Store.Read(ctx, grant, func(tx *store.Tx) (err error) {
		world, err = d.Sheets.Survey(tx, u.kind)
		return err
	})
	if err != nil {
		return err
	}
	draft, err := d.Sheets.Read(ctx, world, u.kind, u.file, m, progress)
	if err != nil {
		return err
	}
	return d.compared(ctx, grant, u, draft)
}

// compared shows what a file that was read would record now.
func (d *Desk) compared(ctx context.Context, grant policy.Grant, u *upload, draft *sheet.Draft) error {
	var preview sheet.Preview
	err := d.Store.Read(ctx, grant, func(tx *store.Tx) (err error) {
		preview, err = draft.Compare(tx)
		return err
	})
	if err != nil {
		return err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.draft, u.state.Preview, u.state.Understood = draft, preview, true
	u.state.Reading++
	return nil
}

// record records what is new in the file as it was seen, all of it or nothing; with skip, the rows that can be. Where it was read again since it records nothing. Then the file is let go. Asked for a second time it does
// nothing, and what was recorded is shown again for as long as the file would have been held.
func (d *Desk) record(ctx context.Context, grant policy.Grant, u *upload, seen int64, skip bool) {
	ctx = context.WithoutCancel(ctx)
	u.start(recording, func(progress sheet.Progress) error {
		u.mu.Lock()
		draft, shown, preview := u.draft, u.state.Reading, u.state.Preview
		u.mu.Unlock()
		if draft == nil {
			return errs.E(errs.Conflict, "imports.not_read")
		}
		if seen != shown {
			return errs.E(errs.Conflict, "imports.read_since")
		}
		var made []sheet.Import
		err := d.Store.Write(ctx, grant, func(tx *store.Tx) (err error) {
			made, err = draft.Apply(tx, sheet.Options{SkipBad: skip, Seen: &preview, Progress: progress})
			return err
		})
		if kind := errs.KindOf(err); kind == errs.Conflict || kind == errs.Invalid { // it is shown as it is now
			if failed := d.compared(ctx, grant, u, draft); failed != nil {
				return failed
			}
		}
		if err != nil {
			return err
		}
		u.mu.Lock()
		u.file, u.draft = nil, nil
		u.state.Recorded, u.state.Imports = true, made
		u.state.Preview = sheet.Preview{Tabs: u.state.Preview.Tabs} // which says what was left out
		u.mu.Unlock()
		return d.uploads.weigh(u.id, 0)
	})
}
