package outreach

import (
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/intake"
	"approdo/internal/care/outreach"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// The taps of a contact at night: known or not, gender, adult or minor, where from, save. Everything else can follow.
var contactTaps = []kit.Question{
	{Name: "newness", By: kit.ByCards, List: "newness", Few: []string{"new", "known", "unsure"}},
	{Name: "gender", By: kit.ByCards, List: "gender", Few: []string{"woman", "man", "trans_woman"}},
	{Name: "age_band", By: kit.ByCards, List: "age_band", Few: []string{"adult", "minor", "not_asked"}},
	{Name: "region", By: kit.ByCards, List: "region", Few: []string{"west_africa", "eastern_europe", "south_america", "north_africa", "south_asia", "east_asia"}},
}

var contactMore = []kit.Question{
	{Name: "code", By: kit.ByWord, More: true},
	{Name: "setting", By: kit.ByList, List: "setting", More: true},
	{Name: "language", By: kit.ByList, List: "language", More: true},
	{Name: "information", By: kit.ByList, List: "information", More: true},
	{Name: "citizenship", By: kit.ByList, List: "citizenship", More: true},
	{Name: "protection", By: kit.ByList, List: "protection", More: true},
	{Name: "province", By: kit.ByList, List: "province", More: true},
	{Name: "advert", By: kit.ByTick, More: true},
	{Name: "with_code", By: kit.ByTick, More: true},
}

func contactForm(k *outreach.Contact) kit.Bound {
	return kit.Bound{
		Text: map[string]*string{
			"newness": &k.Newness, "gender": &k.Gender, "age_band": &k.AgeBand, "region": &k.Region, "setting": &k.Setting,
			"language": &k.Language, "information": &k.Information, "citizenship": &k.Citizenship, "protection": &k.Protection,
			"province": &k.Province, "channel": &k.Channel, "place": &k.Place,
		},
		Flag: map[string]*bool{"advert": &k.Advert},
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
	kit.Prefill(fields, "setting", "undefined", "language", "not_asked", "information", "not_asked", "citizenship", "not_asked", "protection", "not_asked")
	a.Said, a.Undo = kit.Said(r), d.JustDone(r)
	return d.ShowForm(r, 200, a)
}

// contactAsk is the form: of an outing when the address names one, else with unit, day and channel of its own.
func (d *Desk) contactAsk(r *page.Request, fields *page.Fields) (kit.Form, error) {
	a := kit.Form{
		Name: "contact", Action: "/contacts", Taps: true, Fields: fields, Questions: append(append([]kit.Question{}, contactTaps...), contactMore...),
		Back: page.Link{Label: r.Printer().T("desk.contacts.title"), Path: "/contacts"},
	}
	if id := r.PathValue("id"); id != "" {
		var o outreach.Outing
		err := d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
			o, err = outreach.Outings.Find(tx, id)
			return err
		})
		kit.Prefill(fields, "province", o.Province)
		a.Action, a.Back = "/outings/"+id+"/contacts", page.Link{Label: r.Printer().T("desk.outing.title"), Path: "/outings/" + id}
		return a, err
	}
	day, unit, err := d.Here(r)
	if err != nil {
		return a, err
	}
	kit.Prefill(fields, "unit", string(unit.ID), "day", day, "channel", "contact_unit", "province", unit.Province)
	a.Questions = append([]kit.Question{
		{Name: "unit", By: kit.ByList, List: "unit"}, {Name: "day", By: kit.ByDay}, {Name: "channel", By: kit.ByList, List: "channel"},
	}, a.Questions...)
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
	contactForm(&k).Read(fields)
	k.OrganisationID, k.OutingID = kit.Own(r), r.PathValue("id")
	if k.OutingID == "" {
		k.UnitID, k.Day = network.UnitID(fields.Text("unit")), fields.Text("day")
	}
	who := whom(fields)
	if k.Untold() && who == (intake.Who{}) && !fields.Is("sure", "yes") {
		a.Hidden = append(a.Hidden, page.Pair{Name: "sure", Value: "yes"})
		return d.GiveBack(r, a, errs.E(errs.Conflict, "desk.contact.untold"))
	}
	made, err := d.TakeIn(r, fields, []any{k, who}, func(tx *store.Tx, door *intake.Door) (work.Reference, error) {
		k, err := door.Contact(tx, k, who)
		return work.Reference{Noun: "contact", ID: k.ID}, err
	})
	if intake.SentOtherwise(err) {
		r.SetPathValue("id", made.ID)
		standing, err := d.readContact(r)
		if err != nil {
			return err
		}
		return d.Corrects(r, d.contactCorrection(r, made.ID, fields, kit.Remembered(standing.Revision, contactForm(&standing).Answers())))
	}
	if err != nil {
		a.Hidden = append(a.Hidden, surely(fields, err)...)
		return d.GiveBack(r, a, err)
	}
	leads, undo := kit.To("contact", made.ID), kit.To("contact", made.ID)+"/"+kit.Remove
	newcomer := ""
	if who.Newcomer && who.Code == "" {
		if newcomer, err = d.metIn(r, made.ID); err != nil {
			return err
		}
	}
	if k.OutingID != "" {
		next := kit.With(map[string][]string{}, "setting", fields.Text("setting"), "language", fields.Text("language"), "information", fields.Text("information"))
		leads = "/outings/" + k.OutingID + "/contacts/new?" + next.Encode()
	}
	return r.Redirect(d.Done(r, leads, "recorded", undo, "newcomer", newcomer))
}

// same is the hidden field in which a form brings the code back about which somebody was asked whether it is really the same person: saved again with it, they are sure.
const same = "same"

// whom is who somebody says that a contact met.
func whom(fields *page.Fields) intake.Who {
	code := fields.Text("code")
	return intake.Who{Code: code, Newcomer: fields.Is("with_code", "yes"), Same: code != "" && fields.Text(same) == code}
}

// surely remembers that somebody was asked whether it is the same person.
func surely(fields *page.Fields, err error) []page.Pair {
	if !intake.Doubted(err) && fields.Text(same) != fields.Text("code") {
		return nil
	}
	return []page.Pair{{Name: same, Value: fields.Text("code")}}
}

// metIn is the id of the person whom a contact met.
func (d *Desk) metIn(r *page.Request, contact string) (who string, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		k, err := outreach.Contacts.Find(tx, contact)
		who = string(k.PersonID)
		return err
	})
	return who, err
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
	b.Fill(fields)
	return d.ShowForm(r, 200, d.contactCorrection(r, k.ID, fields, kit.Remembered(k.Revision, b.Answers())))
}

func (d *Desk) readContact(r *page.Request) (k outreach.Contact, err error) {
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		k, err = outreach.Contacts.Find(tx, r.PathValue("id"))
		return err
	})
	return k, err
}

func (d *Desk) contactCorrection(r *page.Request, id string, fields *page.Fields, hidden []page.Pair) kit.Form {
	questions := []kit.Question{
		{Name: "newness", By: kit.ByList, List: "newness"},
		{Name: "gender", By: kit.ByList, List: "gender"},
		{Name: "age_band", By: kit.ByList, List: "age_band"},
		{Name: "region", By: kit.ByList, List: "region"},
		{Name: "channel", By: kit.ByList, List: "channel"},
	}
	for _, q := range contactMore {
		if q.Name != "code" && q.Name != "with_code" {
			q.More = false
			questions = append(questions, q)
		}
	}
	questions = append(questions, kit.Question{Name: "reason", By: kit.ByCards, List: "correction_reason"})
	return kit.Form{
		Name: "contact_edit", Action: "/contacts/" + id + "/edit", Fields: fields, Hidden: hidden, Questions: questions,
		Back: page.Link{Label: r.Printer().T("desk.contact.title"), Path: "/contacts/" + id},
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
	b.Read(fields)
	mine.Revision, _ = strconv.ParseInt(fields.Text("revision"), 10, 64)
	a := d.contactCorrection(r, theirs.ID, fields, kit.Remembered(mine.Revision, kit.SaidBefore(fields, b)))
	return d.Correct(r, a, kit.Correction{
		Noun: "contact", ID: theirs.ID, Revision: mine.Revision, Standing: theirs.Revision, Mine: b, Theirs: contactForm(&theirs),
		Save: func(tx *store.Tx) error { return outreach.New(d.Book).ChangeContact(tx, mine, fields.Text("reason")) },
	})
}

// contactRestore undoes the correction that was just made.
func (d *Desk) contactRestore(r *page.Request) error {
	return d.Restored(r, "contact", func(tx *store.Tx, revision int64) error {
		return outreach.New(d.Book).RestoreContact(tx, r.PathValue("id"), revision)
	})
}
