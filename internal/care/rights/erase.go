package rights

import (
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// Certificate is what a person receives once their data were erased. It does not say who they were.
type Certificate struct {
	Day      string // on which the keys were destroyed, UTC
	Keys     int64
	Records  int64
	Files    int64
	Backups  string // day after which no backup can be opened that still holds them
	Scrubbed bool   // the database's files no longer hold what was deleted
}

// ToErase finds whom an open request wants erased, once their code was typed again; Invalid while something holds the data.
func (r *Rights) ToErase(tx *store.Tx, id, code string) (person.ID, error) {
	q, err := Find(tx, id)
	if err != nil {
		return "", err
	}
	if q.State != Open || q.Kind != Erasure {
		return "", errs.E(errs.Conflict, "rights.closed")
	}
	p, err := found(tx, q.Person)
	if err != nil {
		return "", err
	}
	if p.Code != code {
		return "", errs.E(errs.Invalid, "rights.other_code").On("code")
	}
	holds, err := Held(tx, p.ID)
	if err == nil && len(holds) > 0 {
		err = errs.E(errs.Invalid, "rights.held")
	}
	return p.ID, err
}

// Erased closes the request and forgets the person here too: what was asked about them before no longer names them.
func (r *Rights) Erased(tx *store.Tx, id string, e vault.Erasure) error {
	outcome, err := json.Marshal(Certificate{Day: e.At[:len("2006-01-02")], Keys: e.Keys, Records: e.Records, Files: e.Files, Backups: e.Backups})
	if err != nil {
		return errs.Wrap(err, "write certificate", id)
	}
	if err := finish(tx, id, Erasure, Done, string(outcome)); err != nil {
		return err
	}
	if _, err = tx.Exec(`UPDATE rights_requests SET person_id = NULL WHERE person_id = $1`, e.Person); err == nil {
		_, err = tx.Exec(`DELETE FROM rights_holds WHERE person_id = $1`, e.Person)
	}
	return errs.Wrap(err, "forget", e.Person)
}

// Scrubbed notes that the files of the database were cleaned of what the request destroyed.
func (r *Rights) Scrubbed(tx *store.Tx, id string) error {
	q, err := Find(tx, id)
	if err != nil {
		return err
	}
	x, ok := q.Certificate()
	if !ok {
		return errs.E(errs.NotFound, "rights.none")
	}
	x.Scrubbed = true
	outcome, err := json.Marshal(x)
	if err == nil {
		_, err = tx.Exec(`UPDATE rights_requests SET outcome = $1 WHERE id = $2`, string(outcome), id)
	}
	tx.Note("request", id, map[string]bool{"scrubbed": true})
	return errs.Wrap(err, "note scrubbing", id)
}

// Certificate reads what was destroyed; not ok for a request that erased nobody.
func (q Request) Certificate() (x Certificate, ok bool) {
	if q.Kind != Erasure || q.State != Done {
		return x, false
	}
	return x, json.Unmarshal([]byte(q.Outcome), &x) == nil
}
