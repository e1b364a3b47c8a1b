package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"approdo/bench/gauge"
	"approdo/internal/base/codebook"
)

// timing is how long each period took in each round.
type timing struct{ wall, cpu [][]time.Duration } // by period, by round

func (t *timing) add(at int, wall, cpu time.Duration) {
	for len(t.wall) <= at {
		t.wall, t.cpu = append(t.wall, nil), append(t.cpu, nil)
	}
	t.wall[at], t.cpu[at] = append(t.wall[at], wall), append(t.cpu[at], cpu)
}

// all is the median round over all periods.
func all(of [][]time.Duration) time.Duration {
	var sums []time.Duration
	for round := range of[0] {
		var sum time.Duration
		for at := range of {
			sum += of[at][round]
		}
		sums = append(sums, sum)
	}
	return gauge.Median(sums)
}

// measured is one world measured.
type measured struct {
	persons, events, figures int
	engine                   *engine
	ours, duck, pg           timing
	issued                   timing // ours with the fingerprint
	peak                     int64
	duckdb                   *duckdb
	duckMemory               int64
	postgres                 *postgres
	skipped                  string
	relinked                 *relinkedLine
}

func (m *measured) wall() time.Duration { return all(m.ours.wall) }

// measure counts every period of a world: ours and the peers in turn, five times; the smaller world only ours.
func measure(ctx context.Context, book *codebook.Book, folder string, persons int, peers bool) (m *measured, err error) {
	w, dir, err := world(ctx, book, folder, persons)
	if err != nil {
		return nil, err
	}
	m = &measured{persons: persons, events: w.Events()}
	if m.engine, err = startEngine(ctx, dir, book); err != nil {
		return nil, err
	}
	engine := m.engine // a failure returns no m
	defer func() { err = errors.Join(err, engine.store.Close()) }()
	gauge.Say("columns of %d persons loaded in %s: %d MB", persons, m.engine.load.Round(time.Millisecond), m.engine.memory)
	list := draw(w, *periods)
	counted := make([]figures, len(list))
	if peers && *duck {
		if m.duckdb, err = startDuckDB(dir, *here); err != nil {
			return nil, err
		}
		peer := m.duckdb
		defer func() { err = errors.Join(err, peer.stop()) }()
		gauge.Say("DuckDB %s loaded in %s", m.duckdb.Version, m.duckdb.load.Round(time.Millisecond))
	}
	err = profile(peers, func() error {
		for round := range *rounds {
			for at, p := range list {
				if err := m.both(round, at, p, counted); err != nil {
					return fmt.Errorf("%s to %s: %w", p.From, p.To, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.peak = gauge.Peak()
	for _, f := range counted {
		m.figures += len(f)
	}
	if !peers {
		return m, nil
	}
	if *pg {
		if err := m.oncePostgres(dir, list, counted); err != nil {
			return nil, err
		}
	}
	if *relinks > 0 {
		m.relinked, err = m.engine.relink(ctx, w, m.duckdb, list[0], counted[0])
	}
	return m, err
}

// both counts a period with ours and DuckDB; who goes first changes from one round to the next.
func (m *measured) both(round, at int, p period, counted []figures) error {
	turns := []func() error{
		func() error {
			collect() // of the program around the measurement
			wall, cpu, f, err := m.engine.count(p, true)
			if err != nil {
				return err
			}
			m.ours.add(at, wall, cpu)
			if round < 2 {
				wall, cpu, _, err = m.engine.count(p, false)
				m.issued.add(at, wall, cpu)
				if err != nil {
					return err
				}
			}
			counted[at] = f
			return nil
		},
		func() error {
			if m.duckdb == nil {
				return nil
			}
			c, err := m.duckdb.count(p)
			if err != nil {
				return err
			}
			m.duck.add(at, c.wall, c.cpu)
			m.duckMemory = max(m.duckMemory, c.memory)
			if counted[at] != nil {
				return differ(counted[at], c.figures)
			}
			return nil
		},
	}
	if round%2 == 1 {
		turns[0], turns[1] = turns[1], turns[0]
	}
	for _, turn := range turns {
		if err := turn(); err != nil {
			return err
		}
	}
	return nil
}

func (m *measured) oncePostgres(dir string, list []period, counted []figures) error {
	p, err := startPostgres(dir, *here)
	if err != nil {
		m.skipped = err.Error()
		return nil
	}
	gauge.Say("PostgreSQL loaded in %s", p.load.Round(time.Millisecond))
	m.postgres = p
	for at, period := range list {
		c, err := p.count(period)
		if err == nil {
			err = differ(counted[at], c.figures)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("PostgreSQL, %s to %s: %w", period.From, period.To, err), p.stop())
		}
		m.pg.add(at, c.wall, 0)
	}
	return p.stop()
}

// tenth is seconds with one decimal.
func tenth(d time.Duration) float64 { return gauge.Ratio(d, time.Second) }

// fill writes the line.
func (m *measured) fill(l *line) {
	l.Persons, l.Events, l.Periods, l.Figures, l.Skipped, l.Relinked = m.persons, m.events, len(m.ours.wall), m.figures, m.skipped, m.relinked
	l.Ours = oursLine{
		WallMS: gauge.MS(m.wall()), DecadeMS: gauge.MS(gauge.Median(m.ours.wall[0])), YearMS: gauge.MS(gauge.Median(m.ours.wall[1])),
		CPUMS: gauge.MS(all(m.ours.cpu)), IssuedMS: gauge.MS(all(m.issued.wall)), LoadS: tenth(m.engine.load), FirstMS: gauge.MS(m.engine.first),
		MemoryMB: m.engine.memory, PeakMB: m.peak,
	}
	if m.duckdb != nil {
		l.DuckDB = m.peer(m.duck, m.duckdb.load)
		l.DuckDB.Version, l.DuckDB.MemoryMB = m.duckdb.Version, m.duckMemory
	}
	if m.postgres != nil {
		l.Postgres = m.peer(m.pg, m.postgres.load)
	}
}

// peerLine is a peer's part of the line printed.
type peerLine struct {
	Version  string  `json:"version,omitempty"`
	WallMS   float64 `json:"wall_ms"`             // all periods, median of the rounds
	YearMS   float64 `json:"year_ms"`             // one year
	DecadeMS float64 `json:"decade_ms"`           // ten years
	CPUMS    float64 `json:"cpu_ms,omitempty"`    // all periods
	LoadS    float64 `json:"load_s"`              // reading the files
	MemoryMB int64   `json:"memory_mb,omitempty"` // resident, the process
	Times    float64 `json:"times_ours"`          // wall, all periods
	Least    float64 `json:"least_times_ours"`    // the period in which we are least ahead
	Year     float64 `json:"year_times_ours"`
	Decade   float64 `json:"decade_times_ours"`
	CPUTimes float64 `json:"cpu_times_ours,omitempty"`
}

func (m *measured) peer(theirs timing, load time.Duration) *peerLine {
	ratio := func(at int) float64 { return gauge.Ratio(gauge.Median(theirs.wall[at]), gauge.Median(m.ours.wall[at])) }
	p := &peerLine{
		WallMS: gauge.MS(all(theirs.wall)), DecadeMS: gauge.MS(gauge.Median(theirs.wall[0])), YearMS: gauge.MS(gauge.Median(theirs.wall[1])),
		CPUMS: gauge.MS(all(theirs.cpu)), LoadS: tenth(load), Times: gauge.Ratio(all(theirs.wall), m.wall()), Decade: ratio(0), Year: ratio(1), Least: ratio(0),
	}
	for at := range theirs.wall {
		p.Least = min(p.Least, ratio(at))
	}
	if p.CPUMS > 0 {
		p.CPUTimes = gauge.Ratio(all(theirs.cpu), all(m.ours.cpu))
	}
	return p
}
