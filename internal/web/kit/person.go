package kit

import (
	"slices"
	"strings"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/work"
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

// WholePerson says all that is kept of a person outside the vault, for whoever asks it for them.
func (c *Teller) WholePerson(p person.Person, recorded string) []page.Pair {
	return append([]page.Pair{
		{Name: c.P.T("desk.field.code"), Value: p.Code},
		{Name: c.P.T("desk.field.organisation"), Value: c.Around.Organisations[p.OrganisationID].Name},
		{Name: c.P.T("desk.field.first_known"), Value: c.P.Day(p.Day)},
		{Name: c.P.T("desk.field.province"), Value: c.Label("province", p.Province)},
		{Name: c.P.T("desk.field.recorded"), Value: c.P.Day(recorded)},
	}, c.PersonFacts(p)...)
}

// Protection says which answer about protection counts, of when it is, and that a later one that says less does not take it away; none where nobody answered. Of an answer that was saved just
// now and does not count, it says so beside what was done.
func (c *Teller) Protection(tx *store.Tx, who person.ID, did *page.Done) ([]page.Pair, error) {
	answers, err := person.Protections(tx, who)
	counts, weaker, ok := person.Counting(c.D.Book, answers)
	if err != nil || !ok {
		return nil, err
	}
	words := c.P.T("desk.person.protection_counts", "answer", c.Label("protection", counts.Answer), "day", c.P.Day(counts.Day))
	if weaker {
		words += ". " + c.P.T("desk.person.protection_weaker")
	}
	for _, a := range answers {
		if did != nil && a.ID != counts.ID && strings.Contains(did.Undo.Path, a.ID) {
			did.Also(c.CountsInstead(a, counts) + ".")
		}
	}
	return []page.Pair{{Name: c.P.T("desk.field.protection"), Value: words}}, nil
}

// CountsInstead says of an answer that another one goes on counting, and why.
func (c *Teller) CountsInstead(a, counts person.Protection) string {
	why := "earlier"
	switch {
	case person.Says(c.D.Book, a.Answer) < person.Says(c.D.Book, counts.Answer):
		why = "weaker"
	case a.Day == counts.Day:
		why = "same_day"
	}
	return c.about("goes_on", counts) + ": " + c.P.T("desk.protections."+why)
}

// ProtectionStands says which of somebody's answers counts before another is given, and what would change it; empty where nobody answered.
func (c *Teller) ProtectionStands(tx *store.Tx, who person.ID) (string, error) {
	answers, err := person.Protections(tx, who)
	counts, _, ok := person.Counting(c.D.Book, answers)
	if err != nil || !ok {
		return "", err
	}
	changes := "changes_silence"
	if !c.D.Book.Absent("protection", counts.Answer) {
		changes = "changes_answer"
	}
	return c.about("stands", counts) + ". " + c.P.T("desk.protections."+changes), nil
}

// about puts the answer that counts, and its day, into a sentence.
func (c *Teller) about(word string, counts person.Protection) string {
	return c.P.T("desk.protections."+word, "answer", c.Label("protection", counts.Answer), "day", c.P.Day(counts.Day))
}

// Coded is a record about a person with the person's code.
type Coded[T any] struct {
	It   T
	Who  person.ID
	code string
	read *work.Reader[T] // of all records of a page; nil where nobody reads its facts
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
		out.Extent = records.Extent
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
