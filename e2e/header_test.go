package e2e_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/policy"
)

// guards are the headers of every answer, whole: one more or one less, or one other letter, is a decision. What differs stands in apart.
var guards = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Cache-Control":                "no-store",
}

// ordinary are headers that say what an answer is, not how to treat it.
var ordinary = []string{
	"Content-Type", "Content-Language", "Content-Length", "Content-Disposition", "Content-Encoding", "Date", "Location", "Vary", "Retry-After", "Refresh", "Set-Cookie",
	"Clear-Site-Data",
}

// apart are the answers that have their own: built files, which are everybody's and never change, and the files of a person, which must not act even where a
// browser shows them.
var apart = []struct {
	path                *regexp.Regexp
	header, value, more string
}{
	{regexp.MustCompile(`^/assets/[a-z]`), "Cache-Control", "public, max-age=31536000, immutable", "Accept-Ranges"},
	{regexp.MustCompile(`^/people/[0-9a-f-]{36}/files/[0-9a-f-]{36}$`), "Content-Security-Policy", "sandbox; default-src 'none'", ""},
}

// unguarded says in what the headers of an answer differ from what they must be, to the letter.
func unguarded(response *http.Response) (faults []string) {
	want, known := maps.Clone(guards), slices.Clone(ordinary)
	for _, a := range apart {
		if response.StatusCode == http.StatusOK && a.path.MatchString(response.Request.URL.Path) {
			want[a.header] = a.value
			known = append(known, a.more)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got := response.Header.Values(name); len(got) != 1 || got[0] != want[name] {
			faults = append(faults, fmt.Sprintf("%s is %q", name, got))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(response.Header)) {
		if _, is := want[name]; !is && !slices.Contains(known, name) {
			faults = append(faults, fmt.Sprintf("an unknown header %s: %q", name, response.Header.Values(name)))
		}
	}
	return faults
}

// exchange makes a request, follows nothing, and demands the headers of every answer. All requests of these tests that no browser makes go through it, so
// that pages, refusals, redirections and downloads of every role are looked at.
func exchange(t *testing.T, r *http.Request) *http.Response {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range unguarded(response) {
		t.Errorf("%s %s (%d): %s", r.Method, r.URL.Path, response.StatusCode, fault)
	}
	return response
}

// TestEveryRouteAnswersWithTheSameGuards asks every route, as everybody who may and as nobody. Refusals are asked for in the tests of refusals.
func TestEveryRouteAnswersWithTheSameGuards(t *testing.T) {
	t.Parallel()
	towns(t, func(t *testing.T, w *town) {
		answers := map[int]int{}
		for _, route := range w.site.routes {
			tokens := []string{""}
			for _, m := range w.members {
				if policy.May(m.Subject(), route.Action) {
					tokens = append(tokens, m.token)
				}
			}
			for _, token := range tokens {
				response := w.site.send(t, token, address(route, behind(route, w.faro)), nil)
				_ = response.Body.Close()
				answers[response.StatusCode]++
			}
		}
		t.Logf("answers by status: %v", answers)
		for _, status := range []int{http.StatusOK, http.StatusSeeOther, http.StatusNotFound} {
			if answers[status] == 0 {
				t.Errorf("nothing was answered with %d", status)
			}
		}
	})
}

// TestWhatIsNoPageIsGuardedToo asks for what no route answers, and in ways that none expects.
func TestWhatIsNoPageIsGuardedToo(t *testing.T) {
	s := visitSite(t)
	token := s.login(t, "nora")
	_, _, home := s.fetch(t, "", "/login")
	built := regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(home, -1)
	if len(built) < 4 {
		t.Fatalf("a page uses the built files %q", built)
	}
	type asking struct {
		method, path, body string
		headers            map[string]string
		status             int
	}
	askings := []asking{
		{"GET", "/assets/none.css", "", nil, 404},
		{"GET", "/assets/", "", nil, 404},
		{"GET", "/nothing", "", nil, 404},
		{"GET", "/people/../../etc/passwd", "", nil, 404},
		{"GET", "/" + strings.Repeat("x", 5_000), "", nil, 404},
		{"GET", "/contacts?format=csv", "", nil, 200},
		{"GET", "/contacts?format=xlsx", "", nil, 200},
		{"GET", "/contacts?format=exe", "", nil, 404},
		{"GET", "/", "", map[string]string{"Accept-Encoding": "gzip"}, 200},
		{"HEAD", "/", "", nil, 200},
		{"GET", "/", "", map[string]string{"Host": "evil.example"}, 421},
		{"POST", "/contacts", "a=b", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"POST", "/contacts", "%zz", nil, 422},
		{"POST", "/contacts", "a=" + strings.Repeat("x", 2<<20), nil, 422},
		{"POST", "/outings", "minutes=x", nil, 422},
		{"POST", "/language", "to=/&language=en", nil, 303},
		{"PUT", "/contacts", "", nil, 404},
		{"DELETE", "/contacts", "", nil, 404},
		{"OPTIONS", "/", "", nil, 404},
		{"PROPFIND", "/", "", nil, 404},
	}
	for _, b := range built {
		askings = append(askings, asking{"GET", b[1], "", nil, 200}, asking{"GET", b[1], "", map[string]string{"Accept-Encoding": "gzip"}, 200})
	}
	for _, a := range askings {
		r, err := http.NewRequestWithContext(t.Context(), a.method, s.address+a.path, strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: "session", Value: token})
		for name, value := range a.headers {
			r.Header.Set(name, value)
		}
		r.Host = a.headers["Host"]
		response := exchange(t, r)
		_ = response.Body.Close()
		if response.StatusCode != a.status {
			t.Errorf("%s %.60s %v: status %d instead of %d", a.method, a.path, a.headers, response.StatusCode, a.status)
		}
	}
}

// TestAHeaderThatIsNotAsItMustBeIsNamed shows answers with one fault each.
func TestAHeaderThatIsNotAsItMustBeIsNamed(t *testing.T) {
	for name, change := range map[string]func(http.Header){
		"":                func(http.Header) {},
		"one less":        func(h http.Header) { h.Del("X-Frame-Options") },
		"one more":        func(h http.Header) { h.Set("Server", "approdo") },
		"one twice":       func(h http.Header) { h.Add("Referrer-Policy", "same-origin") },
		"another letter":  func(h http.Header) { h.Set("Content-Security-Policy", guards["Content-Security-Policy"]+";") },
		"kept by a cache": func(h http.Header) { h.Set("Cache-Control", "private") },
		"a file's policy": func(h http.Header) { h.Set("Content-Security-Policy", "sandbox; default-src 'none'") },
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1/people", nil)
		if err != nil {
			t.Fatal(err)
		}
		response := &http.Response{Request: r, StatusCode: http.StatusOK, Header: http.Header{}}
		for header, value := range guards {
			response.Header.Set(header, value)
		}
		change(response.Header)
		if faults := unguarded(response); len(faults) != min(1, len(name)) {
			t.Errorf("%q: %q", name, faults)
		}
	}
}
