package column

import (
	"math/bits"
	"slices"
	"sync"
)

// Outermost looks for the earliest row of each person, or the latest; all rows have one. alone has the rows of those who have no
// other on that day, tied, of everybody else, the rows that must be compared to find it. persons is the snapshot's number.
func (r *Rows) Outermost(persons int, latest bool) (alone, tied *Rows) {
	first := r.made(func(s stretch, words Bitmap) {
		switch {
		case s.segment != r.view.base:
			copy(words, s.words) // each may be
		case latest:
			s.lasts(words, NewBitmap(persons))
		default:
			s.firsts(words, NewBitmap(persons))
		}
	})
	doubtful := func(g *segment) Bitmap { return r.view.doubtful(g, persons) }
	unsure := first.meet(doubtful)
	open := unsure.Persons(persons)
	tied = r.meet(doubtful).Of(open)
	return first.Without(unsure), tied
}

// firsts finds the first row of each person in the order of rows. met is empty, with room for everybody.
func (s stretch) firsts(words, met Bitmap) {
	for w, left := range s.words {
		var first uint64
		for base := (s.first + w) << 6; left != 0; left &= left - 1 {
			k := bits.TrailingZeros64(left)
			first |= met.meet(s.persons[base+k]) << k
		}
		words[w] = first
	}
}

// lasts is firsts from the end.
func (s stretch) lasts(words, met Bitmap) {
	for w := len(words) - 1; w >= 0; w-- {
		var last uint64
		base := (s.first + w) << 6
		for left := s.words[w]; left != 0; {
			k := 63 - bits.LeadingZeros64(left)
			left &^= 1 << k
			last |= met.meet(s.persons[base+k]) << k
		}
		words[w] = last
	}
}

// meet adds somebody, and is 1 if that is new. There is no branch in it: whether somebody was met before cannot be foretold.
func (b Bitmap) meet(p int32) uint64 {
	before := b[p>>6]
	b[p>>6] = before | 1<<(p&63)
	return ^before >> (p & 63) & 1
}

// Of gives the rows of some persons; all rows have one.
func (r *Rows) Of(persons Bitmap) *Rows {
	return r.made(func(s stretch, words Bitmap) {
		for w, left := range s.words {
			var theirs uint64
			for base := (s.first + w) << 6; left != 0; left &= left - 1 {
				k := bits.TrailingZeros64(left)
				p := s.persons[base+k]
				theirs |= persons[p>>6] >> (p & 63) & 1 << k
			}
			words[w] = theirs
		}
	})
}

// Persons are the persons of the rows, all of which have one.
func (r *Rows) Persons(persons int) Bitmap {
	out := NewBitmap(persons)
	for _, s := range []stretch{r.base, r.delta} {
		for w, left := range s.words {
			for base := (s.first + w) << 6; left != 0; left &= left - 1 {
				out.Add(s.segment.persons[base+bits.TrailingZeros64(left)])
			}
		}
	}
	return out
}

// doubt are the rows of a view's base whose order does not tell whether they are the earliest of their person: another row of the
// person has the same day, or was read lately and stands in the delta. They are looked up once for each snapshot.
type doubt struct {
	once sync.Once
	rows Bitmap
}

func (v *View) doubtful(g *segment, persons int) Bitmap {
	if g != v.base {
		return g.linked()
	}
	v.doubt.once.Do(func() {
		v.doubt.rows = g.twins()
		if v.delta.linked().Len() == 0 {
			return
		}
		lately, rows := NewBitmap(persons), slices.Clone(v.doubt.rows)
		for _, p := range v.delta.persons {
			if p != none {
				lately.Add(p)
			}
		}
		for i, p := range g.persons {
			if p != none && lately.Has(p) {
				rows.Add(int32(i))
			}
		}
		v.doubt.rows = rows
	})
	return v.doubt.rows
}
