package vault

import (
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Kind declares sealed records of which there are many: a team's, each under a key of its own (kind_team.go), or a person's, under theirs (kind_person.go). What is
// sealed is T, as JSON.
type Kind[T any] struct {
	Word   string // what its rows are called, and what each is sealed with: it never changes
	Object string // what the trail calls looking at one
	Noun   string // what it calls one that is written, with its revision
	Gone   string // what it calls one of a person that is taken away

	Clear func(tx *store.Tx, id string) error // destroys what one of a person keeps in a table beside its own; nil: it keeps nothing there
	Check func(T) error                       // what must be corrected; nil: nothing can be wrong
	Until func(T) (day string, err error)     // the day until which one of a team is kept
	Order func(a, b T) int                    // how a team's are listed
	Over  string                              // the message that one of a team has ended
	Lost  string                              // the message that one of a team cannot be read, and so not changed
}

// Record is a sealed record, opened.
type Record[T any] struct {
	Says     T
	ID       string
	UnitID   network.UnitID // of a team
	State    string         // of a team: Coming, or what it has come to
	Became   string         // of a team: the record that was made of it
	Revision int64
	Recorded string // UTC
	Unread   bool   // of a team: it could not be opened, nothing of what it says is known, and all that can be done is to end it
}

// Coming is the state of a team's record that has not come to anything yet.
const Coming = "coming"

// teamKinds and personKinds are what the trail calls writing and taking away, by word, for whoever compares all that is sealed.
var (
	teamKinds   = map[string]string{Plans.Word: Plans.Noun}
	personKinds = map[string][2]string{Attached.Word: {Attached.Noun, Attached.Gone}}
)

// seal seals what a record says. Whose it is, a person's id or that of a team's record, is part of what it is bound to.
func (k *Kind[T]) seal(key seal.Key, b seal.Binding, says T) ([]byte, error) {
	text, err := json.Marshal(says)
	if err != nil {
		return nil, err
	}
	return key.Seal(b, text)
}

func (k *Kind[T]) unseal(key seal.Key, b seal.Binding, sealed []byte) (says T, err error) {
	text, err := key.Open(b, sealed)
	if err == nil && b.Schema != form {
		err = errs.E(errs.Unavailable, "vault.newer")
	}
	if err == nil {
		err = json.Unmarshal(text, &says)
	}
	return says, err
}

func (k *Kind[T]) check(says T) error {
	if k.Check == nil {
		return nil
	}
	return k.Check(says)
}
