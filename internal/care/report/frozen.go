package report

import (
	"encoding/json"
	"slices"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/report/column"
)

// Frozen is a report as it was issued. It never changes.
type Frozen struct {
	ID           string
	Report       string
	Organisation string // id of the organisation whose run it is
	Scope        string
	Parameters   Parameters
	Definition   string
	Snapshot     string
	Account      string   // who froze it
	At           string   // RFC 3339, UTC
	Document     []byte   // the JSON, byte for byte; empty in a list
	records      []byte   // packed marks
	withdrawn    []string // marks that go
	keys         *seal.Keys
	parameters   string // as they are kept
	held         string // digest of document and records, as it is kept
	sealed       []byte // keyed hash of all that; nil before there was one
	doubtful     bool
}

// Read gives the frozen Document back. It can be printed and compared, not frozen again.
func (f Frozen) Read() (*Document, error) {
	var d Document
	err := json.Unmarshal(f.Document, &d)
	return &d, errs.Wrap(err, "report", f.ID)
}

// Overtaken reports whether Freeze refused a Document for what happened since it was counted.
func Overtaken(err error) bool {
	e, known := errs.Of(err)
	return known && e.Key == "report.overtaken"
}

// Freeze keeps a Document for ever, with a mark of each record that was counted, and gives it back. A Document that does not add up is refused
// with what Blocked says; nothing is kept where the lists by which it was counted are not as the program wrote them (column.Vouched). The run belongs to the organisation of the grant; to the lead when a job freezes it.
func Freeze(tx *store.Tx, d *Document) (Frozen, error) {
	if d.run == nil || d.Snapshot == "" {
		return Frozen{}, errs.E(errs.Conflict, "report.cannot_freeze")
	}
	if err := d.Blocked(); err != nil {
		return Frozen{}, err
	}
	if err := column.Vouched(tx); err != nil { // also where it was edited since it was counted
		return Frozen{}, err
	}
	late, err := d.run.snap.Overtaken(tx)
	if err != nil {
		return Frozen{}, err
	}
	if late { // whoever counts again finds what stands
		return Frozen{}, errs.E(errs.Conflict, "report.overtaken")
	}
	f := Frozen{
		ID: tx.NewID(), Report: d.Report, Organisation: d.run.owner(tx.Grant().Organisation()), Scope: d.Parameters.Scope, Parameters: d.Parameters,
		Definition: d.Definition, Snapshot: d.Snapshot, Account: tx.Grant().Actor(), At: tx.Now().Format(time.RFC3339),
	}
	if f.Organisation == "" {
		return Frozen{}, errs.E(errs.Conflict, "report.no_organisation")
	}
	parameters, err := json.Marshal(d.Parameters)
	f.parameters = string(parameters)
	if err == nil {
		f.Document, err = json.Marshal(d)
	}
	if err == nil {
		f.keys = tx.Keys()
		f.records, err = papers{marks: keyed(f.marker(), d.run.marks())}.pack()
	}
	if err == nil {
		err = f.seal(tx)
	}
	if err != nil {
		return Frozen{}, errs.Wrap(err, "report freeze")
	}
	_, err = tx.Exec(`INSERT INTO report_runs (id, report, organisation_id, scope, parameters, definition, snapshot, account, frozen, held, sealed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		f.ID, f.Report, f.Organisation, f.Scope, f.parameters, f.Definition, f.Snapshot, f.Account, f.At, f.held, f.sealed)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO report_papers (run_id, document, records, keyed) VALUES ($1, $2, $3, TRUE)`, f.ID, f.Document, f.records)
	}
	said := f.noted()
	said.Held = f.held
	tx.Note(runNoun, f.ID, said.details())
	return f, errs.Wrap(err, "report freeze")
}

// owner is the organisation of the grant, or the lead for a job that belongs to none.
func (r *run) owner(organisation string) string {
	for _, o := range r.snap.Organisations {
		if organisation == "" && o.Lead {
			return o.ID
		}
	}
	return organisation
}

const runColumns = `id, report, organisation_id, scope, parameters, definition, snapshot, account, frozen, held, sealed`

// Runs lists the frozen reports of the organisations that the grant sees, the latest first, without documents. Those that are not what was frozen
// are among them, and say so.
func Runs(tx *store.Tx) ([]Frozen, error) {
	runs, err := store.List(tx, func(row store.Row) (Frozen, error) { return scanRun(row) }, `SELECT `+runColumns+` FROM report_runs`)
	if err != nil {
		return nil, errs.Wrap(err, "report runs")
	}
	scope := tx.Grant().Scope()
	runs = slices.DeleteFunc(runs, func(f Frozen) bool { return !scope.Sees(f.Organisation) })
	for i := range runs {
		runs[i].doubtful = runs[i].doubtful || runs[i].genuine(tx) != nil
	}
	slices.SortFunc(runs, compareRuns)
	return runs, nil
}

// FindRun gives one frozen report with its document; NotFound if it is none that the grant sees, Forged "report.forged" if it is not what was frozen.
func FindRun(tx *store.Tx, id string) (Frozen, error) {
	f, err := loadRun(tx, id)
	if err == nil && !tx.Grant().Scope().Sees(f.Organisation) {
		err = errs.E(errs.NotFound, "report.unknown_run")
	}
	if err == nil {
		err = f.genuine(tx)
	}
	if err == nil {
		err = json.Unmarshal([]byte(f.parameters), &f.Parameters)
	}
	if err != nil {
		return Frozen{}, errs.Wrap(err, "report run", id)
	}
	return f, nil
}

// loadRun reads a report as it stands, whosever and whether it is genuine or not.
func loadRun(tx *store.Tx, id string) (Frozen, error) {
	f, found, err := store.One(tx, func(row store.Row) (Frozen, error) {
		var document, records []byte
		f, err := scanRun(row, &document, &records)
		f.keys = tx.Keys()
		f.Document, f.records = append([]byte{}, document...), records // none is no document, and not one of a list
		return f, err
	}, `SELECT `+runColumns+`, document, records FROM report_runs LEFT JOIN report_papers ON run_id = id WHERE id = $1`, id)
	if err == nil && !found {
		err = missing(tx, id)
	}
	if err == nil {
		f.withdrawn, err = withdrawn(tx, id)
	}
	return f, err
}

func scanRun(row store.Row, more ...any) (f Frozen, err error) {
	to := []any{&f.ID, &f.Report, &f.Organisation, &f.Scope, &f.parameters, &f.Definition, &f.Snapshot, &f.Account, &f.At, &f.held, &f.sealed}
	if err := row.Scan(append(to, more...)...); err != nil {
		return f, err
	}
	f.doubtful = json.Unmarshal([]byte(f.parameters), &f.Parameters) != nil // somebody wrote them
	return f, nil
}

func hexHash(b []byte) string {
	h := seal.Hash(b)
	return hexadecimal(h[:])
}
