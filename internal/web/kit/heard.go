package kit

import (
	"approdo/internal/base/errs"
	"approdo/internal/web/page"
)

// Heard tells whoever watches of an error that says that something is not genuine, where what a reader asked for can be shown without it; other errors pass.
func Heard(r *page.Request, err error) error {
	if errs.KindOf(err) != errs.Forged || err == nil {
		return err
	}
	r.Alarm(err)
	return nil
}
