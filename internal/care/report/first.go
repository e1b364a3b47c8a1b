package report

import (
	"math/bits"

	"approdo/internal/care/report/column"
)

// one keeps one row of each person, all of them having one: the earliest, or the latest. Of those on one day it is the one whose code
// in the column by comes first in its list; of those with one code, the first by the view's order of columns.
func (r *run) one(rows *column.Rows, by string, latest bool) *column.Rows {
	alone, tied := rows.Outermost(r.snap.Persons(), latest)
	return alone.Or(tied.Pick(r.firsts(tied, by, latest)))
}

// firsts finds the row to keep of those persons for whom the order of the rows does not tell.
type firsts struct {
	run    *run
	view   *column.View
	by     tie
	rest   []tie // made when two rows of a day have one code
	latest bool
	met    column.Bitmap
	before []int32     // how many persons come before each word of met
	best   []candidate // by place among those met
}

// candidate is the best row of a person so far: its day and row in one number, and its ref plus 1.
type candidate struct {
	key uint64
	ref int32
}

// firsts gives the refs of the rows to keep, one for each person.
func (r *run) firsts(rows *column.Rows, by string, latest bool) []int32 {
	f := &firsts{run: r, view: rows.View(), latest: latest, met: rows.Persons(r.snap.Persons())}
	at, _ := f.view.Schema.Column(by)
	f.by = r.tie(f.view, at)
	f.before = make([]int32, len(f.met))
	count := 0
	for i, word := range f.met {
		f.before[i] = int32(count)
		count += bits.OnesCount64(word)
	}
	f.best = make([]candidate, count)
	rows.Scan(f.compare)
	refs := make([]int32, count)
	for i, best := range f.best {
		refs[i] = best.ref - 1
	}
	return refs
}

func (f *firsts) compare(part column.Part, rows []int32) {
	persons, days, codes := part.Persons(), part.Days(), part.Codes(f.by.codes)
	for _, i := range rows {
		day := uint32(days[i]) ^ 1<<31 // so that days before 1970 sort first
		if f.latest {
			day = ^day
		}
		key := uint64(day)<<32 | uint64(f.by.rank[codes[i]])
		p := persons[i]
		best := &f.best[f.before[p>>6]+int32(bits.OnesCount64(f.met[p>>6]&(1<<(p&63)-1)))]
		switch {
		case best.ref == 0 || key < best.key:
			*best = candidate{key, part.Ref(i) + 1}
		case key == best.key && f.precedes(part.Ref(i), best.ref-1):
			best.ref = part.Ref(i) + 1
		}
	}
}

// tie is one column by which rows of one day are put in order.
type tie struct {
	codes, numbers int // the column; the other is negative
	rank           []int32
}

func (r *run) tie(view *column.View, at int) tie {
	if view.Schema.Columns[at].Kind == column.Number {
		return tie{codes: -1, numbers: at}
	}
	return tie{codes: at, numbers: -1, rank: r.rank(view, at)}
}

// order is the view's columns as they stand, but for the table's own, which did not decide.
func (f *firsts) order() []tie {
	if f.rest == nil {
		for at := range f.view.Schema.Columns {
			if at != f.by.codes {
				f.rest = append(f.rest, f.run.tie(f.view, at))
			}
		}
	}
	return f.rest
}

// precedes puts two rows of one person, one day and one code in order.
func (f *firsts) precedes(a, b int32) bool {
	view := f.view
	for _, t := range f.order() {
		if t.codes < 0 {
			if x, y := view.Number(t.numbers, a), view.Number(t.numbers, b); x != y {
				return x > y
			}
			continue
		}
		if x, y := t.rank[view.Code(t.codes, a)], t.rank[view.Code(t.codes, b)]; x != y {
			return x < y
		}
	}
	return false
}
