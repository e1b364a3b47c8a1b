package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"approdo/bench/gauge"
	"approdo/internal/demo"
)

// bound is what a known browser may wait, of a hundred times in all but five.
const bound = 3 * time.Second

// crowd is the line printed. Times are milliseconds.
type crowd struct {
	Bench    string        `json:"bench"`
	Sources  int           `json:"sources"`
	Seconds  float64       `json:"seconds"`
	Tries    int64         `json:"tries"`
	Looked   int64         `json:"looked_at"`
	Early    int64         `json:"too_early"`
	Sent     int64         `json:"sent_away"`
	Alone    float64       `json:"known_alone_p95_ms"`
	Known    waited        `json:"known"`
	Newcomer waited        `json:"newcomer"`
	Machine  gauge.Machine `json:"machine"`
}

// waited is how long log-ins with the right password took, and how many were not let in, or not yet at the end.
type waited struct {
	Times int     `json:"times"`
	Kept  int     `json:"kept_out"`
	P50   float64 `json:"p50_ms"`
	P95   float64 `json:"p95_ms"`
	Most  float64 `json:"max_ms"`
}

// besiege lets sources poll the log-in page, each once a second, a third of them under the name of a colleague and one from her own address, while
// she logs in every second in a browser that is known. Every five seconds a colleague begins in a browser that was never seen, from an address of its
// own, and comes again as often as they are told to.
func (d *door) besiege(sources int, long time.Duration) error {
	accounts := demo.Accounts()
	d.in.Store.SetClock(nil)
	her := &browser{door: d, address: "198.51.100.7"}
	login := accounts[0].Login
	if status := her.enter(login, demo.Passphrase); status != http.StatusSeeOther {
		return fmt.Errorf("the colleague's log-in is answered with %d", status)
	}
	alone, _ := her.times(10, 0, login, nil)
	c := crowd{Bench: "crowd", Sources: sources, Seconds: long.Seconds(), Alone: summary(alone, 0).P95, Machine: gauge.Here()}
	ctx, stop := context.WithTimeout(context.Background(), long)
	defer stop()
	var all sync.WaitGroup
	var tries, looked, early, sent atomic.Int64
	for i := range sources {
		all.Go(func() {
			b := &browser{door: d, address: fmt.Sprintf("10.%d.%d.%d", i%7, i/250, i%250)}
			if i == 0 {
				b.address = her.address
			}
			time.Sleep(rand.N(time.Second))
			for n := 0; ctx.Err() == nil; n++ {
				name := fmt.Sprintf("nome%d-%d", i, n)
				if i%3 == 1 {
					name = login
				}
				began := time.Now()
				tries.Add(1)
				switch b.enter(name, "una password qualunque") {
				case http.StatusUnprocessableEntity:
					looked.Add(1)
				case http.StatusTooManyRequests:
					early.Add(1)
				default:
					sent.Add(1)
				}
				select {
				case <-time.After(time.Second - time.Since(began)):
				case <-ctx.Done():
				}
			}
		})
	}
	var known, newcomers []time.Duration
	var mu sync.Mutex
	var waiting atomic.Int64
	all.Go(func() { known, c.Known.Kept = her.times(1<<30, time.Second, login, ctx) })
	all.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			all.Go(func() {
				b := &browser{door: d, address: fmt.Sprintf("192.0.2.%d", n%250)}
				began := time.Now()
				for ctx.Err() == nil {
					if b.enter(accounts[(n+1)%len(accounts)].Login, demo.Passphrase) == http.StatusSeeOther {
						mu.Lock()
						newcomers = append(newcomers, time.Since(began))
						mu.Unlock()
						return
					}
					select {
					case <-time.After(10 * time.Second):
					case <-ctx.Done():
					}
				}
				waiting.Add(1)
			})
			select {
			case <-time.After(5 * time.Second):
			case <-ctx.Done():
			}
		}
	})
	all.Wait()
	c.Tries, c.Looked, c.Early, c.Sent = tries.Load(), looked.Load(), early.Load(), sent.Load()
	c.Known, c.Newcomer = summary(known, c.Known.Kept), summary(newcomers, int(waiting.Load()))
	if err := gauge.Print(c); err != nil {
		return err
	}
	switch {
	case c.Known.Kept > 0:
		return fmt.Errorf("%d log-ins with the right password were not let in", c.Known.Kept)
	case c.Known.P95 > gauge.MS(bound):
		return fmt.Errorf("a known browser waits %.0f ms (p95), wanted %v", c.Known.P95, bound)
	}
	return nil
}

func summary(list []time.Duration, kept int) waited {
	slices.Sort(list)
	at := func(p float64) float64 {
		if len(list) == 0 {
			return 0
		}
		return gauge.MS(list[min(len(list)-1, int(p*float64(len(list))))])
	}
	return waited{len(list), kept, at(0.5), at(0.95), at(1)}
}

// browser is one, at an address.
type browser struct {
	*door
	address string
	kept    string // what it keeps of having been let in
}

// times logs in so many times, one each so often, and tells how long each took and how many were not let in.
func (b *browser) times(n int, each time.Duration, login string, ctx context.Context) (list []time.Duration, kept int) {
	for range n {
		if ctx != nil && ctx.Err() != nil {
			break
		}
		began := time.Now()
		status := b.enter(login, demo.Passphrase)
		took := time.Since(began)
		if status == http.StatusSeeOther {
			list = append(list, took)
		} else {
			kept++
		}
		if each > took {
			time.Sleep(each - took)
		}
	}
	return list, kept
}

// enter types a name and a password, and gives the status of the answer.
func (b *browser) enter(login, password string) int {
	form := url.Values{"login": {login}, "passphrase": {password}}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = "localhost", b.address+":40000"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if b.kept != "" {
		r.AddCookie(&http.Cookie{Name: "devices", Value: b.kept})
	}
	w := httptest.NewRecorder()
	b.pages.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "devices" {
			b.kept = c.Value
		}
	}
	return w.Code
}
