package clock_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"

	"approdo/internal/base/errs"
	"approdo/internal/care/clock"
)

func italy(t interface{ Fatal(...any) }) (*clock.Table, *clock.Calendar) {
	terms, err := clock.ShippedTerms()
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := clock.Shipped("IT")
	if err != nil {
		t.Fatal(err)
	}
	return terms, calendar
}

func day(t interface{ Fatal(...any) }, text string) clock.Day {
	d, err := clock.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDaysAgreeWithASecondImplementation(t *testing.T) {
	file, err := os.ReadFile("testdata/vectors.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Term       string    `yaml:"term"`
		Event      clock.Day `yaml:"event"`
		Due        clock.Day `yaml:"due"`
		VersionDay clock.Day `yaml:"version_day"`
		Why        string    `yaml:"why"`
	}
	if err := yaml.UnmarshalWithOptions(file, &vectors, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 30 {
		t.Fatalf("%d vectors, want 30", len(vectors))
	}
	terms, calendar := italy(t)
	for _, v := range vectors {
		versions := terms.Versions(v.Term)
		if len(versions) == 0 {
			t.Errorf("%s is no term", v.Term)
			continue
		}
		events := clock.Events{}
		for _, version := range versions {
			events[version.From] = v.Event
			if version.VersionBy != "" && version.VersionBy != version.From {
				events[version.VersionBy] = v.Event
				if v.VersionDay != 0 {
					events[version.VersionBy] = v.VersionDay
				}
			}
		}
		due, err := terms.Due(v.Term, events, calendar)
		if err != nil || due.Day != v.Due {
			t.Errorf("%s from %s: %s (%v), want %s: %s", v.Term, v.Event, due.Day, err, v.Due, v.Why)
		}
	}
}

func TestEveryShippedTermGivesADayOrAMomentOrSaysThatItHasNone(t *testing.T) {
	terms, calendar := italy(t)
	codes := terms.Codes()
	if len(codes) < 100 {
		t.Errorf("%d terms, want those of the law and of the network", len(codes))
	}
	for _, code := range codes {
		for _, v := range terms.Versions(code) {
			events := clock.Events{v.From: v.ValidFrom + 40}
			if v.VersionBy != "" {
				events[v.VersionBy] = v.ValidFrom + 40
			}
			_, err := terms.Due(code, events, calendar)
			_, moment := v.Until(time.Now())
			switch v.Unit {
			case "hour", "minute":
				if moment != nil {
					t.Errorf("%s: %v", code, moment)
				}
			case "none":
				if errs.KindOf(err) != errs.NotFound {
					t.Errorf("%s gives a day although it has none: %v", code, err)
				}
			default:
				if err != nil {
					t.Errorf("%s: %v", code, err)
				}
			}
		}
	}
}

// TestTheVersionFollowsTheEventThatTheTermNames: an application of before the reform keeps its fifteen days, whenever the refusal was notified.
func TestTheVersionFollowsTheEventThatTheTermNames(t *testing.T) {
	terms, calendar := italy(t)
	notified := day(t, "2026-06-25")
	for lodged, want := range map[string]string{"2026-06-11": "2026-07-10", "2026-06-12": "2026-07-02"} {
		due, err := terms.Due("asylum_appeal_accelerated", clock.Events{"decision_notified": notified, "application_lodged": day(t, lodged)}, calendar)
		if err != nil || due.Day.String() != want {
			t.Errorf("lodged %s: %s, %v, want %s", lodged, due.Day, err, want)
		}
	}
	if _, err := terms.Due("asylum_appeal_accelerated", clock.Events{"decision_notified": notified}, calendar); errs.KindOf(err) != errs.Invalid {
		t.Errorf("without the day of the application: %v, want Invalid rather than a guess", err)
	}
	if _, err := terms.Due("asylum_work", clock.Events{"application_lodged": day(t, "2026-06-01")}, calendar); errs.KindOf(err) != errs.Invalid {
		t.Errorf("the older version runs from another event, which is not given: %v, want Invalid", err)
	}
	if _, err := terms.Due("art18_permit", clock.Events{"permit_issued": day(t, "1990-01-01")}, calendar); errs.KindOf(err) != errs.Invalid {
		t.Errorf("before any version: %v, want Invalid", err)
	}
	if _, err := terms.Due("no_such_term", nil, calendar); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown term: %v, want NotFound", err)
	}
}

func TestADayBeyondTheHolidaysThatAreKnownIsNotSure(t *testing.T) {
	terms, calendar := italy(t)
	for from, sure := range map[string]bool{"2027-06-15": true, "2027-12-20": false, "2031-03-03": false} {
		due, err := terms.Due("asylum_appeal", clock.Events{"decision_notified": day(t, from), "application_lodged": day(t, from)}, calendar)
		if err != nil || due.Sure != sure {
			t.Errorf("from %s: sure %v, %v, want %v", from, due.Sure, err, sure)
		}
	}
}

// TestWorkingDaysAreSureWhereBothTheirEndsAreKnown: a term that moves away from no holiday counts them all the same.
func TestWorkingDaysAreSureWhereBothTheirEndsAreKnown(t *testing.T) {
	_, calendar := italy(t)
	terms, err := clock.ParseTerms([]byte("terms:\n  - {code: x, it: X, en: X, value: 10, unit: day, count: working, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2000-01-01', source: s, confidence: law}"))
	if err != nil {
		t.Fatal(err)
	}
	first := day(t, "2000-01-01")
	for !calendar.Covers(first) {
		first++
	}
	for from, sure := range map[clock.Day]bool{first - 3: false, first: true, day(t, "2027-12-28"): false} {
		if due, err := terms.Due("x", clock.Events{"e": from}, calendar); err != nil || due.Sure != sure {
			t.Errorf("from %s to %s: sure %v, %v", from, due.Day, due.Sure, err)
		}
	}
}

func TestHoursRunFromTheHourOfTheAct(t *testing.T) {
	terms, _ := italy(t)
	at := time.Date(2026, 10, 24, 22, 15, 0, 0, time.UTC) // over the change of the clocks
	term, err := terms.Find("breach_notice", clock.Events{"breach_known": day(t, "2026-10-24")})
	if err != nil {
		t.Fatal(err)
	}
	if until, err := term.Until(at); err != nil || until.Sub(at) != 72*time.Hour {
		t.Errorf("%v, %v, want 72 hours later", until, err)
	}
}

// TestOfATermOfDaysNoHourIsKnown: it ends with a day, and Due says which.
func TestOfATermOfDaysNoHourIsKnown(t *testing.T) {
	terms, _ := italy(t)
	term, err := terms.Find("reflection_period", clock.Events{"attestation_issued": day(t, "2026-08-01")})
	if err != nil {
		t.Fatal(err)
	}
	if until, err := term.Until(time.Now()); errs.KindOf(err) != errs.NotFound || err == nil {
		t.Errorf("%v, %v", until, err)
	}
}

func TestADateComesRoundEachYearAndTheLastOfFebruaryWhenItIsThere(t *testing.T) {
	const term = "  - {code: c%s, it: X, en: X, value: '%s', unit: date, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law}\n"
	terms, err := clock.ParseTerms([]byte("terms:\n" + fmt.Sprintf(term, "autumn", "09-30") + fmt.Sprintf(term, "leap", "02-29")))
	if err != nil {
		t.Fatal(err)
	}
	_, calendar := italy(t)
	for _, c := range []struct{ code, from, want string }{
		{"cautumn", "2026-09-29", "2026-09-30"},
		{"cautumn", "2026-09-30", "2026-09-30"}, // on the day itself
		{"cautumn", "2026-10-01", "2027-09-30"},
		{"cleap", "2024-02-29", "2024-02-29"},
		{"cleap", "2024-03-01", "2028-02-29"},
		{"cleap", "2096-03-01", "2104-02-29"}, // 2100 is no leap year
	} {
		due, err := terms.Due(c.code, clock.Events{"e": day(t, c.from)}, calendar)
		if err != nil || due.Day.String() != c.want {
			t.Errorf("%s from %s: %v, %v, want %s", c.code, c.from, due.Day, err, c.want)
		}
	}
}

func TestALocalCustomWarnsAndMovesNothing(t *testing.T) {
	_, calendar := italy(t)
	d := day(t, "2026-12-09") // a Wednesday
	if names := calendar.Customs(d, "IT-PV"); len(names) != 1 || !calendar.Working(d) {
		t.Errorf("customs %v, working %v, want one custom on a working day", names, calendar.Working(d))
	}
	if names := calendar.Customs(d, "IT-BS"); len(names) != 0 {
		t.Errorf("another province has %v", names)
	}
	if h, ok := calendar.Holiday(day(t, "2026-10-04")); !ok || h.Source == "" {
		t.Errorf("4 October 2026: %v, %v", h, ok)
	}
	if _, ok := calendar.Holiday(day(t, "2025-10-04")); ok {
		t.Error("4 October 2025 was no holiday")
	}
}

func TestATermThatNobodyCanCountIsRefused(t *testing.T) {
	good := "code: x, it: X, en: X, value: 3, unit: day, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law"
	if _, err := clock.ParseTerms([]byte("terms:\n  - {" + good + "}")); err != nil {
		t.Fatalf("a whole term: %v", err)
	}
	for name, text := range map[string]string{
		"a word that is none":        "code: x, it: X, en: X, value: 3, unit: fortnight, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law",
		"working months":             "code: x, it: X, en: X, value: 3, unit: month, count: working, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law",
		"an August of months":        "code: x, it: X, en: X, value: 3, unit: month, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: suspended, valid_from: '2020-01-01', source: s, confidence: law",
		"no source":                  "code: x, it: X, en: X, value: 3, unit: day, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', confidence: law",
		"a date that is none":        "code: x, it: X, en: X, value: 13-40, unit: date, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law",
		"an end before the start":    good + ", valid_to: '2019-01-01'",
		"a value that never ends":    "code: x, it: X, en: X, value: 99999999999, unit: day, count: working, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law",
		"a value that is no number":  "code: x, it: X, en: X, value: some, unit: day, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law",
		"a version within another":   good + "}\n  - {" + strings.Replace(good, "2020", "2022", 1),
		"two versions at a time":     good + "}\n  - {" + good,
		"a field that is not known":  good + ", colour: red",
		"a day that does not exist":  good + ", read: '2020-02-31'",
		"a unit without its meaning": "code: x, it: X, en: X, value: 3, unit: none, count: calendar, direction: after, from: e, kind: reminder, nature: none, end_on_holiday: none, august: na, valid_from: '2020-01-01', source: s, confidence: law",
	} {
		if _, err := clock.ParseTerms([]byte("terms:\n  - {" + text + "}")); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// anyDay draws a day within the years whose holidays are known, with room for a term to end.
func anyDay(t *rapid.T) clock.Day {
	return clock.Day(rapid.IntRange(int(day(t, "2024-01-01")), int(day(t, "2026-06-30"))).Draw(t, "day"))
}

func TestMonthsEndOnTheSameNumberOrOnTheLastDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay(t), rapid.IntRange(-60, 60).Draw(t, "months")
		got := d.PlusMonths(n).String()
		from, _ := time.Parse(time.DateOnly, d.String())
		to, _ := time.Parse(time.DateOnly, got)
		if months := (to.Year()-from.Year())*12 + int(to.Month()-from.Month()); months != n {
			t.Fatalf("%s and %d months is %s, %d months away", d, n, got, months)
		}
		if lastDay := to.AddDate(0, 0, 1).Month() != to.Month(); to.Day() != from.Day() && (!lastDay || to.Day() > from.Day()) {
			t.Fatalf("%s and %d months is %s", d, n, got)
		}
	})
}

// TestTermsKeepTheirPromises: whatever the term and the day, a later event is never due earlier, what moves lands on a day of work, and never before the
// last day (after it, for a term that runs backwards).
func TestTermsKeepTheirPromises(t *testing.T) {
	terms, calendar := italy(t)
	codes := terms.Codes()
	rapid.Check(t, func(t *rapid.T) {
		versions := terms.Versions(rapid.SampledFrom(codes).Draw(t, "code"))
		v := rapid.SampledFrom(versions).Draw(t, "version")
		d := anyDay(t)
		give := func(d clock.Day) (clock.Due, error) {
			events := clock.Events{v.From: d}
			if v.VersionBy != "" && v.VersionBy != v.From {
				events[v.VersionBy] = v.ValidFrom
			}
			return terms.Due(v.Code, events, calendar)
		}
		due, err := give(d)
		if err != nil || due.Term.ValidFrom != v.ValidFrom {
			t.Skip("no day, or another version")
		}
		if next, err := give(d + 1); err == nil && next.Term.ValidFrom == v.ValidFrom && next.Day < due.Day {
			t.Fatalf("%s: %s gives %s and the day after %s", v.Code, d, due.Day, next.Day)
		}
		if v.Direction == "after" && due.Day < d || v.Direction == "before" && due.Day > d {
			t.Fatalf("%s: from %s to %s", v.Code, d, due.Day)
		}
		if weekend := due.Day.Weekday(); v.EndOnHoliday != "none" && (weekend == time.Sunday || v.EndOnHoliday != "next_working" && weekend == time.Saturday) {
			t.Fatalf("%s ends on a %s", v.Code, weekend)
		}
		if _, holiday := calendar.Holiday(due.Day); v.EndOnHoliday != "none" && holiday {
			t.Fatalf("%s ends on a holiday, %s", v.Code, due.Day)
		}
	})
}

// TestEveryDayThatCountsIsCountedOnce counts working days, and days without August, one by one.
func TestEveryDayThatCountsIsCountedOnce(t *testing.T) {
	terms, calendar := italy(t)
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay(t)
		due, err := terms.Due("permit_first_request", clock.Events{"entry": d}, calendar)
		if err != nil {
			t.Fatal(err)
		}
		working := 0
		for x := d + 1; x <= due.Day; x++ {
			if calendar.Working(x) {
				working++
			}
		}
		if working != 8 || !calendar.Working(due.Day) {
			t.Fatalf("from %s to %s there are %d working days", d, due.Day, working)
		}
		due, err = terms.Due("tar_appeal", clock.Events{"decision_notified": d}, calendar)
		if err != nil {
			t.Fatal(err)
		}
		counted, moved := 0, 0
		for x := d + 1; x <= due.Day; x++ {
			month := x.String()[5:7]
			switch {
			case month == "08":
			case counted < 60:
				counted++
			default:
				moved++
				if calendar.Working(x - 1) {
					t.Fatalf("from %s the term moved from %s, a working day", d, x-1)
				}
			}
		}
		if counted != 60 {
			t.Fatalf("from %s to %s there are %d days", d, due.Day, counted)
		}
	})
}
