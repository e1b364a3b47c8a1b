package page

import "github.com/a-h/templ"

// The looks of a button that posts.
const (
	Primary = "primary" // the one thing to do on this screen
	Danger  = "danger"  // what cannot be undone
)

// When is a piece that stands only where something holds.
func When(holds bool, piece templ.Component) templ.Component {
	if !holds {
		return nil
	}
	return piece
}
