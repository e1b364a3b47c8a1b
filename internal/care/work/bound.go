package work

import (
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/period"
	"approdo/internal/base/store"
)

// Facts carry no hash, so what stands in one is bounded where it is read: no record of the program's says a number beyond what its kind allows, or a day that nobody can ask about.

// Impossible names the columns, as table.column, in which a number or a day stands that no record can say.
func (k Registry) Impossible(tx *store.Tx) (columns []string, err error) {
	look := func(table, column, condition string) {
		if err != nil {
			return
		}
		var found bool
		_, found, err = store.One(tx, func(row store.Row) (one int64, err error) { return one, row.Scan(&one) }, `SELECT 1 FROM `+table+` WHERE `+condition+` LIMIT 1`)
		if found {
			columns = append(columns, table+"."+column)
		}
	}
	for _, n := range append(k.Nouns[:len(k.Nouns):len(k.Nouns)], k.Crowds...) {
		look(n.Table, "day", strings.ReplaceAll(`@ < '`+period.First+`' OR @ > '`+period.Last+`' OR LENGTH(@) <> 10`, "@", "day"))
		for _, column := range n.Columns() {
			if b, bounded := n.Bounds[column]; bounded {
				look(n.Table, column, beyond(column, b))
			}
		}
		for _, a := range n.Asides {
			look(a.Table, a.Column, beyond(a.Column, Bound{Most: a.Most}))
		}
	}
	return columns, errs.Wrap(err, "look for what cannot be")
}

func beyond(column string, b Bound) string {
	return column + ` < ` + strconv.FormatInt(b.Least, 10) + ` OR ` + column + ` > ` + strconv.FormatInt(b.Most, 10)
}
