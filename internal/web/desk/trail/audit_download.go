package trail

import (
	"errors"
	"io"
	"os"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// auditDownload sends the trail as a file that can be verified elsewhere. The file is whole before its first byte leaves,
// so that a slow reader holds up nobody else.
func (d *Desk) auditDownload(r *page.Request) (err error) {
	f, err := os.CreateTemp("", "approdo-audit-*") // ids and codes, readable by this user only
	if err != nil {
		return errs.E(errs.Unavailable, "store.cannot_open", err)
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	_, doubt, err := d.Trail.Bundle(r.Context(), r.Grant(), f)
	if err == nil {
		err = kit.Heard(r, doubt) // the file is evidence, and whoever verifies it is told what is wrong
	}
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return errs.Wrap(err, "send audit bundle")
	}
	h := r.Writer().Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="approdo-audit-`+machine.Now().UTC().Format(time.DateOnly)+`.jsonl"`)
	_, err = io.Copy(r.Writer(), f)
	return errs.Wrap(err, "send audit bundle")
}
