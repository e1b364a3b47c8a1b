package track_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"approdo/internal/base/errs"
	"approdo/internal/care/track"
)

func key(err error) string {
	e, known := errs.Of(err)
	if !known {
		return ""
	}
	return e.Key
}

// way of somebody who enrolled elsewhere in spring and here in summer.
var way = track.Way{
	{ID: "here", Project: "rotta", Day: "2024-06-01", Own: true},
	{ID: "there", Project: "altra", Day: "2024-04-01"},
}

func TestAPersonIsInChargeFromTheDayOfTheirOwnEnrolmentOn(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]struct {
		phase track.Phase
		help  track.Help
	}{
		"2024-03-31": {track.Met, track.Action},
		"2024-04-01": {track.Elsewhere, track.Action},
		"2024-05-31": {track.Elsewhere, track.Action},
		"2024-06-01": {track.InCharge, track.Service},
		"2026-01-01": {track.InCharge, track.Service},
	} {
		if phase, help := way.Phase(day), way.Help(day); phase != want.phase || help != want.help {
			t.Errorf("on %s: %s and %s, want %+v", day, phase, help, want)
		}
	}
	if track.Way(nil).Phase("2024-06-01") != track.Met {
		t.Error("who never enrolled is more than met")
	}
}

func TestEachRefusalSaysWhyAndWhere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step       track.Step
		key, field string
		kind       errs.Kind
	}{
		{step: track.Step{Kind: track.Enrol, Project: "rotta", Own: true, Day: "2024-07-01"}, key: "casework.enrolled_twice", field: "kind", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "altra", Day: "2024-07-01"}, key: "casework.enrolled_twice", field: "kind", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "altra", Own: true, Day: "2024-04-02"}},
		{step: track.Step{Kind: track.Enrol, Project: "altra", Own: true, Day: "2024-04-01"}, key: "casework.elsewhere_since", field: "day", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "rotta", Day: "2024-05-31"}},
		{step: track.Step{Kind: track.Enrol, Project: "rotta", Day: "2024-06-01"}, key: "casework.elsewhere_after", field: "day", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "nuova", Own: true, Day: "2024-05-02", Helped: []string{"2024-05-01"}}},
		{step: track.Step{Kind: track.Enrol, Project: "nuova", Own: true, Day: "2024-05-02", Helped: []string{"2024-05-02"}}, key: "casework.helped_before", field: "day", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "nuova", Day: "2024-05-02", Helped: []string{"2024-05-02"}}},
		{step: track.Step{Kind: track.Serve, Day: "2024-05-31"}, key: "casework.not_in_charge", field: "person", kind: errs.Invalid},
		{step: track.Step{Kind: track.Serve, Day: "2024-06-01"}},
		{step: track.Step{Kind: track.Act, Day: "2024-05-31"}},
		{step: track.Step{Kind: track.Act, Day: "2024-06-01"}, key: "casework.in_charge", field: "code", kind: errs.Invalid},
		{step: track.Step{Kind: track.TakeBack, IDs: []string{"here"}, Rests: []string{"2024-06-01"}}, key: "casework.in_use", kind: errs.Conflict},
		{step: track.Step{Kind: track.TakeBack, IDs: []string{"there"}, Rests: []string{"2024-06-01"}}},
		{step: track.Step{Kind: track.TakeBack, IDs: []string{"here"}}},
	} {
		err := way.May(c.step)
		if key(err) != c.key || c.key != "" && errs.KindOf(err) != c.kind {
			t.Errorf("%+v: %v, want %q", c.step, err, c.key)
		}
		var e *errs.Error
		if errors.As(err, &e) && e.Field != c.field {
			t.Errorf("%+v: on field %q, want %q", c.step, e.Field, c.field)
		}
	}
}

func TestAStepThatNoGuardKnowsIsNotMade(t *testing.T) {
	t.Parallel()
	if err := way.May(track.Step{Kind: "dance"}); err == nil || errs.KindOf(err) != errs.Internal {
		t.Errorf("answered %v", err)
	}
}

// days are few, so that many fall on the same one.
var days = rapid.Map(rapid.IntRange(1, 9), func(n int) string { return fmt.Sprintf("2024-05-%02d", n) })

func ways(t *rapid.T) track.Way {
	w := make(track.Way, rapid.IntRange(0, 5).Draw(t, "enrolments"))
	for i := range w {
		w[i] = track.Enrolment{
			ID: fmt.Sprint(i), Project: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "project"), Day: days.Draw(t, "day"), Own: rapid.Bool().Draw(t, "own"),
		}
	}
	return w
}

// Help of one day is one thing: what the one guard refuses the other lets through, and whoever once was in charge stays so.
func TestHelpIsAnActionOrAServiceAndNeverBoth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, day, later := ways(t), days.Draw(t, "on"), days.Draw(t, "and on")
		serves, acts := w.May(track.Step{Kind: track.Serve, Day: day}), w.May(track.Step{Kind: track.Act, Day: day})
		if (serves == nil) == (acts == nil) {
			t.Fatalf("%v on %s: service %v, action %v", w, day, serves, acts)
		}
		own := slices.ContainsFunc(w, func(e track.Enrolment) bool { return e.Own && e.Day <= day })
		if (serves == nil) != own {
			t.Fatalf("%v on %s: in charge %v", w, day, serves)
		}
		if day <= later && w.Phase(day) == track.InCharge && w.Phase(later) != track.InCharge {
			t.Fatalf("%v: in charge on %s and no more on %s", w, day, later)
		}
	})
}

// Enrolments are taken back if and only if everybody who was served stays in charge on that day; the order in which they are kept tells nothing.
func TestNothingIsTakenBackUnderAService(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := ways(t)
		gone := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"0", "1", "2", "3", "4"}), rapid.ID[string]).Draw(t, "gone")
		served := slices.DeleteFunc(rapid.SliceOf(days).Draw(t, "served"), func(day string) bool { return w.Help(day) != track.Service })
		left := w.Without(gone...)
		want := !slices.ContainsFunc(served, func(day string) bool { return left.Help(day) != track.Service })
		mixed := slices.Clone(w)
		slices.Reverse(mixed)
		for _, w := range []track.Way{w, mixed} {
			if err := w.May(track.Step{Kind: track.TakeBack, IDs: gone, Rests: served}); (err == nil) != want {
				t.Fatalf("%v without %v, served on %v: %v", w, gone, served, err)
			}
			span := w.Resting(gone...)
			for day := range 9 {
				day := fmt.Sprintf("2024-05-%02d", day+1)
				if rests := w.Help(day) == track.Service && left.Help(day) != track.Service; span.Holds(day) != rests {
					t.Fatalf("%v without %v: %s rests on them %v, want %v", w, gone, day, span.Holds(day), rests)
				}
			}
		}
	})
}

// What is true of somebody is recorded in any order: help before they are in charge, services after, in each project first elsewhere and then here. Only a service needs
// the enrolment that it rests on.
func TestWhatIsTrueIsRecordedInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var truth track.Way
		for _, project := range []string{"a", "b", "c"} {
			here, there := days.Draw(t, "here"), days.Draw(t, "there")
			if rapid.Bool().Draw(t, "enrols here") {
				truth = append(truth, track.Enrolment{ID: project, Project: project, Day: here, Own: true})
			}
			if rapid.Bool().Draw(t, "enrols there") && (there < here || !slices.ContainsFunc(truth, func(e track.Enrolment) bool { return e.Project == project })) {
				truth = append(truth, track.Enrolment{ID: project + " there", Project: project, Day: there})
			}
		}
		var steps []track.Step
		for _, e := range truth {
			steps = append(steps, track.Step{Kind: track.Enrol, Project: e.Project, Own: e.Own, Day: e.Day})
		}
		for _, day := range rapid.SliceOf(days).Draw(t, "helped on") {
			if truth.Help(day) == track.Action {
				steps = append(steps, track.Step{Kind: track.Act, Day: day})
			}
		}
		var way track.Way
		var helped []string
		for _, s := range rapid.Permutation(steps).Draw(t, "order") {
			s.Helped = helped
			if err := way.May(s); err != nil {
				t.Fatalf("%+v refused: %v, after %v and help on %v", s, err, way, helped)
			}
			if s.Kind == track.Act {
				helped = append(helped, s.Day)
			} else {
				way = append(way, track.Enrolment{Project: s.Project, Own: s.Own, Day: s.Day})
			}
		}
	})
}

// And whatever is recorded, in whatever order, stays true: no proximity action for somebody in charge, no second enrolment, nobody handed to others from here.
func TestNoOrderOfStepsMakesWhatIsNotTrue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var way track.Way
		var helped []string
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			s := track.Step{
				Kind: rapid.SampledFrom([]track.Kind{track.Enrol, track.Act}).Draw(t, "kind"), Day: days.Draw(t, "day"), Helped: helped,
				Project: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "project"), Own: rapid.Bool().Draw(t, "own"),
			}
			switch err := way.May(s); {
			case err != nil:
			case s.Kind == track.Act:
				helped = append(helped, s.Day)
			default:
				way = append(way, track.Enrolment{Project: s.Project, Own: s.Own, Day: s.Day})
			}
		}
		for _, day := range helped {
			if way.Help(day) != track.Action {
				t.Fatalf("a proximity action of %s for somebody in charge: %v", day, way)
			}
		}
		for i, e := range way {
			for _, f := range way[i+1:] {
				if e.Project == f.Project && (e.Own == f.Own || (e.Day < f.Day) != f.Own || e.Day == f.Day) {
					t.Fatalf("in one project %+v and %+v", e, f)
				}
			}
		}
	})
}
