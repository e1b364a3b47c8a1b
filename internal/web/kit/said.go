package kit

import (
	"strconv"

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
	case "removed", "taken_back", "undone", "unchanged", "linked", "unlinked", "restored":
		return r.Printer().T("desk.said." + r.URL.Query().Get("said"))
	case "term_set", "trail_cleared", "trail_traces":
		return r.Printer().T("desk.retention.said." + r.URL.Query().Get("said"))
	}
	return ""
}

func Itoa(n int64) string { return strconv.FormatInt(n, 10) }
