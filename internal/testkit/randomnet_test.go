package testkit_test

import (
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// Others compare figures of the two databases and of mutated engines: that means nothing unless a seed always gives the same records.
func TestRandomNetworkIsTheSameForOneSeedOnBothDatabases(t *testing.T) {
	t.Parallel()
	testkit.Agree(t, func(t *testing.T, s *store.Store) string {
		testkit.RandomNetwork(t, s, 7).Grow(t, s)
		ids := written(t, s)
		if len(ids) < 50 {
			t.Errorf("only %d records were announced", len(ids))
		}
		return strings.Join(ids, "\n")
	})
}

func TestRandomNetworkOfAnotherSeedIsAnother(t *testing.T) {
	t.Parallel()
	s, other := testkit.Store(t), testkit.Store(t)
	testkit.RandomNetwork(t, s, 1)
	testkit.RandomNetwork(t, other, 2)
	if a, b := written(t, s), written(t, other); a[len(a)-1] == b[len(b)-1] {
		t.Errorf("both seeds end with %s", a[len(a)-1])
	}
}

// written lists what the change feed tells of records, leaving out the network itself, whose ids the store makes.
func written(t *testing.T, s *store.Store) (ids []string) {
	t.Helper()
	err := s.Read(t.Context(), policy.System(policy.Columns), func(tx *store.Tx) error {
		changes, err := store.Changes(tx, 0)
		for _, c := range changes {
			if c.Kind != "network" {
				ids = append(ids, c.Kind+" "+c.ID)
			}
		}
		return err
	})
	if err != nil {
		t.Fatalf("read the feed: %v", err)
	}
	return ids
}
