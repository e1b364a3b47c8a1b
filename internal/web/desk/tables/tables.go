// Package tables holds the screens of the network's own tables of reports.
package tables

import (
	"approdo/internal/care/report"
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Engine  *report.Engine
	Reports report.Reports
	Reader  Reader
}
