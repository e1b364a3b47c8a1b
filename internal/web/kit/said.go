package kit

import (
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

// Said is what the request before this one did, in words.
func Said(r *page.Request) string {
	switch r.URL.Query().Get("said") {
	case "recorded":
		return r.Printer().T("desk.said.recorded")
	case "changed":
		return r.Printer().T("desk.said.changed")
	case "file_recorded", "pdf_recorded", "asked", "follows", "follows_again", "answered", "cancelled", "key_given", "key_turned", "restricted", "unrestricted":
		return r.Printer().T("card.said." + r.URL.Query().Get("said"))
	case "removed", "taken_back", "undone", "unchanged", "linked", "unlinked", "detached", "restored":
		return r.Printer().T("desk.said." + r.URL.Query().Get("said"))
	case "lifted":
		return r.Printer().T("desk.hold.lifted")
	case "unregistered":
		return r.Printer().T("desk.rights.unregistered")
	case "term_set", "trail_cleared", "trail_traces":
		return r.Printer().T("desk.retention.said." + r.URL.Query().Get("said"))
	case "handed":
		return r.Printer().T("desk.packs.said.handed")
	}
	return ""
}

// Opened leads to the sheet that the reader just opened with something else, by its code, which they say and write down; the zero Link where they opened none.
func (d *Desk) Opened(r *page.Request) (link page.Link, err error) {
	for _, h := range d.JustDone(r).Hidden {
		if h.Name != "newcomer" {
			continue
		}
		err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
			p, err := person.Mine(tx, person.ID(h.Value))
			if errs.KindOf(err) == errs.NotFound { // taken back since
				return nil
			}
			link = page.Link{Label: p.Code, Path: To("person", h.Value)}
			return err
		})
	}
	return link, err
}

func Itoa(n int64) string { return strconv.FormatInt(n, 10) }
