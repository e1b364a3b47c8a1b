// Command lists measures how long the pages of the large demonstration take (50 000 persons, 500 000 events): each list, sorted
// and searched as people do, and the report, one visitor at a time, as the role that sees it. It prints one JSON line: the
// median and the slowest tenth of each page in milliseconds, and which pages are above the goal of 100 ms.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"approdo/bench/gauge"
	"approdo/bench/visit"
)

var (
	binary = flag.String("binary", "bin/approdo", "our program")
	dir    = flag.String("dir", "data/large", "folder of the large demonstration; made when empty")
	times  = flag.Int("times", 15, "visits of each page")
)

// goal is the median that performance.md asks for, in milliseconds.
const goal = 100

// pages are what each role opens.
var pages = map[string][]string{
	"outreach_worker": {
		"/", "/outings", "/outings?sort=-day", "/contacts", "/contacts?page=50", "/contacts?sort=-day", "/meetings", "/actions", "/actions?page=50",
		"/people", "/people?page=20", "/contacts/new", "/outings/new", "/codes", "/organisations",
	},
	"desk_worker": {"/", "/interviews", "/enrolments", "/imports"},
	"coordinator": {
		"/", "/reports", "/reports/interim/new", "/reports/interim", "/reports/interim?project=BUSSOLA", "/projects", "/organisations",
	},
}

// visited is what visits of one page took.
type visited struct {
	Median float64 `json:"median_ms"`
	P90    float64 `json:"p90_ms"`
	First  float64 `json:"first_ms"`
}

type line struct {
	Bench   string             `json:"bench"`
	Goal    float64            `json:"goal_ms"`
	Pages   map[string]visited `json:"pages"` // by role and path
	Above   []string           `json:"above_goal"`
	Missing []string           `json:"missing,omitempty"` // pages that are not there, or not for that role
	gauge.Machine
}

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	folder, err := filepath.Abs(*dir)
	if err != nil {
		return err
	}
	address, err := visit.Port()
	if err != nil {
		return err
	}
	server, err := visit.Start(address, *binary, "demo", "--size", "large", "--dir", folder, "--listen", address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	l := line{Bench: "lists", Goal: goal, Pages: map[string]visited{}, Above: []string{}, Machine: gauge.Here()}
	for role, paths := range pages {
		b := server.Browse(1)
		if err := b.Login(ctx, role); err != nil {
			return err
		}
		for _, path := range paths {
			name := role + " " + path
			v, err := often(ctx, b, path)
			if err != nil {
				l.Missing = append(l.Missing, fmt.Sprintf("%s: %v", name, err))
				continue
			}
			l.Pages[name] = v
			if v.Median > goal {
				l.Above = append(l.Above, name)
			}
			gauge.Say("%8.1f ms  %s", v.Median, name)
		}
	}
	slices.Sort(l.Above)
	return gauge.Print(l)
}

// often visits a page again and again; the first visit, which may find things that nobody asked for before, is told apart.
func often(ctx context.Context, b *visit.Browser, path string) (visited, error) {
	took := make([]time.Duration, *times+1)
	for i := range took {
		began := time.Now()
		if err := b.Get(ctx, path); err != nil {
			return visited{}, err
		}
		took[i] = time.Since(began)
	}
	rest := took[1:]
	return visited{Median: gauge.MS(gauge.Median(rest)), P90: gauge.MS(gauge.Percentile(rest, 90)), First: gauge.MS(took[0])}, nil
}
