package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// Manifest opens the sealed part.
type Manifest struct {
	Header  string `json:"header"`  // SHA-256 of the header in clear
	Made    string `json:"made"`    // UTC
	Schema  int64  `json:"schema"`  // version of the tables
	Entries int64  `json:"entries"` // of the audit trail
	Root    string `json:"root"`    // of its tree

	Register *Mark `json:"register,omitempty"` // of the register of erasures; nil in a backup from before its lines were chained
}

// Lock is what a backup is sealed with.
type Lock struct {
	header  Header
	encrypt func(io.Writer) (io.WriteCloser, error)
}

// Passphrase locks a backup with a passphrase, for a network that has no recovery key yet. It never expires by itself: the file has to be deleted.
func Passphrase(pass string) Lock {
	return Lock{Header{Key: ByPassphrase}, func(w io.Writer) (io.WriteCloser, error) { return seal.EncryptWithPassphrase(w, pass) }}
}

// Lock locks a backup with the key's public half, as the roster knows it.
func (k Key) Lock(known roster.Member) Lock {
	return Lock{Header{Key: k.ID, Recovery: k.Recovery}, known.Encrypt}
}

// Order is one backup to be made.
type Order struct {
	Lock     Lock
	KeyFile  []byte           // the installation's key file: without it no password opens after a restore
	Trust    []byte           // the file of the founders' keys beside it; nil for none
	Register *Mark            // how far the register of erasures reaches
	Progress func(rows int64) // may be nil; called now and then
}

// Write copies everything, as of one moment, into a sealed stream.
func Write(ctx context.Context, s *store.Store, g policy.Grant, o Order, w io.Writer) (Made, error) {
	out := &counting{w: w, hash: seal.NewHash()}
	text := o.Lock.header.Text()
	if _, err := io.WriteString(out, text); err != nil {
		return Made{}, err
	}
	sealed, err := o.Lock.encrypt(out)
	if err != nil {
		return Made{}, err
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return Made{}, err
	}
	e := &encoder{w: bufio.NewWriterSize(packed, 64<<10), progress: o.Progress}
	m := Manifest{Header: digestText(text), Made: machine.Now().UTC().Format(time.RFC3339), Register: o.Register}
	if list, err := s.Astray(ctx, g); err != nil || len(list) > 0 { // of a file that is not whole there is no copy
		if err == nil {
			err = errs.E(errs.Unavailable, "backup.torn", "what", strings.Join(list, ", "))
		}
		return Made{}, err
	}
	if table, err := s.Oversized(ctx, g, MostRow); err != nil || table != "" {
		return Made{}, errors.Join(err, tooLong(table))
	}
	if column, err := s.Misfit(ctx, g); err != nil || column != "" { // no restore would take it
		if err == nil {
			err = errs.E(errs.Conflict, "store.unfit", "what", column)
		}
		return Made{}, err
	}
	err = s.Dump(ctx, g, func(tx *store.Tx) error {
		if m.Schema, err = store.Version(tx); err != nil {
			return err
		}
		head, err := store.TrailHead(tx)
		if err != nil {
			return err
		}
		m.Entries, m.Root = head.Size, hex.EncodeToString(head.Root[:])
		if err := e.json(tagManifest, m); err != nil {
			return err
		}
		if err := e.bytes(tagKeyFile, o.KeyFile); err != nil || o.Trust == nil {
			return err
		}
		return e.bytes(tagTrust, o.Trust)
	}, e)
	if err != nil {
		return Made{}, err
	}
	if err := e.json(tagEnd, e.tally.Counts()); err != nil {
		return Made{}, err
	}
	for _, last := range []func() error{e.w.Flush, packed.Close, sealed.Close} {
		if err := last(); err != nil {
			return Made{}, err
		}
	}
	return Made{At: m.Made, Key: o.Lock.header.Key, Digest: [32]byte(out.hash.Sum(nil)), Size: out.size, Entries: m.Entries}, nil
}

// MostRow is how many bytes a row has at most that is copied. The program writes none that is nearly as long; longer ones were planted, to make copies that no machine restores.
const MostRow = 64 << 20

func tooLong(table string) error {
	if table == "" {
		return nil
	}
	return errs.E(errs.Conflict, "backup.row_too_long", "table", table, "most", MostRow>>20)
}

func digestText(text string) string {
	sum := seal.Hash([]byte(text))
	return hex.EncodeToString(sum[:])
}

// counting measures and digests what passes.
type counting struct {
	w    io.Writer
	hash hash.Hash
	size int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.hash.Write(p[:n])
	c.size += int64(n)
	return n, err
}

// A sealed part is a row of pieces, each a tag and its content. Lengths are varints.
const (
	tagManifest = 'M' // JSON
	tagKeyFile  = 'K' // bytes
	tagTrust    = 'F' // bytes; may be missing
	tagTable    = 'T' // JSON
	tagRow      = 'R' // one value for each column
	tagEnd      = 'Z' // JSON of the counts; nothing comes after
)

// Values begin with what they are.
const (
	isNull  = 0
	isFalse = 1
	isTrue  = 2
	isInt   = 3 // varint
	isText  = 4 // length, bytes
	isBytes = 5 // length, bytes
)

func appendValue(b []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(b, isNull)
	case bool:
		if x {
			return append(b, isTrue)
		}
		return append(b, isFalse)
	case int64:
		return binary.AppendVarint(append(b, isInt), x)
	case string:
		return append(binary.AppendUvarint(append(b, isText), uint64(len(x))), x...)
	case []byte:
		return append(binary.AppendUvarint(append(b, isBytes), uint64(len(x))), x...)
	}
	panic(fmt.Sprintf("backup: a value of type %T", v)) // store.Dump gives no other
}

// encoder is the store.Sink that writes.
type encoder struct {
	w        *bufio.Writer
	buf      []byte
	table    string
	tally    Tally
	rows     int64
	progress func(int64)
	skips    bool // the table at hand
}

// often is after how many rows progress is told.
const often = 10_000

func (e *encoder) Table(t store.Table) error {
	e.table, e.skips = t.Name, !store.Migrated(t.Name)
	if e.skips { // no restore knows a table of somebody else's
		slog.Warn("a table that is none of the program's is not in the backup", slog.String("table", t.Name))
		return nil
	}
	if err := e.tally.Table(t); err != nil {
		return err
	}
	return e.json(tagTable, t)
}

func (e *encoder) Row(row []any) error {
	if e.skips {
		return nil
	}
	e.buf = append(e.buf[:0], tagRow)
	for _, v := range row {
		e.buf = appendValue(e.buf, v)
	}
	if len(e.buf) > MostRow { // it was put there since they were measured
		return tooLong(e.table)
	}
	if _, err := e.w.Write(e.buf); err != nil {
		return err
	}
	e.rows++
	if e.progress != nil && e.rows%often == 0 {
		e.progress(e.rows)
	}
	return e.tally.Row(row)
}

func (e *encoder) json(tag byte, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return errs.Wrap(err, "backup")
	}
	return e.bytes(tag, b)
}

func (e *encoder) bytes(tag byte, b []byte) error {
	head := binary.AppendUvarint([]byte{tag}, uint64(len(b)))
	if _, err := e.w.Write(head); err != nil {
		return err
	}
	_, err := e.w.Write(b)
	return err
}
