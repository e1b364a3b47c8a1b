package page

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
)

// status is the only place where a kind becomes a number. Denied answers as NotFound
// does: whether something exists is nobody's business who may not see it.
var status = map[errs.Kind]int{
	errs.Invalid:     http.StatusUnprocessableEntity,
	errs.NotFound:    http.StatusNotFound,
	errs.Denied:      http.StatusNotFound,
	errs.Conflict:    http.StatusConflict,
	errs.Forged:      http.StatusConflict,
	errs.Unavailable: http.StatusServiceUnavailable,
	errs.Internal:    http.StatusInternalServerError,
}

// StatusOf is the status of an answer to a failure.
func StatusOf(err error) int { return status[errs.KindOf(err)] }

// errAnybody says that the page needs a session and there is none.
var errAnybody = errors.New("page: nobody is logged in")

// errDetour says that the person must do something else first.
var errDetour = errors.New("page: led elsewhere first")

// speak chooses the language of the answer.
func (r *Request) speak() { r.printer = i18n.For(languageFor(r.Request, r.account)) }

// authorize decides whether the route may be used, and keeps the grant.
func (r *Request) authorize(action policy.Action) error {
	if action == policy.SessionOpen {
		r.grant = policy.System(policy.Login)
		return nil
	}
	if !r.known {
		return errAnybody
	}
	if r.account.Detour != "" && action != policy.AccountKeep {
		return errDetour
	}
	grant, err := policy.Authorize(r.subject, action)
	r.grant = grant
	return err
}

// answer shows an error as a page. Somebody who is not logged in learns nothing from it:
// whatever was asked for, known or not, they are sent to log in. Who must do something
// else first is sent there in the same way.
func (r *Request) answer(err error) {
	kind := errs.KindOf(err)
	if r.begun.sent {
		r.cutOff(err)
	}
	if errors.Is(err, errAnybody) || (!r.known && status[kind] == http.StatusNotFound) {
		r.login(r.unsent())
		return
	}
	if r.account.Detour != "" && (errors.Is(err, errDetour) || status[kind] == http.StatusNotFound) {
		http.Redirect(r.writer, r.Request, r.account.Detour, http.StatusSeeOther)
		return
	}
	var incident string
	r.Alarm(err)
	switch status[kind] {
	case http.StatusNotFound:
		err = errs.E(errs.NotFound, "errors.not_found")
	case http.StatusServiceUnavailable: // whoever runs the machine has to know
		r.server.options.Log.Warn("not available", "route", routeOf(r.Request), slog.Any("error", err))
	case http.StatusInternalServerError:
		incident = r.incident(err)
		err = errs.E(errs.Internal, "errors.internal")
	}
	if err := r.problem(status[kind], err, incident); err != nil {
		r.incident(err)
	}
}

// cutOff ends an answer that has begun and cannot go on, most often since its reader is gone: another status cannot be said any more, and a page at the end of a file would be taken for a part
// of it. The connection breaks off, so that nobody takes what came for the whole.
func (r *Request) cutOff(err error) {
	r.Alarm(err)
	r.server.options.Log.Warn("an answer was cut off", "route", routeOf(r.Request), slog.Any("error", err))
	panic(http.ErrAbortHandler)
}

// beginning remembers whether something of an answer was sent.
type beginning struct {
	http.ResponseWriter
	sent  bool
	first func() // called before anything is: who reads slowly keeps nobody from reading
}

func (b *beginning) begin() {
	if !b.sent {
		b.sent = true
		b.first()
	}
}

func (b *beginning) WriteHeader(status int) {
	if status >= http.StatusOK {
		b.begin()
	}
	b.ResponseWriter.WriteHeader(status)
}

func (b *beginning) Write(p []byte) (int, error) {
	b.begin()
	return b.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (b *beginning) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// Alarm tells whoever watches when an error says that something kept is not what the program kept; other errors pass. A handler calls it for
// what it does not answer with.
func (r *Request) Alarm(err error) {
	if errs.KindOf(err) != errs.Forged || r.server.options.Forged == nil {
		return
	}
	e, _ := errs.Of(err)
	r.server.options.Log.Error("something kept is not genuine", "route", routeOf(r.Request), slog.Any("error", err))
	if failed := r.server.options.Forged(context.WithoutCancel(r.Context()), r.subject, e); failed != nil {
		r.incident(failed)
	}
}

// problem renders the page of an error.
func (r *Request) problem(code int, err error, incident string) error {
	kind := strings.ReplaceAll(errs.KindOf(err).String(), " ", "_")
	title := r.printer.T("page.problem." + kind)
	return r.RenderStatus(code, title, ProblemPage(r.printer, Problem{
		Title: title, Sentences: r.printer.Errors(err), Incident: incident, Back: kind == "invalid", Typed: r.typed(), Ways: r.ways(err),
	}))
}

// ways lead whoever is refused on: to what helps, or else to the first page.
func (r *Request) ways(err error) (links []Link) {
	if e, known := errs.Of(err); known && r.known && r.server.options.Ways != nil {
		links = r.server.options.Ways(r, e)
	}
	links = append(links, Link{Label: r.printer.T("page.home"), Path: "/"})
	links[0].Primary = true
	return links
}

// typed is what somebody typed into the form that is answered: nobody should have to type it again.
func (r *Request) typed() []Pair {
	if r.Method != http.MethodPost || r.PostForm == nil || !r.known || r.server.options.Typed == nil {
		return nil
	}
	fields, err := readable(r.PostForm)
	if err != nil {
		return nil
	}
	return r.server.options.Typed(r.printer, fields)
}

func (r *Request) login(unsent bool) {
	back := "/"
	if unsent {
		back = "/unsent"
	} else if r.Method == http.MethodGet {
		back = r.URL.RequestURI()
	}
	http.Redirect(r.writer, r.Request, LoginPath(back), http.StatusSeeOther)
}

// unsent keeps the form that somebody sent whose session had ended, if that can be told.
func (r *Request) unsent() bool {
	if r.Method != http.MethodPost || r.server.options.Unsent == nil {
		return false
	}
	kept, err := r.server.options.Unsent(r)
	if err != nil {
		r.incident(err)
	}
	return kept && err == nil
}

// incident logs a fault of ours under a number that the page shows too, so that a person
// who asks for help can say which one it was.
func (r *Request) incident(err error) string {
	id := fmt.Sprintf("%04x-%04x", rand.N(1<<16), rand.N(1<<16))
	r.server.options.Log.Error("request failed", "incident", id, "method", r.Method, "route", routeOf(r.Request), slog.Any("error", err))
	return id
}

// rescue answers a panic as any other fault of ours. http.ErrAbortHandler is net/http's own and passes.
func (r *Request) rescue() {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	if r.printer == nil {
		r.speak()
	}
	r.answer(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
}
