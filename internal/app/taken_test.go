package app_test

import (
	"fmt"
	"testing"
)

// untold are tables of which a row that is taken away is told by nobody, and why that may be.
var untold = map[string]string{
	"audit_details":     "the details of an entry: they are destroyed one day, and what they were is committed to",
	"outreach_contacts": "facts",
	"store_changes":     "the change feed",
}

// TestARowThatIsTakenAwayIsToldWhateverTableItStoodIn: of each table of the program, one row. Where it is told by nobody, the table is named above.
func TestARowThatIsTakenAwayIsToldWhateverTableItStoodIn(t *testing.T) {
	campaigns(t, func(t *testing.T, x *attacked) {
		w := x.copied(t)
		tables := x.tables(w.writer)
		w.ends()
		for _, table := range tables {
			t.Run(table, func(t *testing.T) {
				t.Parallel()
				w := x.copied(t)
				defer w.ends()
				columns, rows := w.writer.Rows(`SELECT * FROM ` + table + ` ORDER BY 1`)
				if len(rows) == 0 {
					t.Skip("has no rows here")
				}
				where := ` WHERE ` + columns[0] + ` = (SELECT ` + columns[0] + ` FROM ` + table + ` ORDER BY 1 DESC LIMIT 1)`
				w.writer.Exec(`DELETE FROM ` + table + where)
				told := len(w.noticed()) > 0
				if _, named := untold[table]; told == named {
					t.Errorf("%s: told %v, named among those of which nobody tells %v", fmt.Sprint(table, where), told, named)
				}
			})
		}
	})
}
