package imports

import (
	"net/http"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// Routes are the screens of spreadsheets.
func (d *Desk) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/imports", Action: policy.ImportRun, Handler: d.importList},
		{Method: get, Pattern: "/imports/new", Action: policy.ImportRun, Handler: d.importNew},
		{Method: post, Pattern: "/imports", Action: policy.ImportRun, Handler: d.importSave, Longest: 2 * uploadFile},
		{Method: get, Pattern: "/imports/drafts/{id}", Action: policy.ImportRun, Handler: d.draftShow},
		{Method: get, Pattern: "/imports/drafts/{id}/refused", Action: policy.ImportRun, Handler: d.draftRefused},
		{Method: post, Pattern: "/imports/drafts/{id}", Action: policy.ImportRun, Handler: d.draftEdit},
		{Method: post, Pattern: "/imports/drafts/{id}/record", Action: policy.ImportRun, Handler: d.draftRecord},
		{Method: post, Pattern: "/imports/drafts/{id}/remove", Action: policy.ImportRun, Handler: d.draftRemove},
		{Method: get, Pattern: "/imports/{id}", Action: policy.ImportRun, Handler: d.importShow},
		{Method: get, Pattern: "/imports/undo/{id}", Action: policy.ImportRun, Handler: d.importUndoAsk},
		{Method: post, Pattern: "/imports/undo/{id}", Action: policy.ImportRun, Handler: d.importUndo},
	}
}
