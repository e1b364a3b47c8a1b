package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// thumb taps what it can reach on the glass, and counts.
type thumb struct {
	w    *walk
	taps int
}

// tap taps the answer or the button that says exactly so.
func (h *thumb) tap(words string) {
	h.w.t.Helper()
	h.w.do(h.tapping(words))
}

// leave taps, and waits for the page that the tap leads to.
func (h *thumb) leave(words string) {
	h.w.t.Helper()
	if _, err := chromedp.RunResponse(h.w.ctx, h.tapping(words)); err != nil {
		h.w.t.Fatalf("tap %q: %v", words, err)
	}
}

// tapping scrolls there, which is no tap, and taps the middle if nothing lies above it.
func (h *thumb) tapping(words string) chromedp.Action[chromedp.Void] {
	h.taps++
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		text, err := chromedp.Evaluate[string](`((words) => {
			const said = (e) => e.innerText.replace(/\s+/g, " ").trim();
			const one = [...document.querySelectorAll("label.choice, button, a[href]")].find((e) => e.checkVisibility() && said(e) === words);
			if (!one) return JSON.stringify({fault: "is not there"});
			one.scrollIntoView({block: "center", behavior: "instant"});
			const box = one.getBoundingClientRect();
			const at = {x: box.x + box.width / 2, y: box.y + box.height / 2};
			const above = document.elementFromPoint(at.x, at.y);
			if (!above || !one.contains(above)) at.fault = "lies under something else";
			return JSON.stringify(at);
		})(`+quote(words)+`)`)(ctx, t)
		if err != nil {
			return err
		}
		var at struct {
			X, Y  float64
			Fault string
		}
		if err := json.Unmarshal([]byte(text), &at); err != nil {
			return err
		}
		if at.Fault != "" {
			return fmt.Errorf("%q %s; the page reads:\n%s", words, at.Fault, h.w.reads())
		}
		_, err = chromedp.MouseClickXY(at.X, at.Y)(ctx, t)
		return err
	})
}

// keys is somebody who has no mouse: every step is a key, and they must see where they are.
type keys struct{ w *walk }

// press sends one key.
func (k *keys) press(key string) {
	k.w.t.Helper()
	k.w.do(chromedp.KeyEvent(key))
}

// write types a text where the focus is.
func (k *keys) write(text string) { k.press(text) }

// leave presses Enter and waits for the page it leads to.
func (k *keys) leave() {
	k.w.t.Helper()
	if _, err := chromedp.RunResponse(k.w.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		k.w.t.Fatal(err)
	}
}

// tabsAtMost is how many stops somebody would bear on the way to anything.
const tabsAtMost = 60

// reach presses Tab until the focus is on what says so, and sees the focus at every stop.
func (k *keys) reach(words string) {
	k.w.t.Helper()
	var seen []string
	for range tabsAtMost {
		k.press(kb.Tab)
		said := k.stop()
		if said == words {
			return
		}
		seen = append(seen, said)
	}
	k.w.t.Fatalf("%d stops, and none says %q: %q", tabsAtMost, words, seen)
}

// stop is what the focus is on. It fails when the focus cannot be seen: nothing has it, no outline is drawn, it lies
// outside of the window, or under something else.
func (k *keys) stop() string {
	k.w.t.Helper()
	text, err := chromedp.Run(k.w.ctx, chromedp.Evaluate[string](whereIsTheFocus, chromedp.EvalAwaitPromise))
	if err != nil {
		k.w.t.Fatal(err)
	}
	var stop struct{ Said, Fault string }
	if err := json.Unmarshal([]byte(text), &stop); err != nil {
		k.w.t.Fatal(err)
	}
	if stop.Fault != "" {
		k.w.t.Errorf("the focus on %q cannot be seen: %s", stop.Said, stop.Fault)
	}
	return stop.Said
}

// whereIsTheFocus answers after the next drawing, since pressing Tab also scrolls.
const whereIsTheFocus = `(async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const one = document.activeElement;
  if (!one || one === document.body) return JSON.stringify({said: "", fault: ""});
  const label = one.labels && one.labels[0];
  const said = ((one.matches("input, select, textarea") && label ? label.innerText : one.innerText) || one.getAttribute("aria-label") || "").replace(/\s+/g, " ").trim();
  const shown = one.closest(".choice") || one;
  const outlined = (e) => getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) > 0;
  const box = shown.getBoundingClientRect();
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 24));
  let fault = "";
  if (!outlined(one) && !outlined(shown)) fault = "it has no outline";
  else if (box.width === 0 || box.bottom <= 0 || box.top >= innerHeight) fault = "it is outside of the window";
  else if (!above || !(shown.contains(above) || above.contains(shown))) fault = "it lies under " + above?.outerHTML.slice(0, 80);
  return JSON.stringify({said, fault});
})()`

// choose picks the answer that says so from the list with that label.
func (w *walk) choose(label, words string) {
	w.t.Helper()
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](`((label, words) => {
		const field = [...document.querySelectorAll("label")].find((l) => l.textContent.trim() === label)?.control;
		const option = field && [...field.options].find((o) => o.text.trim() === words || o.text.trim().startsWith(words + " · ")); // its project stands behind a unit
		if (option) { field.value = option.value; field.dispatchEvent(new Event("change", {bubbles: true})); }
		return !!option;
	})(`+quote(label)+`,`+quote(words)+`)`))
	if err != nil {
		w.t.Fatal(err)
	}
	if !found {
		w.t.Fatalf("no list %q offers %q; the page reads:\n%s", label, words, w.reads())
	}
}
