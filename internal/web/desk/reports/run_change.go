package reports

import (
	"strings"
	"sync"
	"weak"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/web/page"
)

// compared are frozen reports that were counted again over the latest state of the records. All that was counted is read and
// compared for it, which takes seconds in a big network, and most people come back before anything has changed.
type compared struct {
	mu    sync.Mutex
	state weak.Pointer[report.Snapshot]
	known map[string]*report.Differences // by run, and by what its reader sees
}

// changes tells what changed since a report was frozen, as far as the reader sees it.
func (d *Desk) changes(r *page.Request, run string, snapshot *report.Snapshot) (*report.Differences, error) {
	sees, own := r.Grant().Scope(), drill(r)
	name := strings.Join([]string{run, scopeKey(sees), scopeKey(own)}, " ")
	if known := d.compared.find(snapshot, name); known != nil {
		return known, nil
	}
	var f report.Frozen
	err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		f, err = report.FindRun(tx, run)
		return err
	})
	if err != nil {
		return nil, err
	}
	definition, err := report.Extended(d.Reports.For(f.Report), snapshot)
	if err != nil {
		return nil, err
	}
	differences, err := report.Compare(f, snapshot, definition, sees, own)
	if err == nil {
		d.compared.keep(snapshot, name, differences)
	}
	return differences, err
}

// scopeKey tells scopes apart.
func scopeKey(s policy.Scope) string {
	if s.All() {
		return "*"
	}
	return strings.Join(s.Organisations(), ",")
}

func (c *compared) find(state *report.Snapshot, name string) *report.Differences {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state.Value() != state {
		return nil
	}
	return c.known[name]
}

func (c *compared) keep(state *report.Snapshot, name string, differences *report.Differences) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state.Value() != state {
		c.state, c.known = weak.Make(state), map[string]*report.Differences{}
	}
	c.known[name] = differences
}
