package app_test

import (
	"path/filepath"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

// TestACodeAddedOnOneServerIsTakenByAnotherAtOnce: two servers of one network share its database, or its folder.
func TestACodeAddedOnOneServerIsTakenByAnotherAtOnce(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := app.Place{Dir: filepath.Join(t.TempDir(), "d")}
			if name == "postgres" {
				place.Database = testkit.Postgres(t)
			}
			one := foundedAt(t, place)
			other, err := app.Open(t.Context(), place)
			must(t, err)
			operator := policy.System(policy.Operator, "test")
			must(t, one.Store.Write(t.Context(), operator, func(tx *store.Tx) error {
				return codebook.Add(tx, one.Book, codebook.Addition{List: "setting", Code: "truck_stop", Label: map[string]string{"it": "Area di sosta", "en": "Truck stop"}})
			}))
			meet := func(in *app.Installation, setting string) error {
				return in.Store.Write(t.Context(), operator, func(tx *store.Tx) error {
					units, err := network.Units(tx)
					if err != nil {
						return err
					}
					k := testkit.Contact(outreach.Work{OrganisationID: units[0].OrganisationID, UnitID: units[0].ID, Day: "2024-05-02", Province: "IT-BS"})
					k.Setting = setting
					_, err = outreach.New(in.Book).RecordContact(tx, k)
					return err
				})
			}
			for who, in := range map[string]*app.Installation{"the server that added it": one, "the other": other} {
				if err := meet(in, "truck_stop"); err != nil {
					t.Errorf("%s: %v", who, err)
				}
			}
			// Both may add at once: neither a code nor a word is given twice.
			err = other.Store.Write(t.Context(), operator, func(tx *store.Tx) error {
				return codebook.Add(tx, other.Book, codebook.Addition{List: "setting", Code: "lay_by", Label: map[string]string{"it": "Piazzola", "en": "Truck stop"}})
			})
			if err == nil {
				t.Error("a word means two codes")
			}
			must(t, other.Store.Write(t.Context(), operator, func(tx *store.Tx) error { return codebook.Retire(tx, "setting", "truck_stop") }))
			must(t, one.Store.Read(t.Context(), operator, func(*store.Tx) error { return nil }))
			settings, _ := one.Book.List("setting")
			if code, ok := settings.Find("truck_stop"); !ok || !code.Retired {
				t.Errorf("retired on the other server, it is %+v here", code)
			}
			must(t, one.Close())
			must(t, other.Close())
		})
	}
}
