package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"approdo/bench/gauge"
	"approdo/bench/gen"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// relinkedLine says what it took to follow people who were found to be one, and to be two after all. There is no merge in the
// program yet: the rows of a person are given to another, and back, and announced on the change feed as a merge will be.
type relinkedLine struct {
	Merges    int     `json:"merges"`
	Splits    int     `json:"splits"`
	Rows      int     `json:"rows_moved"`      // by the merges
	Refreshes int     `json:"refreshes"`       // of the columns, each after some merges or splits
	RefreshMS float64 `json:"refresh_ms"`      // the median one
	Largest   float64 `json:"refresh_max_ms"`  //
	Checked   string  `json:"merged_checked"`  // with what the figures of everybody merged were compared
	Restored  bool    `json:"split_equal"`     // after the splits every figure was as before
	Differ    int     `json:"merged_differed"` // figures that the merges changed, so that the comparison means something
}

// together is how many merges come between two refreshes.
const together = 50

// moved are tables whose rows are about a person, and the records that the feed announces.
var moved = []string{"outreach_contacts", "outreach_actions", "casework_interviews", "casework_enrolments", "casework_deliveries", "person_protections"}

// pair is two people who will be one: everything of a becomes b's.
type pair struct {
	a, b int
	rows map[string][]string // ids, by table
}

func (e *engine) relink(ctx context.Context, w *gen.World, d *duckdb, p period, before figures) (*relinkedLine, error) {
	pairs, err := e.pairs(ctx, w)
	if err != nil {
		return nil, err
	}
	l := &relinkedLine{Merges: len(pairs), Splits: len(pairs), Checked: "nothing"}
	var took []time.Duration
	for _, to := range []func(pair) int{func(x pair) int { return x.b }, func(x pair) int { return x.a }} {
		for some := range slices.Chunk(pairs, together) {
			for _, x := range some {
				if err := e.give(ctx, w, x, to(x)); err != nil {
					return nil, err
				}
			}
			began := time.Now()
			if e.snapshot, err = e.columns.Snapshot(ctx, e.store); err != nil {
				return nil, err
			}
			took = append(took, time.Since(began))
		}
		_, _, f, err := e.count(p, true)
		if err != nil {
			return nil, err
		}
		if to(pairs[0]) == pairs[0].b {
			l.Differ = changed(before, f)
			if d != nil {
				l.Checked = "DuckDB"
				err = d.merged(w, pairs, p, f)
			}
		} else {
			l.Restored = true
			err = differ(f, before)
		}
		if err != nil {
			return nil, fmt.Errorf("after relinking: %w", err)
		}
	}
	for _, x := range pairs {
		for _, ids := range x.rows {
			l.Rows += len(ids)
		}
	}
	l.Refreshes, l.RefreshMS, l.Largest = len(took), gauge.MS(gauge.Median(took)), gauge.MS(slices.Max(took))
	return l, nil
}

func changed(a, b figures) int {
	n := 0
	for name, count := range a {
		if b[name] != count {
			n++
		}
	}
	return n
}

// pairs draws people who never were in charge (else actions of both would change their meaning) and never met on the same day.
func (e *engine) pairs(ctx context.Context, w *gen.World) (list []pair, err error) {
	all := w.Count(gen.Persons)
	err = e.store.Read(ctx, policy.System(policy.Operator), func(tx *store.Tx) error {
		list = nil
		for at := 0; len(list) < *relinks && at < all/2; at += max(1, all/(3**relinks)) {
			x := pair{a: at, b: at + all/2}
			if w.Enrolled(x.a) || w.Enrolled(x.b) {
				continue
			}
			free, err := e.look(tx, w, &x)
			if err != nil {
				return err
			}
			if free {
				list = append(list, x)
			}
		}
		return nil
	})
	if err == nil && len(list) == 0 {
		err = errors.New("nobody to merge")
	}
	return list, err
}

// look finds the rows of a, and whether none of its contacts or answers shares a day with one of b's.
func (e *engine) look(tx *store.Tx, w *gen.World, x *pair) (free bool, err error) {
	x.rows = map[string][]string{}
	days := map[string]bool{}
	free = true
	type row struct{ id, day string }
	for _, table := range moved {
		for _, person := range []int{x.a, x.b} {
			rows, err := store.List(tx, func(r store.Row) (v row, err error) { return v, r.Scan(&v.id, &v.day) },
				`SELECT id, day FROM `+table+` WHERE person_id = $1`, w.ID(gen.Persons, person))
			if err != nil {
				return false, err
			}
			for _, r := range rows {
				if person == x.a {
					x.rows[table] = append(x.rows[table], r.id)
					days[r.day] = true
				} else if days[r.day] {
					free = false
				}
			}
		}
	}
	return free && len(days) > 0, nil
}

// give makes all rows that were a's somebody's, in one transaction with its audit entry.
func (e *engine) give(ctx context.Context, w *gen.World, x pair, to int) error {
	return e.store.Write(ctx, policy.System(policy.Operator), func(tx *store.Tx) error {
		for table, ids := range x.rows {
			for _, id := range ids {
				if _, err := tx.Exec(`UPDATE `+table+` SET person_id = $1 WHERE id = $2`, w.ID(gen.Persons, to), id); err != nil {
					return err
				}
			}
		}
		for _, person := range []int{x.a, x.b} {
			tx.Note("person", w.ID(gen.Persons, person), nil)
			tx.Changed("person", w.ID(gen.Persons, person))
		}
		return nil
	})
}

// merged makes the same merges in DuckDB and compares.
func (d *duckdb) merged(w *gen.World, pairs []pair, p period, ours figures) error {
	var values []string
	for _, x := range pairs {
		f := w.Facts(x.b)
		values = append(values, fmt.Sprintf("(%d, %d, '%s', '%s', '%s')", x.a, x.b, f.Gender, f.AgeBand, f.Origin()))
	}
	err := d.do(
		"CREATE TABLE merges AS SELECT * FROM (VALUES "+strings.Join(values, ", ")+") AS t(a, b, g, ages, o)",
		"UPDATE contacts SET person = b, gender = CAST(g AS gender), age_band = CAST(ages AS age_band), origin = CAST(o AS origin) FROM merges WHERE person = a",
		"UPDATE actions SET person = b FROM merges WHERE person = a",
		"UPDATE enrolments SET person = b FROM merges WHERE person = a",
		"UPDATE protections SET person = b FROM merges WHERE person = a",
	)
	if err != nil {
		return err
	}
	c, err := d.count(p)
	if err != nil {
		return err
	}
	return differ(ours, c.figures)
}
