package programme

import (
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// Routes are the screens of every kind.
func (d *Desk) Routes() (routes []page.Route) {
	for _, k := range kinds {
		routes = append(routes, k.Routes(d.Desk)...)
	}
	return routes
}

// Stories tell of them on the page of the person.
func Stories() (stories []kit.Story) {
	for _, k := range kinds {
		stories = append(stories, k.Story())
	}
	return stories
}
