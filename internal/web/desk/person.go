package desk

import (
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

// readPerson reads the person of the address; another organisation's does not exist.
func (d *Desk) readPerson(r *page.Request) (p person.Person, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		p, err = person.Mine(tx, person.ID(r.PathValue("id")))
		return err
	})
	return p, err
}

func (c *teller) personFacts(p person.Person) []page.Pair {
	how := func(value, source string) string {
		if source == "declared" || source == "estimated" {
			return value + " (" + c.p.T("desk.person."+source) + ")"
		}
		return value
	}
	return []page.Pair{
		{Name: c.p.T("desk.field.gender"), Value: c.label("gender", p.Gender)},
		{Name: c.p.T("desk.field.age_band"), Value: how(c.label("age_band", p.AgeBand), p.AgeSource)},
		{Name: c.p.T("desk.field.region"), Value: how(c.label("region", p.Region), p.RegionSource)},
		{Name: c.p.T("desk.field.citizenship"), Value: c.label("citizenship", p.Citizenship)},
	}
}

// coded is a record about a person with the person's code.
type coded[T any] struct {
	it   T
	who  person.ID
	code string
}

// withCodes reads records about people with their codes.
func withCodes[T any](fetch func(*store.Tx, store.Selection) (store.Slice[T], error), who func(T) person.ID) func(*store.Tx, store.Selection) (store.Slice[coded[T]], error) {
	return func(tx *store.Tx, s store.Selection) (out store.Slice[coded[T]], err error) {
		records, err := fetch(tx, s)
		if err != nil {
			return out, err
		}
		ids := make([]person.ID, len(records.Items))
		for i, x := range records.Items {
			ids[i] = who(x)
		}
		slices.Sort(ids)
		codes, err := person.Codes(tx, slices.Compact(ids))
		out.Total = records.Total
		for _, x := range records.Items {
			out.Items = append(out.Items, coded[T]{it: x, who: who(x), code: codes[who(x)]})
		}
		return out, err
	}
}

// whom names the person a record is about, and leads to them; of somebody erased nothing is left to name.
func (x coded[T]) whom() page.Cell {
	if x.code == "" {
		return page.Cell{Text: "—"}
	}
	return page.Cell{Text: x.code, Path: "/people/" + string(x.who)}
}
