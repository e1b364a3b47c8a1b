package counter_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"approdo/internal/base/counter"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// keys are those of a key file of its own.
func keys(t *testing.T) *seal.Keys {
	t.Helper()
	k, err := seal.OpenKeyFile(filepath.Join(t.TempDir(), seal.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func kept(t *testing.T, k *seal.Keys) counter.Mark {
	t.Helper()
	m, found, err := counter.Read(k)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	return m
}

// mark is one in which every part has come as far as a number.
func mark(n int64) counter.Mark {
	at := func(part string) string { return fmt.Sprint(part, n) }
	return counter.Mark{
		Network: "n", Size: n, Root: at("root"), Checkpoint: n, Note: at("note"), Roster: n, Head: at("head"), Papers: at("papers"), Guards: n, Register: counter.Line{N: n, Hash: at("line")},
		Sums: map[store.Summed]store.SumMark{"x": {N: n, Guard: []byte(at("sum"))}},
	}
}

// TestNoPartOfTheCounterIsEverLower: a process that read first, writes last and knows more of one part puts none of the others back.
func TestNoPartOfTheCounterIsEverLower(t *testing.T) {
	t.Parallel()
	far, near := mark(9), mark(3)
	for part, take := range map[string]func(m *counter.Mark, from counter.Mark){
		"the trail":       func(m *counter.Mark, from counter.Mark) { m.Size, m.Root = from.Size, from.Root },
		"the checkpoints": func(m *counter.Mark, from counter.Mark) { m.Checkpoint, m.Note = from.Checkpoint, from.Note },
		"the roster": func(m *counter.Mark, from counter.Mark) {
			m.Roster, m.Head, m.Papers = from.Roster, from.Head, from.Papers
		},
		"the guards":         func(m *counter.Mark, from counter.Mark) { m.Guards = from.Guards },
		"the register":       func(m *counter.Mark, from counter.Mark) { m.Register = from.Register },
		"the hash of tables": func(m *counter.Mark, from counter.Mark) { m.Sums = from.Sums },
	} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			k := keys(t)
			one, other := far, near
			take(&one, near)
			take(&other, far)
			for _, m := range []counter.Mark{one, other, near} {
				if err := m.Keep(k); err != nil {
					t.Fatal(err)
				}
			}
			if got := fmt.Sprint(kept(t, k)); got != fmt.Sprint(far) {
				t.Errorf("kept %s, want %v", got, far)
			}
		})
	}
}

// TestAnEarlierEraIsNotWrittenDownAgain: who read before two papers began an era writes nothing over what came after.
func TestAnEarlierEraIsNotWrittenDownAgain(t *testing.T) {
	t.Parallel()
	k := keys(t)
	before, after := mark(9), mark(3)
	after.Era = 1
	for _, m := range []counter.Mark{before, after, before} {
		if err := m.Keep(k); err != nil {
			t.Fatal(err)
		}
	}
	if got := fmt.Sprint(kept(t, k)); got != fmt.Sprint(after) {
		t.Errorf("kept %s, want %v", got, after)
	}
}

// TestWhoKeepsTheCounterAtOnceLosesNothing: of many that write it down together, each with a part that only they know, every part stays.
func TestWhoKeepsTheCounterAtOnceLosesNothing(t *testing.T) {
	t.Parallel()
	k := keys(t)
	const many = 16
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			m := mark(1)
			m.Sums = map[store.Summed]store.SumMark{store.Summed(fmt.Sprint(i)): {N: 1}}
			if err := m.Keep(k); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := kept(t, k); len(got.Sums) != many {
		t.Errorf("%d of %d are kept", len(got.Sums), many)
	}
}
