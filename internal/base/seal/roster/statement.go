package roster

import (
	"bytes"
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Kind is what a statement says.
type Kind string

// The kinds of statements. Names are stored and signed: one that was given once stays.
const (
	Adopted   Kind = "adopted"  // everything as it stood when the roster began, in an installation older than it
	Own       Kind = "own"      // this is my key, these are marks of my slots and of my second factor
	Founder   Kind = "founder"  // somebody whom the file Trust names
	Colleague Kind = "member"   // a colleague whose key was compared, in these roles
	Changed   Kind = "changed"  // somebody with fewer roles, another name, or standing elsewhere
	Recovery  Kind = "recovery" // a recovery key, coming or in force
	Key       Kind = "key"      // of a compartment, in an epoch
	Given     Kind = "given"    // the key of a compartment, to others
	Closed    Kind = "closed"   // a compartment in which nobody is any more
	Backup    Kind = "backup"   // the key of a month's backups
	NewEra    Kind = "era"      // the trail begins again
	Leads     Kind = "leads"    // which organisation leads: backups are sealed to its papers
	Guarded   Kind = "guarded"  // rows of earlier versions are under the key file from now on
)

// Standing is how somebody stands; it says what the status of an account does.
type Standing string

// The standings.
const (
	Invited   Standing = "invited"   // their key is gone; a link was made
	Waiting   Standing = "accepted"  // a colleague has to confirm
	Confirmed Standing = "confirmed" // may be sealed to
	Suspended Standing = "suspended"
	Left      Standing = "left"
)

// Right is what somebody's roles allowed when they were confirmed, as far as rules of the roster ask. Roles change their meaning in later versions; what was signed keeps it.
type Right string

// The rights.
const (
	Hold       Right = "hold"       // keys of compartments
	Vouch      Right = "vouch"      // confirm colleagues
	Administer Right = "administer" // let people in and out
	Watch      Right = "watch"      // over others: officers and custodians
)

// States of a recovery key.
const (
	Coming  = "coming"
	InForce = "in_force"
	Dropped = "dropped"
)

// Statement is one line of the roster. Which fields count depends on its kind.
type Statement struct {
	Kind         Kind              `json:"kind"`
	Organisation string            `json:"organisation,omitempty"`
	Subject      string            `json:"subject,omitempty"` // id of an account, a compartment or a backup's key
	Name         string            `json:"name,omitempty"`
	Mail         string            `json:"mail,omitempty"` // where notices go to who watches over others
	Public       []byte            `json:"public,omitempty"`
	Recipient    string            `json:"recipient,omitempty"` // of backups
	Roles        []string          `json:"roles,omitempty"`
	Rights       []Right           `json:"rights,omitempty"`
	Standing     Standing          `json:"standing,omitempty"`
	State        string            `json:"state,omitempty"` // of a recovery key
	Type         string            `json:"type,omitempty"`  // of a compartment, or of the network
	Series       int64             `json:"series,omitempty"`
	Epoch        int64             `json:"epoch,omitempty"`
	Mark         []byte            `json:"mark,omitempty"`
	Marks        map[string][]byte `json:"marks,omitempty"`
	Reserve      []byte            `json:"reserve,omitempty"`
	Commitment   []byte            `json:"commitment,omitempty"`
	About        string            `json:"about,omitempty"`
	Holders      []string          `json:"holders,omitempty"` // accounts whose public keys a compartment's key was sealed to
	Size         int64             `json:"size,omitempty"`
	Root         []byte            `json:"root,omitempty"`
	Departed     []string          `json:"departed,omitempty"` // accounts that left after what the era begins with
	Statements   []Statement       `json:"statements,omitempty"`
}

// Text is the statement as it is signed and kept: JSON, of which there is one spelling.
func (s Statement) Text() (string, error) {
	b, err := json.Marshal(s)
	return string(b), errs.Wrap(err, "roster: statement")
}

// parse reads what Text wrote, to the letter.
func parse(text string) (s Statement, ok bool) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if d.Decode(&s) != nil {
		return s, false
	}
	again, err := s.Text()
	return s, err == nil && again == text
}

// mark recognises a statement in the file Trust.
func (s Statement) mark() (string, error) {
	text, err := s.Text()
	return sum(text), err
}

func sum(text string) string {
	h := seal.Hash([]byte(text))
	return seal.Hex(h[:])
}
