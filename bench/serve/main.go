// Command serve measures the first half of W1 of performance.md: how many contacts a second a worker's form is
// acknowledged, each with its audit entry and safe on the disk, and how many pages of 20 rows a second are served, over 32
// connections; beside PocketBase in the same run. It prints one JSON line.
//
// Ours are the program and its own screens: the form POST /contacts and the page GET /contacts, with a session that is found and decided
// about at every request, answering HTML. PocketBase's are the same fields through its API, open to everybody, answering
// JSON. It commits to the disk less often than we do; its settings are its own. Pages are asked for as they are, and compressed
// as browsers ask for them. Submissions are compared by how many
// a second are acknowledged, pages by the processor time that one costs the server, which depends less on who else wants the machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
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
	Submissions  float64 `json:"submissions"`
	P99MS        float64 `json:"submission_p99_ms"`
	SubmissionUS float64 `json:"submission_us"` // of processor
	Pages        float64 `json:"pages"`
	PageP99MS    float64 `json:"page_p99_ms"`
	PageUS       float64 `json:"page_us"`
	Zipped       float64 `json:"zipped"`
	ZippedP99MS  float64 `json:"zipped_p99_ms"`
	ZippedUS     float64 `json:"zipped_us"`
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
	TimesZipped float64 `json:"zipped_times_pocketbase,omitempty"`
	gauge.Machine
}

// side is one of the two programs, ready to be asked.
type side struct {
	*visit.Server
	submit, read func(ctx context.Context) error
	browser      *visit.Browser
	took, cost   [3][]float64 // submissions, pages and compressed pages: a second, and microseconds of processor for each, by round
	slow         [3][]time.Duration
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
	defer func() { err = errors.Join(err, ours.Stop()) }()
	if *peer != "" {
		theirs, err := startPocketBase(ctx, filepath.Join(dir, "peer"))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, theirs.Stop()) }()
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
		l.TimesMore, l.TimesPages, l.TimesZipped = tenths(l.Ours.Submissions/theirs.Submissions), tenths(theirs.PageUS/l.Ours.PageUS), tenths(theirs.ZippedUS/l.Ours.ZippedUS)
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
		Server: server, browser: b,
		submit: func(ctx context.Context) error {
			return b.Post(ctx, *form, "application/x-www-form-urlencoded", contact)
		},
		read: func(ctx context.Context) error { return b.Get(ctx, *page) },
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
		Server: server, browser: b,
		submit: func(ctx context.Context) error { return b.Post(ctx, records, "application/json", contact) },
		read: func(ctx context.Context) error {
			return b.Get(ctx, records+"?perPage=20&sort=-day,-id&skipTotal=1")
		},
	}
	for range 40 {
		if err := s.submit(ctx); err != nil {
			return nil, errors.Join(err, s.Stop())
		}
	}
	return s, nil
}

// round measures submissions, then pages, then compressed ones.
func (s *side) round(ctx context.Context) error {
	for kind, do := range []func(context.Context) error{s.submit, s.read, s.read} {
		s.browser.Zipped = kind == 2
		began := s.CPU()
		took, err := crowd(ctx, do)
		if err != nil {
			return err
		}
		s.cost[kind] = append(s.cost[kind], float64((s.CPU()-began).Microseconds())/float64(max(len(took), 1)))
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
		Submissions: gauge.Median(s.took[0]), P99MS: gauge.MS(gauge.Median(s.slow[0])), SubmissionUS: math.Round(gauge.Median(s.cost[0])),
		Pages: gauge.Median(s.took[1]), PageP99MS: gauge.MS(gauge.Median(s.slow[1])), PageUS: math.Round(gauge.Median(s.cost[1])),
		Zipped: gauge.Median(s.took[2]), ZippedP99MS: gauge.MS(gauge.Median(s.slow[2])), ZippedUS: math.Round(gauge.Median(s.cost[2])),
	}
}
