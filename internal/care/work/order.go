package work

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// The records of an erased person say no day any more. Figures are made of days all the same: in which period a record lies, which of somebody's contacts came first, whether they were in
// charge when they were helped, what they answered last. So a husk's records keep as much of the order of days as the figures read, and no more: each goes to the first day of its stretch
// of time, which is a quarter, cut where a project or a funding of theirs begins or ends; and within a stretch what came later stands a day later only where a figure asks which came later.
// In a report whose period begins and ends with stretches, an erasure moves nothing.

// Order is what figures read out of the order in which records of a kind were made about one person. The zero Order reads nothing: they ask for the period alone.
type Order struct {
	Ranks  bool            // which came first, or last, of those counted in one view tells in what a person counts
	Opens  func(Said) bool // records from the first of which on those Behind count otherwise
	Behind bool
	Last   string // column of an answer: the last of those that say most counts, and the others go
}

// Said is what a record says, by column.
type Said map[string]string

// past is one record about somebody who is being erased.
type past struct {
	Kept
	said  Said
	start string // first day of its stretch
	level int    // days after it
}

func (r past) day() string { return r.said["day"] }

// coarse is the day that the record says from now on.
func (r past) coarse() string {
	start, err := time.Parse(time.DateOnly, r.start)
	if err != nil {
		return r.start
	}
	return start.AddDate(0, 0, r.level).Format(time.DateOnly)
}

// pasts reads all that is kept about a person, in the order of days.
func (k Registry) pasts(tx *store.Tx, who string) (all []*past, err error) {
	for _, n := range k.Nouns {
		columns := n.Columns()
		values := slices.Clone(columns)
		for i, column := range columns {
			values[i] = n.keeps(column)
		}
		rows, err := store.List(tx, func(row store.Row) (*past, error) {
			cells := make([]any, len(columns))
			to := make([]any, len(columns))
			for i := range cells {
				to[i] = &cells[i]
			}
			r := &past{Kept: n, said: Said{}}
			err := row.Scan(to...)
			for i, column := range columns {
				r.said[column] = written(cells[i])
			}
			return r, err
		}, `SELECT `+strings.Join(values, ", ")+` FROM `+n.Table+` WHERE `+n.about(), who)
		if err != nil {
			return nil, errs.Wrap(err, "read "+n.Name+" of", who)
		}
		all = append(all, rows...)
	}
	slices.SortStableFunc(all, func(a, b *past) int { return cmp.Compare(a.day(), b.day()) })
	return all, cut(tx, all)
}

func written(cell any) string {
	switch x := cell.(type) {
	case nil:
		return ""
	case []byte:
		return string(x)
	}
	return fmt.Sprint(cell)
}

// settled gives each record the day that it will say, and tells those that no figure needs any more apart.
func settled(all []*past, h Husk) (stays, useless []*past) {
	stretches := map[string][]*past{}
	for _, r := range all {
		stretches[r.start] = append(stretches[r.start], r)
	}
	opened := slices.IndexFunc(all, func(r *past) bool { return r.Order.Opens != nil && r.Order.Opens(r.said) })
	for start, some := range stretches {
		views := map[string][]*past{}
		last := map[string][]*past{} // of each organisation, since a report may be of one
		for _, r := range some {
			switch {
			case r.Order.Last != "":
				asked := r.Name + r.said["organisation_id"]
				last[asked] = append(last[asked], r)
				continue
			case r.Order.Ranks:
				views[r.View] = append(views[r.View], r)
			}
			stays = append(stays, r)
		}
		for _, answers := range last {
			counts := counting(answers, h)
			stays, views[counts.View] = append(stays, counts), append(views[counts.View], counts)
			useless = append(useless, slices.DeleteFunc(answers, func(r *past) bool { return r == counts })...)
		}
		for _, view := range views {
			slices.SortStableFunc(view, func(a, b *past) int { return cmp.Compare(a.day(), b.day()) })
			rank(view, h)
		}
		if opened >= 0 && all[opened].start == start {
			behind(some, all[opened].day())
		}
	}
	return stays, useless
}

// rank gives the records of one view in one stretch, in the order of days, levels that keep it. What differs in nothing but its day shares one.
func rank(some []*past, h Husk) {
	level, before := 0, map[string]bool{}
	for len(some) > 0 {
		n := 1
		for n < len(some) && some[n].day() == some[0].day() {
			n++
		}
		now := map[string]bool{}
		for _, r := range some[:n] {
			now[r.content(h)] = true
		}
		if len(before) > 0 && (len(now) > 1 || !maps.Equal(before, now)) {
			level++
		}
		for _, r := range some[:n] {
			r.level = level
		}
		before, some = now, some[n:]
	}
}

// content is what figures can read of a record besides its day.
func (r past) content(h Husk) string {
	parts := []string{r.Name}
	for _, column := range r.Columns() {
		said := r.said[column]
		switch column {
		case "id", "person_id", "day", "recorded", "revision":
			continue
		case "province":
			said = h.Province(said, r.said["unit_id"])
		}
		if to, loses := r.Loses[column]; loses {
			said = written(to)
		}
		parts = append(parts, said)
	}
	return strings.Join(parts, "\x00")
}

// counting is the one of the answers of one stretch that counts at its end.
func counting(answers []*past, h Husk) *past {
	return slices.MaxFunc(answers, func(a, b *past) int {
		x, first := h.Weight(a.said[a.Order.Last])
		y, second := h.Weight(b.said[b.Order.Last])
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.day(), b.day()), cmp.Compare(second, first))
	})
}

// behind puts what came after an opening behind what came before it, in the stretch in which it opened.
func behind(some []*past, opened string) {
	if !slices.ContainsFunc(some, func(r *past) bool { return r.Order.Behind && r.day() < opened }) {
		return
	}
	for _, r := range some {
		if (r.Order.Behind || r.Order.Opens != nil && r.Order.Opens(r.said)) && r.day() >= opened {
			r.level = 1
		}
	}
}

// cut finds in which stretch each record lies.
func cut(tx *store.Tx, all []*past) error {
	projects, units := map[string]bool{}, map[string]bool{}
	for _, r := range all {
		projects[r.said["project_id"]], units[r.said["unit_id"]] = true, true
	}
	var cuts []string
	between := func(starts, ends string) {
		cuts = append(cuts, starts)
		if last, err := time.Parse(time.DateOnly, ends); err == nil {
			cuts = append(cuts, last.AddDate(0, 0, 1).Format(time.DateOnly))
		}
	}
	known, err := network.Projects(tx)
	for _, p := range known {
		if projects[string(p.ID)] {
			between(p.Starts, p.Ends)
		}
	}
	for unit := range units {
		if unit == "" || err != nil {
			continue
		}
		var paid []network.Funding
		paid, err = network.PaidBy(tx, network.UnitID(unit))
		for _, f := range paid {
			between(f.Starts, f.Ends)
		}
	}
	for _, r := range all {
		r.start = Quarter(r.day())
		for _, day := range cuts {
			if day <= r.day() && day > r.start {
				r.start = day
			}
		}
	}
	return err
}
