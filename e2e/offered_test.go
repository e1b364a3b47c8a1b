package e2e_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// offered finds addresses of this site on a page.
var offered = regexp.MustCompile(`<a [^>]*href="(/[^"#]*)`)

// TestNobodyIsOfferedADoorThatIsClosed follows, as everybody of the demonstration, the links of the pages they can reach, a few of each kind: a link that a page
// offers leads somewhere for the one to whom it is offered.
func TestNobodyIsOfferedADoorThatIsClosed(t *testing.T) {
	t.Parallel()
	s := visitSite(t)
	const each = 3 // pages of one pattern that are opened
	for _, who := range []string{"giulia", "nora", "dario", "teo", "livia", "bianca", "ettore", "alma", "yara", "ugo", "pia", "saverio"} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			token, opened := s.login(t, who), map[string]int{}
			type step struct{ path, from string }
			seen, waiting := map[string]bool{"/": true}, []step{{"/", "nowhere"}}
			for len(waiting) > 0 {
				now := waiting[0]
				waiting = waiting[1:]
				pattern := s.pattern(now.path)
				if opened[pattern] == each || pattern == "/logout" {
					continue
				}
				opened[pattern]++
				status, kind, text := s.fetch(t, token, now.path)
				if status >= http.StatusBadRequest {
					t.Errorf("%s offers %s, which answers %d", now.from, now.path, status)
				}
				if !strings.HasPrefix(kind, "text/html") {
					continue
				}
				for _, link := range offered.FindAllStringSubmatch(text, -1) {
					if path := html.UnescapeString(link[1]); !seen[path] {
						seen[path] = true
						waiting = append(waiting, step{path, now.path})
					}
				}
			}
			if len(opened) < 5 {
				t.Errorf("only %d kinds of pages were reached: %v", len(opened), opened)
			}
		})
	}
}

// pattern is that of the route that answers for an address; the address itself where none does.
func (s *site) pattern(address string) string {
	path := address
	if u, err := url.Parse(address); err == nil {
		path = u.Path
	}
	parts := strings.Split(path, "/")
routes:
	for _, r := range s.routes {
		wanted := strings.Split(r.Pattern, "/")
		if r.Method != http.MethodGet || len(wanted) != len(parts) {
			continue
		}
		for i, w := range wanted {
			if w != parts[i] && !strings.HasPrefix(w, "{") {
				continue routes
			}
		}
		return r.Pattern
	}
	return path
}
