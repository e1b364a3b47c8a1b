package page

import (
	"net/http"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
)

const (
	languageCookie = "language"
	languageYear   = 365 * 24 * 60 * 60 // seconds the choice is kept
)

// languageFor picks the language of an answer: what the person chose on this browser,
// else what their account says, else what the browser asks for.
func languageFor(r *http.Request, account Account) string {
	known := i18n.Languages()
	if c, err := r.Cookie(languageCookie); err == nil && slices.Contains(known, c.Value) {
		return c.Value
	}
	if slices.Contains(known, account.Language) {
		return account.Language
	}
	return i18n.Match(r.Header.Get("Accept-Language"))
}

// languageRoute keeps the language a person chose and returns to the page they were on.
func languageRoute() Route {
	return Route{Method: http.MethodPost, Pattern: "/language", Action: policy.SessionOpen, Handler: func(r *Request) error {
		f, err := r.Fields()
		if err != nil {
			return err
		}
		chosen := f.Text("language")
		if !slices.Contains(i18n.Languages(), chosen) {
			return errs.E(errs.Invalid, "page.language_unknown")
		}
		http.SetCookie(r.writer, &http.Cookie{
			Name: languageCookie, Value: chosen, Path: "/", MaxAge: languageYear,
			HttpOnly: true, Secure: r.server.options.Secure, SameSite: http.SameSiteStrictMode,
		})
		return r.Redirect(LocalPath(f.Text("to")))
	}}
}

// LocalPath keeps a path of this site and turns anything else into "/", so that a
// prepared link cannot send a person elsewhere after log-in.
func LocalPath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t\x00") {
		return "/"
	}
	return to
}
