package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestAnEyeThatSeesNothingIsNoEye shows the harness pages with one fault each, under the program's own policy, and wants it named.
func TestAnEyeThatSeesNothingIsNoEye(t *testing.T) {
	t.Parallel()
	b := open(t)
	for name, c := range map[string]struct {
		page, want string
		status     int64
	}{
		"nothing":                {`<p>All is well.</p>`, "", 200},
		"nothing, not there":     {`<p>All is well.</p>`, "", 404},
		"an inline style":        {`<p style="color:red">Red.</p>`, "violation: style-src", 200},
		"a style sheet within":   {`<style>p { color: red }</style>`, "violation: style-src", 200},
		"an inline script":       {`<script>document.title = "x"</script>`, "violation: script-src", 200},
		"the same, not there":    {`<script>document.title = "x"</script>`, "violation: script-src", 404},
		"a handler":              {`<img alt="" src="/x.svg" onload="document.title = 1">`, "violation: script-src-attr", 200},
		"a frame":                {`<iframe title="x" src="/other"></iframe>`, "violation: frame-src", 200},
		"a foreign request":      {`<img alt="" src="https://elsewhere.invalid/x.png">`, "violation: img-src", 200},
		"a script that evals":    {`<script src="/evals.js"></script>`, "violation: script-src", 200},
		"a script that stumbles": {`<script src="/stumbles.js"></script>`, "script: ", 200},
		"one that stumbles late": {`<script src="/late.js"></script>`, "script: ", 200},
		"one that complains":     {`<script src="/complains.js"></script>`, "script: console.error", 200},
		"a file that is not":     {`<img alt="" src="/none.png">`, "404", 200},
		"too wide":               {`<svg width="2000" height="1"></svg>`, "light-360: overflow", 200},
		"a picture unsaid":       {`<img src="/x.svg">`, "light-360: axe image-alt", 200},
		"a field without":        {`<input>`, "light-360: axe label", 200},
		"another status":         {`<p>All is well.</p>`, "status 200 instead of 201", 201},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				served(w, r.URL.Path, c.page, int(c.status))
			}))
			t.Cleanup(server.Close)
			complaints := b.visit(t, visit{address: server.URL + "/", lang: "en", status: c.status, looks: looks[:1]})
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

// served is a page under the program's policy, and the scripts that such pages use.
func served(w http.ResponseWriter, path, inside string, status int) {
	for name, value := range guards {
		w.Header().Set(name, value)
	}
	scripts := map[string]string{
		"/evals.js": `try { eval("1") } catch {}`, "/stumbles.js": `nothing.at.all`, "/complains.js": `console.error("x")`,
		"/late.js": `requestAnimationFrame(() => nothing.at.all)`,
	}
	switch script, found := scripts[path]; {
	case found:
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write([]byte(script))
	case path == "/x.svg":
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = w.Write([]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>`))
	case path == "/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if status == http.StatusCreated { // which is expected in vain
			status = http.StatusOK
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1>%s</main></body></html>`, inside)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}
