package e2e_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	protocol "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// visit is one page, opened once, and looked at with both eyes: one for what the page does, which is against the content policy or
// stumbles, and, in each of the looks, one for what a person could stumble over.
type visit struct {
	name    string // of its pictures
	address string
	lang    string
	looks   []look
	session string // token of who is logged in; empty for nobody
	plain   bool   // with scripts switched off
	status  int64  // expected; 200 when zero
}

// look is how a page is held: on a phone or a desktop, by day or by night.
type look struct {
	width int64
	dark  bool
}

var looks = []look{{360, false}, {360, true}, {1280, true}, {1280, false}}

// tab is a page of the browser with an own cookie jar, and what it complained about.
type tab struct {
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

func newTab(parent context.Context) (*tab, error) {
	t := &tab{}
	t.ctx, _ = chromedp.NewContext(parent, chromedp.WithNewBrowserContext(), chromedp.WithListener(t.hear))
	err := chromedp.Do(t.ctx, command(log.Enable, cdp.Empty{}))
	if err == nil {
		_, err = chromedp.Run(t.ctx, func(ctx context.Context, target *chromedp.Target) (protocol.ScriptIdentifier, error) {
			result, err := cdp.Call(ctx, target, protocol.AddScriptToEvaluateOnNewDocument, protocol.AddScriptToEvaluateOnNewDocumentParams{Source: listening})
			return result.Identifier, err
		})
	}
	return t, err
}

// listening runs before anything of a page does, and keeps what the browser says was against the content policy.
const listening = `(() => {
  const seen = [];
  document.addEventListener("securitypolicyviolation", (e) => seen.push(e.effectiveDirective + " " + (e.blockedURI || "") + " " + (e.sample || "")), true);
  Object.defineProperty(window, "violations", { value: () => JSON.stringify(seen) });
})()`

// telling lets a page come to rest, when what its scripts do late is done, and tells the violations. With scripts switched off nobody listens.
const telling = `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(window.violations ? window.violations() : "[]"))))`

// hear collects what the console shows: violations of the content policy, failed loads, errors of scripts.
func (t *tab) hear(event any) {
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			t.complain("console: %s %s", e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		t.complain("script: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			t.complain("script: console.error")
		}
	}
}

func (t *tab) complain(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.complaints = append(t.complaints, fmt.Sprintf(format, args...))
}

func (t *tab) heard() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	heard := t.complaints
	t.complaints = nil
	return heard
}

// visit opens a page, demands its status, and lists everything that is wrong with it.
func (b *browser) visit(t *testing.T, v visit) []string {
	t.Helper()
	status, complaints, err := b.see(v)
	if err != nil {
		t.Fatalf("%s: %v", v.address, err)
	}
	if want := cmp.Or(v.status, 200); status != want {
		complaints = append(complaints, fmt.Sprintf("status %d instead of %d", status, want))
	}
	return complaints
}

// see opens a page and gives its status and everything that is wrong with it.
func (b *browser) see(v visit) (status int64, complaints []string, err error) {
	tab := <-b.free
	defer func() { b.free <- tab }()
	ctx, cancel := context.WithTimeout(tab.ctx, 3*time.Minute)
	defer cancel()
	tab.heard()
	response, err := chromedp.Run(ctx, tab.visiting(v))
	if err != nil {
		return 0, nil, err
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](telling, chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(text), &complaints)
	}
	if err != nil {
		return response.Status, nil, fmt.Errorf("violations: %w", err)
	}
	for i := range complaints {
		complaints[i] = "violation: " + complaints[i]
	}
	found, err := b.held(ctx, v)
	complaints = append(complaints, found...)
	for _, heard := range tab.heard() {
		// The browser itself notes a page with an error status as a failed load.
		if response.Status < 400 || !strings.Contains(heard, "Failed to load resource") || !strings.HasSuffix(heard, v.address) {
			complaints = append(complaints, heard)
		}
	}
	return response.Status, complaints, err
}

// held asks about the page as it stands, in each look.
func (b *browser) held(ctx context.Context, v visit) (complaints []string, err error) {
	if len(v.looks) == 0 {
		return nil, nil
	}
	if err := chromedp.Do(ctx, chromedp.Func(b.bringRules)); err != nil {
		return nil, err
	}
	for _, l := range v.looks {
		found, err := chromedp.Run(ctx, examining(l))
		if err != nil {
			return nil, fmt.Errorf("examine: %w", err)
		}
		for _, f := range found {
			complaints = append(complaints, l.name()+": "+f)
		}
		if err := picture(ctx, v, l); err != nil {
			return nil, fmt.Errorf("picture: %w", err)
		}
	}
	return complaints, nil
}

// visiting sets the tab up as the visit says and opens the page.
func (t *tab) visiting(v visit) chromedp.Action[*network.Response] {
	cookies := []*network.CookieParam{{Name: "language", Value: v.lang, URL: v.address}}
	if v.session != "" {
		cookies = append(cookies, &network.CookieParam{Name: "session", Value: v.session, URL: v.address})
	}
	return func(ctx context.Context, target *chromedp.Target) (*network.Response, error) {
		for _, set := range []chromedp.Action[chromedp.Void]{
			command(network.ClearBrowserCookies, cdp.Empty{}),
			command(network.SetCookies, network.SetCookiesParams{Cookies: cookies}),
			command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.plain}),
			looks[0].holding(),
		} {
			if _, err := set(ctx, target); err != nil {
				return nil, err
			}
		}
		return chromedp.NavigateResponse(v.address)(ctx, target)
	}
}

// holding gives the tab the theme and the width of a look.
func (l look) holding() chromedp.Action[chromedp.Void] {
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	return chromedp.Steps(
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		}),
		chromedp.EmulateViewport(l.width, 900),
	)
}

func (l look) name() string {
	if l.dark {
		return fmt.Sprintf("dark-%d", l.width)
	}
	return fmt.Sprintf("light-%d", l.width)
}

// bringRules loads axe-core into the page; the tools of the browser may, whatever the content policy says.
func (b *browser) bringRules(ctx context.Context, t *chromedp.Target) error {
	_, err := chromedp.Evaluate[chromedp.Void](b.axe+";0")(ctx, t)
	return err
}

// examining asks axe-core about the page as it stands in a look, and whether it is wider than the screen.
func examining(l look) chromedp.Action[[]string] {
	return func(ctx context.Context, t *chromedp.Target) ([]string, error) {
		if _, err := l.holding()(ctx, t); err != nil {
			return nil, err
		}
		text, err := chromedp.Evaluate[string](question, chromedp.EvalAwaitPromise)(ctx, t)
		if err != nil {
			return nil, err
		}
		var complaints []string
		err = json.Unmarshal([]byte(text), &complaints)
		return complaints, err
	}
}

// question runs in the page and answers with a list of complaints.
const question = `(async () => {
  const complaints = [];
  const over = document.documentElement.scrollWidth - window.innerWidth;
  if (over > 0) {
    const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1).pop();
    complaints.push("overflow: " + over + "px, for example " + (wide ? wide.outerHTML.slice(0, 120) : "?"));
  }
  const result = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  for (const v of result.violations) {
    for (const n of v.nodes) complaints.push("axe " + v.id + ": " + n.target.join(" ") + " " + n.any.concat(n.all, n.none).map((c) => c.message).join("; ").slice(0, 240));
  }
  return JSON.stringify(complaints);
})()`

// picture leaves an image of the whole page where APPRODO_SCREENSHOTS says.
func picture(ctx context.Context, v visit, l look) error {
	folder := os.Getenv("APPRODO_SCREENSHOTS")
	if folder == "" || v.name == "" {
		return nil
	}
	image, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, v.name+"-"+v.lang+"-"+l.name()+".png"), image, 0o644)
}

// command makes an action of a command of the protocol.
func command[P, R any](c cdp.Command[P, R], p P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, p)
		return err
	})
}
