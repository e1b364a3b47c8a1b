package desk

import (
	"context"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// Alarms put on record, and tell, that something kept is not genuine. The zero Alarms needs a Store.
type Alarms struct{ Store *store.Store }

// Put does so for what a reader came upon.
func (a Alarms) Put(ctx context.Context, reader policy.Subject, what *errs.Error) error {
	grant := policy.System(policy.Alarm)
	if o := what.Arg("organisation"); o != "" {
		grant = grant.Narrow(o)
	}
	return a.Store.Write(ctx, grant, func(tx *store.Tx) error { return vault.Alarm(tx, what, reader.Account) })
}

// heard tells whoever watches of an error that says that something is not genuine, where what a reader asked for can be shown without it; other errors pass.
func heard(r *page.Request, err error) error {
	if errs.KindOf(err) != errs.Forged || err == nil {
		return err
	}
	r.Alarm(err)
	return nil
}
