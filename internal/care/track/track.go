// Package track is the way of one person through the programme, and what each step on it asks for. It is pure: days and codes go in, a refusal with its reason comes
// out; whoever keeps the records reads them and asks here, and so forms, files and other programs are told the same.
//
// A person is in charge from the day of their own enrolment on. Somebody who enrolled elsewhere (messa in rete) is in charge of another project, and not here. Until
// then help is a proximity action, and from then on a service. In one project somebody enrols here once, and before that perhaps elsewhere, once: a case that is carried
// over to the next call is no new enrolment. What is true may be recorded in any order, so each guard looks at what is recorded of earlier and of later days.
package track

import (
	"fmt"
	"slices"

	"approdo/internal/base/errs"
)

// Enrolment is one entry into the programme. Days are ISO.
type Enrolment struct {
	ID      string
	Project string
	Day     string
	Own     bool // here; otherwise in another project of the network
}

// Way is what is recorded of somebody's way, in any order. The zero Way is that of somebody who never enrolled.
type Way []Enrolment

// Phase is how far somebody has come.
type Phase string

// The phases.
const (
	Met       Phase = "met"       // known, and not enrolled
	Elsewhere Phase = "elsewhere" // another project took them
	InCharge  Phase = "in_charge"
)

// Help is what help to somebody is.
type Help string

// The kinds of help.
const (
	Action  Help = "action"  // proximity
	Service Help = "service" // to somebody in charge
)

// Phase is where somebody stood on a day. Whoever is in charge here is, whatever happened elsewhere.
func (w Way) Phase(day string) Phase {
	phase := Met
	for _, e := range w {
		switch {
		case e.Day > day:
		case e.Own:
			return InCharge
		default:
			phase = Elsewhere
		}
	}
	return phase
}

// Help is what help on a day is.
func (w Way) Help(day string) Help {
	if w.Phase(day) == InCharge {
		return Service
	}
	return Action
}

// never stands for a day that does not come; every day that can be recorded lies before it.
const never = "9999-12-31"

// since is the first day in charge.
func (w Way) since() string {
	first := never
	for _, e := range w {
		if e.Own {
			first = min(first, e.Day)
		}
	}
	return first
}

// Without is the way as it would be if some enrolments had never been recorded.
func (w Way) Without(ids ...string) Way {
	return slices.DeleteFunc(slices.Clone(w), func(e Enrolment) bool { return slices.Contains(ids, e.ID) })
}

// Span is some days: from the first, until before the last. It is empty when they are the same.
type Span struct{ From, Before string }

// Holds reports whether a day lies in it.
func (s Span) Holds(day string) bool { return s.From <= day && day < s.Before }

// Resting is when services rest on some enrolments and on no other: the days in charge that would not be without them.
func (w Way) Resting(ids ...string) Span { return Span{w.since(), w.Without(ids...).since()} }

// Step is what somebody wants to record, or to take back.
type Step struct {
	Kind    Kind
	Day     string
	Project string   // of an enrolment
	Own     bool     // of an enrolment: here
	Helped  []string // days of the proximity actions for somebody who enrols
	IDs     []string // of the enrolments that are taken back
	Rests   []string // days of the services that somebody was given, where enrolments are taken back
}

// Kind is what a step is.
type Kind string

// The kinds of steps.
const (
	Enrol    Kind = "enrol" // here or elsewhere
	Serve    Kind = "serve" // a service delivery
	Act      Kind = "act"   // a proximity action
	TakeBack Kind = "take back"
)

// guard is what a step asks for. The refusal is a sentence in every language, with the days that it names; field is the one of a form that it is about, where there is one.
type guard struct {
	step    Kind
	holds   func(Way, Step) bool
	refusal func(Way, Step) *errs.Error
	field   string
}

// plainly is a refusal that names nothing.
func plainly(e *errs.Error) func(Way, Step) *errs.Error {
	return func(Way, Step) *errs.Error { return e }
}

// guards are all there are. The first that does not hold is the answer.
var guards = []guard{
	{Enrol, without(again), func(w Way, s Step) *errs.Error {
		return errs.E(errs.Conflict, "casework.enrolled_twice").At("enrolment", w.first(s, again).ID)
	}, "kind"},
	{Enrol, without(elsewhereAfter), func(w Way, s Step) *errs.Error {
		before, key := w.first(s, elsewhereAfter), "casework.elsewhere_after"
		if s.Own {
			key = "casework.elsewhere_since"
		}
		return errs.E(errs.Conflict, key, "day", before.Day).At("enrolment", before.ID)
	}, "day"},
	{Enrol, func(w Way, s Step) bool { return w.helpedInCharge(s) == "" }, func(w Way, s Step) *errs.Error {
		return errs.E(errs.Conflict, "casework.helped_before", "day", s.Day, "helped", w.helpedInCharge(s))
	}, "day"},
	{Serve, func(w Way, s Step) bool { return w.Help(s.Day) == Service }, plainly(errs.E(errs.Invalid, "casework.not_in_charge")), "person"},
	{Act, func(w Way, s Step) bool { return w.Help(s.Day) == Action }, plainly(errs.E(errs.Invalid, "casework.in_charge")), "code"},
	{TakeBack, func(w Way, s Step) bool { return !slices.ContainsFunc(s.Rests, w.Resting(s.IDs...).Holds) }, plainly(errs.E(errs.Conflict, "casework.in_use")), ""},
}

// against reports whether an enrolment stands against a step.
type against func(e Enrolment, s Step) bool

// again is an enrolment in the same project, in the same way.
func again(e Enrolment, s Step) bool { return e.Project == s.Project && e.Own == s.Own }

// elsewhereAfter is one with which somebody would be handed to another project after they are in charge in this one.
func elsewhereAfter(e Enrolment, s Step) bool {
	return e.Project == s.Project && e.Own != s.Own && (e.Day == s.Day || (e.Day > s.Day) == s.Own)
}

// without holds while no enrolment stands against a step.
func without(is against) func(Way, Step) bool {
	return func(w Way, s Step) bool {
		return !slices.ContainsFunc(w, func(e Enrolment) bool { return is(e, s) })
	}
}

// first is the first enrolment that stands against a step.
func (w Way) first(s Step, is against) Enrolment {
	return w[slices.IndexFunc(w, func(e Enrolment) bool { return is(e, s) })]
}

// helpedInCharge is the first day of a proximity action that an enrolment would make one for somebody in charge; empty where there is none.
func (w Way) helpedInCharge(s Step) string {
	if !s.Own {
		return ""
	}
	span := Span{s.Day, w.since()}
	for _, day := range slices.Sorted(slices.Values(s.Helped)) {
		if span.Holds(day) {
			return day
		}
	}
	return ""
}

// May answers why a step cannot be made; nil where it can. A step that no guard knows is a fault of the program.
func (w Way) May(s Step) error {
	known := false
	for _, g := range guards {
		if g.step != s.Kind {
			continue
		}
		if known = true; !g.holds(w, s) {
			return g.refusal(w, s).On(g.field)
		}
	}
	if !known {
		return fmt.Errorf("no guard knows the step %q", s.Kind)
	}
	return nil
}
