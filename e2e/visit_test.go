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

// visit is one page, opened once and looked at in every theme and width.
type visit struct {
	name    string // of its pictures
	address string
	lang    string
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

// visit opens a page and lists everything a person could stumble over, in every look.
func (b *browser) visit(t *testing.T, v visit) []string {
	t.Helper()
	tab := <-b.free
	defer func() { b.free <- tab }()
	ctx, cancel := context.WithTimeout(tab.ctx, time.Minute)
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
	if err := chromedp.Do(ctx, chromedp.Func(b.bringRules)); err != nil {
		t.Fatalf("%s: %v", v.address, err)
	}
	for _, l := range looks {
		found, err := chromedp.Run(ctx, examining(l))
		if err != nil {
			t.Fatalf("%s: examine: %v", v.address, err)
		}
		for _, f := range found {
			complaints = append(complaints, l.name()+": "+f)
		}
		if err := picture(ctx, v, l); err != nil {
			t.Fatalf("%s: picture: %v", v.address, err)
		}
	}
	for _, heard := range tab.heard() {
		// The browser itself notes a page with an error status as a failed load.
		if v.status < 400 || !strings.Contains(heard, "Failed to load resource") {
			complaints = append(complaints, heard)
		}
	}
	return complaints
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
