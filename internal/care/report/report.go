// Package report makes the funder's report from raw records, and refuses to when it does not add up.
//
// Its ideas, in the order in which a report is made:
//
//   - An Engine keeps the facts as columns in memory (package column) and gives a Snapshot that never changes.
//   - A definition (package definition) says in a closed language what each table counts. The interim report is
//     embedded; a network can bring its own folder.
//   - Run counts. A person is counted once in a partition: the earliest contact of the period (or the latest) attributes
//     the person to one row, and every table that details another reads its values from that same contact.
//   - What a Run finds is a Document: figures with labels in every language, and Checks. A Document whose checks do not
//     hold is Blocked: it can be looked at, never issued.
//   - Freeze keeps a Document for ever, with a fingerprint of each record counted, so that Compare can say what changed since.
//
// Who may see what is settled before anything is counted: the rows of organisations that a grant does not see are not there.
package report

import (
	"context"
	"embed"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/report/column"
	"approdo/internal/care/report/definition"
)

// Snapshot is the facts as they stood at one moment; it never changes.
type Snapshot = column.Snapshot

// Definition is a report in the closed language.
type Definition = definition.Report

// Engine keeps the columns of one store. It is safe for concurrent use.
type Engine struct{ set *column.Set }

// New makes an Engine over the shipped code lists. views names the nouns that are counted in each view (work.Registry.Views). The first
// Snapshot reads the store.
func New(book *codebook.Book, views map[string][]string) *Engine {
	return &Engine{set: column.New(book, views)}
}

// Snapshot brings the columns to the end of the change feed and gives them as they stand. The errors are the store's.
func (e *Engine) Snapshot(ctx context.Context, s *store.Store) (*Snapshot, error) {
	snapshot, err := e.set.Refresh(ctx, s)
	return snapshot, errs.Wrap(err, "report")
}

// Renewed is a Snapshot for what is issued for ever: everything is read from the store, whatever the change feed says. Forged "report.feed_forged" where the columns held something else; the next Snapshot
// is of what stands.
func (e *Engine) Renewed(ctx context.Context, s *store.Store) (*Snapshot, error) {
	snapshot, same, err := e.set.Renew(ctx, s)
	if err == nil && !same {
		err = errs.E(errs.Forged, "report.feed_forged", "object", "feed")
	}
	return snapshot, errs.Wrap(err, "report")
}

//go:embed definitions
var shipped embed.FS

// Reports are the definitions that an installation goes by, at least one. The first is offered where none is named.
type Reports []*Definition

// ShippedReports are those that come with the program: each is a folder of definitions.
func ShippedReports(book *codebook.Book) (all Reports, err error) {
	for _, name := range Names() {
		d, err := Shipped(name, book)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// First is the one that is offered where none is named.
func (all Reports) First() *Definition { return all[0] }

// Find gives the one of an id; NotFound "report.unknown_report" for another.
func (all Reports) Find(id string) (*Definition, error) {
	at := slices.IndexFunc(all, func(d *Definition) bool { return d.ID == id })
	if at < 0 {
		return nil, errs.E(errs.NotFound, "report.unknown_report", "name", id)
	}
	return all[at], nil
}

// For is the one by which something of an id was made, or the first where that one is no more.
func (all Reports) For(id string) *Definition {
	if d, err := all.Find(id); err == nil {
		return d
	}
	return all.First()
}

// Shipped gives a definition that comes with the program, by name. Another name is NotFound.
// book is the snapshot's, so that rows may name codes that a network added.
func Shipped(name string, book *codebook.Book) (*Definition, error) {
	files, err := Files(name)
	if err != nil {
		return nil, err
	}
	return definition.Load(files, book)
}

// Files gives the files of a shipped definition, as a start for a network's own.
func Files(name string) (fs.FS, error) {
	if !slices.Contains(Names(), name) {
		return nil, errs.E(errs.NotFound, "report.unknown_report", "name", name)
	}
	return fs.Sub(shipped, "definitions/"+name)
}

// Names lists the definitions that come with the program.
func Names() []string {
	entries, _ := shipped.ReadDir("definitions") // an embedded folder cannot fail
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names
}

// LoadDefinitions reads a network's own definition from a folder. What the language does not know is refused with file and line.
func LoadDefinitions(folder fs.FS, book *codebook.Book) (*Definition, error) {
	return definition.Load(folder, book)
}

// Extended gives a definition with the tables that the network added to it, as they stand in a snapshot, after its own. One that does not
// fit the definition, because that is no longer the one it was made for, is a Conflict: nothing is left out in silence.
func Extended(d *Definition, s *Snapshot) (*Definition, error) {
	var sources []definition.Source
	for _, a := range s.Additions {
		if a.Report == d.ID {
			sources = append(sources, definition.Source{ID: AdditionID(a.Number), Text: a.Text})
		}
	}
	whole, err := definition.Extend(d, sources, s.Book)
	if e, ok := errs.Of(err); ok {
		return nil, errs.E(errs.Conflict, "report.addition_unfit", "reason", e, err)
	}
	return whole, err
}

// AdditionID is what a table that a network added is called: the network's first is N1.
func AdditionID(number int64) string { return "N" + strconv.FormatInt(number, 10) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
