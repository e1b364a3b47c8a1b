package column

import "math/bits"

// Step says by a column where in a table a row stands: the steps of its codes in some columns, added up, make its place. A step
// below zero leads nowhere, whatever the other columns say.
type Step struct {
	Column int
	Of     []int32 // by code
}

// Places adds the steps of some rows up; a place below zero is nowhere. The answer is into, grown if it must be.
func (p Part) Places(by []Step, rows, into []int32) []int32 {
	if cap(into) < len(rows) {
		into = make([]int32, len(rows), max(len(rows), 64*chunk))
	}
	places := into[:len(rows)]
	if len(by) == 0 {
		clear(places)
	}
	for d, step := range by {
		codes, of := p.segment.codes[step.Column], step.Of
		if d == 0 {
			for k, i := range rows {
				places[k] = of[codes[i]]
			}
			continue
		}
		for k, i := range rows {
			places[k] += of[codes[i]]
		}
	}
	return places
}

// Count adds to each place of a table how many of the rows stand there.
func (r *Rows) Count(by []Step, cells []int64) {
	for _, s := range []stretch{r.base, r.delta} {
		if len(s.words) > 0 {
			newCounter(s, by, cells).count()
		}
	}
}

// Surplus adds to each place by how much a Number column is above one, for the rows that stand there: with Count it makes the sum.
// What is one adds nothing, so it is enough to call it on the rows that are Plural.
func (r *Rows) Surplus(column int, by []Step, cells []int64) {
	var places []int32
	r.Scan(func(part Part, rows []int32) {
		places = part.Places(by, rows, places)
		numbers := part.Numbers(column)
		for k, place := range places {
			if place >= 0 {
				cells[place] += numbers[rows[k]] - 1
			}
		}
	})
}

// counter counts a stretch: where its rows lie dense and the table is small, by counting the bits that a set of rows and the index
// of each code have in common; otherwise row by row.
type counter struct {
	stretch
	by       []Step
	cells    []int64
	branches [][]branch // by column; nil when one of them has no index
	nodes    int        // how often a word is looked at if bits are counted
	masks    [][chunk]uint64
}

// branch is one code of a column: its rows, and its step.
type branch struct {
	rows Bitmap
	step int32
}

func newCounter(s stretch, by []Step, cells []int64) *counter {
	c := &counter{stretch: s, by: by, cells: cells, masks: make([][chunk]uint64, max(0, len(by)-1))}
	branches, width := make([][]branch, len(by)), 1
	for d, step := range by {
		x := s.index(step.Column)
		if x.rows == nil {
			return c
		}
		for at, code := range x.codes {
			if step.Of[code] >= 0 {
				branches[d] = append(branches[d], branch{x.rows[at], step.Of[code]})
			}
		}
		width *= len(branches[d])
		c.nodes += width
	}
	c.branches = branches
	return c
}

// What a row costs, each of its columns, and a word at each node, as measured.
const (
	rowCost, columnCost = 15, 10
	wordCost            = 7
)

func (c *counter) count() {
	for start := 0; start < len(c.words); start += chunk {
		words := c.words[start:min(start+chunk, len(c.words))]
		n := words.Len()
		switch {
		case n == 0:
		case c.branches != nil && c.nodes*len(words)*wordCost <= n*(rowCost+columnCost*len(c.by)):
			c.branch(0, 0, c.first+start, words)
		default:
			c.look(c.first+start, words)
		}
	}
}

// look counts row by row. One column has a loop of its own: this is where most of the time goes.
func (c *counter) look(at int, words Bitmap) {
	codes, of := c.codes[c.by[0].Column], c.by[0].Of
	if len(c.by) == 1 {
		for w, left := range words {
			for base := (at + w) << 6; left != 0; left &= left - 1 {
				if place := of[codes[base+bits.TrailingZeros64(left)]]; place >= 0 {
					c.cells[place]++
				}
			}
		}
		return
	}
	codes2, of2 := c.codes[c.by[1].Column], c.by[1].Of
	for w, left := range words {
		for base := (at + w) << 6; left != 0; left &= left - 1 {
			i := base + bits.TrailingZeros64(left)
			place := of[codes[i]] + of2[codes2[i]]
			for _, step := range c.by[2:] {
				place += step.Of[c.codes[step.Column][i]]
			}
			if place >= 0 {
				c.cells[place]++
			}
		}
	}
}

// branch counts the rows of some words, the first of which is the segment's word at, that stand at a place so far.
func (c *counter) branch(depth int, place int32, at int, words Bitmap) {
	if depth == len(c.by) {
		c.cells[place] += int64(words.Len())
		return
	}
	last := depth == len(c.by)-1
	for _, b := range c.branches[depth] {
		rows := b.rows[at : at+len(words)]
		if last {
			n := 0
			for w, word := range words {
				n += bits.OnesCount64(word & rows[w])
			}
			c.cells[place+b.step] += int64(n)
			continue
		}
		mask := c.masks[depth][:len(words)]
		for w, word := range words {
			mask[w] = word & rows[w]
		}
		c.branch(depth+1, place+b.step, at, mask)
	}
}

// Mark adds whom each row is about, as a Part tells, to the set of the place where the row stands; the last set is nowhere.
func (r *Rows) Mark(by []Step, whom func(Part) []int32, cells []Bitmap) {
	for _, s := range []stretch{r.base, r.delta} {
		subjects := whom(Part{s.segment, s.offset})
		for w, left := range s.words {
			for base := (s.first + w) << 6; left != 0; left &= left - 1 {
				i := base + bits.TrailingZeros64(left)
				var place int32
				for _, step := range by {
					place += step.Of[s.codes[step.Column][i]]
				}
				if place < 0 {
					place = int32(len(cells) - 1)
				}
				cells[place].Add(subjects[i])
			}
		}
	}
}
