package casework

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/track"
	"approdo/internal/care/work"
)

// Delivery is a service given to a person in charge.
type Delivery struct {
	ID string
	Work
	Type     string // list delivery_type
	Minutes  int64
	Revision int64 // how often it was changed
}

// Deliveries are the services recorded by the grant's own organisation.
var Deliveries = declare(work.Noun[Delivery]{
	Kept: work.Kept{Name: "delivery", Table: "casework_deliveries", View: "deliveries", Order: work.Order{Behind: true}},
	Head: func(d *Delivery) work.Head { return d.head(&d.ID, &d.Revision) },
	Tell: func(d *Delivery) []work.Fact {
		return []work.Fact{
			{Name: "type", Is: "delivery_type", At: &d.Type, For: work.Asked},
			{Name: "minutes", Is: work.Number, At: &d.Minutes, Most: work.MostServed},
		}
	},
	May:  inCharge,
	None: "casework.none",
})

// inCharge demands that the person is in charge on that day; otherwise it is a proximity action.
func inCharge(tx *store.Tx, d *Delivery) error {
	way, err := Way(tx, d.PersonID)
	if err != nil {
		return err
	}
	return errs.Led(way.May(track.Step{Kind: track.Serve, Day: d.Day}), "new_action", string(d.PersonID))
}
