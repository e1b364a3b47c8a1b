package oracle_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/report"
	"approdo/internal/care/rights"
)

// engine is the report engine as the oracle sees it: a question goes in, the stable JSON comes out.
type engine struct {
	*report.Engine
	files      fs.FS          // of the definition
	book       *codebook.Book // that definition was read for
	definition *report.Definition
}

func newEngine(t testing.TB, book *codebook.Book) *engine {
	t.Helper()
	files, err := report.Files("interim")
	if err != nil {
		t.Fatal(err)
	}
	return &engine{Engine: report.New(book, rights.Registry().Views()), files: files}
}

func (e *engine) count(ctx context.Context, s *store.Store, a ask, sees policy.Scope) ([]byte, error) {
	snapshot, err := e.Snapshot(ctx, s)
	if err != nil {
		return nil, err
	}
	if e.book != snapshot.Book {
		if e.definition, err = report.LoadDefinitions(e.files, snapshot.Book); err != nil {
			return nil, err
		}
		e.book = snapshot.Book
	}
	document, err := report.Run(snapshot, e.definition, report.Params{Project: a.project, From: a.from, To: a.to, Scope: a.scope(), Sees: sees})
	if err != nil {
		return nil, err
	}
	return json.Marshal(document)
}
