package seal

import (
	"strconv"

	"approdo/internal/base/errs"
)

// Binding says which record a sealed text is. It is authenticated and not stored: the row says it again when the record
// is opened. A record moved to another person, kind, organisation, revision or schema does not open.
type Binding struct {
	Organisation string
	Person       string // the person's id, or the id of what else the record is about
	Kind         string
	Revision     int64
	Schema       int // of the text inside
}

func (b Binding) bound() ([]byte, error) {
	if b.Organisation == "" || b.Person == "" || b.Kind == "" {
		return nil, errs.E(errs.Internal, "seal.unbound", "kind", b.Kind)
	}
	return frame(labelRecord, b.Organisation, b.Person, b.Kind, strconv.FormatInt(b.Revision, 10), strconv.Itoa(b.Schema)), nil
}

// recordBucket is the smallest size of a padded record.
const recordBucket = 256

// Seal seals a record. Its length tells only in which bucket it falls: the next power of two, at least 256 bytes.
func (k Key) Seal(b Binding, plain []byte) ([]byte, error) {
	bound, err := b.bound()
	if err != nil {
		return nil, err
	}
	return box(k.raw(), bound, pad(plain, recordBucket))
}

// Open opens what Seal sealed with an equal binding.
func (k Key) Open(b Binding, sealed []byte) ([]byte, error) {
	bound, err := b.bound()
	if err != nil {
		return nil, err
	}
	padded, err := unbox(k.raw(), bound, sealed)
	if err != nil {
		return nil, err
	}
	return unpad(padded)
}
