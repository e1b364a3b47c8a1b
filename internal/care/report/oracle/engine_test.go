package oracle_test

import (
	"context"
	"encoding/json"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
)

// engine is the report engine as the oracle sees it: a question goes in, the stable JSON comes out. The mutants are
// made with copies of this file.
type engine struct{ *report.Engine }

func newEngine(book *codebook.Book) counter { return engine{report.New(book)} }

func (e engine) count(ctx context.Context, s *store.Store, a ask, sees policy.Scope) ([]byte, error) {
	snapshot, err := e.Snapshot(ctx, s)
	if err != nil {
		return nil, err
	}
	definition, err := report.Shipped("interim", snapshot.Book)
	if err != nil {
		return nil, err
	}
	document, err := report.Run(snapshot, definition, report.Params{Project: a.project, From: a.from, To: a.to, Scope: a.scope(), Sees: sees})
	if err != nil {
		return nil, err
	}
	return json.Marshal(document)
}
