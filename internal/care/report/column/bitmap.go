package column

import (
	"math/bits"
	"slices"
)

// Bitmap is a set of small numbers, a bit each: of rows, or of persons.
type Bitmap []uint64

// NewBitmap makes an empty set of numbers below n.
func NewBitmap(n int) Bitmap { return make(Bitmap, (n+63)/64) }

// Add puts a number in.
func (b Bitmap) Add(i int32) { b[i>>6] |= 1 << (i & 63) }

// Has reports whether a number is in.
func (b Bitmap) Has(i int32) bool { return b[i>>6]>>(i&63)&1 == 1 }

// Len counts the numbers.
func (b Bitmap) Len() int {
	n := 0
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}

// Union has the numbers of all of some sets, which are as long as one another. There is at least one.
func Union(sets []Bitmap) Bitmap {
	all := slices.Clone(sets[0])
	for _, set := range sets[1:] {
		for w, word := range set {
			all[w] |= word
		}
	}
	return all
}
