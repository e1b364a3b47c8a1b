// Package reports holds the screens of reports: counted, compared, traced to their records, frozen.
package reports

import (
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Engine  *report.Engine
	Reports report.Reports

	compared compared // frozen reports counted again
}
