package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// A file stands in the database like all else, in pieces: it commits with its entry or not at all, every process sees it, and a backup of
// the database has it. What a browser shows of it never tells its name.
const pieceSize = 256 << 10

// fileLabel is what is sealed of a file beside its body.
type fileLabel struct {
	Name string
	Type string
	Size int64
}

// File is one of a person's, as its list tells.
type File struct {
	ID       string
	Name     string
	Type     string
	Size     int64
	Recorded string // UTC
}

// fileKind binds a file's name to the file, and its body to the same.
func fileKind(id string) string { return "file " + id }

// NewFile is a file, sealed and not yet written.
type NewFile struct {
	sealing
	ID     string
	label  []byte
	pieces [][]byte
}

// SealFile seals a cleaned file.
func (d Draft) SealFile(id *seal.Identity, a Attachment) (NewFile, error) {
	on, _, key, err := d.begin(id)
	f := NewFile{sealing: on, ID: store.NewID()}
	if err != nil {
		return f, err
	}
	text, err := json.Marshal(fileLabel{a.Name, a.Type, int64(len(a.Body))})
	if err != nil {
		return f, err
	}
	if f.label, err = key.Seal(bind(on.organisation, on.person, fileKind(f.ID), 1, form), text); err != nil {
		return f, err
	}
	var body bytes.Buffer
	w, err := key.Encrypt(&body, fileKind(f.ID), string(on.person))
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
	if err := f.sealing.record(tx); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO vault_files (id, person_id, sealed, recorded) VALUES ($1, $2, $3, $4)`, f.ID, f.person, f.label, now(tx))
	for n, piece := range f.pieces {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO vault_chunks (file_id, n, body) VALUES ($1, $2, $3)`, f.ID, n, piece)
		}
	}
	tx.NoteAbout(string(f.person), fileKeptNoun, f.ID, nil)
	return errs.Wrap(err, "record file", f.ID)
}

// RemoveFile destroys one file of a person.
func RemoveFile(tx *store.Tx, who person.ID, id string) error {
	s, err := stand(tx, me(tx), who)
	if err != nil {
		return err
	}
	if d := tx.Grant().Decide(s.Resource); !d.Allowed || s.way.glass != "" {
		return refusal(s.Resource, d)
	}
	_, found, err := store.One(tx, scanID, `SELECT id FROM vault_files WHERE id = $1 AND person_id = $2`, id, who)
	if err != nil {
		return errs.Wrap(err, "find file", id)
	}
	if !found {
		return none()
	}
	if _, err = tx.Exec(`DELETE FROM vault_chunks WHERE file_id = $1`, id); err == nil {
		_, err = tx.Exec(`DELETE FROM vault_files WHERE id = $1`, id)
	}
	tx.NoteAbout(string(who), fileGoneNoun, id, nil)
	return errs.Wrap(err, "remove file", id)
}

func scanID(row store.Row) (id string, err error) { return id, row.Scan(&id) }

// CountFiles tells how many files a person has, without opening any.
func CountFiles(tx *store.Tx, who person.ID) (n int64, err error) {
	err = tx.QueryRow(`SELECT COUNT(*) FROM vault_files WHERE person_id = $1`, who).Scan(&n)
	return n, errs.Wrap(err, "count files of", who)
}

// FilesOf lists the ids of a person's files, without opening any.
func FilesOf(tx *store.Tx, who person.ID) ([]string, error) {
	list, err := store.List(tx, scanID, `SELECT id FROM vault_files WHERE person_id = $1 ORDER BY recorded, id`, who)
	return list, errs.Wrap(err, "list files of", who)
}

// SealedFiles is what a transaction read about files.
type SealedFiles struct {
	Sealed
	files []sealedFile
	body  []byte // of the one file asked for
}

type sealedFile struct {
	id, recorded string
	label        []byte
}

func scanFile(row store.Row) (f sealedFile, err error) {
	return f, row.Scan(&f.id, &f.label, &f.recorded)
}

// RevealFiles reads what a person's files are called, as Reveal reads sections.
func RevealFiles(tx *store.Tx, who person.ID, b Budget) (f SealedFiles, err error) {
	if f.Sealed, err = Reveal(tx, who, b, Files); err != nil {
		return f, err
	}
	f.files, err = store.List(tx, scanFile, `SELECT id, sealed, recorded FROM vault_files WHERE person_id = $1 ORDER BY recorded, id`, who)
	if err == nil {
		err = freshFiles(tx, f.Organisation, who, f.ids())
	}
	return f, errs.Wrap(err, "list files of", who)
}

// RevealFile reads one file of a person, as Reveal reads a section.
func RevealFile(tx *store.Tx, who person.ID, id string, b Budget) (f SealedFiles, err error) {
	if f.Sealed, err = Reveal(tx, who, b, Files); err != nil {
		return f, err
	}
	tx.NoteAbout(string(who), "file", id, audit.Details{"did": audit.Code("read")})
	f.files, err = store.List(tx, scanFile, `SELECT id, sealed, recorded FROM vault_files WHERE person_id = $1 AND id = $2`, who, id)
	if err == nil && len(f.files) == 0 {
		err = f.absent(tx, id)
	}
	if err != nil {
		return f, errs.Wrap(err, "find file", id)
	}
	pieces, err := store.List(tx, func(row store.Row) (b []byte, err error) { return b, row.Scan(&b) },
		`SELECT body FROM vault_chunks WHERE file_id = $1 ORDER BY n`, id)
	f.body = bytes.Join(pieces, nil)
	return f, errs.Wrap(err, "read file", id)
}

func (f SealedFiles) ids() []string {
	ids := make([]string, len(f.files))
	for i, s := range f.files {
		ids[i] = s.id
	}
	return ids
}

// absent says why a file is not there: it never was, or was removed, or somebody took it away past the program.
func (f SealedFiles) absent(tx *store.Tx, id string) error {
	kept, err := store.Noted(tx, string(f.Person), fileKeptNoun)
	if err != nil || kept[id] == 0 {
		return errors.Join(err, none())
	}
	gone, err := store.Noted(tx, string(f.Person), fileGoneNoun)
	if err != nil || gone[id] != 0 {
		return errors.Join(err, none())
	}
	return forged(f.Organisation, f.Person, "file", nil)
}

// List opens what the files are called.
func (f SealedFiles) List(id *seal.Identity) ([]File, error) {
	key, err := f.key(id)
	if err != nil {
		return nil, errs.Wrap(f.genuine(err), "open key of", f.Person)
	}
	list := make([]File, len(f.files))
	for i, s := range f.files {
		if list[i], err = s.open(key, f.Organisation, f.Person); err != nil {
			return nil, f.genuine(err)
		}
	}
	return list, nil
}

func (s sealedFile) open(key seal.Key, o network.OrganisationID, who person.ID) (File, error) {
	text, err := key.Open(bind(o, who, fileKind(s.id), 1, form), s.label)
	if err != nil {
		return File{}, errs.Wrap(err, "open file", s.id)
	}
	var a fileLabel
	err = json.Unmarshal(text, &a)
	return File{s.id, a.Name, a.Type, a.Size, s.recorded}, err
}

// Read opens the one file that was asked for.
func (f SealedFiles) Read(id *seal.Identity) (Attachment, error) {
	list, err := f.List(id)
	if err != nil || len(list) != 1 {
		return Attachment{}, err
	}
	key, err := f.key(id)
	if err != nil {
		return Attachment{}, err
	}
	r, err := key.Decrypt(bytes.NewReader(f.body), fileKind(list[0].ID), string(f.Person))
	if err != nil {
		return Attachment{}, errs.Wrap(f.genuine(err), "open file", list[0].ID)
	}
	body, err := io.ReadAll(r)
	return Attachment{list[0].Name, list[0].Type, body}, errs.Wrap(f.genuine(err), "open file", list[0].ID)
}
