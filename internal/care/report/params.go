package report

import (
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/period"
	"approdo/internal/base/policy"
	"approdo/internal/care/report/column"
)

// The editions of a report. Internal is exact. Funder is exact up to two dimensions; beyond that, cells under FunderLeast are merged.
const (
	Internal = "internal"
	Funder   = "funder"
)

// Unsure is the value of how many unlinked individuals may count besides; it is absent where there is none.
const Unsure = "unsure"

// Network is the scope of every organisation and province.
const Network = "network"

// Params is what is asked of a Run. The zero Sees sees nothing, so a Run without a grant counts nothing.
type Params struct {
	Project  string       // code; the standard project if empty
	From, To string       // ISO days, both included; the project's own period if empty, as far as it has gone by Today
	Today    string       // ISO day; empty to take a project that still runs to its end
	Scope    string       // network (if empty) | org:CODE | province:CODE
	Edition  string       // internal (if empty) | funder
	Sees     policy.Scope // of the grant: whose rows may be counted
	Screen   bool         // leave the fingerprint out, which costs more than counting: for figures to look at, not to issue
	Draft    bool         // leave the months out too
}

// resolved is Params understood against a snapshot.
type resolved struct {
	project       column.Project
	from, to      column.Day
	scope         string
	province      string   // of the scope, or ""
	organisations []string // codes whose rows count; nil for all
	edition       string
}

// Resolve tells which report the Params ask for, without counting it. Errors are those of Run.
func (p Params) Resolve(s *Snapshot) (Parameters, error) {
	r, err := p.resolve(s)
	return r.parameters(), err
}

// resolve fills defaults in and refuses what does not exist. A grant that sees one organisation narrows the network to it, and the
// Document says so; a scope that the grant does not see is NotFound like one that does not exist.
func (p Params) resolve(s *Snapshot) (resolved, error) {
	r := resolved{scope: p.Scope, edition: p.Edition}
	var ok bool
	if r.project, ok = s.Project(p.Project); !ok {
		return r, errs.E(errs.NotFound, "report.unknown_project", "project", p.Project).On("project")
	}
	var err error
	if r.from, err = day(p.From, r.project.Starts, "from"); err != nil {
		return r, err
	}
	ends := r.project.Ends
	if today, ok := column.ParseDay(p.Today); ok && today < ends && today >= r.project.Starts {
		ends = today
	}
	if r.to, err = day(p.To, ends, "to"); err != nil {
		return r, err
	}
	if wrong := period.Check(r.from.String(), r.to.String()); len(wrong) > 0 {
		return r, wrong[0]
	}
	switch r.edition {
	case "":
		r.edition = Internal
	case Internal, Funder:
	default:
		return r, errs.E(errs.Invalid, "report.unknown_edition", "edition", p.Edition).On("edition")
	}
	return r, r.resolveScope(s, p.Sees)
}

func day(text string, otherwise column.Day, field string) (column.Day, error) {
	if text == "" {
		return otherwise, nil
	}
	if wrong := period.Day(text); wrong != nil {
		return 0, wrong.On(field)
	}
	d, _ := column.ParseDay(text)
	return d, nil
}

func (r *resolved) resolveScope(s *Snapshot, sees policy.Scope) error {
	if !sees.All() {
		r.organisations = []string{}
		for _, o := range s.Organisations {
			if sees.Sees(o.ID) {
				r.organisations = append(r.organisations, o.Code)
			}
		}
	}
	kind, code, _ := strings.Cut(r.scope, ":")
	unknown := errs.E(errs.NotFound, "report.unknown_scope", "scope", r.scope).On("scope")
	switch {
	case r.scope == "" || r.scope == Network:
		r.scope = Network
		if len(r.organisations) == 1 {
			r.scope = "org:" + r.organisations[0]
		}
	case kind == "org":
		o, ok := s.Organisation(code)
		if !ok || !sees.Sees(o.ID) {
			return unknown
		}
		r.organisations = []string{code}
	case kind == "province":
		if !s.Book.Has("province", code) {
			return unknown
		}
		r.province = code
	default:
		return unknown
	}
	return nil
}

// parameters are the resolved ones as the Document prints them.
func (r resolved) parameters() Parameters {
	return Parameters{
		Project: r.project.Code, From: r.from.String(), To: r.to.String(), Scope: r.scope,
		Organisations: r.organisations, Edition: r.edition,
	}
}
