package desk_test

import (
	"net/http"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/sheet"
	"approdo/internal/testkit"
)

// TestAnOrganisationsFilesLeaveRoomForOthers: whoever sends file after file, from one browser after another, is refused before another organisation is.
func TestAnOrganisationsFilesLeaveRoomForOthers(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		o.employ(t, "dina", o.Faro, policy.DeskWorker)
		nora := o.employ(t, "nora", o.Molo, policy.DeskWorker)
		refused := 0
		for range 10 {
			browser := o.session(t, "dina")
			for range 3 {
				if a := browser.upload(sheet.Contacts, register(good)); a.status != http.StatusSeeOther {
					refused++
				}
			}
		}
		nora.draft(sheet.Contacts, register(good))
		if refused == 0 {
			t.Error("thirty files of one account are held at a time")
		}
	})
}
