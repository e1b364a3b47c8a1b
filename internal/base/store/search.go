package store

import (
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
)

// What is noted of sessions and tries that says nothing to a reader: a session is still used; a try was counted, and how it went has an entry
// of its own.
const (
	SessionSeen    = "seen"
	AttemptCounted = "counted"
)

// Search is one question about the trail. The zero Search asks for the latest entries the grant's scope covers.
type Search struct {
	Person       string // id
	Account      string // id: what it did, and what was done to it, such as its log-ins
	Action       string
	Organisation string // id
	From, To     string // times as the trail writes them; To is not included
	Only         string // audit.Denied, audit.Export, or empty
	Upkeep       bool   // with the entries of SessionSeen and AttemptCounted
	Before       int64  // entries with a smaller number; from the end when 0
	After        *int64 // instead: the entries that follow this one
	Limit        int
	Whole        bool // every entry of the stretch is compared, however long it is: whom an entry is about says a row beside it, and who changes that row makes it answer no more
}

// Found is what a search found, the latest first, and what is odd about the stretch of the trail that it speaks of.
type Found struct {
	Entries []audit.Entry
	Odd     Odd
}

// SearchTrail lists the entries that answer, each compared with the tree, as is what stands between them.
func SearchTrail(tx *Tx, s Search) (found Found, err error) {
	about := span{0, tx.head.size}
	parts, args := []string{}, []any{}
	if s.Person != "" {
		parts, args = append(parts, aboutPerson), tx.personArgs(s.Person)
	}
	within, seen := Within(tx.Grant().Scope(), "organisation", len(args)+1)
	parts, args = append(parts, within), append(args, seen...)
	add := func(condition string, value any) {
		args = append(args, value)
		parts = append(parts, strings.ReplaceAll(condition, "$", "$"+strconv.Itoa(len(args))))
	}
	for _, c := range []struct{ condition, value string }{
		{"(actor = $ OR record = $)", s.Account}, {"action = $", s.Action}, {"organisation = $", s.Organisation},
	} {
		if c.value != "" {
			add(c.condition, c.value)
		}
	}
	switch s.Only {
	case audit.Denied:
		parts = append(parts, "decision = 'denied'")
	case audit.Export:
		parts = append(parts, "object = 'export'")
	}
	if !s.Upkeep {
		parts = append(parts, "NOT (object = 'session' AND record = '"+SessionSeen+"' OR object = 'attempt' AND record = '"+AttemptCounted+"')")
	}
	for _, bound := range []struct {
		at, condition string
		ends          *int64
	}{{s.From, "n >= $", &about.from}, {s.To, "n < $", &about.to}} {
		if bound.at == "" {
			continue
		}
		n, err := trailAt(tx, bound.at)
		if err != nil {
			return found, err
		}
		*bound.ends = n
		add(bound.condition, n)
	}
	order := " ORDER BY n DESC"
	switch {
	case s.After != nil:
		about.from = max(about.from, *s.After+1)
		add("n > $", *s.After)
		order = " ORDER BY n"
	case s.Before > 0:
		about.to = min(about.to, s.Before)
		add("n < $", s.Before)
	}
	query := `SELECT ` + entryColumns + ` FROM audit_entries WHERE ` + strings.Join(parts, " AND ")
	list, err := s.read(tx, query, order, args)
	if err != nil {
		return found, err
	}
	if more := len(list) >= s.Limit && len(list) > 0; more && s.After != nil {
		about.to = list[len(list)-1].N + 1
	} else if more {
		about.from = list[len(list)-1].N
	}
	if s.After != nil {
		slices.Reverse(list)
	}
	found.Entries = list
	found.Odd, err = about.compare(tx, list, s.Whole)
	return found, err
}

// read reads as many entries as are asked for. Of a person more are looked through, since those of others stand in the same bucket.
func (s Search) read(tx *Tx, query, order string, args []any) (found []audit.Entry, err error) {
	limit, beyond := s.Limit, ` AND n < $`
	if s.Person != "" {
		limit += someEntries
	}
	if s.After != nil {
		beyond = ` AND n > $`
	}
	further := args
	for next := query; ; {
		list, err := List(tx, tx.scanEntry, next+order+` LIMIT `+strconv.Itoa(limit), further...)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			if s.Person == "" || e.Person == s.Person {
				found = append(found, e)
			}
		}
		if len(list) < limit || len(found) >= s.Limit {
			return found[:min(len(found), s.Limit)], nil
		}
		further = append(slices.Clone(args), list[len(list)-1].N)
		next = query + beyond + strconv.Itoa(len(further))
	}
}

// someEntries is how many more are looked through at once.
const someEntries = 500

// trailAt is the number of the first entry at or after a time. Times never go back along the trail, so a few looks find it without an index.
func trailAt(tx *Tx, at string) (int64, error) {
	h, err := TrailHead(tx)
	low, high := int64(0), h.Size
	for err == nil && low < high {
		middle := low + (high-low)/2
		var there string
		if err = tx.QueryRow(`SELECT at FROM audit_entries WHERE n = $1`, middle).Scan(&there); errors.Is(err, sql.ErrNoRows) {
			return low, TrailForged(middle)
		}
		err = tx.fail(err)
		if there < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, err
}

// FindEntry reads one entry; NotFound "store.no_entry" when there is none, or the grant's scope does not cover it, and Forged "store.trail_forged" when there was one.
func FindEntry(tx *Tx, n int64) (audit.Entry, error) {
	within, args := Within(tx.Grant().Scope(), "organisation", 2)
	e, found, err := One(tx, tx.scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE n = $1 AND `+within, append([]any{n}, args...)...)
	if err == nil && !found {
		err = missing(tx, n)
	}
	if err != nil {
		return e, err
	}
	one := []audit.Entry{e}
	err = (&trail{tx: tx}).blind(one)
	return one[0], err
}

// missing says why an entry is not found: it was never there, it is none of the reader's, or somebody took it away.
func missing(tx *Tx, n int64) error {
	var there bool
	if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM audit_entries WHERE n = $1)`, n).Scan(&there); err != nil {
		return tx.fail(err)
	}
	if n >= 0 && n < tx.head.size && !there {
		return TrailForged(n)
	}
	return errs.E(errs.NotFound, "store.no_entry")
}

// FirstEntry is the first entry about an object of an id that was not refused.
func FirstEntry(tx *Tx, object, id string) (audit.Entry, bool, error) {
	return One(tx, tx.scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE object = $1 AND record = $2 AND decision = $3 ORDER BY n LIMIT 1`, object, id, audit.Allowed)
}

// PersonsOnRecord lists the ids of those whom the entries in scope are about.
func PersonsOnRecord(tx *Tx) ([]string, error) {
	within, args := Within(tx.Grant().Scope(), "organisation", 1)
	persons := map[string]bool{}
	_, err := List(tx, func(r Row) (none struct{}, err error) {
		e, err := tx.scanEntry(r)
		if e.Person != "" {
			persons[e.Person] = true
		}
		return none, err
	}, `SELECT `+entryColumns+` FROM audit_entries WHERE person <> '' AND `+within, args...)
	return slices.Sorted(maps.Keys(persons)), err
}
