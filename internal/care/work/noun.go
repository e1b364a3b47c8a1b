package work

import (
	"cmp"
	"slices"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
)

// Noun is a kind of record, declared once by the room that keeps it: what every record says first, its facts, and what it must say besides. From that come storage, checks,
// lists, corrections with their reason, and removal. A room that must do more does it around these functions; none of them calls back but for Rule and Among.
type Noun[T any] struct {
	Kept                 // as the registry knows it; its facts are those below
	Head func(*T) Head   // where what every record says is in a T
	Tell func(*T) []Fact // where its facts are

	// Whom asks whether somebody stands whom a record is about, and May whether a new record may stand beside the others; each may be nil.
	Whom func(tx *store.Tx, x *T) error
	May  func(tx *store.Tx, x *T) error

	// Rule adds to a check what the facts must say besides being codes and amounts, of a record that is made or corrected; may be nil.
	Rule func(c *codebook.Check, x *T)

	// Among asks of a record that is corrected whether it may stand beside the others; may be nil.
	Among func(tx *store.Tx, n *Noun[T], x *T) error

	// Beside reads what records, not too many at once, keep in a table beside their own, such as headcounts, and Lay writes it in place of what stands there; may be nil.
	Beside func(tx *store.Tx, some []*T) error
	Lay    func(tx *store.Tx, x T) error
	// After does what else follows from a correction, of the record as it stands then; may be nil.
	After func(tx *store.Tx, book *codebook.Book, x T) error

	None string // key of what is said where there is none that one may see

	records store.Records[T]
}

// Head is where a record says first what every record says. What a kind does not say is nil.
type Head struct {
	ID           *string
	Organisation *network.OrganisationID
	Unit         *network.UnitID
	Project      *network.ProjectID
	Person       any // pointer to the id of the person whom it is about
	Day          *string
	Province     *string
	Revision     *int64 // how often it was changed
	work         *Work  // all of whose work it is
}

// Head is that of a record which says whose work it is.
func (w *Work) Head(id *string, who any, revision *int64) Head {
	return Head{ID: id, Organisation: &w.OrganisationID, Unit: &w.UnitID, Project: &w.ProjectID, Person: who, Day: &w.Day, Province: &w.Province, Revision: revision, work: w}
}

// UnitID is the unit whose work it is; empty for a kind that says none.
func (h Head) UnitID() network.UnitID {
	if h.Unit == nil {
		return ""
	}
	return *h.Unit
}

// Fact is one thing that a record says: a column, what may stand in it, and where it is in a T.
type Fact struct {
	Name  string // of the column, and of the question
	Is    string // a code list, or Number, Mark, ID
	At    any    // pointer
	Least int64  // of a number; one of at least 1 has to be told
	Most  int64
	Empty bool // may say nothing
	Stays bool // a correction leaves it
	For   Use  // what lists do with it
}

// What a list is narrowed by, of a Mark: that it was made, or that nobody said anything. Nobody says no by leaving it.
const (
	Marked   = "yes"
	Unmarked = "not_recorded"
)

// Use is what a list does with a fact, besides showing it.
type Use uint8

// Lists are narrowed by a fact, or put in the order of it.
const (
	Narrows Use = 1 << iota
	Orders
	Asked = Narrows | Orders
)

// Declare makes a noun of its declaration.
func Declare[T any](n Noun[T]) *Noun[T] {
	zero := new(T)
	head := n.Head(zero)
	n.Kept.Facts, n.Bounds = Facts{}, map[string]Bound{}
	listing := store.Listing{
		Owner: "organisation_id", ID: "id", Day: "day", Standard: "day",
		Filters: map[string]string{}, Sorts: map[string]string{"day": "day"}, Feed: n.feed(),
	}
	if head.Unit != nil {
		n.At = true
		listing.Filters["unit"], listing.Filters["project"] = "unit_id", "project_id"
		listing.Filters["province"], listing.Sorts["province"] = "province", "province"
	}
	if head.Person != nil {
		listing.Filters["person"] = "person_id"
		listing.From = "(SELECT * FROM " + n.Table + " WHERE " + n.living() + ") AS living"
	}
	if head.Revision != nil {
		n.Kept.Facts["revision"] = Number
	}
	for _, f := range n.Tell(zero) {
		n.Kept.Facts[f.Name] = f.Is
		if f.Is == Number {
			n.Bounds[f.Name] = Bound{f.Least, f.Most}
		}
		if f.For&Narrows != 0 {
			listing.Filters[f.word()] = f.Name
			if f.Is == Mark {
				listing.Filters[f.word()] = "CASE WHEN " + f.Name + " THEN '" + Marked + "' ELSE '" + Unmarked + "' END"
			}
		}
		if f.For&Orders != 0 {
			listing.Sorts[f.word()] = f.Name
		}
	}
	for _, k := range n.Keeps {
		n.Kept.Facts[k.Column] = k.Is
	}
	n.records = store.Keep(n.Table, listing, n.fields, "recorded")
	n.Kept.Remove = n.Remove
	return &n
}

// Removed is the noun as the registry knows it, whose records are taken back by another function than Remove: one that looks what rests on them.
func (n *Noun[T]) Removed(by func(tx *store.Tx, id string) error) Kept {
	k := n.Kept
	k.Remove = by
	return k
}

// word is the name of the filter: an id is called by what it names.
func (f Fact) word() string {
	if f.Is == ID {
		return f.Name[:len(f.Name)-len("_id")]
	}
	return f.Name
}

func (n *Noun[T]) fields(x *T) []store.Field {
	h := n.Head(x)
	list := []store.Field{{Name: "id", At: h.ID, Stays: true}, {Name: "organisation_id", At: h.Organisation, Stays: true}}
	if h.Unit != nil {
		list = append(list, store.Field{Name: "unit_id", At: h.Unit, Stays: true}, store.Field{Name: "project_id", At: h.Project, Stays: true})
	}
	if h.Person != nil {
		list = append(list, store.Field{Name: "person_id", At: h.Person, Null: true, Stays: true})
	}
	list = append(list, store.Field{Name: "day", At: h.Day, Stays: true})
	if h.Province != nil {
		list = append(list, store.Field{Name: "province", At: h.Province})
	}
	for _, f := range n.Tell(x) {
		list = append(list, store.Field{Name: f.Name, At: f.At, Null: f.Is == ID, Stays: f.Stays})
	}
	if h.Revision != nil {
		list = append(list, store.Field{Name: "revision", At: h.Revision})
	}
	return list
}

// Check adds to a check what is wrong with the facts of a record.
func (n *Noun[T]) Check(c *codebook.Check, x *T) {
	CheckFacts(c, n.Tell(x))
	if n.Rule != nil {
		n.Rule(c, x)
	}
}

// CheckFacts adds what is wrong with facts alone.
func CheckFacts(c *codebook.Check, facts []Fact) {
	for _, f := range facts {
		switch at := f.At.(type) {
		case *int64:
			c.Amount(f.Name, *at, f.Least, f.Most)
		case *string:
			if f.Is != ID && (*at != "" || !f.Empty) {
				c.Code(f.Name, f.Is, *at)
			}
		}
	}
}

// Take takes a new record in: it looks whose work it is, where and for whom, what it says, and whether it may stand, and writes it. A record of a kind that says no unit is
// not taken in so.
func (n *Noun[T]) Take(tx *store.Tx, book *codebook.Book, x T) (T, error) {
	w := n.Head(&x).work
	if err := Locate(tx, w); err != nil {
		return x, err
	}
	c, err := Check(tx, book, w)
	if err == nil && n.Whom != nil {
		err = n.Whom(tx, &x)
	}
	if err != nil {
		return x, err
	}
	if n.Check(c, &x); c.Err() != nil {
		return x, c.Err()
	}
	if n.May != nil {
		if err := n.May(tx, &x); err != nil {
			return x, err
		}
	}
	return x, n.Record(tx, &x)
}

// Record writes a record that was checked, under an id of its own where it has none, and announces it.
func (n *Noun[T]) Record(tx *store.Tx, x *T) error {
	h := n.Head(x)
	if *h.ID == "" {
		*h.ID = NewID()
	}
	err := n.records.Insert(tx, x, Day(tx))
	if err == nil {
		err = n.lay(tx, *x)
	}
	if err != nil {
		return errs.Wrap(err, "record "+n.Name, *h.ID)
	}
	Done(tx, n.Name, *h.ID)
	return nil
}

func (n *Noun[T]) lay(tx *store.Tx, x T) error {
	if n.Lay == nil {
		return nil
	}
	return n.Lay(tx, x)
}

// Whole reads one record with what it keeps in a table beside its own; another organisation's does not exist.
func (n *Noun[T]) Whole(tx *store.Tx, id string) (T, error) {
	x, err := n.Find(tx, id)
	if err == nil && n.Beside != nil {
		err = n.Beside(tx, []*T{&x})
	}
	return x, errs.Wrap(err, "find "+n.Name, id)
}

// besideAtOnce is of how many records is read at once what stands beside them.
const besideAtOnce = 200

// Wholes lists records as List does, with what they keep in a table beside their own.
func (n *Noun[T]) Wholes(tx *store.Tx, s store.Selection) (store.Slice[T], error) {
	list, err := n.List(tx, s)
	for some := range slices.Chunk(list.Items, besideAtOnce) {
		whole := make([]*T, len(some))
		for i := range some {
			whole[i] = &some[i]
		}
		if err == nil {
			err = n.Beside(tx, whole)
		}
	}
	return list, errs.Wrap(err, "list "+n.Name)
}

// About lists all records of the grant's own organisation about somebody, the latest first, also those that another record says to be about them.
func (n *Noun[T]) About(tx *store.Tx, who string) ([]T, error) {
	conditions := []string{`person_id = $1`} // one by one: no index leads to either of two
	if n.Through.Table != "" {
		conditions = append(conditions, n.Through.Column+` IN (SELECT id FROM `+n.Through.Table+` WHERE person_id = $1)`)
	}
	var list []T
	for _, condition := range conditions {
		some, err := n.records.Any(tx, condition, who)
		if err != nil {
			return nil, errs.Wrap(err, "list "+n.Name+" about", who)
		}
		list = append(list, some...)
	}
	list = slices.DeleteFunc(list, func(x T) bool { return !tx.Grant().Own().Sees(string(*n.Head(&x).Organisation)) })
	slices.SortFunc(list, func(a, b T) int {
		x, y := n.Head(&a), n.Head(&b)
		return cmp.Or(strings.Compare(*y.Day, *x.Day), strings.Compare(*y.ID, *x.ID))
	})
	return list, nil
}

// List lists records of the grant's own organisation.
func (n *Noun[T]) List(tx *store.Tx, s store.Selection) (store.Slice[T], error) {
	list, err := n.records.Select(tx, s, tx.Grant().Own())
	return list, errs.Wrap(err, "list "+n.Name)
}

// Find reads one record; another organisation's does not exist.
func (n *Noun[T]) Find(tx *store.Tx, id string) (x T, err error) {
	x, found, err := n.records.Find(tx, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(*n.Head(&x).Organisation))) {
		var none T
		return none, errs.E(errs.NotFound, n.None)
	}
	return x, errs.Wrap(err, "find "+n.Name, id)
}

// Remove takes a record back that was recorded by mistake, or by an import that is undone, with what was corrected about it.
func (n *Noun[T]) Remove(tx *store.Tx, id string) error {
	if _, err := n.Find(tx, id); err != nil {
		return err
	}
	var none T
	*n.Head(&none).ID = id
	err := n.lay(tx, none)
	if err == nil {
		err = n.records.Delete(tx, id)
	}
	if err != nil {
		return errs.Wrap(err, "remove "+n.Name, id)
	}
	Done(tx, n.Name, id)
	return Forget(tx, id)
}
