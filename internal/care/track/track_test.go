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
		{step: track.Step{Kind: track.Enrol, Project: "rotta"}, key: "casework.enrolled_twice", field: "kind", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "altra"}, key: "casework.enrolled_twice", field: "kind", kind: errs.Conflict},
		{step: track.Step{Kind: track.Enrol, Project: "nuova"}},
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

func TestNobodyEnrolsTwiceInOneProjectHereOrElsewhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := ways(t)
		for _, project := range []string{"a", "b", "c"} {
			there := slices.ContainsFunc(w, func(e track.Enrolment) bool { return e.Project == project })
			if err := w.May(track.Step{Kind: track.Enrol, Project: project}); (err != nil) != there {
				t.Fatalf("%v in %s: %v", w, project, err)
			}
		}
	})
}
