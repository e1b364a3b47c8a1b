package sheet

import (
	"slices"

	"approdo/internal/care/sheet/grid"
)

// What is asked about a column of codes, and what the answers make of it.

// decideWho asks whether a doubtful column tells persons apart, and does as the answer says.
func (d *Draft) decideWho(cols []column, t *table, c *column, why string, of *field, x codes) {
	letter := grid.Letter(c.at)
	q := Question{
		ID: "who." + letter, Columns: []string{letter}, Answers: answers("who", "codes", "leave_out"),
		Words: Words{"ask.question.who." + why, []any{"letter", letter, "count", len(x.times), "rows", x.filled}},
	}
	free := of != nil && !slices.ContainsFunc(cols, func(c column) bool { return c.field == of })
	if of != nil {
		q.Words.Args = append(q.Words.Args, "field", fieldName(of.Name))
	}
	if free {
		q.Answers = append(q.Answers, Answer{of.Name, Words{"ask.answer.who.field", []any{"field", fieldName(of.Name)}}})
	}
	if x.between(0, 1<<20) {
		q.Answers = append(q.Answers, answers("who", d.partsOf(cols, t, c.at)...)...)
	}
	switch given := d.ask(q); {
	case given == "leave_out":
		c.field, c.reason = nil, reasonIgnored
	case given == eachUnit || given == eachSheet: // asked of the next file too, since it is no column of codes
		c.field, _ = d.form.find("person_ref")
		c.source, d.parted = Declared, given
	case given == "codes":
		c.field, _ = d.form.find("person_ref")
		c.source = Declared
		d.accept(c, why)
	case given != "":
		c.field, c.source = of, Declared
	}
}

// accept remembers that a person said of a doubtful column that it tells persons apart.
func (d *Draft) accept(c *column, why string) {
	if why == "" {
		return
	}
	if d.keep.Accepted == nil {
		d.keep.Accepted = map[int]string{}
	}
	d.keep.Accepted[c.at] = why
}

// askWhichCode asks which of two columns with equally good headings tells who somebody is.
func (d *Draft) askWhichCode(cols []column) {
	x, ok := d.form.find("person_ref")
	if !ok {
		return
	}
	taken := slices.IndexFunc(cols, func(c column) bool { return c.field == x && c.source == Guessed })
	if taken < 0 {
		return
	}
	score := cols[taken].found.score
	q := Question{ID: "column.person_ref", Words: Words{Key: "ask.question.which_code"}, Answers: []Answer{cols[taken].answer()}}
	for _, c := range cols {
		if c.reason == reasonTwice && c.found.field == x && c.found.score == score {
			q.Answers = append(q.Answers, c.answer())
		}
	}
	if len(q.Answers) == 1 {
		return
	}
	for _, a := range q.Answers {
		q.Columns = append(q.Columns, a.ID)
	}
	if letter := d.ask(q); letter != "" {
		cols[taken].field, cols[taken].reason = nil, reasonTwice
		c := &cols[slices.IndexFunc(cols, func(c column) bool { return grid.Letter(c.at) == letter })]
		c.field, c.source = x, Declared
	}
}

// nearly reports whether a heading holds the name of a column of codes among other words.
func (f *form) nearly(text string) bool {
	words := fold(text)
	return slices.ContainsFunc(f.headings, func(h heading) bool {
		return h.field.Type == typeReference && within(h, words) > 0
	})
}
