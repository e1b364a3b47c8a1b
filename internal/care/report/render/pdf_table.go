package render

import (
	"approdo/internal/care/report"
)

// Widths of the columns of a table, in millimetres.
const (
	figureWide  = 21.0
	leastFigure = 13.0
	barWide     = 34.0
	leastWords  = 42.0
)

// shortTable is how many rows are kept on one page.
const shortTable = 14

// sheetTable is a table laid out for paper: columns of words, columns of figures, and a bar where bars help.
type sheetTable struct {
	*paper
	t       *report.Table
	columns []report.Heading
	words   []float64 // widths of the columns of words
	figure  float64
	bar     float64
	longest int64
}

// table writes a table: its heading stays with its first rows.
func (x *paper) table(t *report.Table) {
	least := 38.0 // the heading and the first rows
	if len(t.Rows) <= shortTable {
		least += float64(len(t.Rows)) * 6.5
	}
	x.room(least)
	lang := x.p.Lang()
	x.pdf.Bookmark(clean(t.ID+" · "+t.Title[lang]), 0, -1)
	x.words(t.ID+" · "+t.Title[lang], "B", headSize, ink)
	x.pdf.Ln(1)
	for _, sentence := range t.Sentences {
		x.words(sentence[lang], "", textSize, ink)
	}
	if len(t.Sentences) > 0 {
		x.pdf.Ln(1.5)
	}
	if t.ID == report.HeaderID {
		x.rules(t)
	} else {
		x.figures(t)
	}
	x.months(t)
	x.pdf.Ln(1.5)
	for _, note := range t.Notes {
		x.words(note.Text[lang], "", smallSize, grey)
	}
	x.pdf.Ln(7)
}

// rules writes the table of words: what was counted and how.
func (x *paper) rules(t *report.Table) {
	lang := x.p.Lang()
	const names = 46.0
	for _, row := range t.Rows {
		x.font("", textSize, ink)
		name, text := x.pdf.SplitText(clean(row.Label[lang]), names-4), x.pdf.SplitText(clean(row.Text[lang]), inner-names)
		tall := float64(max(len(name), len(text)))*lineTall + 1
		x.room(tall)
		y := x.pdf.GetY()
		x.font("", textSize, grey)
		x.lines(name, margin, y, names-4, "L")
		x.font("", textSize, ink)
		x.lines(text, margin+names, y, inner-names, "L")
		x.pdf.SetXY(margin, y+tall)
	}
}

// lines writes lines one below the other.
func (x *paper) lines(lines []string, left, top, wide float64, align string) {
	for i, line := range lines {
		x.pdf.SetXY(left, top+float64(i)*lineTall)
		x.line(wide, lineTall, line, align, false)
	}
}

// figures writes the rows, repeating the headings on every page.
func (x *paper) figures(t *report.Table) {
	s := x.layOut(t)
	s.heading()
	last := make([]string, len(s.words))
	for _, row := range t.Rows {
		texts := s.keys(row)
		shown := append([]string{}, texts...)
		for i := 0; i < len(texts)-1 && texts[i] == last[i]; i++ { // the same words are not repeated down a group
			shown[i] = ""
		}
		if s.row(shown, row.Values, "", sea) {
			last = make([]string, len(s.words))
		}
		copy(last, texts)
		for _, part := range row.OfWhich {
			s.row([]string{"   " + s.p.T("report.sheet.of_which", "label", part.Label[s.p.Lang()])}, part.Values, "", soft)
		}
	}
	if t.Total != nil {
		s.pdf.SetDrawColor(ink[0], ink[1], ink[2])
		s.pdf.Line(margin, s.pdf.GetY(), margin+inner, s.pdf.GetY())
		s.longest = 0 // a total is not compared with its rows
		total := s.p.T("report.sheet.total")
		s.row([]string{total}, gridder{table: t, p: s.p}.totals(), "B", sea)
	}
}

func (x *paper) layOut(t *report.Table) *sheetTable {
	s := &sheetTable{paper: x, t: t, figure: figureWide}
	s.columns = t.Figures()
	dimensions := max(1, len(t.Dimensions))
	if dimensions == 1 && len(s.columns) <= 3 && len(t.Rows) > 1 && t.Total != nil {
		s.bar = barWide
		for _, row := range t.Rows {
			n, _ := row.Values.Get(s.columns[0].Code)
			s.longest = max(s.longest, n.N)
		}
	}
	if room := inner - s.bar - leastWords*float64(dimensions); s.figure*float64(len(s.columns)) > room && len(s.columns) > 0 {
		s.figure = max(leastFigure, room/float64(len(s.columns)))
	}
	wide := (inner - s.bar - s.figure*float64(len(s.columns))) / float64(dimensions)
	for range dimensions {
		s.words = append(s.words, wide)
	}
	return s
}

func (s *sheetTable) keys(row report.Row) []string { return gridder{table: s.t, p: s.p}.keys(row) }

func (s *sheetTable) heading() {
	s.font("B", smallSize, grey)
	lang := s.p.Lang()
	columns := make([][]string, len(s.words)+len(s.columns))
	tall := 1
	for i := range s.words {
		if i < len(s.t.Dimensions) {
			columns[i] = s.pdf.SplitText(clean(s.t.Dimensions[i].Label[lang]), s.words[i]-2)
		}
	}
	for i, c := range s.columns {
		columns[len(s.words)+i] = s.pdf.SplitText(clean(c.Label[lang]), s.figure-1.5)
	}
	for _, lines := range columns {
		tall = max(tall, len(lines))
	}
	s.room(float64(tall)*lineTall + 3*lineTall)
	s.font("B", smallSize, grey)
	top, left := s.pdf.GetY(), margin
	for i, lines := range columns {
		wide, align := s.figure, "R"
		if i < len(s.words) {
			wide, align = s.words[i], "L"
		}
		s.lines(lines, left, top+float64(tall-len(lines))*lineTall, wide, align)
		left += wide
	}
	s.pdf.SetXY(margin, top+float64(tall)*lineTall+0.8)
	s.pdf.SetDrawColor(rule[0], rule[1], rule[2])
	s.pdf.Line(margin, s.pdf.GetY(), margin+inner, s.pdf.GetY())
}

// row writes one row whole on a page; it reports whether that is a new one.
func (s *sheetTable) row(texts []string, values report.Values, style string, bar [3]int) (turned bool) {
	s.font(style, textSize, ink)
	tall := 1
	columns := make([][]string, len(texts))
	for i, text := range texts {
		wide := s.words[i]
		if len(texts) < len(s.words) {
			wide = s.words[0] * float64(len(s.words)) // words that head no column have the room of all
		}
		columns[i] = s.pdf.SplitText(clean(text), wide-2)
		tall = max(tall, len(columns[i]))
	}
	high := float64(tall)*lineTall + 1.6
	if turned = s.room(high); turned {
		s.heading()
	}
	s.font(style, textSize, ink)
	top, left := s.pdf.GetY(), margin
	for i, lines := range columns {
		s.lines(lines, left, top+0.8, s.words[i], "L")
		left += s.words[i]
	}
	left = margin + inner - s.bar - s.figure*float64(len(s.columns))
	for _, c := range s.columns {
		s.pdf.SetXY(left, top+0.8)
		s.line(s.figure, lineTall, s.written(values, c.Code), "R", false)
		left += s.figure
	}
	if n, _ := values.Get(s.first()); s.bar > 0 && s.longest > 0 && n.N > 0 {
		s.fill(bar)
		s.pdf.Rect(left+5, top+0.8+lineTall/2-1, max(0.4, (s.bar-5)*float64(n.N)/float64(s.longest)), 2, "F")
	}
	s.pdf.SetXY(margin, top+high)
	s.pdf.SetDrawColor(rule[0], rule[1], rule[2])
	s.pdf.Line(margin, top+high, margin+inner, top+high)
	return turned
}

func (s *sheetTable) first() string {
	if len(s.columns) == 0 {
		return ""
	}
	return s.columns[0].Code
}

// written writes a figure as the language does, and a range where some are not sure to be new.
func (x *paper) written(values report.Values, code string) string {
	least, most, ok := values.Range(code)
	switch {
	case !ok:
		return ""
	case least.Tenths:
		return x.p.Tenths(least.N)
	case most.N > least.N:
		return x.p.Int(least.N) + "–" + x.p.Int(most.N)
	}
	return x.p.Int(least.N)
}

// months draws when the persons of a table were first reached.
func (x *paper) months(t *report.Table) {
	if len(t.Months) < 2 {
		return
	}
	const tall = 22.0
	x.room(tall + 16)
	x.pdf.Ln(3)
	x.words(x.p.T("report.paper.months"), "B", smallSize, grey)
	var most int64
	for _, m := range t.Months {
		most = max(most, m.Total)
	}
	step, base := inner/float64(len(t.Months)), x.pdf.GetY()+tall+4
	every := (len(t.Months) + 11) / 12
	for i, m := range t.Months {
		left := margin + float64(i)*step
		high := 0.0
		if most > 0 {
			high = tall * float64(m.Total) / float64(most)
		}
		x.fill(sea)
		x.pdf.Rect(left+step/5, base-high, step*3/5, high, "F")
		x.font("", smallSize, ink)
		if every == 1 {
			x.pdf.SetXY(left, base-high-lineTall)
			x.line(step, lineTall, x.p.Int(m.Total), "C", false)
		}
		if i%every == 0 {
			x.pdf.SetXY(left, base+0.5)
			x.line(step, lineTall, string([]rune(x.p.Month(m.Month))[:3]), "C", false)
		}
	}
	x.pdf.SetDrawColor(rule[0], rule[1], rule[2])
	x.pdf.Line(margin, base, margin+inner, base)
	x.pdf.SetXY(margin, base+lineTall+1)
}
