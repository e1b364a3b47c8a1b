package column

import "math/bits"

// Rows is a set of rows of a view. It never changes; what is made from it are other sets.
type Rows struct {
	view        *View
	base, delta stretch
}

// stretch is rows of one segment: bit k of word w is row 64·(first+w)+k.
type stretch struct {
	*segment
	offset int32 // what makes a row's ref of its number
	first  int
	words  Bitmap
}

// Filter keeps the rows whose code in a column passes. Pass is indexed by code and as long as the snapshot's dictionary.
type Filter struct {
	Column int
	Pass   []bool
}

// Select gives the rows from one day to another, both included, that pass all filters.
func (v *View) Select(from, to Day, filters ...Filter) *Rows {
	r := &Rows{view: v, base: v.base.stretch(from, to), delta: v.delta.stretch(from, to)}
	r.delta.offset = int32(v.base.len())
	if v.dead != nil {
		for w := range r.base.words {
			r.base.words[w] &^= v.dead[r.base.first+w]
		}
	}
	r.narrow(filters)
	return r
}

func (g *segment) stretch(from, to Day) stretch {
	low, high := g.between(from, to)
	if low >= high {
		return stretch{segment: g}
	}
	s := stretch{segment: g, first: low >> 6}
	s.words = make(Bitmap, (high+63)>>6-s.first)
	for w := range s.words {
		s.words[w] = ^uint64(0)
	}
	s.words[0] &= ^uint64(0) << (low & 63)
	s.words[len(s.words)-1] &= ^uint64(0) >> (-high & 63)
	return s
}

func (r *Rows) narrow(filters []Filter) {
	for _, f := range filters {
		r.base.keep(f)
		r.delta.keep(f)
	}
}

// keep takes the rows out whose code does not pass.
func (s stretch) keep(f Filter) {
	if len(s.words) == 0 {
		return
	}
	x := s.index(f.Column)
	if x.rows == nil {
		s.look(s.codes[f.Column], f.Pass)
		return
	}
	var in, out []Bitmap
	for at, code := range x.codes {
		if f.Pass[code] {
			in = append(in, x.rows[at])
		} else {
			out = append(out, x.rows[at])
		}
	}
	if len(out) <= len(in) {
		for _, rows := range out {
			for w, word := range rows[s.first : s.first+len(s.words)] {
				s.words[w] &^= word
			}
		}
		return
	}
	for w := range s.words {
		var pass uint64
		for _, rows := range in {
			pass |= rows[s.first+w]
		}
		s.words[w] &= pass
	}
}

// look asks row by row.
func (s stretch) look(codes []uint16, pass []bool) {
	for w, left := range s.words {
		var kept uint64
		for ; left != 0; left &= left - 1 {
			k := bits.TrailingZeros64(left)
			if pass[codes[(s.first+w)<<6+k]] {
				kept |= 1 << k
			}
		}
		s.words[w] = kept
	}
}

// made gives another set of rows of the same stretches; fill writes its words.
func (r *Rows) made(fill func(s stretch, words Bitmap)) *Rows {
	out := *r
	for _, s := range []*stretch{&out.base, &out.delta} {
		words := make(Bitmap, len(s.words))
		fill(*s, words)
		s.words = words
	}
	return &out
}

// meet gives the rows that are in a bitmap of their segment.
func (r *Rows) meet(of func(g *segment) Bitmap) *Rows {
	return r.made(func(s stretch, words Bitmap) {
		if len(words) == 0 {
			return
		}
		for w, word := range of(s.segment)[s.first : s.first+len(words)] {
			words[w] = s.words[w] & word
		}
	})
}

// Also gives those of the rows that pass some more filters.
func (r *Rows) Also(filters ...Filter) *Rows {
	if len(filters) == 0 {
		return r
	}
	out := r.made(func(s stretch, words Bitmap) { copy(words, s.words) })
	out.narrow(filters)
	return out
}

// Linked gives the rows that have a person.
func (r *Rows) Linked() *Rows { return r.meet((*segment).linked) }

// Individual gives the rows that are for an unlinked individual of whom a contact is known.
func (r *Rows) Individual() *Rows { return r.meet((*segment).individual) }

// Plural gives the rows whose number in a column is not one. Nearly every headcount is one.
func (r *Rows) Plural(column int) *Rows {
	return r.meet(func(g *segment) Bitmap { return g.plural(column) })
}

// OfNoun gives the rows that come from one kind of record.
func (r *Rows) OfNoun(noun uint16) *Rows {
	return r.meet(func(g *segment) Bitmap { return g.noun(noun) })
}

// Without gives the rows that are not in another set made from the same.
func (r *Rows) Without(o *Rows) *Rows {
	return r.made(func(s stretch, words Bitmap) {
		for w, word := range o.of(s).words {
			words[w] = s.words[w] &^ word
		}
	})
}

// Or gives the rows that are in one of two sets made from the same.
func (r *Rows) Or(o *Rows) *Rows {
	return r.made(func(s stretch, words Bitmap) {
		for w, word := range o.of(s).words {
			words[w] = s.words[w] | word
		}
	})
}

func (r *Rows) of(s stretch) stretch {
	if s.segment == r.base.segment {
		return r.base
	}
	return r.delta
}

// Pick gives the rows that have one of some refs, all of rows in the set.
func (r *Rows) Pick(refs []int32) *Rows {
	out := r.made(func(stretch, Bitmap) {})
	for _, ref := range refs {
		s := &out.base
		if ref >= out.delta.offset {
			s = &out.delta
		}
		row := ref - s.offset
		s.words[int(row>>6)-s.first] |= 1 << (row & 63)
	}
	return out
}

// During gives the rows from one day to another, both included. It is no longer a set made from the same as others.
func (r *Rows) During(from, to Day) *Rows {
	cut := func(s stretch) stretch {
		days := s.stretch(from, to)
		days.offset = s.offset
		for w := range days.words {
			at := days.first + w - s.first
			if at < 0 || at >= len(s.words) {
				days.words[w] = 0
				continue
			}
			days.words[w] &= s.words[at]
		}
		return days
	}
	return &Rows{view: r.view, base: cut(r.base), delta: cut(r.delta)}
}

// View is whose rows they are.
func (r *Rows) View() *View { return r.view }

// Len counts the rows.
func (r *Rows) Len() int { return r.base.words.Len() + r.delta.words.Len() }

// chunk is how many words are looked at together: their rows' numbers and places stay in the processor's first cache.
const chunk = 32

// Scan visits the rows, those of one part after those of the other. visit gets local rows of a part in ascending order, which is the
// order of days, and must not keep the slice.
func (r *Rows) Scan(visit func(part Part, rows []int32)) {
	var rows []int32
	for _, s := range []stretch{r.base, r.delta} {
		for start := 0; start < len(s.words); start += chunk {
			if rows = s.rows(start, min(start+chunk, len(s.words)), rows); len(rows) > 0 {
				visit(Part{s.segment, s.offset}, rows)
			}
		}
	}
}

// rows lists the rows of some words.
func (s stretch) rows(start, end int, into []int32) []int32 {
	if into == nil {
		into = make([]int32, 0, 64*chunk)
	}
	into = into[:0]
	for w := start; w < end; w++ {
		base := int32(s.first+w) << 6
		for left := s.words[w]; left != 0; left &= left - 1 {
			into = append(into, base+int32(bits.TrailingZeros64(left)))
		}
	}
	return into
}

// Each visits the rows one by one.
func (r *Rows) Each(visit func(ref int32)) {
	r.Scan(func(part Part, rows []int32) {
		for _, i := range rows {
			visit(part.Ref(i))
		}
	})
}
