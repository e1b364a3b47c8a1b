package page

import (
	"context"
	"net/http"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
)

// Account is what a page says about the person who is logged in.
type Account struct {
	Name         string // as colleagues know them
	Login        string
	Language     string // their choice; empty when they made none
	Organisation string // its name
	Detour       string // path of what they must do before anything else; empty for nothing
}

// Sessions finds who stands behind a session's token, and gives the keys that their log-in unlocked. A token that is
// unknown, expired or revoked is a NotFound error, and the request goes on as anybody's.
type Sessions interface {
	Find(ctx context.Context, token string) (policy.Subject, Account, error)
	Identity(token string) (*seal.Identity, error)
}

// cookie is the name of the session's cookie. Browsers accept the __Host- prefix, which
// pins it to this host, only over TLS; loopback has no TLS.
func (s *Server) cookie() string {
	if s.options.Secure {
		return "__Host-session"
	}
	return "session"
}

// OpenSession gives the browser the token of a session that the caller has just made.
// The cookie ends with the browser; how long the token lives is the session store's business.
func (r *Request) OpenSession(token string) {
	http.SetCookie(r.writer, &http.Cookie{
		Name: r.server.cookie(), Value: token, Path: "/",
		HttpOnly: true, Secure: r.server.options.Secure, SameSite: http.SameSiteStrictMode,
	})
}

// CloseSession makes the browser forget its token and what it kept of the pages. The caller revokes the token itself.
func (r *Request) CloseSession() {
	http.SetCookie(r.writer, &http.Cookie{
		Name: r.server.cookie(), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: r.server.options.Secure, SameSite: http.SameSiteStrictMode,
	})
	r.writer.Header().Set("Clear-Site-Data", `"cache"`)
}

// devices is the name of the cookie in which a browser keeps that it was let in before.
func (s *Server) devices() string {
	if s.options.Secure {
		return "__Host-devices"
	}
	return "devices"
}

// Devices is what the browser keeps of having been let in before, empty when it keeps nothing.
func (r *Request) Devices() string {
	c, err := r.Cookie(r.server.devices())
	if err != nil {
		return ""
	}
	return c.Value
}

// KeepDevices gives the browser what it keeps of having been let in, for so long.
func (r *Request) KeepDevices(kept string, long time.Duration) {
	http.SetCookie(r.writer, &http.Cookie{
		Name: r.server.devices(), Value: kept, Path: "/", MaxAge: int(long / time.Second),
		HttpOnly: true, Secure: r.server.options.Secure, SameSite: http.SameSiteStrictMode,
	})
}

// Token is the session's token as the browser sent it, empty without one.
func (r *Request) Token() string {
	c, err := r.Cookie(r.server.cookie())
	if err != nil {
		return ""
	}
	return c.Value
}

// identify finds the session behind the request, if any.
func (r *Request) identify() error {
	token := r.Token()
	if token == "" || r.server.options.Sessions == nil {
		return nil
	}
	subject, account, err := r.server.options.Sessions.Find(r.Context(), token)
	switch {
	case err == nil:
		r.subject, r.account, r.known = subject, account, true
		return nil
	case errs.KindOf(err) == errs.NotFound:
		r.ended = err
		return nil
	}
	return errs.Wrap(err, "page: session")
}

// Ended says why the session that the browser still remembers is over; nil when it remembers none, or a live one.
func (r *Request) Ended() error { return r.ended }

// Identity gives the keys of whoever asks, which their log-in unlocked. They live as long as the request: a transaction never holds them.
func (r *Request) Identity() (*seal.Identity, error) {
	if !r.known {
		return nil, errAnybody
	}
	return r.server.options.Sessions.Identity(r.Token())
}
