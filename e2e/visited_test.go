package e2e_test

import "testing"

// It asks no browser, so that whoever adds a screen knows at once.
func TestEveryRouteHasAVisit(t *testing.T) {
	for _, complaint := range unvisited(visitSite(t).routes, calls) {
		t.Error(complaint)
	}
}
