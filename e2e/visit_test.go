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
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// visit is one look at one page.
type visit struct {
	name    string // of its picture
	address string
	lang    string
	dark    bool
	width   int64
	session string // token of who is logged in; empty for nobody
	plain   bool   // with scripts switched off
	status  int64  // expected; 200 when zero
}

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
	return t, err
}

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

// look makes a visit and lists everything a person could stumble over.
func (b *browser) look(t *testing.T, v visit) []string {
	t.Helper()
	tab := <-b.free
	defer func() { b.free <- tab }()
	ctx, cancel := context.WithTimeout(tab.ctx, 30*time.Second)
	defer cancel()
	tab.heard()
	response, err := chromedp.Run(ctx, tab.visiting(v))
	if err != nil {
		t.Fatalf("%s: %v", v.address, err)
	}
	var complaints []string
	if want := cmp.Or(v.status, 200); response.Status != want {
		complaints = append(complaints, fmt.Sprintf("status %d instead of %d", response.Status, want))
	}
	found, err := chromedp.Run(ctx, b.examine())
	if err != nil {
		t.Fatalf("%s: examine: %v", v.address, err)
	}
	complaints = append(complaints, found...)
	for _, heard := range tab.heard() {
		if v.status < 400 || !strings.Contains(heard, "Failed to load resource") {
			complaints = append(complaints, heard)
		}
	}
	if err := picture(ctx, v); err != nil {
		t.Fatalf("%s: picture: %v", v.address, err)
	}
	return complaints
}

// visiting sets the tab up as the visit says and opens the page.
func (t *tab) visiting(v visit) chromedp.Action[*network.Response] {
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	cookies := []*network.CookieParam{{Name: "language", Value: v.lang, URL: v.address}}
	if v.session != "" {
		cookies = append(cookies, &network.CookieParam{Name: "session", Value: v.session, URL: v.address})
	}
	return func(ctx context.Context, target *chromedp.Target) (*network.Response, error) {
		err := chromedp.Do(ctx,
			command(network.ClearBrowserCookies, cdp.Empty{}),
			command(network.SetCookies, network.SetCookiesParams{Cookies: cookies}),
			command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
			}),
			command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.plain}),
			chromedp.EmulateViewport(v.width, 900),
		)
		if err != nil {
			return nil, err
		}
		return chromedp.NavigateResponse(v.address)(ctx, target)
	}
}

// examine asks axe-core about the page as it stands, and whether it is wider than the screen.
func (b *browser) examine() chromedp.Action[[]string] {
	return func(ctx context.Context, t *chromedp.Target) ([]string, error) {
		if _, err := chromedp.Evaluate[chromedp.Void](b.axe+";0")(ctx, t); err != nil {
			return nil, err
		}
		text, err := chromedp.Evaluate[string](question, chromedp.EvalAwaitPromise)(ctx, t)
		if err != nil {
			return nil, err
		}
		var complaints []string
		return complaints, json.Unmarshal([]byte(text), &complaints)
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
func picture(ctx context.Context, v visit) error {
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
	return os.WriteFile(filepath.Join(folder, v.file()), image, 0o644)
}

func (v visit) file() string {
	theme := "light"
	if v.dark {
		theme = "dark"
	}
	return fmt.Sprintf("%s-%s-%s-%d.png", v.name, v.lang, theme, v.width)
}

// command makes an action of a command of the protocol.
func command[P, R any](c cdp.Command[P, R], p P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, p)
		return err
	})
}
