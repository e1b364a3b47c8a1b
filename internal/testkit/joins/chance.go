// Package joins asks of a database in which people were erased whether any two of its tables, or orders of rows, tell who became what is left of them.
package joins

import (
	"math"
	"slices"
	"strings"
)

// Two sequences of the same people, one of the dead and one of husks, say nothing of one another when the k-th is the k-th, or two neighbours are neighbours, no more
// often than by chance, and when their ranks do not go together. The bounds are such that of the thousands of pairs of sequences that a database has, one is passed
// by chance less than once in ten thousand runs: with 100 people the hits are distributed as Poisson(1), P(≥ 14) < 1e-11, the neighbours as Poisson(2),
// P(≥ 18) < 1e-11, and a rank correlation z = ρ√(n-1) is normal, P(|z| > 6.8) ≈ 1e-11; about 1e5 different pairs are asked three questions each.
const (
	mostHits       = 13
	mostNeighbours = 17
	mostRank       = 6.8
)

// telling says what two sequences tell of one another; empty when it is what chance would.
func telling(dead, husks []int) string {
	var said []string
	if hits(dead, husks) > mostHits || hits(dead, backwards(husks)) > mostHits {
		said = append(said, "the same places")
	}
	if n := neighbours(dead, husks); n > mostNeighbours {
		said = append(said, "the same neighbours")
	}
	if z := math.Abs(rank(dead, husks)); z > mostRank {
		said = append(said, "the same order")
	}
	return strings.Join(said, ", ")
}

func backwards(list []int) []int {
	list = slices.Clone(list)
	slices.Reverse(list)
	return list
}

// hits are the places in which the two say the same.
func hits(a, b []int) (n int) {
	for k := range min(len(a), len(b)) {
		if a[k] == b[k] {
			n++
		}
	}
	return n
}

func places(list []int) map[int]int {
	at := make(map[int]int, len(list))
	for k, x := range list {
		at[x] = k
	}
	return at
}

// neighbours are those who stand beside one another in both.
func neighbours(a, b []int) (n int) {
	at := places(b)
	for k := range len(a) - 1 {
		i, one := at[a[k]]
		j, two := at[a[k+1]]
		if one && two && (i-j == 1 || j-i == 1) {
			n++
		}
	}
	return n
}

// rank is Spearman's correlation of those who stand in both, times √(n-1).
func rank(a, b []int) float64 {
	in := places(b)
	var both []int
	for _, x := range a {
		if _, ok := in[x]; ok {
			both = append(both, x)
		}
	}
	n := float64(len(both))
	if n < 3 {
		return 0
	}
	sorted := slices.Clone(both)
	slices.SortFunc(sorted, func(x, y int) int { return in[x] - in[y] })
	at, sum := places(sorted), 0.0
	for k, x := range both {
		d := float64(k - at[x])
		sum += d * d
	}
	return (1 - 6*sum/(n*(n*n-1))) * math.Sqrt(n-1)
}

// join is what a column where the dead stand and one where husks stand say together: who shares a value with whom.
type join map[string][]int

// sharing says whether the dead share values with their own husks more often than with those of others: how often, and how often by chance.
func sharing(dead, husks join, n int) (own int, chance float64) {
	shared := map[[2]int]bool{}
	for value, who := range dead {
		for _, d := range who {
			for _, h := range husks[value] {
				shared[[2]int{d, h}] = true
			}
		}
	}
	for pair := range shared {
		if pair[0] == pair[1] {
			own++
		}
	}
	return own, float64(len(shared)) / float64(n)
}
