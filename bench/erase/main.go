// Command erase measures what an erasure costs as the network grows: how long each of its steps takes, and how long whoever writes, or reads, waits at most meanwhile. It prints one JSON line.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/demo"
)

func main() {
	persons := flag.Int("persons", 10_000, "how many people the large demonstration adds; ten events each")
	times := flag.Int("times", 3, "how many people are erased, one after the other")
	database := flag.String("database", "", "an empty database of PostgreSQL; SQLite without one")
	keep := flag.String("keep", "", "folder of the network, made where it is not there yet; a temporary one without")
	flag.Parse()
	if err := run(*persons, *times, *database, *keep); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// result is the line printed; times are seconds, of the erasure that took longest.
type result struct {
	Bench    string  `json:"bench"`
	Database string  `json:"database"`
	Persons  int     `json:"persons"`
	Erase    float64 `json:"erase_seconds"`  // the transaction
	Finish   float64 `json:"finish_seconds"` // husks, frozen reports
	Scrub    float64 `json:"scrub_seconds"`  // the files
	Writer   float64 `json:"longest_wait_to_write_seconds"`
	Reader   float64 `json:"longest_wait_to_read_seconds"`
	Refused  int     `json:"writes_refused"`  // since somebody waited too long
	In       string  `json:"longest_wait_in"` // the step in which somebody waited longest to write
	CPUs     int     `json:"cpus"`
	Go       string  `json:"go"`
}

var operator = policy.System(policy.Operator, "bench")

func run(persons, times int, database, dir string) (err error) {
	ctx := context.Background()
	if dir == "" {
		if dir, err = os.MkdirTemp("", "erase"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	} else if err = os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Dir: dir, Database: database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	keys, err := seal.OpenKeys(dir)
	if err != nil {
		return err
	}
	s.UseKeys(keys)
	book, err := codebook.Load()
	if err != nil {
		return err
	}
	people := func() (n int64, err error) {
		return n, s.Read(ctx, operator, func(tx *store.Tx) error {
			list, err := person.Persons(tx, store.Selection{Limit: 1})
			n = list.Total
			return err
		})
	}
	if n, err := people(); err != nil || n == 0 {
		if err == nil {
			err = demo.MakeLarge(ctx, s, keys, book, 1, time.Now(), demo.Size{Persons: persons, Events: 10 * persons}, nil)
		}
		if err != nil {
			return err
		}
	}
	r := result{Bench: "erase", Database: "sqlite", Persons: persons, CPUs: runtime.GOMAXPROCS(0), Go: runtime.Version()}
	if database != "" {
		r.Database = "postgres"
	}
	for range times {
		if err := r.once(ctx, s, rights.New(book)); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// once erases one person, while others write and read.
func (r *result) once(ctx context.Context, s *store.Store, desk *rights.Rights) error {
	var who person.ID
	if err := s.Read(ctx, operator, func(tx *store.Tx) error {
		list, err := person.Persons(tx, store.Selection{Limit: 1, Offset: rand.IntN(5000), Sort: "code"})
		if err == nil {
			who = list.Items[0].ID
		}
		return err
	}); err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		took *float64
		do   func() error
	}{
		{"erase", &r.Erase, func() error {
			return s.Write(ctx, operator, func(tx *store.Tx) error { _, err := desk.Erase(tx, who); return err })
		}},
		{"finish", &r.Finish, func() error { return s.Chunks(ctx, operator, rights.Finish) }},
		{"scrub", &r.Scrub, func() error { return s.Scrub(ctx, rights.Tables()...) }},
	} {
		write := watch(func() error {
			return s.Write(ctx, operator, func(tx *store.Tx) error { tx.Note("bench", "", nil); return nil })
		})
		read := watch(func() error {
			return s.Read(ctx, operator, func(tx *store.Tx) error {
				_, err := person.Persons(tx, store.Selection{Limit: 1, Sort: "code"})
				return err
			})
		})
		began := time.Now()
		err := step.do()
		*step.took = max(*step.took, time.Since(began).Seconds())
		wrote, refused := write()
		reads, unread := read()
		if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		r.Refused += refused + unread
		if wrote > r.Writer {
			r.Writer, r.In = wrote, step.name
		}
		r.Reader = max(r.Reader, reads)
	}
	return nil
}

// watch does something again and again until it is ended, and then says how many seconds it took at most, and how often it failed.
func watch(do func() error) (end func() (most float64, failed int)) {
	var wait sync.WaitGroup
	var most float64
	failed := 0
	done := make(chan struct{})
	wait.Go(func() {
		for {
			began := time.Now()
			if do() != nil {
				failed++
			}
			most = max(most, time.Since(began).Seconds())
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
	return func() (float64, int) { close(done); wait.Wait(); return most, failed }
}
