package desk

import (
	"slices"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// officerHome says on the first page how much waits for whoever answers for the data: requests to answer, and people past their term; and first of all that the register of erasures cannot be written.
func (d *Desk) officerHome(r *page.Request, tx *store.Tx, next []kit.Step) ([]kit.Step, error) {
	if !policy.May(r.Subject(), policy.RightsKeep) {
		return next, nil
	}
	waiting, err := rights.Waits(tx)
	if err != nil {
		return nil, err
	}
	due, _, err := rights.New(d.Book).Queue(tx, d.Network.Today(tx.Now()))
	if err != nil {
		return nil, err
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
	if d.unwritten != nil && d.unwritten() {
		p := r.Printer()
		next = slices.Insert(next, 0, kit.Step{Title: p.T("desk.next.register.title"), Text: p.T("desk.next.register.text"), Go: p.T("desk.next.register.go"), Path: "/rights"})
	}
	return next, nil
}
