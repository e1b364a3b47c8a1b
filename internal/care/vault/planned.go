package vault

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// The states of a planned outing.
const (
	PlannedComing    = "coming"
	PlannedMade      = "out" // the unit went, and the outing was recorded
	PlannedCancelled = "cancelled"
)

// PlannedCard is what stands sealed in a planned outing: where a unit will be on the street, and who with it, is worth as much to a trafficker as a name.
type PlannedCard struct {
	Day      string // ISO
	Mode     string // list mode
	Zone     string
	Crew     string // one a line
	Meeting  string // where the crew meets
	From, To string // times of day
	Notes    string
}

// Fields gives the texts.
func (c *PlannedCard) Fields() map[string]*string {
	return map[string]*string{
		"day": &c.Day, "mode": &c.Mode, "zone": &c.Zone, "crew": &c.Crew, "meeting": &c.Meeting, "starts": &c.From, "ends": &c.To, "notes": &c.Notes,
	}
}

// PlannedOuting is an outing still to come, opened.
type PlannedOuting struct {
	PlannedCard
	ID       string
	UnitID   network.UnitID
	State    string
	OutingID string // what became of it
	Revision int64
	Unread   bool // it could not be opened: of its card nothing is known, and all that can be done is to end it
}

// plannedKept is how long after its day a planned outing is kept. The end is that of a month, so that it does not tell the day.
const plannedKept = 30

func (c *PlannedCard) keep() (string, error) {
	day, err := time.Parse(time.DateOnly, c.Day)
	if err != nil {
		return "", errs.E(errs.Invalid, "check.day").On("day")
	}
	end := day.AddDate(0, 0, plannedKept)
	return time.Date(end.Year(), end.Month()+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), nil
}

func (c *PlannedCard) check() error {
	var wrong errs.List
	if _, err := c.keep(); err != nil {
		wrong.Add(errs.E(errs.Invalid, "check.day").On("day"))
	}
	for name, text := range c.Fields() {
		if len([]rune(*text)) > mostLine {
			wrong.Add(errs.E(errs.Invalid, "vault.too_long", "most", mostLine).On(name))
		}
	}
	for name, text := range map[string]string{"starts": c.From, "ends": c.To} {
		if _, err := time.Parse("15:04", text); text != "" && err != nil {
			wrong.Add(errs.E(errs.Invalid, "vault.time").On(name))
		}
	}
	return wrong.Err()
}

// destroyed is what stands for the key and the text of a planned outing whose time is over.
var destroyed = []byte{}

// SealedOuting is a planned outing as it is stored.
type SealedOuting struct {
	id           string
	organisation network.OrganisationID
	unit         network.UnitID
	epoch        int64
	key          []byte
	revision     int64
	sealed       []byte
	state        string
	outing       string
	stale        bool // another revision was written last, or nobody wrote what it has come to
	guard        []byte
}

const plannedColumns = `id, organisation_id, unit_id, epoch, key, revision, sealed, state, outing_id, guard`

func scanPlanned(row store.Row) (p SealedOuting, err error) {
	err = row.Scan(&p.id, &p.organisation, &p.unit, &p.epoch, &p.key, &p.revision, &p.sealed, &p.state, &p.outing, &p.guard)
	if store.Misread(err) { // by nobody written so: it is not read, and hides no other
		p.stale, p.sealed, p.state, err = true, destroyed, cmp.Or(p.state, PlannedComing), nil
	}
	return p, err
}

// SealedOutings are the planned outings that one key holder may read, with the door to them.
type SealedOutings struct {
	door    Door
	outings []SealedOuting
}

// teamDoor is the door of the one who acts to their organisation's team; none when they hold no key of it.
func teamDoor(tx *store.Tx) (Door, error) {
	d, found, err := store.One(tx, scanDoor, `SELECT `+doorColumns+` FROM vault_compartments c JOIN vault_grants g ON g.compartment_id = c.id AND g.epoch = c.epoch
WHERE c.organisation_id = $1 AND c.kind = $2 AND g.account_id = $3`, tx.Grant().Organisation(), Team, me(tx))
	if err == nil && !found {
		if err = started(tx, network.OrganisationID(tx.Grant().Organisation())); err == nil {
			err = errs.E(errs.Conflict, "vault.no_key")
		}
	}
	if err == nil {
		err = d.vouch(tx)
	}
	return d, errs.Wrap(err, "find team's door")
}

// PlannedOutings reads the planned outings still to come; it is noted once. Who holds no key of the team is told so ("vault.no_key").
func PlannedOutings(tx *store.Tx) (s SealedOutings, err error) {
	if s.door, err = teamDoor(tx); err != nil {
		return s, err
	}
	tx.Note("planned_outing", "list", nil)
	s.outings, err = coming(tx, s.door)
	for i := range s.outings {
		if err == nil {
			err = s.outings[i].compare(tx)
		}
	}
	return s, errs.Wrap(err, "list planned outing")
}

// AnyPlannedOutings reports whether a planned outing is still to come that the one who acts could read: without opening one, and so without a note.
func AnyPlannedOutings(tx *store.Tx) (bool, error) {
	d, err := teamDoor(tx)
	if e, known := errs.Of(err); known && (e.Key == "vault.no_key" || e.Key == "setup.not_live") {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := coming(tx, d)
	return len(list) > 0, errs.Wrap(err, "find planned outing")
}

// coming lists the planned outings of a team that are still to come. One that has ended by nobody's word is among them: it must not be missed tonight.
func coming(tx *store.Tx, d Door) ([]SealedOuting, error) {
	list, err := store.List(tx, scanPlanned, `SELECT `+plannedColumns+` FROM vault_plans WHERE compartment_id = $1 AND sealed <> $2 ORDER BY id`, d.compartment, destroyed)
	return slices.DeleteFunc(list, func(p SealedOuting) bool { return p.state != PlannedComing && p.vouched(tx) }), err
}

// says is what a planned outing has come to.
func (p SealedOuting) says() []string { return []string{p.id, p.state, p.outing} }

// vouched reports whether the program wrote what it has come to.
func (p SealedOuting) vouched(tx *store.Tx) bool { return tx.Guarded(p.guard, ofOuting, p.says()...) }

// OnePlannedOuting reads one planned outing; it is noted.
func OnePlannedOuting(tx *store.Tx, id string) (s SealedOutings, err error) {
	if s, err = onePlannedOuting(tx, id); err == nil {
		tx.Note("planned_outing", id, audit.Details{"did": audit.Code("read")})
	}
	return s, err
}

func onePlannedOuting(tx *store.Tx, id string) (s SealedOutings, err error) {
	p, found, err := store.One(tx, scanPlanned, `SELECT `+plannedColumns+` FROM vault_plans WHERE id = $1`, id)
	if err == nil && (!found || !tx.Grant().Own().Sees(string(p.organisation)) || len(p.sealed) == 0) {
		return s, none()
	}
	if err == nil {
		err = p.compare(tx)
	}
	if err != nil {
		return s, errs.Wrap(err, "find planned outing", id)
	}
	s.outings = []SealedOuting{p}
	s.door, err = teamDoor(tx)
	return s, err
}

// Open opens the planned outings, the nearest first, and at the end those that cannot be read: one that is broken hides no other. Such a one is not what was
// kept: then the error is Forged, and the planned outings stand all the same.
func (s SealedOutings) Open(id *seal.Identity) (_ []PlannedOuting, forged error) {
	if len(s.outings) == 0 {
		return nil, nil
	}
	d, err := s.door.open(id)
	if err != nil {
		return nil, errs.Wrap(err, "open door")
	}
	outings := make([]PlannedOuting, len(s.outings))
	for i, p := range s.outings {
		if outings[i], _, err = p.open(d); err != nil {
			forged = errs.E(errs.Forged, "vault.forged", "object", "planned_outing", "record", p.id, "organisation", string(p.organisation), err)
			outings[i] = PlannedOuting{ID: p.id, UnitID: p.unit, State: p.state, OutingID: p.outing, Revision: p.revision, Unread: true}
		}
	}
	slices.SortFunc(outings, func(a, b PlannedOuting) int {
		if a.Unread != b.Unread {
			return cmp.Compare(len(b.Day), len(a.Day)) // of what cannot be read there is no day
		}
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	return outings, forged
}

// compare finds out whether a planned outing stands in the revision that was written last.
func (p *SealedOuting) compare(tx *store.Tx) error {
	last, err := store.LastRevision(tx, "", store.Planned, p.id)
	p.stale = p.stale || last != 0 && last != p.revision || !p.vouched(tx)
	if errs.KindOf(err) == errs.Forged && err != nil {
		p.stale, err = true, nil
	}
	return err
}

func (p SealedOuting) open(d door) (PlannedOuting, seal.Key, error) {
	planned := PlannedOuting{ID: p.id, UnitID: p.unit, State: p.state, OutingID: p.outing, Revision: p.revision}
	if p.stale {
		return planned, seal.Key{}, errs.E(errs.Conflict, "vault.changed_meanwhile")
	}
	key, err := d.key.Unwrap(p.key, d.of(ofOuting, p.id)...)
	if err != nil {
		return planned, key, errs.Wrap(err, "open key of planned outing", p.id)
	}
	text, err := key.Open(p.binding(), p.sealed)
	if err == nil {
		err = json.Unmarshal(text, &planned.PlannedCard)
	}
	return planned, key, errs.Wrap(err, "open planned outing", p.id)
}

func (p SealedOuting) binding() seal.Binding {
	return seal.Binding{Organisation: string(p.organisation), Person: p.id, Kind: ofOuting, Revision: p.revision, Schema: form}
}

// PlannedDraft is what has to be known to write a planned outing.
type PlannedDraft struct {
	door    Door
	planned SealedOuting
	was     int64 // revision read; 0 for a new one
}

// NewPlannedOuting reads what a new planned outing needs. The unit is of the organisation of the one who acts.
func NewPlannedOuting(tx *store.Tx, unit network.UnitID) (PlannedDraft, error) {
	o := network.OrganisationID(tx.Grant().Organisation())
	if err := network.MayRecord(tx, o, unit); err != nil {
		return PlannedDraft{}, err
	}
	d, err := teamDoor(tx)
	return PlannedDraft{door: d, planned: SealedOuting{id: store.NewID(), organisation: o, unit: unit, epoch: d.epoch, state: PlannedComing}}, err
}

// ChangedPlannedOuting reads what the change of a planned outing needs; revision is the one that was read. A planned outing that has ended is a Conflict that Ended knows.
func ChangedPlannedOuting(tx *store.Tx, id string, revision int64) (PlannedDraft, error) {
	s, err := onePlannedOuting(tx, id)
	if err != nil {
		return PlannedDraft{}, err
	}
	if s.outings[0].state != PlannedComing {
		return PlannedDraft{}, ended(s.outings[0].state)
	}
	if s.outings[0].revision != revision {
		return PlannedDraft{}, errs.E(errs.Conflict, "vault.changed_meanwhile")
	}
	return PlannedDraft{door: s.door, planned: s.outings[0], was: revision}, nil
}

// PlannedChange is a planned outing, sealed and not yet written.
type PlannedChange struct {
	PlannedDraft
	ID   string
	keep string
}

// Seal seals what a planned outing says now.
func (d PlannedDraft) Seal(id *seal.Identity, c PlannedCard) (PlannedChange, error) {
	change := PlannedChange{PlannedDraft: d, ID: d.planned.id}
	if err := c.check(); err != nil {
		return change, err
	}
	opened, err := d.door.open(id)
	if err != nil {
		return change, errs.Wrap(err, "open door")
	}
	var key seal.Key
	if d.was == 0 {
		if key, err = seal.NewKey(); err != nil {
			return change, err
		}
		if change.planned.key, err = opened.key.Wrap(key, opened.of(ofOuting, d.planned.id)...); err != nil {
			return change, err
		}
	} else if _, key, err = d.planned.open(opened); err != nil {
		return change, errs.E(errs.Conflict, "vault.planned_unread", err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		return change, err
	}
	change.planned.revision = d.was + 1
	if change.planned.sealed, err = key.Seal(change.planned.binding(), text); err != nil {
		return change, err
	}
	change.keep, err = c.keep()
	return change, err
}

// Record writes the planned outing, unless somebody changed or ended it since it was read.
func (c PlannedChange) Record(tx *store.Tx) (err error) {
	if c.was > 0 {
		if _, err := ChangedPlannedOuting(tx, c.planned.id, c.was); err != nil {
			return err
		}
	}
	if err := current(tx, c.door.compartment, c.door.epoch); err != nil {
		return err
	}
	p := c.planned
	if c.was == 0 {
		_, err = tx.Exec(`INSERT INTO vault_plans (id, organisation_id, unit_id, compartment_id, epoch, key, revision, sealed, state, outing_id, keep, recorded, guard)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12)`, p.id, p.organisation, p.unit, c.door.compartment, c.door.epoch, p.key, p.revision, p.sealed, p.state, c.keep, now(tx), tx.Guard(ofOuting, p.says()...))
	} else {
		_, err = tx.Exec(`UPDATE vault_plans SET revision = $1, sealed = $2, keep = $3, recorded = $4 WHERE id = $5`, p.revision, p.sealed, c.keep, now(tx), p.id)
	}
	tx.NoteRevision("", store.Planned, p.id, p.revision, nil)
	return errs.Wrap(err, "record planned outing", p.id)
}

// CancelPlannedOuting says that nobody goes. What it said is kept until its time is over, for whoever asks.
func CancelPlannedOuting(tx *store.Tx, id string) error {
	return endPlannedOuting(tx, id, PlannedCancelled, "")
}

// WentOut links a planned outing to the outing that was recorded.
func WentOut(tx *store.Tx, id, outing string) error {
	return endPlannedOuting(tx, id, PlannedMade, outing)
}

// WasPlanned reports whether an outing is what became of a planned one, which goes on naming it.
func WasPlanned(tx *store.Tx, outing string) (bool, error) {
	_, found, err := store.One(tx, scanID, `SELECT id FROM vault_plans WHERE outing_id = $1`, outing)
	return found, errs.Wrap(err, "find what was planned")
}

func endPlannedOuting(tx *store.Tx, id, state, outing string) error {
	s, err := onePlannedOuting(tx, id)
	if err == nil && s.outings[0].state != PlannedComing {
		err = ended(s.outings[0].state)
	}
	if err != nil {
		return err
	}
	p := s.outings[0]
	if p.stale {
		return errs.E(errs.Forged, "vault.forged", "object", "planned_outing", "record", id, "organisation", string(p.organisation))
	}
	p.state, p.outing = state, outing
	_, err = tx.Exec(`UPDATE vault_plans SET state = $1, outing_id = $2, guard = $3 WHERE id = $4`, state, outing, tx.Guard(ofOuting, p.says()...), id)
	tx.Note("planned_outing", id, audit.Details{"did": audit.Code(state)})
	return errs.Wrap(err, "end planned outing", id)
}

func ended(state string) error { return errs.E(errs.Conflict, "vault.planned_ended", "state", state) }

// Ended reports whether something could not be done about a planned outing since it has ended, and how: PlannedMade or PlannedCancelled.
func Ended(err error) (state string, ended bool) {
	e, known := errs.Of(err)
	if !known || e.Key != "vault.planned_ended" {
		return "", false
	}
	state, _ = e.Args[1].(string)
	return state, true
}

// DestroyPlannedOutings destroys the keys and texts of planned outings whose time to be kept is over. It is work of a job, which needs no key.
func DestroyPlannedOutings(tx *store.Tx, today string) (int64, error) {
	n, err := tx.Exec(`UPDATE vault_plans SET key = $1, sealed = $1 WHERE keep < $2 AND sealed <> $1`, destroyed, today)
	if n > 0 {
		tx.Note("planned_outing", "over", audit.Details{"count": audit.Count(n)})
	}
	return n, errs.Wrap(err, "destroy planned outing")
}

// SeesPlannedOutings reports whether the one who acts may read planned outings: an action, and the key of the team.
func SeesPlannedOutings(tx *store.Tx, s policy.Subject) (bool, error) {
	if !policy.May(s, policy.PlannedView) {
		return false, nil
	}
	return Holds(tx, network.OrganisationID(s.Organisation), network.AccountID(s.Account))
}
