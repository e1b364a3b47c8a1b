package desk

import (
	"strconv"

	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// The taps of a contact at night: known or not, gender, adult or minor, where from, save. Everything else can follow.
var contactTaps = []question{
	{name: "newness", by: byCards, list: "newness", few: []string{"new", "known", "unsure"}},
	{name: "gender", by: byCards, list: "gender", few: []string{"woman", "man", "trans_woman"}},
	{name: "age_band", by: byCards, list: "age_band", few: []string{"adult", "minor", "not_asked"}},
	{name: "region", by: byCards, list: "region", few: []string{"west_africa", "eastern_europe", "south_america", "north_africa", "south_asia", "east_asia"}},
}

var contactMore = []question{
	{name: "code", by: byWord, more: true},
	{name: "setting", by: byList, list: "setting", more: true},
	{name: "language", by: byList, list: "language", more: true},
	{name: "information", by: byList, list: "information", more: true},
	{name: "citizenship", by: byList, list: "citizenship", more: true},
	{name: "protection", by: byList, list: "protection", more: true},
	{name: "province", by: byList, list: "province", more: true},
	{name: "advert", by: byTick, more: true},
	{name: "with_code", by: byTick, more: true},
}

func contactForm(k *outreach.Contact) bound {
	return bound{
		text: map[string]*string{
			"newness": &k.Newness, "gender": &k.Gender, "age_band": &k.AgeBand, "region": &k.Region, "setting": &k.Setting,
			"language": &k.Language, "information": &k.Information, "citizenship": &k.Citizenship, "protection": &k.Protection,
			"province": &k.Province, "channel": &k.Channel, "place": &k.Place,
		},
		flag: map[string]*bool{"advert": &k.Advert},
	}
}

// blankContact says that nothing was asked; what the worker taps replaces it.
func blankContact() outreach.Contact {
	return outreach.Contact{
		Channel: "contact_unit", Setting: "undefined", Language: "not_asked", Information: "not_asked", Newness: "unsure",
		Gender: "not_asked", AgeBand: "not_asked", Citizenship: "not_asked", Region: "not_asked", RegionSource: "estimated", Protection: "not_asked",
	}
}

// contactNew asks about a contact. Inside an outing, setting, language and information stay as they were in the contact before.
func (d *Desk) contactNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := d.contactAsk(r, fields)
	if err != nil {
		return err
	}
	prefill(fields, "setting", "undefined", "language", "not_asked", "information", "not_asked", "citizenship", "not_asked", "protection", "not_asked")
	if a.said = said(r); a.said != "" && fields.Text("last") != "" {
		a.undo = page.Pair{Name: r.Printer().T("desk.said.undo"), Value: "/contacts/" + fields.Text("last") + "/remove"}
	}
	return d.showForm(r, 200, a)
}

// contactAsk is the form: of an outing when the address names one, else with unit, day and channel of its own.
func (d *Desk) contactAsk(r *page.Request, fields *page.Fields) (form, error) {
	a := form{
		name: "contact", action: "/contacts", taps: true, makes: true, fields: fields, questions: append(append([]question{}, contactTaps...), contactMore...),
		back: page.Link{Label: r.Printer().T("desk.contacts.title"), Path: "/contacts"},
	}
	if id := r.PathValue("id"); id != "" {
		var o outreach.Outing
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
			o, err = outreach.FindOuting(tx, id)
			return err
		})
		prefill(fields, "province", o.Province)
		a.action, a.back = "/outings/"+id+"/contacts", page.Link{Label: r.Printer().T("desk.outing.title"), Path: "/outings/" + id}
		return a, err
	}
	day, unit, err := d.here(r)
	if err != nil {
		return a, err
	}
	prefill(fields, "unit", string(unit.ID), "day", day, "channel", "contact_unit", "province", unit.Province)
	a.questions = append([]question{
		{name: "unit", by: byList, list: "unit"}, {name: "day", by: byDay}, {name: "channel", by: byList, list: "channel"},
	}, a.questions...)
	return a, nil
}

// contactSave records a contact and, inside an outing, is ready for the next one at once.
func (d *Desk) contactSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a, err := d.contactAsk(r, fields)
	if err != nil {
		return err
	}
	k := blankContact()
	contactForm(&k).read(fields)
	k.OrganisationID, k.OutingID = own(r), r.PathValue("id")
	if k.OutingID == "" {
		k.UnitID, k.Day = network.UnitID(fields.Text("unit")), fields.Text("day")
	}
	who := intake.Who{Code: fields.Text("code"), Newcomer: fields.Is("with_code", "yes")}
	made, err := d.takeIn(r, fields, []any{k, who}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		k, err := door.Contact(tx, k, who)
		return work.Reference{Noun: "contact", ID: k.ID}, err
	})
	if err != nil {
		return d.giveBack(r, a, err)
	}
	if k.OutingID == "" {
		return r.Redirect("/contacts/" + made.ID + "?said=recorded&undo=" + made.ID)
	}
	next := with(map[string][]string{}, "said", "recorded", "last", made.ID, "setting", fields.Text("setting"),
		"language", fields.Text("language"), "information", fields.Text("information"))
	return r.Redirect("/outings/" + k.OutingID + "/contacts/new?" + next.Encode())
}

// contactEdit asks for the corrections of a contact and why.
func (d *Desk) contactEdit(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	k, err := d.readContact(r)
	if err != nil {
		return err
	}
	b := contactForm(&k)
	b.fill(fields)
	return d.showForm(r, 200, d.contactCorrection(r, k.ID, fields, remembered(k.Revision, b.answers())))
}

func (d *Desk) readContact(r *page.Request) (k outreach.Contact, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		k, err = outreach.FindContact(tx, r.PathValue("id"))
		return err
	})
	return k, err
}

func (d *Desk) contactCorrection(r *page.Request, id string, fields *page.Fields, hidden []page.Pair) form {
	questions := []question{
		{name: "newness", by: byList, list: "newness"},
		{name: "gender", by: byList, list: "gender"},
		{name: "age_band", by: byList, list: "age_band"},
		{name: "region", by: byList, list: "region"},
		{name: "channel", by: byList, list: "channel"},
	}
	for _, q := range contactMore {
		if q.name != "code" && q.name != "with_code" {
			q.more = false
			questions = append(questions, q)
		}
	}
	questions = append(questions, question{name: "reason", by: byCards, list: "correction_reason"})
	return form{
		name: "contact_edit", action: "/contacts/" + id + "/edit", fields: fields, hidden: hidden, questions: questions,
		back: page.Link{Label: r.Printer().T("desk.contact.title"), Path: "/contacts/" + id},
	}
}

// contactChange saves corrections, or shows both versions if somebody else was faster.
func (d *Desk) contactChange(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	theirs, err := d.readContact(r)
	if err != nil {
		return err
	}
	mine := theirs
	b := contactForm(&mine)
	b.read(fields)
	mine.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
	a := d.contactCorrection(r, theirs.ID, fields, remembered(mine.Revision, saidBefore(fields, b)))
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return outreach.New(d.Book).ChangeContact(tx, mine, fields.Text("reason"))
	})
	switch {
	case meanwhile(err):
		return d.conflict(r, a, theirs.Revision, b, contactForm(&theirs))
	case err != nil:
		return d.giveBack(r, a, err)
	}
	return r.Redirect("/contacts/" + theirs.ID + "?said=changed")
}
