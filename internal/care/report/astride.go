package report

import "approdo/internal/care/report/column"

// What is left of an erased person says of a record only in which stretch of time it lies: a quarter, cut where a project begins or ends. A period that begins or ends within such a stretch
// may count it on the wrong side, and the report says of how many people that may be true.

// astride counts the erased people of whom a record may lie on the other side of the period's ends than it is counted.
func (r *run) astride() int64 {
	people := column.NewBitmap(r.snap.Persons())
	for _, first := range []column.Day{r.params.from, r.params.to + 1} {
		from, to, within := r.stretch(first)
		if !within {
			continue
		}
		for _, schema := range column.Schemas() {
			if !schema.Person {
				continue
			}
			p := r.reach(schema.Name)
			p.from, p.to = from, to
			p.rows().Linked().Each(func(ref int32) {
				if who := p.view.Person(ref); r.snap.Husk(who) {
					people.Add(who)
				}
			})
		}
	}
	return int64(people.Len())
}

// stretch is the quarter, or the part of it before or after the project begins or ends, that a day lies in; within is false for a day with which one begins.
func (r *run) stretch(day column.Day) (from, to column.Day, within bool) {
	from, to = day.Quarter()
	for _, cut := range []column.Day{r.params.project.Starts, r.params.project.Ends + 1} {
		if cut <= day {
			from = max(from, cut)
		} else {
			to = min(to, cut-1)
		}
	}
	return from, to, from < day
}
