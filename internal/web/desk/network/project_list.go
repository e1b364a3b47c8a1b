package network

import (
	"cmp"
	"slices"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

var projectList = kit.List[network.Project]{
	Name: "projects", Path: "/projects", Fetch: projects,
	Columns: []kit.ListColumn[network.Project]{
		{Word: "desk.field.project", Sort: "name", Cell: func(_ *kit.Teller, x network.Project) page.Cell {
			return page.Cell{Text: x.Name, Path: "/projects/" + string(x.ID)}
		}},
		{Word: "desk.field.call", Sort: "call", Cell: func(_ *kit.Teller, x network.Project) page.Cell { return page.Cell{Text: x.Call} }},
		{Word: "desk.field.funder", Sort: "funder", Cell: func(_ *kit.Teller, x network.Project) page.Cell { return page.Cell{Text: x.Funder} }},
		{Word: "desk.field.starts", Sort: "day", Cell: func(c *kit.Teller, x network.Project) page.Cell { return c.Day(x.Starts, "") }},
		{Word: "desk.field.ends", Sort: "ends", Cell: func(c *kit.Teller, x network.Project) page.Cell { return c.Day(x.Ends, "") }},
		{Word: "desk.field.province", File: true, Cell: func(c *kit.Teller, x network.Project) page.Cell {
			labels := make([]string, len(x.Provinces))
			for i, province := range x.Provinces {
				labels[i] = c.Label("province", province)
			}
			return page.Cell{Text: strings.Join(labels, ", ")}
		}},
	},
	Filters: []kit.ListFilter{{Name: "province", Word: "desk.field.province", List: "province"}},
}

func (d *Desk) projectList(r *page.Request) error { return projectList.Show(d.Desk, r) }

// projectSorts are the texts by which projects are ordered.
var projectSorts = map[string]func(network.Project) string{
	"name": func(p network.Project) string { return strings.ToLower(p.Name) },
	"call": func(p network.Project) string { return p.Call }, "funder": func(p network.Project) string { return p.Funder },
	"day": func(p network.Project) string { return p.Starts }, "ends": func(p network.Project) string { return p.Ends },
}

// projects answers a selection about the projects, of which there are few: those that run at some time of the period.
func projects(tx *store.Tx, s store.Selection) (store.Slice[network.Project], error) {
	all, err := network.Projects(tx)
	if err != nil {
		return store.Slice[network.Project]{}, err
	}
	all = slices.DeleteFunc(all, func(p network.Project) bool {
		province := s.Equal["province"]
		return s.From != "" && p.Ends < s.From || s.To != "" && p.Starts > s.To || province != "" && !slices.Contains(p.Provinces, province)
	})
	return cut(all, s, projectSorts)
}

// cut orders rows that are in memory and takes the page that was asked for. The order given is the standard one.
func cut[T any](all []T, s store.Selection, sorts map[string]func(T) string) (store.Slice[T], error) {
	out := store.Slice[T]{Extent: store.Extent{Total: int64(len(all))}}
	if s.Sort != "" {
		by, ok := sorts[s.Sort]
		if !ok {
			return out, errs.E(errs.Invalid, "store.unknown_sort", "name", s.Sort)
		}
		slices.SortStableFunc(all, func(a, b T) int {
			if s.Descending {
				a, b = b, a
			}
			return cmp.Compare(by(a), by(b))
		})
	}
	from := min(max(0, s.Offset), len(all))
	to := len(all)
	if s.Limit > 0 && !s.Whole {
		to = min(to, from+s.Limit)
	}
	out.Items = all[from:to]
	return out, nil
}
