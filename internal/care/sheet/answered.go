package sheet

import (
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// A day keeps no order, so of two answers about international protection that one person gave on one day nobody could tell which came last, and figures would go by
// chance. So there is one of a day, and whoever imports says which.

// answered is what a line tells of protection, "" where that is a silence, or taken for one.
func (d *Draft) answered(l *line) string {
	answer := d.value(l, "protection")
	if answer == "" || d.absent("protection", answer) || d.unsaid[l.row] {
		return ""
	}
	return answer
}

// protection is what a line tells of protection after all answers.
func (d *Draft) protection(c *comparison, l *line) string {
	if d.unsaid[l.row] || c.unsaid[l.row] {
		return notRecorded
	}
	return d.code(l, "protection")
}

// askAnswers asks about codes whose rows tell different answers of one day.
func (d *Draft) askAnswers() {
	if d.form.place("protection") < 0 {
		return
	}
	var groups [][]*line
	d.byPerson(func(lines []*line) {
		for len(lines) > 0 {
			day := d.value(lines[0], "day")
			var telling []*line
			different := false
			for len(lines) > 0 && d.value(lines[0], "day") == day {
				if answer := d.answered(lines[0]); answer != "" {
					telling = append(telling, lines[0])
					different = different || answer != d.answered(telling[0])
				}
				lines = lines[1:]
			}
			if different {
				groups = append(groups, telling)
			}
		}
	})
	if len(groups) == 0 {
		return
	}
	slices.SortFunc(groups, func(a, b []*line) int { return a[0].row - b[0].row })
	rows := make([][]int, len(groups))
	for i, g := range groups {
		rows[i] = rowsOf(g)
	}
	given := d.ask(Question{
		ID: "answers", Columns: []string{d.letter("protection")}, Rows: rows, Words: Words{"ask.question.answers", []any{"count", len(rows)}}, Answers: answers("answers", "last", "none"),
	})
	d.unsaid = map[int]bool{}
	for _, g := range groups {
		last := d.value(g[len(g)-1], "protection")
		for _, l := range g {
			d.unsaid[l.row] = given == "none" || given == "last" && d.value(l, "protection") != last
		}
	}
}

// askAnswersKnown asks about new rows that tell another answer than is recorded of their person and day.
func (d *Draft) askAnswersKnown(tx *store.Tx, c *comparison) error {
	if d.form.place("protection") < 0 {
		return nil
	}
	var telling []*line
	for i := range c.fresh {
		f := &c.fresh[i]
		who, answer := c.persons[f.reference], d.answered(f.line)
		if who == "" || answer == "" {
			continue
		}
		recorded, err := person.OnDay(tx, who, d.value(f.line, "day"))
		if err != nil {
			return err
		}
		if slices.ContainsFunc(recorded, func(a person.Protection) bool { return a.Answer != answer && !d.absent("protection", a.Answer) }) {
			telling = append(telling, f.line)
		}
	}
	if len(telling) == 0 {
		return nil
	}
	given := c.ask(d, Question{
		ID: "answers_known", Columns: []string{d.letter("protection")}, Rows: [][]int{rowsOf(telling)}, Words: Words{"ask.question.answers_known", []any{"count", len(telling)}},
		Answers: answers("answers_known", "stands", leaveOut),
	})
	switch given {
	case "stands":
		c.unsaid = map[int]bool{}
		for _, l := range telling {
			c.unsaid[l.row] = true
		}
	case leaveOut:
		out := map[int]bool{}
		for _, l := range telling {
			c.left[l.row], out[l.row] = true, true
		}
		c.fresh = slices.DeleteFunc(c.fresh, func(f fresh) bool { return out[f.row] })
	}
	return nil
}
