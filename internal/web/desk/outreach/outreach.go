// Package outreach holds the screens of the units on the street: outings, contacts, group meetings, help on the spot, and outings still to come.
package outreach

import "approdo/internal/web/kit"

// Desk is what these screens depend on.
type Desk struct{ *kit.Desk }

// Stories tell of contacts and of actions on the page of the person.
var Stories = []kit.Story{contacts.Story(), actions.Story()}
