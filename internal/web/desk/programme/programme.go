// Package programme holds the screens of what is done about a person over time: interviews, enrolments, services, answers about protection.
package programme

import (
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct{ *kit.Desk }
