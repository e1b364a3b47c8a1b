package addition_test

import (
	"testing"

	"approdo/internal/care/report"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/column"
)

// BenchmarkEveryReportReadsTheTables: reading as many tables as a network may have, which each report does anew.
func BenchmarkEveryReportReadsTheTables(b *testing.B) {
	book, base := fuzzing(b)
	var register column.Register
	for i := range addition.Most {
		o := settings()
		register.Additions = append(register.Additions, column.Addition{Report: "interim", Number: int64(i + 1), Text: o.Text(book)})
	}
	snapshot, err := column.Handmade(book, register)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := report.Extended(base, snapshot); err != nil {
			b.Fatal(err)
		}
	}
}
