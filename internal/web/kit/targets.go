package kit

import (
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Targets are what a project promised, beside what was reached.
type Targets struct {
	Report  string // address of the report that counts it
	Table   page.Table
	Notes   []string
	Blocked bool // the report does not add up
}

// Reached counts what a project reached, as far as a grant may count it.
type Reached func(r *page.Request, project network.Project, today string, grant policy.Grant) (Targets, error)
