package main

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"

	"approdo/bench/visit"
)

// tour is what one role opens.
type tour struct {
	role  string
	stops []stop
}

// stop is one page: at an address, or where the first link of another page leads that looks like link; done is done before.
type stop struct {
	name string
	on   string
	link *regexp.Regexp
	done func(ctx context.Context, b *visit.Browser) error
}

func (s stop) path(ctx context.Context, b *visit.Browser) (string, error) {
	if s.done != nil {
		if err := s.done(ctx, b); err != nil {
			return "", err
		}
	}
	if s.link == nil {
		return s.on, nil
	}
	text, err := b.Text(ctx, s.on)
	if err != nil {
		return "", err
	}
	found := s.link.FindStringSubmatch(text)
	if found == nil {
		return "", fmt.Errorf("%s has no such link", s.on)
	}
	return html.UnescapeString(found[1]), nil
}

// at are pages at addresses.
func at(paths ...string) (stops []stop) {
	for _, path := range paths {
		stops = append(stops, stop{name: path, on: path})
	}
	return stops
}

// behind is the page of the first record of a list.
func behind(list, record string) stop {
	return stop{name: list + " → " + record + "ID", on: list, link: regexp.MustCompile(`href="(` + record + `[0-9a-f-]{36})"`)}
}

const large = "/reports/interim?project=BUSSOLA"

var tours = []tour{
	{"outreach_worker", append(
		at("/", "/outings", "/outings?sort=-day", "/outings?page=20", "/contacts", "/contacts?sort=-day", "/contacts?page=2000", "/contacts?sort=setting",
			"/contacts?setting=domestic&gender=woman", "/contacts?from=2024-06-01&to=2024-06-30", "/meetings", "/actions", "/actions?page=1500",
			"/actions?sort=outcome", "/actions?type=legal_information", "/people", "/people?page=200", "/people?sort=code", "/people?gender=woman",
			"/outings/new", "/contacts/new", "/meetings/new", "/actions/new", "/people/new", "/projects", "/network", "/codes", "/codes/citizenship"),
		behind("/outings", "/outings/"), behind("/contacts", "/contacts/"), behind("/contacts?sort=day", "/contacts/"),
		behind("/people", "/people/"), behind("/people?sort=day", "/people/"), behind("/projects", "/projects/"),
	)},
	{"desk_worker", append(
		at("/", "/interviews", "/enrolments", "/deliveries", "/imports", "/imports/new"),
		behind("/interviews", "/people/"),
	)},
	{"coordinator", append(
		at("/", "/reports", "/reports/interim/new", "/reports/interim", large, large+"&from=2024-06-01&to=2024-08-31", "/reports/interim/compare?project=BUSSOLA",
			"/projects", "/network"),
		stop{name: "records behind a figure", on: large, link: regexp.MustCompile(`href="(/reports/interim/records[^"]*)"`)},
		stop{name: large + " (frozen before)", on: large, done: freeze},
		behind("/reports", "/runs/"),
		stop{name: "/runs/ID/changes", on: large, link: regexp.MustCompile(`href="(/runs/[0-9a-f-]{36}/changes)"`)},
		behind("/projects", "/projects/"),
	)},
	{"organisation_admin", at("/", "/network", "/codes", "/codes/citizenship")},
}

// sight is what the page says that its reader saw.
var sight = regexp.MustCompile(`name="seen" value="([^"]*)"`)

// freeze freezes the report of the living project, if nobody has.
func freeze(ctx context.Context, b *visit.Browser) error {
	text, err := b.Text(ctx, large)
	if err != nil || strings.Contains(text, `href="/runs/`) {
		return err
	}
	form := url.Values{"project": {"BUSSOLA"}}
	if seen := sight.FindStringSubmatch(text); seen != nil {
		form.Set("seen", seen[1])
	}
	return b.Post(ctx, "/reports/interim/freeze", "application/x-www-form-urlencoded", form.Encode())
}
