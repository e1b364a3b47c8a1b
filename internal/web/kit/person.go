package kit

import (
	"slices"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

// ReadPerson reads the person of the address; another organisation's does not exist.
func (d *Desk) ReadPerson(r *page.Request) (p person.Person, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		p, err = person.Mine(tx, person.ID(r.PathValue("id")))
		return err
	})
	return p, err
}

// LearnPerson reads, in one transaction, what a Teller has to know, and the person of the address.
func (d *Desk) LearnPerson(r *page.Request) (c *Teller, p person.Person, err error) {
	c, err = d.Learn(r, func(tx *store.Tx) (err error) {
		p, err = person.Mine(tx, person.ID(r.PathValue("id")))
		return err
	})
	return c, p, err
}

// PersonFacts says what is kept of a person outside the vault.
func (c *Teller) PersonFacts(p person.Person) []page.Pair {
	how := func(value, source string) string {
		if source == "declared" || source == "estimated" {
			return value + " (" + c.P.T("desk.person."+source) + ")"
		}
		return value
	}
	return []page.Pair{
		{Name: c.P.T("desk.field.gender"), Value: c.Label("gender", p.Gender)},
		{Name: c.P.T("desk.field.age_band"), Value: how(c.Label("age_band", p.AgeBand), p.AgeSource)},
		{Name: c.P.T("desk.field.region"), Value: how(c.Label("region", p.Region), p.RegionSource)},
		{Name: c.P.T("desk.field.citizenship"), Value: c.Label("citizenship", p.Citizenship)},
	}
}

// Coded is a record about a person with the person's code.
type Coded[T any] struct {
	It   T
	Who  person.ID
	code string
}

// WithCodes reads records about people with their codes.
func WithCodes[T any](fetch func(*store.Tx, store.Selection) (store.Slice[T], error), who func(T) person.ID) func(*store.Tx, store.Selection) (store.Slice[Coded[T]], error) {
	return func(tx *store.Tx, s store.Selection) (out store.Slice[Coded[T]], err error) {
		records, err := fetch(tx, s)
		if err != nil {
			return out, err
		}
		ids := make([]person.ID, len(records.Items))
		for i, x := range records.Items {
			ids[i] = who(x)
		}
		slices.Sort(ids)
		ids = slices.DeleteFunc(slices.Compact(ids), func(id person.ID) bool { return id == "" })
		codes, err := person.Codes(tx, ids)
		out.Total = records.Total
		for _, x := range records.Items {
			out.Items = append(out.Items, Coded[T]{It: x, Who: who(x), code: codes[who(x)]})
		}
		return out, err
	}
}

// Whom names the person a record is about, and leads to them; of somebody erased nothing is left to name.
func (x Coded[T]) Whom() page.Cell {
	if x.code == "" {
		return page.Cell{Text: "—"}
	}
	return page.Cell{Text: x.code, Path: "/people/" + string(x.Who)}
}
