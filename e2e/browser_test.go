package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"approdo/internal/testkit"
)

// tabs is how many pages are looked at side by side.
const tabs = 2

// axePath is where npm puts the rules of accessibility.
const axePath = "../node_modules/axe-core/axe.min.js"

// browser is the one Chromium of a test run and its tabs.
type browser struct {
	axe   string
	free  chan *tab
	close func()
}

var start = sync.OnceValues(startBrowser)

// open gives the browser, or skips the test where there is none, and with -short. In CI nothing is skipped.
func open(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("no page is looked at with -short")
	}
	_, chromium := chromiumPath()
	_, axe := os.Stat(axePath)
	for what, err := range map[string]error{"Chromium": chromium, "axe-core (npm ci)": axe} {
		if err == nil {
			continue
		}
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing: %v", what, err)
		}
		t.Skipf("%s is missing, so no page is looked at: %v", what, err)
	}
	b, err := start()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMain(m *testing.M) {
	testkit.LightPasswords()
	code := m.Run()
	if started {
		if b, err := start(); err == nil {
			b.close()
		}
	}
	if built {
		tearDown()
	}
	os.Exit(code)
}

// started is set once a browser runs, so that TestMain does not start one only to close it.
var started bool

func chromiumPath() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return exec.LookPath("chromium")
}

func startBrowser() (*browser, error) {
	started = true
	path, err := chromiumPath()
	if err != nil {
		return nil, err
	}
	axe, err := os.ReadFile(axePath)
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "approdo-e2e-")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile),
		chromedp.Headless, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.NoSandbox,
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("force-color-profile", "srgb"),
	}
	for _, off := range []string{
		"gpu", "quic", "background-networking", "component-update", "sync", "dev-shm-usage", "extensions",
		"breakpad", "background-timer-throttling", "renderer-backgrounding", "ipc-flooding-protection",
	} {
		options = append(options, chromedp.Flag("disable-"+off, true))
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	first, cancelFirst := chromedp.NewContext(allocator)
	b := &browser{axe: string(axe), free: make(chan *tab, tabs), close: func() {
		cancelFirst()
		cancel()
		if err := os.RemoveAll(profile); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}}
	if err := chromedp.Do(first); err != nil {
		b.close()
		return nil, fmt.Errorf("start Chromium: %w", err)
	}
	for range tabs {
		made, err := newTab(first)
		if err != nil {
			b.close()
			return nil, err
		}
		b.free <- made
	}
	return b, nil
}
