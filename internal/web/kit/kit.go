// Package kit is the machinery of screens: lists, forms, records and what was corrected about them, files that leave, and what areas show of one another.
// An area is a package below desk whose type Desk embeds the one here; areas never import one another. What one shows of another is handed in as a value:
// a Panel on the page of a person, a Story on their timeline, Targets of a project.
package kit

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Desk is what every screen depends on.
type Desk struct {
	Store     *store.Store
	Book      *codebook.Book
	Network   network.Network
	Concerned func(*store.Tx, person.ID) (bool, error) // whether somebody asked for something about a person, or holds their data
	Stories   []Story                                  // what is told of a person, in the order of what rests on what
	Looking   *Looking                                 // of lists and reports on screen; nil: nobody counts
}
