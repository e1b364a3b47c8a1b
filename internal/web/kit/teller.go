package kit

import (
	"slices"
	"strings"
	"sync"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Teller puts records into the reader's words: it knows the names behind codes and ids.
type Teller struct {
	D      *Desk
	P      *i18n.Printer
	Around Surroundings
	Today  string                               // the day that it is for the network
	Pays   map[network.UnitID]network.ProjectID // which project pays each of the reader's units today
	May    func(policy.Action) bool             // what its reader may do; nil where nothing is offered
	Key    func(address string) page.Pair       // of a form that posts to an address; nil where May is
}

// Teller is one for whom a request answers, who is offered what they may do.
func (d *Desk) Teller(r *page.Request) *Teller {
	return &Teller{
		D: d, P: r.Printer(),
		May: func(a policy.Action) bool { return policy.May(r.Subject(), a) },
		Key: func(address string) page.Pair { return d.Key(r, address) },
	}
}

// Learn reads, in one transaction, what a Teller has to know, and whatever else an answer needs.
func (d *Desk) Learn(r *page.Request, more ...func(*store.Tx) error) (*Teller, error) {
	c := &Teller{D: d, P: r.Printer()}
	return c, d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		err = c.Learn(tx)
		for _, read := range more {
			if err == nil {
				err = read(tx)
			}
		}
		return err
	})
}

// Learn reads what a Teller has to know.
func (c *Teller) Learn(tx *store.Tx) (err error) {
	c.Today = c.D.Network.Today(tx.Now())
	if c.Around, err = Around(tx); err != nil {
		return err
	}
	c.Pays = map[network.UnitID]network.ProjectID{}
	for _, u := range c.Around.UnitList {
		project, err := network.Pays(tx, u.ID, c.Today)
		if err == nil {
			c.Pays[u.ID] = project
		} else if errs.KindOf(err) != errs.NotFound {
			return err
		}
	}
	return nil
}

// decides reports whether the choice of a unit decides between projects: the reader's are paid today by several.
func (c *Teller) decides() bool {
	paying := map[network.ProjectID]bool{}
	for _, project := range c.Pays {
		paying[project] = true
	}
	return len(paying) > 1
}

// unitOption is a unit to choose, with the project that pays it today where the choice of a unit decides between projects.
func (c *Teller) unitOption(u network.Unit) page.Option {
	o := page.Option{Value: string(u.ID), Label: u.Name}
	if project, paid := c.Pays[u.ID]; paid && c.decides() {
		short, _, _ := strings.Cut(c.Around.Projects[project].Name, ":")
		o.Label += " · " + short
	}
	return o
}

// Usual is the unit in which the reader most likely does something: the first of their organisation of a kind, any without one.
func (c *Teller) Usual(kind string) (unit network.Unit) {
	for _, u := range c.Around.UnitList {
		if unit.ID == "" || unit.Kind != kind && u.Kind == kind {
			unit = u
		}
	}
	return unit
}

// The kinds of units that forms are mostly filled in for: one that goes out, and one that talks with people at length.
const (
	OnTheStreet = "contact_unit"
	AtTheDesk   = "desk"
)

// Label is a code in the reader's language.
func (c *Teller) Label(list, code string) string {
	if code == "" {
		return ""
	}
	return c.D.Book.Label(list, code, c.P.Lang())
}

// Options are the answers of a code list, or the reader's units, or the projects.
func (c *Teller) Options(list string) []page.Option {
	var options []page.Option
	switch list {
	case "unit":
		for _, u := range c.Around.UnitList {
			options = append(options, c.unitOption(u))
		}
	case "project":
		for _, p := range c.Around.ProjectList {
			options = append(options, page.Option{Value: string(p.ID), Label: p.Name})
		}
	default:
		return c.D.Codes(c.P, list)
	}
	return options
}

// Say is an answer as people read it.
func (c *Teller) Say(q Question, value string) string {
	switch {
	case q.By == ByTick:
		return c.Mark(value == page.Ticked)
	case value == "":
		return "—"
	case q.By == ByDay:
		return c.P.Day(value)
	case q.List != "" && q.List != "unit" && q.List != "project":
		return c.Label(q.List, value)
	}
	return value
}

// Codes are the answers of a code list, retired ones left out. Nobody changes them: everybody shares them.
func (d *Desk) Codes(p *i18n.Printer, name string) []page.Option {
	list, ok := d.Book.List(name)
	if !ok {
		return nil
	}
	in := offered{list, p.Lang()}
	if made, ok := offers.Load(in); ok {
		return made.([]page.Option)
	}
	var options []page.Option
	for _, code := range list.Codes {
		if !code.Retired {
			options = append(options, page.Option{Value: code.Code, Label: code.In(p.Lang())})
		}
	}
	options = slices.Clip(options)
	offers.Store(in, options)
	return options
}

// offers are the answers of lists as they were made, which never change: a page with filters has hundreds of them.
var offers sync.Map // offered → []page.Option

type offered struct {
	list *codebook.List
	lang string
}

// Moment is an instant in the network's zone: the day and the hour.
func (d *Desk) Moment(p *i18n.Printer, instant string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return instant
	}
	t = t.In(d.Network.Location())
	return p.Day(t.Format(time.DateOnly)) + ", " + t.Format("15:04")
}
