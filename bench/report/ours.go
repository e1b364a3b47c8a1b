package main

import (
	"context"
	"errors"
	"os"
	"time"

	"approdo/bench/gauge"
	"approdo/bench/gen"
	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
)

// engine is ours: a store, the columns loaded from it, and the definition.
type engine struct {
	store      *store.Store
	columns    *report.Engine
	snapshot   *report.Snapshot
	definition *report.Definition
	load       time.Duration
	first      time.Duration // the first report, which makes the index of the columns it asks for
	memory     int64
}

func fillStore(ctx context.Context, w *gen.World, dir string, book *codebook.Book) error {
	s, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return err
	}
	return errors.Join(w.Fill(ctx, s, book), s.Close())
}

func startEngine(ctx context.Context, dir string, book *codebook.Book) (*engine, error) {
	s, err := store.Open(ctx, store.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	e := &engine{store: s, columns: report.New(book, rights.Registry().Views())}
	before, began := gauge.Heap(), time.Now()
	if e.snapshot, err = e.columns.Snapshot(ctx, s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	e.load = time.Since(began)
	if e.definition, err = report.LoadDefinitions(os.DirFS(*here+"/definition"), e.snapshot.Book); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if e.first, _, _, err = e.count(period{gen.First, gen.Last}, true); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	e.memory = gauge.Heap() - before
	return e, nil
}

// count makes one report, from nothing but the columns. A draft leaves out the fingerprint of the facts, which the others do not have.
func (e *engine) count(p period, draft bool) (wall, cpu time.Duration, f figures, err error) {
	used, began := gauge.CPU(), time.Now()
	doc, err := report.Run(e.snapshot, e.definition, report.Params{From: p.From, To: p.To, Draft: draft, Sees: policy.System(policy.Operator).Scope()})
	wall, cpu = time.Since(began), gauge.CPU()-used
	if err != nil {
		return 0, 0, nil, err
	}
	return wall, cpu, ofDocument(doc), doc.Blocked()
}

// oursLine is our part of the line printed.
type oursLine struct {
	WallMS   float64 `json:"wall_ms"` // all periods, median of the rounds
	YearMS   float64 `json:"year_ms"`
	DecadeMS float64 `json:"decade_ms"`
	CPUMS    float64 `json:"cpu_ms"`
	IssuedMS float64 `json:"issued_ms"` // all periods with the fingerprint of every row counted, for which the others have nothing
	LoadS    float64 `json:"load_s"`    // from the store into columns
	FirstMS  float64 `json:"first_ms"`  // the first report, ten years, with the index that it makes
	MemoryMB int64   `json:"memory_mb"` // the columns and their index
	PeakMB   int64   `json:"peak_mb"`   // the most that this process ever held, reading included
}
