package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestAnEyeThatSeesNothingIsNoEye shows the harness pages with one fault each, and wants it named.
func TestAnEyeThatSeesNothingIsNoEye(t *testing.T) {
	b := open(t)
	whole := func(inside string) string {
		return `<!DOCTYPE html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>` + inside + `</main></body></html>`
	}
	for name, c := range map[string]struct{ page, want string }{
		"nothing":            {whole(`<p>All is well.</p>`), ""},
		"an inline style":    {whole(`<p style="color:red">Red.</p>`), "Content Security Policy"},
		"an inline script":   {whole(`<script>document.title = "x"</script>`), "Content Security Policy"},
		"a foreign request":  {whole(`<img alt="" src="https://elsewhere.invalid/x.png">`), "Content Security Policy"},
		"too wide":           {whole(`<svg width="2000" height="1"></svg>`), "overflow"},
		"a picture unsaid":   {whole(`<img src="/x.png">`), "image-alt"},
		"a field without":    {whole(`<input>`), "axe label"},
		"a file that is not": {whole(`<img alt="" src="/none.png">`), "404"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/" {
					http.NotFound(w, r)
					return
				}
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self'")
				_, _ = w.Write([]byte(c.page))
			}))
			t.Cleanup(server.Close)
			complaints := b.visit(t, visit{address: server.URL, lang: "en"})
			complaints = slices.DeleteFunc(complaints, func(s string) bool { return strings.Contains(s, "favicon.ico") })
			if c.want == "" && len(complaints) > 0 {
				t.Errorf("complaints about nothing: %q", complaints)
			}
			if c.want != "" && !slices.ContainsFunc(complaints, func(s string) bool { return strings.Contains(s, c.want) }) {
				t.Errorf("nothing said of %q: %q", c.want, complaints)
			}
		})
	}
}
