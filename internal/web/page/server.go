package page

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"

	"approdo/internal/base/i18n"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Options is what a Server is made of.
type Options struct {
	Routes   []Route
	Sessions Sessions              // nil: nobody can be logged in
	Menu     func(*Request) []Item // the entries of the main menu for a person who is logged in
	Example  bool                  // every page carries the "example data" mark
	Secure   bool                  // pages travel over TLS
	Proxy    *Proxy                // the reverse proxy in front, which has the TLS; nil for none
	Hosts    []string              // names answered to, besides the loopback ones
	// Refused puts on record that somebody asked for what they may not do, or for what is not there; nil: nobody does.
	Refused func(ctx context.Context, s policy.Subject, a policy.Action, why errs.Kind) error
	// Forged puts on record that something kept is not what the program kept, and tells whoever watches; nil: nobody does.
	Forged func(ctx context.Context, s policy.Subject, what *errs.Error) error
	// Typed tells in words what somebody typed into a form that found nothing to save it to, but for what nobody reads, and secrets; nil: it is not shown.
	Typed func(p *i18n.Printer, f *Fields) []Pair
	// Unsent keeps a form that was sent when its session had ended, to be given back at /unsent after a log-in; nil: it is lost.
	Unsent func(*Request) (kept bool, err error)
	// Ways are the pages that help whoever is refused; nil: the first page.
	Ways func(r *Request, why *errs.Error) []Link
	// Health asks whether what the pages stand on answers; nil: nothing is asked.
	Health func(context.Context) error
	// Keys seal what an act says on the page to which it leads; nil, or none: it says nothing.
	Keys func() *seal.Keys
	Log  *slog.Logger
}

// Item is an entry of the main menu.
type Item struct {
	Label   string
	Path    string
	Current bool
}

// Server answers with the pages of a table of routes.
type Server struct {
	options Options
	health  health
	routes  []Route
	handler http.Handler
	bodies  bodies
	heavy   heavy
	crowd   crowd
}

// New makes a server. It refuses a table in which an action is missing or two patterns meet.
func New(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	s := &Server{options: o, routes: append([]Route{languageRoute()}, o.Routes...)}
	mux := http.NewServeMux()
	for _, route := range s.routes {
		if err := route.check(); err != nil {
			return nil, err
		}
		if err := register(mux, route.Method+" "+route.Pattern, s.serve(route)); err != nil {
			return nil, err
		}
	}
	if err := register(mux, "GET "+assetPath, http.HandlerFunc(serveAsset)); err != nil {
		return nil, err
	}
	if !styled() {
		o.Log.Warn("pages have no style: the assets were not built; run `go run ./internal/web/page/build`")
	}
	s.handler = s.logged(s.secured(s.healthy(s.proxied(s.crowded(s.hosted(addressed(compressed(sameSite(s.known(mux), s.serve(crossSite))))))))))
	return s, nil
}

// keys are those of the key file; nil without one.
func (s *Server) keys() *seal.Keys {
	if s.options.Keys == nil {
		return nil
	}
	return s.options.Keys()
}

// Routes is the whole table served, for tests that visit every page.
func (s *Server) Routes() []Route { return s.routes }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// register turns the mux's panic about patterns that meet into an error.
func register(mux *http.ServeMux, pattern string, h http.Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("route %s: %v", pattern, p)
		}
	}()
	mux.Handle(pattern, h)
	return nil
}

// crossSite and missing are what requests meet that no route is for.
var (
	crossSite = Route{Action: policy.SessionOpen, Handler: func(r *Request) error {
		return r.problem(http.StatusForbidden, errs.E(errs.Denied, "page.cross_site"), "")
	}}
	missing = Route{Action: policy.SessionOpen, Handler: func(*Request) error {
		return errs.E(errs.NotFound, "errors.not_found")
	}}
)

// known sends requests to their route. Where there is none, and where there is one for
// another method only, the answer is what a page that may not be seen answers.
func (s *Server) known(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" {
			s.serve(missing)(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// serve answers one request for a route: find who asks, decide, hand over, and turn an error or a panic into a page.
func (s *Server) serve(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		ctx, pause, end := store.Moment(hr.Context()) // what is asked once is asked of one state
		defer end()
		begun := &beginning{ResponseWriter: w, first: end}
		r := &Request{Request: hr.WithContext(ctx), server: s, writer: begun, begun: begun, pause: pause, apart: end}
		defer r.rescue()
		err := r.identify()
		r.bound(route)
		r.speak()
		if err == nil {
			err = r.authorize(route.Action)
		}
		if err == nil {
			err = r.handle(route)
		}
		if err != nil {
			r.refused(route, err)
			r.answer(err)
		}
	}
}

// refused puts a refusal on record before it is answered. What may not be seen and what is not there are one to the
// reader, so the same work is done for both.
func (r *Request) refused(route Route, err error) {
	why := errs.KindOf(err)
	if !r.known || route.Action == policy.SessionOpen || status[why] != http.StatusNotFound || r.server.options.Refused == nil {
		return
	}
	if err := r.server.options.Refused(r.Context(), r.subject, route.Action, why); err != nil {
		r.incident(err)
	}
}
