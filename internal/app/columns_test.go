package app_test

import (
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/testkit/columns"
)

// TestEveryColumnHoldsWhatIsSaidOfItWherePeopleLogInAndSeal: as care/rights does where people are met, imported and erased.
func TestEveryColumnHoldsWhatIsSaidOfItWherePeopleLogInAndSeal(t *testing.T) {
	campaigns(t, func(t *testing.T, x *attacked) {
		w := x.copied(t)
		book, err := columns.Read("../care/rights/testdata/columns.yaml")
		w.must(err)
		stands := &columns.World{}
		w.must(w.store.Dump(t.Context(), policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, stands))
		for _, other := range book.Otherwise(stands, rights.Registry(), "app") {
			t.Error(other)
		}
		w.ends()
	})
}
