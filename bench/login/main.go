// Command login asks the whole program to let somebody in under a name that it knows and under one that it does not, in turn and in a
// random order, and says how well the time of the answer tells the two apart: the area under the curve is 0.5 for not at all and 1
// for always. Beside it stands a control that answers unknown names without deriving a key, which must be told apart: a
// measurement that finds nothing there would find nothing anywhere. It prints one JSON line, and fails when either is not as it should be.
//
// With -crowd it measures instead how long a colleague waits at the door while hundreds of strangers poll it (crowd.go).
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"approdo/bench/gauge"
	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/demo"
)

// Whoever measures may not do better than these.
const least, most = 0.47, 0.53

func main() {
	tries := flag.Int("tries", 2000, "how many log-ins are tried, half of them under known names")
	control := flag.Int("control", 200, "how many with the control")
	sources := flag.Int("sources", 500, "how many poll the page while a colleague logs in")
	long := flag.Duration("crowd", 0, "how long they do, instead of the rest")
	flag.Parse()
	if err := run(*tries, *control, *sources, *long); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// result is the line printed. Times are medians in milliseconds.
type result struct {
	Bench     string        `json:"bench"`
	Tries     int           `json:"tries"`
	AUC       float64       `json:"auc"`
	KnownMS   float64       `json:"known_ms"`
	UnknownMS float64       `json:"unknown_ms"`
	Control   float64       `json:"control_auc"`
	Machine   gauge.Machine `json:"machine"`
}

func run(tries, control, sources int, long time.Duration) error {
	dir, err := os.MkdirTemp("", "login")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx, place := context.Background(), app.Place{Dir: dir}
	if err := app.MakeDemo(ctx, place, 1, false, false, io.Discard, i18n.For("en")); err != nil {
		return err
	}
	in, err := app.Open(ctx, place)
	if err != nil {
		return err
	}
	defer in.Close()
	pages, err := app.Handler(ctx, in, app.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	d := &door{in: in, pages: pages}
	if long > 0 {
		return d.besiege(sources, long)
	}
	known, unknown, err := d.try(tries, d.ask)
	if err != nil {
		return err
	}
	r := result{Bench: "login", Tries: tries, AUC: auc(known, unknown), KnownMS: gauge.MS(gauge.Median(known)), UnknownMS: gauge.MS(gauge.Median(unknown)), Machine: gauge.Here()}
	known, unknown, err = d.try(control, d.askCarelessly)
	if err != nil {
		return err
	}
	r.Control = auc(known, unknown)
	if err := gauge.Print(r); err != nil {
		return err
	}
	switch {
	case r.AUC < least || r.AUC > most:
		return fmt.Errorf("the time of an answer tells known names from unknown ones: AUC %.3f, wanted %.2f to %.2f", r.AUC, least, most)
	case r.Control >= least && r.Control <= most:
		return fmt.Errorf("the control cannot be told apart either (AUC %.3f): this measurement sees nothing", r.Control)
	}
	return nil
}

// door is the log-in page and the names at it.
type door struct {
	in    *app.Installation
	pages http.Handler
	hours int
}

// try asks in pairs, one known and one unknown name in a random order, and gives how long each took.
func (d *door) try(tries int, ask func(login string, known bool) error) (known, unknown []time.Duration, err error) {
	draw := rand.New(rand.NewPCG(1, 2))
	accounts := demo.Accounts()
	for i := range tries / 2 {
		names := []struct {
			login string
			known bool
		}{{accounts[i%len(accounts)].Login, true}, {fmt.Sprintf("%c%s", 'a'+rune(i%26), accounts[i%len(accounts)].Login), false}}
		if draw.IntN(2) == 0 {
			slices.Reverse(names)
		}
		for _, n := range names {
			d.later()
			start := time.Now()
			err := ask(n.login, n.known)
			took := time.Since(start)
			if err != nil {
				return nil, nil, err
			}
			if n.known {
				known = append(known, took)
			} else {
				unknown = append(unknown, took)
			}
		}
	}
	return known, unknown, nil
}

// later lets an hour go by on the program's clock, so that its brake on guessing, which knows no names either, stays out of the measurement.
func (d *door) later() {
	d.hours++
	now := time.Now().Add(time.Duration(d.hours) * time.Hour)
	d.in.Store.SetClock(func() time.Time { return now })
}

// ask tries a wrong password.
func (d *door) ask(login string, _ bool) error {
	form := url.Values{"login": {login}, "passphrase": {"una password qualunque"}}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return d.send(r, http.StatusUnprocessableEntity)
}

// askCarelessly stands for a program that looks for the account first and is done when there is none.
func (d *door) askCarelessly(login string, known bool) error {
	if known {
		return d.ask(login, known)
	}
	return d.send(httptest.NewRequest(http.MethodGet, "/login", nil), http.StatusOK)
}

func (d *door) send(r *http.Request, want int) error {
	r.Host = "localhost"
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	d.pages.ServeHTTP(w, r)
	if w.Code != want {
		return errors.New("the log-in page answered " + http.StatusText(w.Code))
	}
	return nil
}

// auc is the probability that a random answer about a known name took longer than a random one about an unknown name (Mann and Whitney); equal times count half.
func auc(known, unknown []time.Duration) float64 {
	type timed struct {
		took  time.Duration
		known bool
	}
	var all []timed
	for _, t := range known {
		all = append(all, timed{t, true})
	}
	for _, t := range unknown {
		all = append(all, timed{t, false})
	}
	slices.SortFunc(all, func(a, b timed) int { return cmp.Compare(a.took, b.took) })
	var ranks float64
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].took == all[i].took {
			j++
		}
		for k := i; k < j; k++ {
			if all[k].known {
				ranks += float64(i+j+1) / 2
			}
		}
		i = j
	}
	n, m := float64(len(known)), float64(len(unknown))
	return math.Round(1000*(ranks-n*(n+1)/2)/(n*m)) / 1000
}
