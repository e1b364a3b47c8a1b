package register

import "github.com/xuri/excelize/v2"

// unseen are faults of what stands in a sheet and nobody sees there.
var unseen = []fault{
	{"rows in letters as white as the paper", func(s *scene) Register {
		s.book(true)
		s.d.numbers = false
		t := s.d.table(s.list)
		s.uncounted(&t, func(int, []any) {})
		white := func(f *excelize.File, name string) {
			style(f, name, &excelize.Style{NumFmt: 14, Font: &excelize.Font{Color: "FFFFFF"}}, len(t.heads), t.top()+3, t.top()+7)
		}
		return s.done(File{"registro.xlsx", mended(white, sheet{"Foglio1", t.all(), false})})
	}},
}
