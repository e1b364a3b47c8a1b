package page

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
)

// Request is one request with what was found out about it: who asks, what was granted,
// which language to answer in. It lives as long as the answer.
type Request struct {
	*http.Request
	server  *Server
	writer  http.ResponseWriter
	begun   *beginning // the writer too
	pause   func()     // lets go of the state of the database that it reads in
	apart   func()     // from here on each reading has a state of its own
	subject policy.Subject
	account Account
	known   bool
	ended   error
	began   time.Time // when its body began to come
	grant   policy.Grant
	printer *i18n.Printer
	done    *Done // what was done before this page
	looked  bool  // for it
}

// Writer is where an answer that is not a page goes, such as a download.
func (r *Request) Writer() http.ResponseWriter { return r.writer }

// Grant is what was allowed: the route's action for this subject. Routes open to anybody carry the grant of the log-in job.
func (r *Request) Grant() policy.Grant { return r.grant }

// Subject is who asks; the zero Subject, who may do nothing, when nobody is logged in.
func (r *Request) Subject() policy.Subject { return r.subject }

// Account is what to call the person, and whether somebody is logged in.
func (r *Request) Account() (Account, bool) { return r.account, r.known }

// Printer writes in the reader's language.
func (r *Request) Printer() *i18n.Printer { return r.printer }

// Render answers a whole page: the layout with body inside.
func (r *Request) Render(title string, body templ.Component) error {
	return r.RenderStatus(http.StatusOK, title, body)
}

// RenderStatus is Render with another status: 422 shows a form again with its errors.
// The page is drawn completely before the first byte leaves, so nobody sees half of one; also for who is slow to send, whose
// request is over by then.
func (r *Request) RenderStatus(status int, title string, body templ.Component) error {
	var b bytes.Buffer
	b.Grow(32 << 10) // of most pages
	if err := layout(r.frame(title), body).Render(context.WithoutCancel(r.Context()), &b); err != nil {
		return errs.Wrap(err, "page: render")
	}
	return r.write(status, b.Bytes())
}

// Site is the address of this site as the browser knows it, without a path.
func (r *Request) Site() string {
	if r.server.options.Secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// Redirect sends the browser to another page of this site with GET.
func (r *Request) Redirect(to string) error {
	http.Redirect(r.writer, r.Request, LocalPath(to), http.StatusSeeOther)
	return nil
}

// LoginPath is where somebody who is not logged in is sent, with the page to come back to.
func LoginPath(back string) string {
	if back = LocalPath(back); back == "/" {
		return "/login"
	}
	return "/login?" + url.Values{"to": {back}}.Encode()
}

func (r *Request) write(status int, body []byte) error {
	h := r.writer.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Content-Language", r.printer.Lang())
	h.Add("Vary", "Cookie, Accept-Language")
	r.writer.WriteHeader(status)
	_, err := r.writer.Write(body)
	return errs.Wrap(err, "page: write")
}
