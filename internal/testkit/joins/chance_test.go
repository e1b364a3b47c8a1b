package joins

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestWhatTellsAPairIsRecognised: the questions are not so mild that nothing fails them, nor so strict that chance does.
func TestWhatTellsAPairIsRecognised(t *testing.T) {
	t.Parallel()
	const people = 100
	dice := rand.New(rand.NewPCG(3, 7))
	dead := dice.Perm(people)
	blocks := slices.Clone(dead) // batches of twenty, in disorder within
	for b := range slices.Chunk(blocks, 20) {
		dice.Shuffle(len(b), func(i, j int) { b[i], b[j] = b[j], b[i] })
	}
	threes := slices.Collect(slices.Chunk(slices.Clone(dead), 3)) // who was erased together stays together, wherever
	dice.Shuffle(len(threes), func(i, j int) { threes[i], threes[j] = threes[j], threes[i] })
	for name, husks := range map[string][]int{
		"as they came": dead, "backwards": backwards(dead), "batch by batch": blocks, "batches together": slices.Concat(threes...),
		"a fifth in place": append(slices.Clone(dead[:20]), backwards(dead[20:])...),
	} {
		if telling(dead, husks) == "" {
			t.Errorf("%s: it tells nothing", name)
		}
	}
	for range 20_000 {
		if said := telling(dead, dice.Perm(people)); said != "" {
			t.Fatalf("chance tells %s", said)
		}
	}
}
