package store_test

import (
	"fmt"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// BenchmarkTotal: what a correction costs beside a table of so many rows, and what it costs to hold the whole table against its total, as each minute's look does.
func BenchmarkTotal(b *testing.B) {
	for _, rows := range []int{100, 100_000} {
		s := testkit.Store(b)
		write := func(statements ...string) {
			if err := s.Write(b.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				tx.Note("test", "", nil)
				for _, statement := range statements {
					if _, err := tx.Exec(statement); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				b.Fatal(err)
			}
		}
		for at := 0; at < rows; at += 500 {
			values := make([]string, min(500, rows-at))
			for i := range values {
				values[i] = fmt.Sprintf(`('%d', 'contact', 'r%d', 'mistyped', '{"gender":"woman","citizenship":"NG"}', 'ada', '2024-05-17T10:00:00Z')`, at+i, at+i)
			}
			write(`INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ` + strings.Join(values, ", "))
		}
		b.Run(fmt.Sprintf("written/%d", rows), func(b *testing.B) {
			for i := range b.N {
				write(fmt.Sprintf(`INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ('n%d-%d', 'contact', 'r', 'mistyped', '{}', 'ada', '2024-05-17T10:00:00Z')`, b.N, i))
			}
		})
		b.Run(fmt.Sprintf("noted/%d", rows), func(b *testing.B) { // the same transaction without a row
			for range b.N {
				write()
			}
		})
		b.Run(fmt.Sprintf("compared/%d", rows), func(b *testing.B) {
			for range b.N {
				if err := s.Read(b.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
					odd, err := store.Differs(tx, "corrections")
					if err == nil && odd {
						b.Fatal("what was written differs")
					}
					return err
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
