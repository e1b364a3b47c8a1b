// Command serve measures the first half of W1 of performance.md: how many contacts a second a worker's form is
// acknowledged, each with its audit entry and safe on the disk, and how many pages of 20 rows a second are served, over 32
// connections; beside PocketBase in the same run. It prints one JSON line.
//
// Ours are the program and its own screens: the form POST /contacts and the page GET /contacts, with a session that is found and decided
// about at every request, answering HTML. PocketBase's are the same fields through its API, open to everybody, answering
// JSON. It commits to the disk less often than we do; its settings are its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"approdo/bench/gauge"
	"approdo/bench/visit"
)

var (
	length      = flag.Duration("for", 3*time.Second, "how long each round of a measurement lasts")
	rounds      = flag.Int("rounds", 5, "rounds, of which the median counts; who goes first changes")
	connections = flag.Int("connections", 32, "connections at once")
	binary      = flag.String("binary", "bin/approdo", "our program")
	peer        = flag.String("peer", "", "the program of bench/serve/peer; without it only ours is measured")
	page        = flag.String("page", "/contacts", "the page of 20 rows")
	form        = flag.String("form", "/contacts", "where the form goes")
	role        = flag.String("role", "outreach_worker", "whose session it is")
)

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rates are a second.
type rates struct {
	Submissions float64 `json:"submissions"`
	P99MS       float64 `json:"submission_p99_ms"`
	Pages       float64 `json:"pages"`
	PageP99MS   float64 `json:"page_p99_ms"`
}

type line struct {
	Bench       string  `json:"bench"`
	Connections int     `json:"connections"`
	Rounds      int     `json:"rounds"`
	Seconds     float64 `json:"seconds"`
	Ours        rates   `json:"ours"`
	PocketBase  *rates  `json:"pocketbase,omitempty"`
	TimesMore   float64 `json:"submissions_times_pocketbase,omitempty"`
	TimesPages  float64 `json:"pages_times_pocketbase,omitempty"`
	gauge.Machine
}

// side is one of the two programs, ready to be asked.
type side struct {
	submit, read func(ctx context.Context) error
	stop         func() error
	took         [2][]float64 // submissions and pages a second, by round
	slow         [2][]time.Duration
}

func run(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "serve")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	l := line{Bench: "serve", Connections: *connections, Rounds: *rounds, Seconds: length.Seconds(), Machine: gauge.Here()}
	ours, err := startOurs(ctx, filepath.Join(dir, "ours"))
	if err != nil {
		return err
	}
	sides := []*side{ours}
	defer func() { err = errors.Join(err, ours.stop()) }()
	if *peer != "" {
		theirs, err := startPocketBase(ctx, filepath.Join(dir, "peer"))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, theirs.stop()) }()
		sides = append(sides, theirs)
	}
	for round := range *rounds {
		for turn := range sides {
			if err := sides[(round+turn)%len(sides)].round(ctx); err != nil {
				return err
			}
		}
	}
	l.Ours = ours.rates()
	if len(sides) > 1 {
		theirs := sides[1].rates()
		l.PocketBase = &theirs
		l.TimesMore, l.TimesPages = tenths(l.Ours.Submissions/theirs.Submissions), tenths(l.Ours.Pages/theirs.Pages)
	}
	return gauge.Print(l)
}

func tenths(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

// startOurs serves a new demonstration, and logs in.
func startOurs(ctx context.Context, dir string) (*side, error) {
	address, err := visit.Port()
	if err != nil {
		return nil, err
	}
	server, err := visit.Start(address, *binary, "demo", "--dir", dir, "--listen", address)
	if err != nil {
		return nil, err
	}
	b := server.Browse(*connections)
	if err := b.Login(ctx, *role); err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	contact := url.Values{"newness": {"new"}, "gender": {"woman"}, "age_band": {"adult"}, "region": {"west_africa"}}.Encode()
	return &side{
		submit: func(ctx context.Context) error {
			return b.Post(ctx, *form, "application/x-www-form-urlencoded", contact)
		},
		read: func(ctx context.Context) error { return b.Get(ctx, *page) },
		stop: server.Stop,
	}, nil
}

// startPocketBase serves a new folder with as many rows as make a page.
func startPocketBase(ctx context.Context, dir string) (*side, error) {
	address, err := visit.Port()
	if err != nil {
		return nil, err
	}
	server, err := visit.Start(address, *peer, address, dir)
	if err != nil {
		return nil, err
	}
	const records = "/api/collections/contacts/records"
	const contact = `{"organisation":"BRINA","unit":"BRINA-STRADA","project":"ALZAVOLA","day":"2024-11-30","province":"IT-BG","channel":"contact_unit",
"place":"","setting":"undefined","language":"not_asked","information":"not_asked","newness":"new","gender":"woman","age_band":"adult",
"citizenship":"not_asked","region":"west_africa","region_source":"estimated","protection":"not_asked","advert":false}`
	b := server.Browse(*connections)
	s := &side{
		submit: func(ctx context.Context) error { return b.Post(ctx, records, "application/json", contact) },
		read: func(ctx context.Context) error {
			return b.Get(ctx, records+"?perPage=20&sort=-day,-id&skipTotal=1")
		},
		stop: server.Stop,
	}
	for range 40 {
		if err := s.submit(ctx); err != nil {
			return nil, errors.Join(err, s.stop())
		}
	}
	return s, nil
}

// round measures submissions, then pages.
func (s *side) round(ctx context.Context) error {
	for kind, do := range []func(context.Context) error{s.submit, s.read} {
		took, err := crowd(ctx, do)
		if err != nil {
			return err
		}
		s.took[kind] = append(s.took[kind], float64(len(took))/length.Seconds())
		s.slow[kind] = append(s.slow[kind], gauge.Percentile(took, 99))
	}
	return nil
}

// crowd does a thing again and again on every connection, and tells how long each time took.
func crowd(ctx context.Context, do func(context.Context) error) ([]time.Duration, error) {
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	took := make([][]time.Duration, *connections)
	until := time.Now().Add(*length)
	for n := range *connections {
		all.Go(func() {
			for began := time.Now(); began.Before(until); began = time.Now() {
				if err := do(ctx); err != nil {
					failed.Store(&err)
					return
				}
				took[n] = append(took[n], time.Since(began))
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	var together []time.Duration
	for _, t := range took {
		together = append(together, t...)
	}
	return together, nil
}

func (s *side) rates() rates {
	return rates{
		Submissions: gauge.Median(s.took[0]), P99MS: gauge.MS(gauge.Median(s.slow[0])),
		Pages: gauge.Median(s.took[1]), PageP99MS: gauge.MS(gauge.Median(s.slow[1])),
	}
}
