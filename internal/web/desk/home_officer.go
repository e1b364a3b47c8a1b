package desk

import (
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// officerHome says on the first page how much waits for whoever answers for the data: requests to answer, and people past their term.
func (d *Desk) officerHome(r *page.Request, tx *store.Tx, next []kit.Step) error {
	if !policy.May(r.Subject(), policy.RightsKeep) {
		return nil
	}
	waiting, err := rights.Waits(tx)
	if err != nil {
		return err
	}
	due, _, err := rights.New(d.Book).Queue(tx, d.Network.Today(tx.Now()))
	if err != nil {
		return err
	}
	open := 0
	for _, x := range due {
		if x.Held == "" {
			open++
		}
	}
	counts := map[string]int{"/rights": int(waiting), "/retention": open}
	for i, n := range next {
		if count := counts[n.Path]; count > 0 {
			next[i].Text = r.Printer().T("desk.next"+map[string]string{"/rights": ".rights", "/retention": ".retention"}[n.Path]+".waits", "count", count)
		}
	}
	return nil
}
