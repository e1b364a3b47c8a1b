package report_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/care/report"
)

// drawn is a world of few days, few people and many ways of being counted.
func drawn(t *rapid.T, tb testing.TB) *world {
	w := newWorld(tb)
	person := rapid.SampledFrom([]string{"", "ada", "bea", "cia", "dea"})
	day := rapid.SampledFrom([]string{"2024-02-29", "2024-03-01", "2024-05-01", "2024-11-30", "2024-12-01"})
	one := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	for range rapid.IntRange(0, 25).Draw(t, "contacts") {
		w.contact(person.Draw(t, "who"), day.Draw(t, "day"), values{
			"channel": one("channel", "contact_unit", "reception_awareness", "community_outreach", "identification_interview", "desk"),
			"setting": one("setting", "sexual_outdoor", "sexual_indoor", "sexual_massage_parlour", "labour", "domestic", "undefined"),
			"newness": one("newness", "new", "known", "known_not_linkable", "unsure"), "headcount": rapid.IntRange(1, 4).Draw(t, "heads"),
			"protection": one("protection", "yes", "no", "not_asked", "refused"), "province": one("province", "IT-BS", "IT-BG"),
			"gender": one("gender", "woman", "man", "unknown"), "origin": one("origin", "AL", "NG", "GH", "not_asked", "north_africa"),
			"organisation": one("organisation", "A", "B"), "advert": rapid.Bool().Draw(t, "advert"), "reaches": rapid.Bool().Draw(t, "reaches"),
		})
	}
	for range rapid.IntRange(0, 5).Draw(t, "answers") {
		w.add("protections", one("of", "ada", "bea"), day.Draw(t, "day"), values{"answer": one("answer", "yes", "no", "refused", "not_asked"), "organisation": one("by", "A", "B")})
	}
	for range rapid.IntRange(0, 8).Draw(t, "actions") {
		w.add("actions", person.Draw(t, "who"), day.Draw(t, "day"), values{"type": one("type", "legal_advice", "service_referral", "mediation"), "in_charge": rapid.Bool().Draw(t, "charge")})
	}
	return w
}

func figure(v report.Values, code string) int64 {
	n, _ := v.Get(code)
	return n.N
}

func TestAttributedAddsUpToUniqueAndNeverExceedsGross(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := drawn(r, t)
		d := w.run(report.Params{Sees: everything})
		if err := d.Blocked(); err != nil {
			r.Fatal(err)
		}
		for _, id := range []string{"T1", "T3", "T4", "T7"} {
			table, _ := d.Table(id)
			var attributed, unsure int64
			for _, row := range table.Rows {
				if n, ok := row.Values.Get("gross"); ok && figure(row.Values, "attributed") > n.N {
					r.Errorf("%s %s: more attributed than appeared", id, row.Code)
				}
				attributed += figure(row.Values, "attributed")
				unsure += figure(row.Values, "unsure")
			}
			unique := figure(table.Total.Values, "unique")
			if attributed != unique || unsure != figure(table.Total.Values, "unsure") {
				r.Errorf("%s: rows add up to %d (+%d), the total is %d", id, attributed, unsure, unique)
			}
			if n, ok := table.Total.Values.Get("gross"); ok && n.N < unique {
				r.Errorf("%s: gross %d below unique %d", id, n.N, unique)
			}
		}
	})
}

func TestNothingDependsOnTheOrderOfRowsNorOnIds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := drawn(r, t)
		before, _ := json.Marshal(w.run(report.Params{Sees: everything}))
		other := newWorld(t)
		names := map[string]string{"": "", "ada": "p7", "bea": "p1", "cia": "p9", "dea": "p3"}
		for _, at := range rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "order"), 1)).Perm(len(w.rows)) {
			row := w.rows[at]
			row.ID, row.Person = "x"+row.ID, names[row.Person]
			other.rows = append(other.rows, row)
		}
		after, _ := json.Marshal(other.run(report.Params{Sees: everything}))
		if string(before) != string(after) {
			r.Errorf("before\n%s\nafter\n%s", before, after)
		}
	})
}

func TestMergingTwoPersonsNeverAddsOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := drawn(r, t)
		before := w.run(report.Params{Sees: everything})
		merged := newWorld(t)
		for _, row := range w.rows {
			if row.Person == "bea" {
				row.Person = "ada"
			}
			merged.rows = append(merged.rows, row)
		}
		after := merged.run(report.Params{Sees: everything})
		fewer := cell(t, before, "T1", "", "unique") - cell(t, after, "T1", "", "unique")
		both := reached(w, "ada") && reached(w, "bea")
		if both && fewer != 1 || !both && fewer != 0 {
			r.Errorf("merging takes away %d persons; both reached: %v", fewer, both)
		}
		if both && before.Snapshot == after.Snapshot {
			r.Error("the same fingerprint, although two are one")
		}
		want(t, after, "T1", "", "unsure", cell(t, before, "T1", "", "unsure"))
	})
}

func reached(w *world, person string) bool {
	for _, row := range w.rows {
		if row.View == "contacts" && row.Person == person && row.Values["reaches"] == true && row.Day >= "2024-03-01" && row.Day <= "2024-11-30" {
			return true
		}
	}
	return false
}

func TestTheFunderSeesTheSameSums(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := drawn(r, t)
		exact, funder := w.run(report.Params{Sees: everything}), w.run(report.Params{Sees: everything, Edition: report.Funder})
		sums := func(d *report.Document) map[string]int64 {
			out := map[string]int64{}
			table, _ := d.Table("T4")
			for _, row := range table.Rows {
				out[row.Keys[0].Code+"/"+row.Keys[1].Code] += figure(row.Values, "attributed") + figure(row.Values, "unsure")
				if last := row.Keys[2].Code; d == funder && figure(row.Values, "attributed") < report.FunderLeast && last != "other" {
					r.Errorf("the funder sees %d in %s", figure(row.Values, "attributed"), row.Code)
				}
			}
			return out
		}
		a, b := sums(exact), sums(funder)
		for key := range a {
			if a[key] != b[key] {
				r.Errorf("%s: %d exactly, %d for the funder", key, a[key], b[key])
			}
		}
	})
}
