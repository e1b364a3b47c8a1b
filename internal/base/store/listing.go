package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
)

// Listing says what can be asked about the records of one noun: it is written once per noun, as data, beside the noun.
// Names of columns come from it alone, so nothing that a browser sends becomes SQL.
type Listing struct {
	Columns  string            // what the scan function reads
	From     string            // table and joins
	Owner    string            // column of organisation ids, for the scope
	ID       string            // column of their own ids, which makes the order unambiguous
	Day      string            // column of days, for periods
	Filters  map[string]string // name a caller uses → column compared for equality
	Sorts    map[string]string // name a caller uses → column
	Standard string            // name of the sort used unless another is asked for, descending
	Feed     []string          // kinds of changes by which alone its rows come, go and change; empty where not all are announced
}

// Selection is one question about a Listing. The zero Selection asks for everything the scope covers.
type Selection struct {
	From, To   string            // days, both included; empty for no bound
	Equal      map[string]string // filter name → value
	Sort       string
	Descending bool
	Offset     int
	Limit      int // 0 for no limit

	// Whole reads all rows, in stretches of Limit: whoever reads them asks for the next one After the Next of the last, until there is none.
	Whole bool
	After *Place
}

// Place is one in the order of rows.
type Place struct{ by, id any }

// Slice is a page of records and how many there are in all.
type Slice[T any] struct {
	Items []T
	Extent
}

// Extent is how many there are.
type Extent struct {
	Total int64  // of the stretches of a Whole, the first says it
	More  bool   // there are more than Total, and nobody counted how many
	Next  *Place // of a Whole: where the next stretch begins; nil for the last
}

// mostCounted is how far rows are counted: whoever has more than these looks for some of them, and is told that there are more.
const mostCounted = 10_000

// Select reads the records that a selection and a scope let through. An unknown filter or sort is Invalid.
func Select[T any](tx *Tx, l Listing, s Selection, scope policy.Scope, scan func(Row) (T, error)) (Slice[T], error) {
	var out Slice[T]
	where, args, err := l.where(s, scope)
	if err != nil {
		return out, err
	}
	order, err := l.order(s)
	if err != nil {
		return out, err
	}
	if s.Whole {
		return stretch(tx, l, s, where, order, args, scan)
	}
	rest := where + order
	if s.Limit > 0 {
		rest += ` LIMIT ` + strconv.Itoa(s.Limit) + ` OFFSET ` + strconv.Itoa(max(0, s.Offset))
		if s.Sort != "" && s.Sort != l.Standard {
			// No index has this order: the ids of the page are sorted out in the list's index, before any whole row is read.
			rest = ` WHERE ` + l.ID + ` IN (SELECT ` + l.ID + ` FROM ` + l.From + rest + `)` + order
		}
	}
	if out.Items, err = List(tx, scan, `SELECT `+l.Columns+` FROM `+l.From+rest, args...); err != nil {
		return out, err
	}
	switch shown := len(out.Items); {
	case s.Limit == 0:
		out.Total = int64(shown)
	case 0 < shown && shown < s.Limit: // the last page
		out.Total = int64(max(0, s.Offset) + shown)
	case shown == 0 && s.Offset > mostCounted: // beyond the end, wherever that is
		out.Total, err = tx.Tally(`SELECT COUNT(*) FROM `+l.From+where, args, l.Feed...)
	default:
		out.Total, err = tx.Tally(`SELECT COUNT(*) FROM (SELECT 1 FROM `+l.From+where+` LIMIT `+strconv.Itoa(mostCounted+1)+`) AS part`, args, l.Feed...)
		out.Total, out.More = min(out.Total, mostCounted), out.Total > mostCounted
	}
	return out, err
}

// stretch reads rows from a place on, and counts them all once.
func stretch[T any](tx *Tx, l Listing, s Selection, where, order string, args []any, scan func(Row) (T, error)) (out Slice[T], err error) {
	if s.After == nil {
		if out.Total, err = tx.Tally(`SELECT COUNT(*) FROM `+l.From+where, args, l.Feed...); err != nil {
			return out, err
		}
	}
	by, from := l.Sorts[cmp.Or(s.Sort, l.Standard)], where
	if s.After != nil {
		before := ">"
		if s.Sort == "" || s.Descending {
			before = "<"
		}
		args = append(args, s.After.by, s.After.id)
		from += fmt.Sprintf(` AND (%s, %s) %s ($%d, $%d)`, by, l.ID, before, len(args)-1, len(args))
	}
	if s.Limit > 0 {
		order += ` LIMIT ` + strconv.Itoa(s.Limit)
	}
	var at Place
	out.Items, err = List(tx, func(row Row) (T, error) { return scan(placed{row, &at}) }, `SELECT `+l.Columns+`, `+by+`, `+l.ID+` FROM `+l.From+from+order, args...)
	if s.Limit > 0 && len(out.Items) == s.Limit {
		out.Next = &at
	}
	return out, err
}

// placed is a row that says its place too, behind what is asked of it.
type placed struct {
	Row
	at *Place
}

func (p placed) Scan(to ...any) error { return p.Row.Scan(append(to, &p.at.by, &p.at.id)...) }

func (l Listing) where(s Selection, scope policy.Scope) (string, []any, error) {
	within, args := Within(scope, l.Owner, 1)
	parts := []string{within}
	add := func(condition, value string) {
		args = append(args, value)
		parts = append(parts, condition+" $"+strconv.Itoa(len(args)))
	}
	if s.From != "" {
		add(l.Day+" >=", s.From)
	}
	if s.To != "" {
		add(l.Day+" <=", s.To)
	}
	names := make([]string, 0, len(s.Equal))
	for name, value := range s.Equal {
		if value != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names) // one statement for one question, so that it is prepared once
	for _, name := range names {
		column, ok := l.Filters[name]
		if !ok {
			return "", nil, errs.E(errs.Invalid, "store.unknown_filter", "name", name)
		}
		add(column+" =", s.Equal[name])
	}
	return " WHERE " + strings.Join(parts, " AND "), args, nil
}

func (l Listing) order(s Selection) (string, error) {
	name, direction := s.Sort, ""
	if name == "" {
		name, s.Descending = l.Standard, true
	}
	column, ok := l.Sorts[name]
	if !ok {
		return "", errs.E(errs.Invalid, "store.unknown_sort", "name", name)
	}
	if s.Descending {
		direction = " DESC"
	}
	return " ORDER BY " + column + direction + ", " + l.ID + direction, nil
}
