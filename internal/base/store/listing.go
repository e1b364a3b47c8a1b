package store

import (
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
}

// Selection is one question about a Listing. The zero Selection asks for everything the scope covers.
type Selection struct {
	From, To   string            // days, both included; empty for no bound
	Equal      map[string]string // filter name → value
	Sort       string
	Descending bool
	Offset     int
	Limit      int // 0 for no limit, as exports need
}

// Slice is a page of records and how many there are in all.
type Slice[T any] struct {
	Items []T
	Total int64
}

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
	default:
		out.Total, err = tx.tally(`SELECT COUNT(*) FROM `+l.From+where, args)
	}
	return out, err
}

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
