package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/seal"
)

// head is the row audit_head, where the trail and the feed end, and the mark of the tables. Every transaction begins by reading it.
type head struct {
	size    int64
	changes int64
	schema  string // what guard knows the tables by
	mark    []byte // what the key file makes of both numbers
}

func headQuery(e engine) string {
	return `SELECT size, changes, mark, ` + schemaMark + ` || ' ' || ` + e.surface() + ` FROM audit_head WHERE id = 1`
}

func readHead(s *session, query string) (h head, err error) {
	err = s.queryRow(query, nil).Scan(&h.size, &h.changes, &h.mark, &h.schema)
	for _, n := range []int64{h.size, h.changes} {
		if err == nil {
			err = counted(n)
		}
	}
	return h, headless(err)
}

// mostEntries is more than any trail or feed will ever have. A row that says more, or less than none, was written by nobody who counts, and what is computed from it has no end.
const mostEntries = 1 << 44

func counted(n int64) error {
	if n < 0 || n > mostEntries {
		return damaged(fmt.Errorf("the trail has %d entries", n))
	}
	return nil
}

// headless gives the missing row its sentence.
func headless(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return damaged(errors.New("no row in audit_head"))
	}
	return err
}

// edge is the right edge of the Merkle tree as this process last saw it, and what new leaves are blinded with.
type edge struct {
	audit.Edge
	blinder *audit.Blinder // nil until an entry was written
}

func (e *edge) clone() edge { return edge{e.Edge.Clone(), e.blinder} }

// follow reads the edge again if another process has moved it.
func (e *edge) follow(s *session, h head) error {
	if e.Size() == h.size {
		return nil
	}
	var hashes []tlog.Hash
	for _, n := range audit.EdgeIndexes(h.size) {
		var b []byte
		err := s.queryRow(`SELECT hash FROM audit_hashes WHERE n = $1`, []any{n}).Scan(&b)
		if errors.Is(err, sql.ErrNoRows) || err == nil && len(b) != tlog.HashSize {
			return damaged(fmt.Errorf("no hash %d in audit_hashes for the %d entries of audit_head", n, h.size))
		}
		if err != nil {
			return errs.Wrap(err, "store: edge of the audit tree")
		}
		hashes = append(hashes, tlog.Hash(b))
	}
	opened, err := audit.OpenEdge(h.size, hashes)
	e.Edge = opened
	return err
}

// portion is how many entries or changes become arguments of statements at once: a whole register has a hundred thousand.
const portion = 1 << 10

// seal gives the entries of the batch their place and time, and writes them with the tree, the feed and the head.
func (b *batch) seal(e *edge) error {
	at, err := b.time(e)
	if i := slices.IndexFunc(b.entries, func(e *entry) bool { return e.SetsClock() }); i >= 0 { // it is the first, so that all of them may be earlier than what stands
		b.entries[0], b.entries[i] = b.entries[i], b.entries[0]
		at = machine.Now().UTC().Format(audit.TimeFormat)
	}
	if err != nil {
		return err
	}
	if e.blinder == nil && len(b.entries) > 0 {
		if err := e.blind(b.w.session); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(b.entries, portion) {
		if err := b.writeEntries(e, at, some); err != nil {
			return b.behind(err)
		}
	}
	last := b.head.changes
	for some := range slices.Chunk(b.changes, portion) {
		if err := b.writeChanges(last, some); err != nil {
			return b.behind(err)
		}
		last += int64(len(some))
	}
	root, err := e.Root()
	if err != nil {
		return err
	}
	mark := headMark(b.w.keys.Load(), e.Size(), last)
	_, err = b.w.session.exec(`UPDATE audit_head SET size = $1, at = $2, root = $3, changes = $4, mark = $5 WHERE id = 1`, []any{e.Size(), at, root[:], last, mark})
	return err
}

// behind gives what stands already behind the end that audit_head tells its sentence.
func (b *batch) behind(err error) error {
	if b.w.engine.clashes(err) {
		return damaged(fmt.Errorf("something stands behind the end that audit_head tells: entry %d, change %d", b.head.size, b.head.changes))
	}
	return err
}

// writeEntries writes entries at the end of the trail, with what they add to the tree.
func (b *batch) writeEntries(e *edge, at string, list []*entry) error {
	entries := make([]any, 0, len(list)*countEntryColumns)
	hashes := make([]any, 0, 4*len(list))
	var details, subjects []any
	for _, entry := range list {
		entry.N, entry.At = e.Size(), at
		e.blinder.Blind(&entry.Entry)
		entries = append(entries, entryValues(entry.Entry)...)
		stored, err := e.Append(entry.Hash())
		if err != nil {
			return err
		}
		sealed, err := entry.conceal(b.w.keys.Load())
		if err != nil {
			return err
		}
		if sealed != nil {
			details = append(details, entry.N, sealed)
		}
		if entry.Version >= audit.Sealed {
			keys := b.w.keys.Load()
			sealed, err := concealSubject(keys, entry.Entry)
			if err != nil {
				return err
			}
			subjects = append(subjects, entry.N, bucketOf(keys, subject{entry.Person, entry.Record}), sealed)
		}
		for _, h := range stored {
			hashes = append(hashes, h.Index, h.Hash[:])
		}
	}
	for _, t := range []struct {
		into    string
		columns int
		values  []any
	}{
		{`INSERT INTO audit_entries (` + writtenColumns + `) VALUES `, countEntryColumns, entries},
		{`INSERT INTO audit_details (n, sealed) VALUES `, 2, details},
		{`INSERT INTO audit_subjects (n, bucket, sealed) VALUES `, 3, subjects},
		{`INSERT INTO audit_hashes (n, hash) VALUES `, 2, hashes},
	} {
		if err := b.w.session.insert(t.into, t.columns, t.values); err != nil {
			return err
		}
	}
	return nil
}

// writeChanges writes changes behind the last one of the feed.
func (b *batch) writeChanges(last int64, list []Change) error {
	values, keys := make([]any, 0, 4*len(list)), b.w.keys.Load()
	for i, c := range list {
		c.N = last + int64(i) + 1
		values = append(values, c.N, c.Kind, c.ID, feedMark(keys, c))
	}
	if err := b.w.session.insert(`INSERT INTO store_changes (n, kind, id, mark) VALUES `, 4, values); err != nil {
		return err
	}
	_, err := b.w.session.exec(`DELETE FROM store_changes WHERE n <= $1`, []any{last + int64(len(list)) - farBehind})
	return err
}

// blind reads the secret of the blinds, and makes it for the first entry that has one.
func (e *edge) blind(s *session) error {
	var secret []byte
	err := s.queryRow(`SELECT secret FROM audit_blinds WHERE id = 1`, nil).Scan(&secret)
	if errors.Is(err, sql.ErrNoRows) {
		var made seal.Key
		if made, err = seal.NewKey(); err == nil {
			secret = made.Bytes()
			_, err = s.exec(`INSERT INTO audit_blinds (id, secret, since) VALUES (1, $1, $2)`, []any{secret, e.Size()})
		}
	}
	if err != nil {
		return errs.Wrap(err, "store: blinds of the trail")
	}
	blinds, err := blindsOf(secret)
	e.blinder = audit.NewBlinder(blinds)
	return err
}

func blindsOf(secret []byte) (b audit.Blinds, err error) {
	if copy(b[:], secret) != len(b) || len(secret) != len(b) {
		err = fmt.Errorf("store: blinds of the trail: a secret of %d bytes", len(secret))
	}
	return b, err
}

// time is that of the entries of the batch. It goes by the last entry, which is in the tree, and not by what the head says: whoever edits that would date all that follows.
func (b *batch) time(e *edge) (string, error) {
	return b.w.session.time(e.Size())
}

// time is that of what follows so many entries.
func (s *session) time(entries int64) (string, error) {
	var last string
	err := s.queryRow(`SELECT at FROM audit_entries WHERE n = $1`, []any{entries - 1}).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) { // one that is gone is told
		return "", fmt.Errorf("store: time of the last entry: %w", err)
	}
	if _, err := time.Parse(audit.TimeFormat, last); err != nil {
		last = ""
	}
	return trailTime(machine.Now(), last), nil
}

// trailTime is the time of new entries: now, or the last entry's if the machine's clock has gone back since and nobody said that it was put right (SetClockRight).
func trailTime(now time.Time, last string) string {
	return max(now.UTC().Format(audit.TimeFormat), last)
}

// insert writes rows many at a time. The statements have few lengths (1, 2, 4, 8, 16 rows), so that all stay prepared.
func (s *session) insert(into string, columns int, values []any) error {
	for rows := 16; rows > 0; rows /= 2 {
		step := rows * columns
		var query string
		for len(values) >= step {
			if query == "" {
				query = into + tuples(rows, columns)
			}
			if _, err := s.exec(query, values[:step]); err != nil {
				return err
			}
			values = values[step:]
		}
	}
	return nil
}

// tuples writes ($1, $2), ($3, $4) … for so many rows of so many columns.
func tuples(rows, columns int) string {
	var b strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteString(")")
	return b.String()
}
