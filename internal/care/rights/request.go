package rights

import (
	"cmp"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/clock"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
)

// What is asked.
const (
	Access  = "access"  // to receive what is kept about oneself
	Erasure = "erasure" // to have it destroyed
)

// How a request stands.
const (
	Open      = "open"
	Done      = "done"
	Refused   = "refused"
	Overtaken = "overtaken" // nobody refused it: the person was erased while it was open
)

// Request is one thing asked about one person's data, or by the clock of retention.
type Request struct {
	ID           string
	Organisation network.OrganisationID
	Number       int64 // in the organisation
	Kind         string
	Cause        string    // list rights_cause: who wants it
	Person       person.ID // empty once the person was erased
	Day          string    // on which it was asked
	State        string
	Account      string // who opened it
	ClosedBy     string
	Closed       string // UTC; empty while open
	Outcome      string // JSON: what was destroyed (Certificate), or who put a pack together (Preparation), also while it is open
	guard        []byte
}

// Until is the last day to answer what a person asks: a month after it was asked (GDPR, article 12), at the month's end where it has no such
// day. Nobody waits for what the term of retention asks.
func (q Request) Until() string {
	asked, err := clock.ParseDay(q.Day)
	if err != nil || q.Cause == byRetention {
		return ""
	}
	return asked.PlusMonths(1).String()
}

// byRetention is the cause of a request that nobody made, list rights_cause.
const byRetention = "retention"

// Waits counts the open requests of the grant's own organisation.
func Waits(tx *store.Tx) (n int64, err error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 2)
	list, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE state = $1 AND `+within, append([]any{Open}, args...)...)
	for _, q := range list {
		if q.genuine(tx) {
			n++
		}
	}
	return n, errs.Wrap(err, "count requests")
}

// Ask opens a request about a person of one's own organisation. One open request of a kind is enough.
func (r *Rights) Ask(tx *store.Tx, kind string, id person.ID, cause, day string) (Request, error) {
	p, err := found(tx, id)
	if err != nil {
		return Request{}, err
	}
	c := r.book.Check()
	c.Code("kind", "rights_kind", kind)
	c.Code("cause", "rights_cause", cause)
	if err := work.Came(tx, c, "day", day); err != nil {
		return Request{}, err
	}
	if err := c.Err(); err != nil {
		return Request{}, err
	}
	open, err := openOf(tx, p.ID)
	if err == nil && slices.ContainsFunc(open, func(q Request) bool { return q.Kind == kind }) {
		err = errs.E(errs.Invalid, "rights.asked_already").On("kind")
	}
	if err != nil {
		return Request{}, err
	}
	q := Request{ID: work.NewID(), Organisation: p.OrganisationID, Kind: kind, Cause: cause, Person: p.ID, Day: day, State: Open, Account: tx.Grant().Actor()}
	if err := tx.QueryRow(`SELECT COALESCE(MAX(number), 0) + 1 FROM rights_requests WHERE organisation_id = $1`, p.OrganisationID).Scan(&q.Number); err != nil {
		return q, errs.Wrap(err, "number request")
	}
	_, err = tx.Exec(`INSERT INTO rights_requests (id, organisation_id, number, kind, cause, person_id, day, state, account, closed_by, closed, outcome, guard)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '', $10)`, q.ID, q.Organisation, q.Number, q.Kind, q.Cause, q.Person, q.Day, q.State, q.Account, tx.Guard("request", q.says()...))
	if err != nil {
		return q, errs.Wrap(err, "open request", q.ID)
	}
	tx.NoteRevision("", store.Asked, q.ID, q.turn(), audit.Details{"kind": audit.Code(kind), "person": audit.ID(p.ID)})
	return q, nil
}

// openOf lists what is asked about a person and open.
func openOf(tx *store.Tx, who person.ID) ([]Request, error) {
	list, err := store.List(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE person_id = $1 AND state = $2 ORDER BY id`, who, Open)
	return slices.DeleteFunc(list, func(q Request) bool { return !q.genuine(tx) }), errs.Wrap(err, "find requests of", who)
}

// Others lists what else is asked about the person of a request and open: an erasure overtakes it.
func (q Request) Others(tx *store.Tx) ([]Request, error) {
	if q.Person == "" {
		return nil, nil
	}
	open, err := openOf(tx, q.Person)
	return slices.DeleteFunc(open, func(other Request) bool { return other.ID == q.ID }), err
}

// Find reads one request of the grant's own organisation; Forged "rights.forged" if the program did not write it.
func Find(tx *store.Tx, id string) (Request, error) {
	q, found, err := store.One(tx, scan, `SELECT `+columns+` FROM rights_requests WHERE id = $1`, id)
	if err == nil && (!found || own(tx.Grant(), string(q.Organisation), "rights.none") != nil) {
		return Request{}, errs.E(errs.NotFound, "rights.none")
	}
	if err == nil {
		err = q.vouched(tx)
	}
	return q, errs.Wrap(err, "find request", id)
}

// dueFirst puts what is to be answered before what is closed, and what is due first before the rest; those without a term come after those with one.
func dueFirst(a, b Request) int {
	rank := func(q Request) string {
		switch {
		case q.State != Open:
			return "3"
		case q.Until() == "":
			return "2"
		}
		return "1" + q.Until()
	}
	return cmp.Compare(rank(a), rank(b))
}

// Requests lists the grant's own organisation's, which are few: unless asked otherwise what is due first comes first. One that was planted, or changed, is none.
func Requests(tx *store.Tx, s store.Selection) (store.Slice[Request], error) {
	offset, limit := max(0, s.Offset), s.Limit
	s.Offset, s.Limit = 0, 0
	list, err := store.Select(tx, requests, s, tx.Grant().Own(), scan)
	list.Items = slices.DeleteFunc(list.Items, func(q Request) bool { return !q.genuine(tx) })
	if s.Sort == "" {
		slices.SortStableFunc(list.Items, dueFirst)
	}
	list.Total = int64(len(list.Items))
	list.Items = list.Items[min(offset, len(list.Items)):]
	if limit > 0 && !s.Whole {
		list.Items = list.Items[:min(limit, len(list.Items))]
	}
	return list, errs.Wrap(err, "list requests")
}

// Refuse closes a request without doing what it asks; why is said outside, to the person.
func (r *Rights) Refuse(tx *store.Tx, id string) error { return finish(tx, id, "", Refused, "") }

// finish closes an open request of a kind, or of any.
func finish(tx *store.Tx, id, kind, state, outcome string) error {
	q, err := Find(tx, id)
	if err != nil {
		return err
	}
	if q.State != Open || kind != "" && q.Kind != kind {
		return errs.E(errs.Conflict, "rights.closed")
	}
	return q.close(tx, state, outcome)
}

func (q Request) close(tx *store.Tx, state, outcome string) error {
	q.State, q.ClosedBy, q.Closed, q.Outcome = state, tx.Grant().Actor(), stamp(tx), outcome
	tx.NoteRevision("", store.Asked, q.ID, q.turn(), audit.Details{"state": audit.Code(state)})
	return q.write(tx)
}

// write writes down how a request stands.
func (q Request) write(tx *store.Tx) error {
	_, err := tx.Exec(`UPDATE rights_requests SET state = $1, closed_by = $2, closed = $3, outcome = $4, guard = $5 WHERE id = $6`,
		q.State, q.ClosedBy, q.Closed, q.Outcome, tx.Guard("request", q.says()...), q.ID)
	return errs.Wrap(err, "write request", q.ID)
}

const columns = `id, organisation_id, number, kind, cause, COALESCE(person_id, ''), day, state, account, closed_by, closed, outcome, guard`

func scan(row store.Row) (q Request, err error) {
	return q, row.Scan(&q.ID, &q.Organisation, &q.Number, &q.Kind, &q.Cause, &q.Person, &q.Day, &q.State, &q.Account, &q.ClosedBy, &q.Closed, &q.Outcome, &q.guard)
}

var requests = store.Listing{
	Columns: columns, From: "rights_requests", Owner: "organisation_id", ID: "id", Day: "day",
	Filters: map[string]string{"kind": "kind", "state": "state", "cause": "cause"},
	Sorts:   map[string]string{"day": "day", "number": "number", "kind": "kind", "state": "state"}, Standard: "day",
}
