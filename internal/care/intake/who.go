package intake

import (
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Who says whom something is about, as whoever tells it knows them. The zero Who is nobody who is known. What names somebody goes before what describes them.
type Who struct {
	ID       person.ID // of somebody found already
	Code     string    // as it was spoken or typed
	Newcomer bool      // is given a code now, unless named
	Same     bool      // whoever tells it was asked whether this can be the same person, and says so
	Settled  bool      // and which of two answers of one day counts
}

// find answers the person who is named; empty where nobody is.
func (w Who) find(tx *store.Tx) (person.ID, error) {
	if w.ID != "" {
		return w.ID, nil // whether they are one's own is asked by the room that records something about them
	}
	code := person.Spoken(w.Code)
	if code == "" {
		return "", nil
	}
	p, err := person.Coded(tx, code)
	return p.ID, err
}
