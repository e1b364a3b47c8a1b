package vault

import (
	"bytes"
	"io"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// A file stands in the database like all else, in pieces: it commits with its entry or not at all, every process sees it, and a backup of
// the database has it. What a browser shows of it never tells its name.
const pieceSize = 256 << 10

// FileLabel is what is sealed of a file beside its body.
type FileLabel struct {
	Name string
	Type string
	Size int64
}

// Attached are the files of people.
var Attached = Kind[FileLabel]{Word: "file", Object: "file", Noun: "file_kept", Gone: "file_gone", Clear: clearPieces}

// clearPieces destroys the body of a file.
func clearPieces(tx *store.Tx, id string) error {
	_, err := tx.Exec(`DELETE FROM vault_chunks WHERE file_id = $1`, id)
	return err
}

// fileKind binds a file's body to the file.
func fileKind(id string) string { return Attached.Word + " " + id }

// NewFile is a file, sealed and not yet written.
type NewFile struct {
	PrivateChange[FileLabel]
	pieces [][]byte
}

// SealFile seals a cleaned file.
func (d Draft) SealFile(id *seal.Identity, a Attachment) (NewFile, error) {
	label, key, err := Attached.sealWith(d, id, FileLabel{a.Name, a.Type, int64(len(a.Body))})
	f := NewFile{PrivateChange: label}
	if err != nil {
		return f, err
	}
	var body bytes.Buffer
	w, err := key.Encrypt(&body, fileKind(f.ID), string(f.person))
	if err != nil {
		return f, err
	}
	if _, err := w.Write(a.Body); err != nil {
		return f, err
	}
	if err := w.Close(); err != nil {
		return f, err
	}
	f.pieces = slices.Collect(slices.Chunk(body.Bytes(), pieceSize))
	return f, nil
}

// Record writes the file, whole.
func (f NewFile) Record(tx *store.Tx) error {
	err := f.PrivateChange.Record(tx)
	for n, piece := range f.pieces {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO vault_chunks (file_id, n, body) VALUES ($1, $2, $3)`, f.ID, n, piece)
		}
	}
	return errs.Wrap(err, "record file", f.ID)
}

// SealedFile is what a transaction read of one file.
type SealedFile struct {
	Private[FileLabel]
	body []byte
}

// RevealFile reads one file of a person, as Reveal reads a section.
func RevealFile(tx *store.Tx, who person.ID, id string, b Budget) (f SealedFile, err error) {
	if f.Private, err = Attached.RevealOne(tx, who, id, b, Files); err != nil {
		return f, err
	}
	tx.NoteAbout(string(who), "file", id, audit.Details{"did": audit.Code("read")})
	pieces, err := store.List(tx, func(row store.Row) (b []byte, err error) { return b, row.Scan(&b) },
		`SELECT body FROM vault_chunks WHERE file_id = $1 ORDER BY n`, id)
	f.body = bytes.Join(pieces, nil)
	return f, errs.Wrap(err, "read file", id)
}

// Read opens it.
func (f SealedFile) Read(id *seal.Identity) (Attachment, error) {
	list, key, err := f.open(id)
	if err != nil || len(list) != 1 {
		return Attachment{}, err
	}
	r, err := key.Decrypt(bytes.NewReader(f.body), fileKind(list[0].ID), string(f.Person))
	if err != nil {
		return Attachment{}, errs.Wrap(f.genuine(err), "open file", list[0].ID)
	}
	body, err := io.ReadAll(r)
	return Attachment{list[0].Says.Name, list[0].Says.Type, body}, errs.Wrap(f.genuine(err), "open file", list[0].ID)
}
