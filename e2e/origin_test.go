package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"approdo/internal/base/policy"
)

// TestNothingChangesForAnotherSite sends to every route that changes something what a page of another site could make a browser send, as
// somebody who may use it.
func TestNothingChangesForAnotherSite(t *testing.T) {
	t.Parallel()
	towns(t, func(t *testing.T, w *town) {
		tried := 0
		for _, route := range w.site.routes {
			if route.Method != http.MethodPost {
				continue
			}
			token := ""
			for _, m := range w.members {
				if policy.May(m.Subject(), route.Action) && m.Lead {
					token = m.token
				}
			}
			before := w.written(t)
			for name, headers := range map[string]map[string]string{
				"another site":               {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
				"a sister site":              {"Sec-Fetch-Site": "same-site", "Origin": "http://evil.localhost"},
				"nobody":                     {},
				"a null origin":              {"Origin": "null"},
				"another origin, no fetch":   {"Origin": "https://evil.example"},
				"this host, another port":    {"Origin": "http://127.0.0.1:1"},
				"a null origin, cross-site":  {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
				"cross-site, an own referer": {"Sec-Fetch-Site": "cross-site", "Referer": w.site.address + "/"},
			} {
				tried++
				r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.site.address+address(route, behind(route, w.faro)), strings.NewReader(url.Values{"name": {"x"}}.Encode()))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				for k, v := range headers {
					r.Header.Set(k, v)
				}
				if token != "" {
					r.AddCookie(&http.Cookie{Name: "session", Value: token})
				}
				response := exchange(t, r)
				_ = response.Body.Close()
				if response.StatusCode != http.StatusForbidden {
					t.Errorf("%s from %s: status %d", route.Pattern, name, response.StatusCode)
				}
			}
			if after := w.written(t); after != before {
				t.Errorf("%s: %d entries were written", route.Pattern, after-before)
			}
		}
		if tried < 8*30 {
			t.Errorf("only %d requests were tried", tried)
		}
	})
}
