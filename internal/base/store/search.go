package store

import (
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
}

// SearchTrail lists the entries that answer, the latest first.
func SearchTrail(tx *Tx, s Search) ([]audit.Entry, error) {
	within, args := Within(tx.Grant().Scope(), "organisation", 1)
	parts := []string{within}
	add := func(condition string, value any) {
		args = append(args, value)
		parts = append(parts, strings.ReplaceAll(condition, "$", "$"+strconv.Itoa(len(args))))
	}
	for _, c := range []struct{ condition, value string }{
		// The first half is what the index is about.
		{"person <> '' AND person = $", s.Person}, {"(actor = $ OR record = $)", s.Account}, {"action = $", s.Action}, {"organisation = $", s.Organisation},
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
	for _, bound := range []struct{ at, condition string }{{s.From, "n >= $"}, {s.To, "n < $"}} {
		if bound.at != "" {
			n, err := trailAt(tx, bound.at)
			if err != nil {
				return nil, err
			}
			add(bound.condition, n)
		}
	}
	order := " ORDER BY n DESC"
	switch {
	case s.After != nil:
		add("n > $", *s.After)
		order = " ORDER BY n"
	case s.Before > 0:
		add("n < $", s.Before)
	}
	list, err := List(tx, scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE `+strings.Join(parts, " AND ")+order+` LIMIT `+strconv.Itoa(s.Limit), args...)
	if s.After != nil {
		slices.Reverse(list)
	}
	return list, err
}

// trailAt is the number of the first entry at or after a time. Times never go back along the trail, so a few looks find it without an index.
func trailAt(tx *Tx, at string) (int64, error) {
	h, err := TrailHead(tx)
	low, high := int64(0), h.Size
	for err == nil && low < high {
		middle := low + (high-low)/2
		var there string
		err = tx.fail(tx.QueryRow(`SELECT at FROM audit_entries WHERE n = $1`, middle).Scan(&there))
		if there < at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, err
}

// FindEntry reads one entry; NotFound "store.no_entry" when there is none, or the grant's scope does not cover it.
func FindEntry(tx *Tx, n int64) (audit.Entry, error) {
	within, args := Within(tx.Grant().Scope(), "organisation", 2)
	e, found, err := One(tx, scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE n = $1 AND `+within, append([]any{n}, args...)...)
	if err == nil && !found {
		err = errs.E(errs.NotFound, "store.no_entry")
	}
	if err != nil {
		return e, err
	}
	one := []audit.Entry{e}
	err = (&trail{tx: tx}).blind(one)
	return one[0], err
}

// FirstEntry is the first entry about an object of an id that was not refused.
func FirstEntry(tx *Tx, object, id string) (audit.Entry, bool, error) {
	return One(tx, scanEntry, `SELECT `+entryColumns+` FROM audit_entries WHERE object = $1 AND record = $2 AND decision = $3 ORDER BY n LIMIT 1`, object, id, audit.Allowed)
}

// PersonsOnRecord lists the ids of those whom the entries in scope are about.
func PersonsOnRecord(tx *Tx) ([]string, error) {
	within, args := Within(tx.Grant().Scope(), "organisation", 1)
	return List(tx, func(r Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT DISTINCT person FROM audit_entries WHERE person <> '' AND `+within+` ORDER BY person`, args...)
}
