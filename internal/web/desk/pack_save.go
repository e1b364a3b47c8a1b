package desk

import (
	"approdo/internal/base/errs"
	"approdo/internal/web/page"
)

func (d *Desk) packSave(r *page.Request) error { return errs.E(errs.Unavailable, "x") }
