package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Bounds on what a reader takes in at once, so that a file made to hurt exhausts no machine.
const (
	mostJSON    = 1 << 20
	mostKeyFile = 4 << 10
	mostTrust   = 1 << 20
	mostValue   = 256 << 20
)

// Sealed is a backup whose header was read.
type Sealed struct {
	Header Header
	r      *bufio.Reader
}

// Open reads a backup's header. What is none is Invalid "backup.not_one".
func Open(r io.Reader) (*Sealed, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	h, err := readHeader(buffered)
	return &Sealed{Header: h, r: buffered}, err
}

// UnlockWith opens a backup with the private half of its key.
func (s *Sealed) UnlockWith(key seal.BackupKey) (*Reader, error) {
	plain, err := seal.DecryptBackup(s.r, key)
	if err != nil {
		return nil, errs.E(errs.Denied, "backup.not_opened", err)
	}
	return s.open(plain)
}

// UnlockWithPassphrase opens a backup that a passphrase locks.
func (s *Sealed) UnlockWithPassphrase(pass string) (*Reader, error) {
	plain, err := seal.DecryptWithPassphrase(s.r, pass)
	if err != nil {
		return nil, errs.E(errs.Denied, "backup.wrong_passphrase", err)
	}
	return s.open(plain)
}

// Reader gives a backup's content, in the order in which it was written. It is a store.Source. All that it gave is to be thrown away if it
// fails later: a file cut short is noticed only where it was cut.
type Reader struct {
	Manifest Manifest
	KeyFile  []byte
	Trust    []byte // the file of the founders' keys; nil in a backup from before there was one

	r        *bufio.Reader
	table    store.Table
	tally    Tally
	counts   []Count // of the end; nil before
	rows     int64
	Progress func(rows int64) // may be nil
}

func (s *Sealed) open(plain io.Reader) (*Reader, error) {
	unpacked, err := gzip.NewReader(plain)
	if err != nil {
		return nil, damaged(err)
	}
	r := &Reader{r: bufio.NewReaderSize(unpacked, 64<<10)}
	if err := r.json(tagManifest, &r.Manifest); err != nil {
		return nil, err
	}
	if r.Manifest.Header != digestText(s.Header.Text()) {
		return nil, damaged(nil)
	}
	if tag, err := r.r.ReadByte(); err != nil || tag != tagKeyFile {
		return nil, damaged(err)
	}
	if r.KeyFile, err = r.block(mostKeyFile); err != nil {
		return nil, err
	}
	if next, err := r.r.Peek(1); err == nil && next[0] == tagTrust {
		_, _ = r.r.Discard(1)
		r.Trust, err = r.block(mostTrust)
		return r, err
	}
	return r, nil
}

func damaged(cause error) error { return errs.E(errs.Invalid, "backup.damaged", cause) }

// Table gives the next table, and io.EOF after the last, when all counts agree and nothing follows.
func (r *Reader) Table() (store.Table, error) {
	tag, err := r.r.ReadByte()
	switch {
	case err != nil:
		return store.Table{}, damaged(err)
	case tag == tagTable:
		var t store.Table
		if err := r.content(&t); err != nil {
			return store.Table{}, err
		}
		r.table = t
		return t, r.tally.Table(t)
	case tag == tagEnd:
		return store.Table{}, r.end()
	}
	return store.Table{}, damaged(nil)
}

func (r *Reader) end() error {
	if err := r.content(&r.counts); err != nil {
		return err
	}
	if _, differ := Differs(r.counts, r.tally.Counts()); differ {
		return damaged(nil)
	}
	if _, err := r.r.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged(err)
	}
	return io.EOF
}

// Counts is what the backup says of itself, once Table gave io.EOF.
func (r *Reader) Counts() []Count { return r.counts }

// Row gives the next row of the table, and io.EOF after its last.
func (r *Reader) Row() ([]any, error) {
	tag, err := r.r.ReadByte()
	if err != nil {
		return nil, damaged(err)
	}
	if tag != tagRow {
		if err := r.r.UnreadByte(); err != nil {
			return nil, damaged(err)
		}
		return nil, io.EOF
	}
	row := make([]any, len(r.table.Columns))
	room := uint64(mostValue) // of all its values together: zeros are nothing in a file, and each row is whole in memory
	for i := range row {
		if row[i], err = r.value(room); err != nil {
			return nil, err
		}
		switch x := row[i].(type) {
		case string:
			room -= uint64(len(x))
		case []byte:
			room -= uint64(len(x))
		}
	}
	r.rows++
	if r.Progress != nil && r.rows%often == 0 {
		r.Progress(r.rows)
	}
	return row, r.tally.Row(row)
}

func (r *Reader) value(room uint64) (any, error) {
	what, err := r.r.ReadByte()
	if err != nil {
		return nil, damaged(err)
	}
	switch what {
	case isNull:
		return nil, nil //nolint:nilnil // NULL
	case isFalse:
		return false, nil
	case isTrue:
		return true, nil
	case isInt:
		n, err := binary.ReadVarint(r.r)
		if err != nil {
			return nil, damaged(err)
		}
		return n, nil
	case isText:
		b, err := r.block(room)
		return string(b), err
	case isBytes:
		return r.block(room)
	}
	return nil, damaged(nil)
}

// block reads a length and as many bytes. Memory is taken as the bytes arrive, not as the length promises.
func (r *Reader) block(most uint64) ([]byte, error) {
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return nil, damaged(err)
	}
	if n > most {
		return nil, damaged(nil)
	}
	if n <= 64<<10 {
		b := make([]byte, n)
		if _, err := io.ReadFull(r.r, b); err != nil {
			return nil, damaged(err)
		}
		return b, nil
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r.r, int64(n)); err != nil {
		return nil, damaged(err)
	}
	return b.Bytes(), nil
}

func (r *Reader) json(tag byte, into any) error {
	got, err := r.r.ReadByte()
	if err != nil || got != tag {
		return damaged(err)
	}
	return r.content(into)
}

func (r *Reader) content(into any) error {
	b, err := r.block(mostJSON)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return damaged(err)
	}
	return nil
}
