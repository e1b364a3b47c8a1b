package desk

import (
	"context"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
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
