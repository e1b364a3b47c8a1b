package column_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/base/codebook"
	"approdo/internal/care/report/column"
)

// Whatever is made of a set of rows is what one gets by looking at the rows one by one.
func TestSetsOfRowsAreWhatTheirRowsSay(t *testing.T) {
	t.Parallel()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		many := rapid.IntRange(1, 60).Draw(r, "units") // more than have an index, at times
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "chance"), 1))
		rows := make([]column.Row, chance.IntN(400)) // rapid prefers few, which lie in one word
		for i := range rows {
			rows[i] = column.Row{View: "contacts", ID: fmt.Sprint(i), Day: fmt.Sprintf("2024-05-%02d", 1+chance.IntN(28)), Values: map[string]any{
				"unit": fmt.Sprint("u", chance.IntN(many)), "gender": []string{"woman", "man", "refused"}[chance.IntN(3)],
				"reaches": chance.IntN(2) == 0, "headcount": []int{1, 1, 1, 0, 7}[chance.IntN(5)],
			}}
			if p := chance.IntN(10); p > 0 {
				rows[i].Person = fmt.Sprint("p", p)
			}
		}
		s, err := column.Handmade(book, column.Register{}, rows...)
		if err != nil {
			t.Fatal(err)
		}
		w := looked{r, s, s.View("contacts")}
		from, to := w.day("from"), w.day("to")
		pass := func(name string) column.Filter { return w.filter(name) }
		gender, unit := pass("gender"), pass("unit")
		all := w.view.Select(from, to)
		in := func(ref int32) bool { return w.view.Day(ref) >= from && w.view.Day(ref) <= to }
		some := all.Also(gender, unit)
		inSome := func(ref int32) bool { return in(ref) && w.passes(gender, ref) && w.passes(unit, ref) }
		w.same("filtered", some, inSome)
		w.same("filtered at once", w.view.Select(from, to, unit, gender), inSome)
		w.same("linked", some.Linked(), func(ref int32) bool { return inSome(ref) && w.view.Person(ref) >= 0 })
		w.same("without", all.Without(some), func(ref int32) bool { return in(ref) && !inSome(ref) })
		w.same("or", all.Without(some).Or(some), in)
		w.same("picked", all.Pick(w.refs(some)), inSome)
		late, early := w.day("since"), w.day("until")
		w.same("until", some.During(column.FirstDay, early), func(ref int32) bool { return inSome(ref) && w.view.Day(ref) <= early })
		w.same("during", some.During(late, early), func(ref int32) bool {
			return inSome(ref) && w.view.Day(ref) >= late && w.view.Day(ref) <= early
		})
		w.counts(some, inSome, "gender", "unit", "reaches")
		w.counts(all, in, "reaches", "gender")
		w.counts(all, in)
	})
}

// looked is a view looked at row by row.
type looked struct {
	*rapid.T
	s    *column.Snapshot
	view *column.View
}

func (w looked) day(name string) column.Day {
	d, _ := column.ParseDay(fmt.Sprintf("2024-05-%02d", rapid.IntRange(1, 28).Draw(w.T, name)))
	return d
}

func (w looked) filter(name string) column.Filter {
	at, _ := w.view.Schema.Column(name)
	f := column.Filter{Column: at, Pass: make([]bool, w.s.Codes())}
	for code := range f.Pass {
		f.Pass[code] = rapid.IntRange(0, 3).Draw(w.T, "passes") > 0
	}
	return f
}

func (w looked) passes(f column.Filter, ref int32) bool { return f.Pass[w.view.Code(f.Column, ref)] }

func (w looked) refs(rows *column.Rows) []int32 {
	var refs []int32
	rows.Each(func(ref int32) { refs = append(refs, ref) })
	return refs
}

func (w looked) same(what string, rows *column.Rows, in func(ref int32) bool) {
	var want []int32
	for ref := range int32(w.view.Len()) {
		if in(ref) {
			want = append(want, ref)
		}
	}
	if got := w.refs(rows); !slices.Equal(got, want) || rows.Len() != len(want) {
		w.Fatalf("%s: %v (Len %d), want %v", what, got, rows.Len(), want)
	}
}

// counts sorts the codes of some columns into rows of a table, some codes nowhere, and counts.
func (w looked) counts(rows *column.Rows, in func(ref int32) bool, columns ...string) {
	var by []column.Step
	size := 1
	for _, name := range columns {
		at, _ := w.view.Schema.Column(name)
		step := column.Step{Column: at, Of: make([]int32, w.s.Codes())}
		for code := range step.Of {
			if step.Of[code] = int32(rapid.IntRange(-1, 2).Draw(w.T, "row") * size); step.Of[code] < 0 {
				step.Of[code] = -1 << 20
			}
		}
		by, size = append(by, step), size*3
	}
	number, _ := w.view.Schema.Column("headcount")
	heads, units, persons := make([]int64, size), make([]int64, size), make([]map[int32]bool, size+1)
	sets := make([]column.Bitmap, size+1)
	for place := range sets {
		sets[place], persons[place] = column.NewBitmap(w.s.Persons()), map[int32]bool{}
	}
	for ref := range int32(w.view.Len()) {
		place := int32(0)
		for _, step := range by {
			place += step.Of[w.view.Code(step.Column, ref)]
		}
		if in(ref) && place >= 0 {
			units[place]++
			heads[place] += w.view.Number(number, ref)
		}
		if p := w.view.Person(ref); in(ref) && p >= 0 {
			if place < 0 {
				place = int32(size)
			}
			persons[place][p] = true
		}
	}
	got := make([]int64, size)
	rows.Count(by, got)
	if !slices.Equal(got, units) {
		w.Fatalf("by %v there are %v, want %v", columns, got, units)
	}
	rows.Surplus(number, by, got)
	if !slices.Equal(got, heads) {
		w.Fatalf("by %v heads are %v, want %v", columns, got, heads)
	}
	rows.Linked().Mark(by, column.Part.Persons, sets)
	all := map[int32]bool{}
	for place, set := range sets {
		maps.Copy(all, persons[place])
		if set.Len() != len(persons[place]) {
			w.Fatalf("by %v there are %d persons at %d, want %d", columns, set.Len(), place, len(persons[place]))
		}
	}
	if n := column.Union(sets).Len(); n != len(all) {
		w.Fatalf("by %v there are %d persons in all, want %d", columns, n, len(all))
	}
}
