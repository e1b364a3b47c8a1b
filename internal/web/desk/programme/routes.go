package programme

import (
	"slices"

	"approdo/internal/web/page"
)

// Routes are the screens of what is done about a person over time.
func (d *Desk) Routes() []page.Route {
	return slices.Concat(interviews.Routes(d.Desk), enrolments.Routes(d.Desk), deliveries.Routes(d.Desk), protections.Routes(d.Desk))
}
