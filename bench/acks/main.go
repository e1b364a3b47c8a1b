// Command acks measures how many audited writes a second the store acknowledges, with one writer and with 64, each
// write one small row with its audit entry and its change, safe on the disk before it counts. It prints one JSON line.
// PostgreSQL is measured where it is installed, on a server of its own that waits for the disk.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

func main() {
	length := flag.Duration("for", 2*time.Second, "how long each measurement lasts")
	flag.Parse()
	if err := run(*length); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// result is the line printed. Rates are acknowledgements a second.
type result struct {
	Bench    string           `json:"bench"`
	SQLite   map[string]int64 `json:"sqlite"`
	Postgres map[string]int64 `json:"postgres,omitempty"`
	Skipped  string           `json:"postgres_skipped,omitempty"`
	Seconds  float64          `json:"seconds"`
	CPUs     int              `json:"cpus"`
	Go       string           `json:"go"`
}

func run(length time.Duration) (err error) {
	dir, err := os.MkdirTemp("", "acks")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := result{Bench: "acks", Seconds: length.Seconds(), CPUs: runtime.GOMAXPROCS(0), Go: runtime.Version()}
	if r.SQLite, err = rates(store.Options{Dir: dir}, length); err != nil {
		return err
	}
	address, stop, err := testkit.DurablePostgres()
	if err != nil {
		r.Skipped = err.Error()
	} else {
		r.Postgres, err = rates(store.Options{Dir: dir, Database: address}, length)
		if err := errors.Join(err, stop()); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

func rates(o store.Options, length time.Duration) (map[string]int64, error) {
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	rates := map[string]int64{}
	for _, writers := range []int{1, 64} {
		n, err := acknowledged(s, writers, length)
		if err != nil {
			return nil, err
		}
		rates[fmt.Sprintf("writers_%d", writers)] = int64(float64(n) / length.Seconds())
	}
	return rates, nil
}

// acknowledged counts the writes that so many writers were told are safe.
func acknowledged(s *store.Store, writers int, length time.Duration) (int64, error) {
	var done atomic.Int64
	var failure atomic.Pointer[error]
	var all sync.WaitGroup
	for until := time.Now().Add(length); writers > 0; writers-- {
		all.Go(func() {
			for time.Now().Before(until) {
				if err := s.Write(context.Background(), policy.System(policy.Operator), small); err != nil {
					failure.Store(&err)
					return
				}
				done.Add(1)
			}
		})
	}
	all.Wait()
	if err := failure.Load(); err != nil {
		return 0, *err
	}
	return done.Load(), nil
}

// small is a write as a worker's phone sends it: one row.
func small(tx *store.Tx) error {
	id := tx.NewID()
	tx.Note("code", id, audit.Details{"did": audit.ID(id)})
	tx.Changed("network", id)
	_, err := tx.Exec(`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('bench', $1, '{}', '{}', FALSE)`, id)
	return err
}
