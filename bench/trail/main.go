// Command trail measures how long it takes to verify an audit trail: in the database, and offline from a bundle that is
// read with nothing but the verifier key. It prints one JSON line. A bundle with one changed entry must be found out, or
// the measurement fails.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/desk/trail"
)

func main() {
	entries := flag.Int("entries", 100_000, "how long the trail is")
	flag.Parse()
	if err := run(*entries); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// result is the line printed.
type result struct {
	Bench       string  `json:"bench"`
	Entries     int64   `json:"entries"`
	Checkpoints int64   `json:"checkpoints"`
	Write       float64 `json:"write_seconds"`
	Database    float64 `json:"database_verify_seconds"`
	Bundle      float64 `json:"bundle_write_seconds"`
	Megabytes   float64 `json:"bundle_mb"`
	Offline     float64 `json:"offline_verify_seconds"`
	Held        float64 `json:"offline_heap_mb"` // most that was in use while the bundle was read
	CPUs        int     `json:"cpus"`
	Go          string  `json:"go"`
}

func run(entries int) (err error) {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "trail")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	keys, err := seal.OpenKeys(dir)
	if err != nil {
		return err
	}
	s.UseKeys(keys)
	t := trail.Trail{Store: s, Keys: keys, Network: network.Network{Code: "BENCH", Zone: "Europe/Rome"}}
	check, err := t.Check()
	if err != nil {
		return err
	}
	r := result{Bench: "trail", CPUs: runtime.GOMAXPROCS(0), Go: runtime.Version()}
	if r.Write, err = timed(func() error { return fill(ctx, t, entries) }); err != nil {
		return err
	}
	r.Database, err = timed(func() error {
		return s.Read(ctx, policy.System(policy.Operator), func(tx *store.Tx) error {
			v, err := store.VerifyTrail(tx, check)
			if err == nil && v.Fault != nil {
				err = fmt.Errorf("fault %+v", v.Fault)
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "bundle")
	r.Bundle, err = timed(func() error {
		f, err := os.Create(file)
		if err != nil {
			return err
		}
		_, _, err = t.Bundle(ctx, policy.System(policy.Operator), f)
		return errors.Join(err, f.Close())
	})
	if err != nil {
		return err
	}
	if err := r.offline(file, check); err != nil {
		return err
	}
	if err := control(file, check); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

func timed(fn func() error) (float64, error) {
	started := time.Now()
	err := fn()
	return float64(time.Since(started).Milliseconds()) / 1000, err
}

// fill writes the trail, with a checkpoint now and then.
func fill(ctx context.Context, t trail.Trail, entries int) error {
	const batch = 1000
	for n := 0; n < entries; n += batch {
		err := t.Store.Write(ctx, policy.System(policy.Operator), func(tx *store.Tx) error {
			for range batch {
				tx.NoteAbout(tx.NewID(), "identity", tx.NewID(), audit.Details{"fields": audit.Count(n)})
			}
			return nil
		})
		if err != nil {
			return err
		}
		if _, _, err := t.Sign(ctx, 0); err != nil {
			return err
		}
	}
	return nil
}

// offline verifies the bundle and keeps an eye on the memory in use.
func (r *result) offline(file string, check audit.Check) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	r.Megabytes = float64(info.Size()>>10) / 1024
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	runtime.GC()
	var m runtime.MemStats
	var most uint64
	look := func(int64) {
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	}
	var report audit.Report
	r.Offline, err = timed(func() (err error) {
		report, err = audit.Inspect(f, audit.Inspection{Key: check.Verifier, Progress: look})
		return err
	})
	if err == nil && len(report.Faults) > 0 {
		err = fmt.Errorf("faults %+v", report.Faults)
	}
	r.Entries, r.Checkpoints, r.Held = report.Entries, report.Checkpoints, float64(most>>10)/1024
	return err
}

// control changes one entry in the middle; a verification that does not see it measures nothing.
func control(file string, check audit.Check) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	i := bytes.Index(text[len(text)/2:], []byte(`"object":"identity"`)) + len(text)/2
	text[i+len(`"object":"`)] = 'I'
	report, err := audit.Inspect(bytes.NewReader(text), audit.Inspection{Key: check.Verifier})
	if err == nil && (len(report.Faults) != 1 || report.Faults[0].Problem != audit.Edited) {
		err = fmt.Errorf("one entry was changed, and what is found is %+v", report.Faults)
	}
	return err
}
