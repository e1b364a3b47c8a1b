package page

import (
	"fmt"
	"net/http"

	"approdo/internal/base/policy"
)

// Handler answers one request. An error it returns is shown as a calm page; see answer.go.
type Handler func(*Request) error

// Route is one line of a web package's table of contents. Routes whose Action is
// policy.SessionOpen are open to anybody; all others need a session that may do the action.
type Route struct {
	Method  string // GET or POST
	Pattern string // of net/http, without method and host
	Action  policy.Action
	Handler Handler
	Longest int64 // bytes of the longest body accepted; as much as a form needs when 0
	Heavy   bool  // takes long to answer: each account asks few of them at a time
}

// check says what a route lacks, in words for the programmer who wrote it.
func (r Route) check() error {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return fmt.Errorf("route %q: method %q is neither GET nor POST", r.Pattern, r.Method)
	case r.Pattern == "" || r.Pattern[0] != '/':
		return fmt.Errorf("route %s %q: the pattern must start with /", r.Method, r.Pattern)
	case r.Action == "":
		return fmt.Errorf("route %s %s: the action is missing", r.Method, r.Pattern)
	case r.Handler == nil:
		return fmt.Errorf("route %s %s: the handler is missing", r.Method, r.Pattern)
	}
	return nil
}
