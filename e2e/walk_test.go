package e2e_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// walk is one person going through the program: they open, press what they read, fill in, and see.
// A walk that is plain goes with scripts switched off.
type walk struct {
	t       *testing.T
	ctx     context.Context
	address string
	lang    string
}

// walk lends a tab to one person until the test ends.
func (b *browser) walk(t *testing.T, address, lang string, plain bool) *walk {
	t.Helper()
	tab := <-b.free
	ctx, cancel := context.WithTimeout(tab.ctx, 2*time.Minute)
	t.Cleanup(func() {
		cancel()
		b.free <- tab
	})
	w := &walk{t: t, ctx: ctx, address: address, lang: lang}
	w.do(
		command(network.ClearBrowserCookies, cdp.Empty{}),
		command(network.SetCookies, network.SetCookiesParams{Cookies: []*network.CookieParam{{Name: "language", Value: lang, URL: address}}}),
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: plain}),
		looks[0].holding(),
	)
	return w
}

func (w *walk) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.t.Fatal(err)
	}
}

// open goes to a page by its address.
func (w *walk) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.address + path))
}

// press presses the button or link that says so, and waits for the page it leads to.
func (w *walk) press(words string) {
	w.t.Helper()
	_, err := chromedp.RunResponse(w.ctx, w.pressing(words))
	if err != nil {
		w.t.Fatalf("press %q: %v", words, err)
	}
}

// unfold presses something that opens in place and leads nowhere.
func (w *walk) unfold(words string) {
	w.t.Helper()
	w.do(w.pressing(words))
}

func (w *walk) pressing(words string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		found, err := chromedp.Evaluate[bool](`((words) => {
			const said = (e) => e.innerText.replace(/\s+/g, " ").trim();
			const all = [...document.querySelectorAll("button, a[href], summary")].filter((e) => e.checkVisibility());
			const one = all.find((e) => said(e) === words) || all.find((e) => said(e).includes(words));
			if (one) one.click();
			return !!one;
		})(`+quote(words)+`)`)(ctx, t)
		if err == nil && !found {
			w.t.Fatalf("nothing to press says %q; the page reads:\n%s", words, w.reads())
		}
		return err
	})
}

// fill types an answer into the field with that label.
func (w *walk) fill(label, answer string) {
	w.t.Helper()
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`((label, answer) => {
		const one = [...document.querySelectorAll("label")].find((l) => l.innerText.trim().startsWith(label));
		const field = one && (one.control || document.getElementById(one.htmlFor));
		if (!field) return false;
		if (field.type === "radio" || field.type === "checkbox") field.click();
		else field.value = answer;
		return true;
	})(`+quote(label)+`,`+quote(answer)+`)`))
	if err != nil {
		w.t.Fatal(err)
	}
	if !found {
		w.t.Fatalf("no field is called %q; the page reads:\n%s", label, w.reads())
	}
}

// sees fails unless every text can be read on the page.
func (w *walk) sees(texts ...string) {
	w.t.Helper()
	page := w.reads()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			w.t.Fatalf("%q cannot be read; the page reads:\n%s", text, page)
		}
	}
}

// misses fails if any of the texts can be read on the page.
func (w *walk) misses(texts ...string) {
	w.t.Helper()
	page := w.reads()
	for _, text := range texts {
		if strings.Contains(page, text) {
			w.t.Fatalf("%q can be read; the page reads:\n%s", text, page)
		}
	}
}

// waits lets a script finish its work until a text can be read.
func (w *walk) waits(text string) {
	w.t.Helper()
	w.waitsFor(`document.body.innerText.includes(` + quote(text) + `)`)
}

// waitsFor lets a script finish its work until an expression holds.
func (w *walk) waitsFor(expression string) {
	w.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		holds, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](expression))
		if err == nil && holds {
			return
		}
	}
	w.t.Fatalf("still not so: %s; the page reads:\n%s", expression, w.reads())
}

// holds asks the page whether an expression is so.
func (w *walk) holds(expression string) bool {
	w.t.Helper()
	so, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](expression))
	if err != nil {
		w.t.Fatal(err)
	}
	return so
}

// pictures leaves images of the page as it stands, where APPRODO_SCREENSHOTS says.
func (w *walk) pictures(name string) {
	w.t.Helper()
	for _, l := range looks {
		w.do(l.holding())
		if err := picture(w.ctx, visit{name: name, lang: w.lang}, l); err != nil {
			w.t.Fatal(err)
		}
	}
}

// enter gives this person a session made elsewhere.
func (w *walk) enter(token string) {
	w.t.Helper()
	w.do(command(network.SetCookies, network.SetCookiesParams{Cookies: []*network.CookieParam{{Name: "session", Value: token, URL: w.address}}}))
}

// reads is what the page says, with single spaces.
func (w *walk) reads() string {
	w.t.Helper()
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(strings.Fields(text), " ")
}

// text is what one element of the page says, with single spaces.
func (w *walk) text(selector string) string {
	w.t.Helper()
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`(document.querySelector(`+quote(selector)+`) || {innerText: ""}).innerText`))
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(strings.Fields(text), " ")
}

// path is where this person is.
func (w *walk) path() string {
	w.t.Helper()
	path, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`location.pathname`))
	if err != nil {
		w.t.Fatal(err)
	}
	return path
}

// link is the address of the link that says so, wherever it is folded away.
func (w *walk) link(words string) string {
	w.t.Helper()
	href, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`((words) => {
		const one = [...document.querySelectorAll("a[href]")].find((a) => a.textContent.includes(words));
		return one ? one.href : "";
	})(`+quote(words)+`)`))
	if err != nil {
		w.t.Fatal(err)
	}
	if href == "" {
		w.t.Fatalf("no link says %q; the page reads:\n%s", words, w.reads())
	}
	return href
}

// at is the path of the page this person is on.
func (w *walk) at() string {
	w.t.Helper()
	path, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`location.pathname`))
	if err != nil {
		w.t.Fatal(err)
	}
	return path
}

// token is the session this person holds.
func (w *walk) token() string {
	w.t.Helper()
	result, err := chromedp.Run(w.ctx, func(ctx context.Context, t *chromedp.Target) (network.GetCookiesResult, error) {
		return cdp.Call(ctx, t, network.GetCookies, network.GetCookiesParams{URLs: []string{w.address}})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range result.Cookies {
		if c.Name == "session" {
			return c.Value
		}
	}
	w.t.Fatal("nobody is logged in")
	return ""
}

// quote writes a text as JavaScript reads it.
func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}
