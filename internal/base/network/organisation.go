package network

import (
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Organisation is an ente: a member that records here, or a public body the network works with.
type Organisation struct {
	ID       OrganisationID
	Code     string
	Name     string
	Kind     string // list organisation_kind
	Province string // ISO 3166-2, or "" for a national body
	Lead     bool
	Member   bool
}

// RecordOrganisation adds an organisation.
func RecordOrganisation(tx *store.Tx, o Organisation) error {
	if err := addOrganisation(tx, o); err != nil {
		return err
	}
	return vouchForLists(tx)
}

func addOrganisation(tx *store.Tx, o Organisation) error {
	_, err := tx.Exec(`INSERT INTO network_organisations (id, code, name, kind, province, lead, member) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		o.ID, o.Code, o.Name, o.Kind, o.Province, o.Lead, o.Member)
	if err != nil {
		return errs.Wrap(err, "record organisation", o.ID)
	}
	changed(tx, "organisation", string(o.ID))
	return nil
}

// Organisations lists all, members first, then by code.
func Organisations(tx *store.Tx) ([]Organisation, error) {
	d, err := lists(tx)
	if err != nil {
		return nil, err
	}
	r, err := Roster(tx)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(d.organisations)
	for i := range list {
		if lead := r.Lead(); lead != "" {
			list[i].Lead = lead == string(list[i].ID)
		}
	}
	return list, nil
}

// Lead is the organisation that leads the network.
func Lead(tx *store.Tx) (Organisation, error) {
	list, err := Organisations(tx)
	if err != nil {
		return Organisation{}, err
	}
	if i := slices.IndexFunc(list, func(o Organisation) bool { return o.Lead }); i >= 0 {
		return list[i], nil
	}
	return Organisation{}, errs.E(errs.NotFound, "network.none")
}

func readOrganisations(tx *store.Tx) ([]Organisation, error) {
	list, err := store.List(tx, func(row store.Row) (Organisation, error) {
		var o Organisation
		err := row.Scan(&o.ID, &o.Code, &o.Name, &o.Kind, &o.Province, &o.Lead, &o.Member)
		return o, err
	}, `SELECT id, code, name, kind, province, lead, member FROM network_organisations`)
	sortBy(list, func(o Organisation) string {
		if o.Member {
			return "0" + o.Code
		}
		return "1" + o.Code
	})
	return list, errs.Wrap(err, "list organisations")
}

// Unit is a team or service of an organisation.
type Unit struct {
	ID             UnitID
	OrganisationID OrganisationID
	Code           string
	Name           string
	Kind           string // list unit_kind
	Province       string
}

// RecordUnit adds a unit.
func RecordUnit(tx *store.Tx, u Unit) error {
	if err := addUnit(tx, u); err != nil {
		return err
	}
	return vouchForLists(tx)
}

func addUnit(tx *store.Tx, u Unit) error {
	name, sealed, err := u.conceal(tx)
	if err == nil {
		_, err = tx.Exec(`INSERT INTO network_units (id, organisation_id, code, name, sealed, kind, province) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			u.ID, u.OrganisationID, u.Code, name, sealed, u.Kind, u.Province)
	}
	if err != nil {
		return errs.Wrap(err, "record unit", u.ID)
	}
	changed(tx, "unit", string(u.ID))
	return nil
}

// Units lists the units of every organisation, by code.
func Units(tx *store.Tx) ([]Unit, error) {
	d, err := lists(tx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(d.units), nil
}

func readUnits(tx *store.Tx) ([]Unit, error) {
	list, err := store.List(tx, func(row store.Row) (Unit, error) {
		var u Unit
		var sealed []byte
		err := row.Scan(&u.ID, &u.OrganisationID, &u.Code, &u.Name, &sealed, &u.Kind, &u.Province)
		u.reveal(tx, sealed)
		return u, err
	}, `SELECT id, organisation_id, code, name, sealed, kind, province FROM network_units`)
	sortBy(list, func(u Unit) string { return u.Code })
	return list, errs.Wrap(err, "list units")
}

// MayRecord answers nil when the grant covers the organisation's own records and the unit belongs to it.
// Otherwise the unit does not exist, as far as the caller can tell.
func MayRecord(tx *store.Tx, o OrganisationID, u UnitID) error {
	d, err := lists(tx)
	if err != nil {
		return err
	}
	if owner, found := d.owners[u]; !found || owner != o || !tx.Grant().Own().Sees(string(o)) {
		return errs.E(errs.NotFound, "network.no_unit").On("unit")
	}
	return nil
}

// Named finds the one item whose code or name is text, letter case ignored.
func Named[T any](items []T, text string, code, name func(T) string) (T, bool) {
	text = strings.TrimSpace(text)
	for _, item := range items {
		if strings.EqualFold(code(item), text) || strings.EqualFold(name(item), text) {
			return item, true
		}
	}
	var none T
	return none, false
}
