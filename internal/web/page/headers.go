package page

import (
	"net"
	"net/http"
	"slices"
)

// contentPolicy lets a page use what this site serves and nothing else. Inline styles and
// scripts are forbidden, so a text that slipped through escaping still could not act.
const contentPolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secured adds the headers every answer carries. Pages are never kept on disk: the next
// person at the keyboard must not find them with the back button.
func (s *Server) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if s.options.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// hosted answers only to the names this server goes by. A page of somebody else's, whose
// name is made to point here (DNS rebinding), reaches nothing.
func (s *Server) hosted(next http.Handler) http.Handler {
	names := append([]string{"localhost"}, s.options.Hosts...)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := hostname(r.Host)
		if !slices.Contains(names, name) && !net.ParseIP(name).IsLoopback() {
			http.Error(w, "This server does not answer to that name.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// longestAddress is more than any page here asks for. Pages repeat their address in the links that lead on, so that a long one would be a longer page.
const longestAddress = 8 << 10

// addressed refuses addresses that no page made.
func addressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path)+len(r.URL.RawQuery) > longestAddress {
			http.Error(w, "The address is too long.", http.StatusRequestURITooLong)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostname is a Host header without its port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	if n := len(host); n > 2 && host[0] == '[' && host[n-1] == ']' {
		return host[1 : n-1]
	}
	return host
}

// sameSite refuses requests that change something and come from another site. Browsers
// say where a request comes from; the standard check lets a request through that says
// nothing at all, and this one does not: every route here is for browsers.
func sameSite(next http.Handler, refuse http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(refuse)
	protected := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead
		if !safe && r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == "" {
			refuse.ServeHTTP(w, r)
			return
		}
		protected.ServeHTTP(w, r)
	})
}
