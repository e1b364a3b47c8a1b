package outreach

import (
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// aboutRemove takes a contact or an action back from the page of the person, whom it may be about through another record. One that is not about them does not exist.
func (d *Desk) aboutRemove(noun string) page.Handler {
	return func(r *page.Request) error {
		p, err := d.ReadPerson(r)
		if err != nil {
			return err
		}
		made := work.Reference{Noun: noun, ID: r.PathValue("record")}
		return d.TakeBack(r, made, kit.To("person", string(p.ID)), func(tx *store.Tx) (work.Reference, error) {
			about, err := rights.Registry().About(tx, string(p.ID))
			if err == nil && !slices.Contains(about, made) {
				err = errs.E(errs.NotFound, "person.none")
			}
			return work.Reference{}, err
		})
	}
}
