package card

import (
	"net/http"
	"strconv"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// cardQuestions are the forms of the sections.
var cardQuestions = map[vault.Section][]kit.Question{
	vault.Names:       {{Name: "name", By: kit.ByWord, As: "full_name"}, {Name: "nicknames", By: kit.ByLines}, {Name: "others", By: kit.ByLines, As: "other_names"}},
	vault.Phones:      {{Name: "phones", By: kit.ByLines}, {Name: "handles", By: kit.ByLines}},
	vault.SafeContact: {{Name: "how", By: kit.ByWord, As: "contact_how"}, {Name: "when", By: kit.ByWord, As: "contact_when"}, {Name: "by", By: kit.ByWord, As: "contact_by"}, {Name: "say", By: kit.ByLines, As: "contact_say"}},
	vault.Documents: {
		{Name: "kind_1", By: kit.ByList, List: "document_kind", None: true, As: "document_kind"},
		{Name: "number_1", By: kit.ByWord, As: "document_number"},
		{Name: "until_1", By: kit.ByDay, As: "document_until"},
		{Name: "kind_2", By: kit.ByList, List: "document_kind", None: true, As: "document_kind_2", More: true},
		{Name: "number_2", By: kit.ByWord, As: "document_number_2", More: true},
		{Name: "until_2", By: kit.ByDay, As: "document_until_2", More: true},
		{Name: "kind_3", By: kit.ByList, List: "document_kind", None: true, As: "document_kind_3", More: true},
		{Name: "number_3", By: kit.ByWord, As: "document_number_3", More: true},
		{Name: "until_3", By: kit.ByDay, As: "document_until_3", More: true},
	},
	vault.Birth:     {{Name: "born", By: kit.ByDay}, {Name: "year", By: kit.ByWord, As: "birth_year"}, {Name: "birthplace", By: kit.ByWord}},
	vault.Addresses: {{Name: "home", By: kit.ByLines, As: "home_address"}, {Name: "other_address", By: kit.ByLines}},
	vault.Notes:     {{Name: "text", By: kit.ByLines, As: "notes"}},
}

// cardEdit asks what a section shall say. What it says already is opened for that, and so on record; to write the first time opens nothing.
func (d *Desk) cardEdit(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	purpose, err := d.stated(fields, "reveal_purpose")
	if err != nil {
		return err
	}
	section := vault.Section(fields.Text("section"))
	content, err := vault.Blank(section)
	if err != nil {
		return err
	}
	entry, who, err := d.readSection(r, section, purpose)
	if e, known := errs.Of(err); known && (e.Key == "vault.purpose_needed" || e.Kind == errs.Conflict) {
		fields.Keep(e)
		return d.Page(r, http.StatusUnprocessableEntity, d.panel(fields, opened{}), nil)
	}
	if err != nil {
		return err
	}
	if entry.Content != nil {
		content = entry.Content
	}
	b := kit.Bound{Text: content.Fields()}
	form := &page.Fields{}
	b.Fill(form)
	return d.ShowForm(r, http.StatusOK, d.cardAsk(r, who, section, purpose, form, kit.Remembered(entry.Revision, b.Answers())))
}

// readSection opens one section for its form; an entry without content when nothing was ever written.
func (d *Desk) readSection(r *page.Request, section vault.Section, purpose string) (entry vault.Entry, who person.Person, err error) {
	reveal, err := policy.Authorize(r.Subject(), policy.IdentityReveal)
	if err != nil {
		return entry, who, err
	}
	var written bool
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
			return err
		}
		if _, err = vault.Write(tx, who.ID); err != nil {
			return err
		}
		sections, err := vault.Written(tx, who.ID)
		_, written = sections[section]
		return err
	})
	if err != nil || !written {
		return entry, who, err
	}
	var sealed vault.Sealed
	err = d.Store.Reveal(r.Context(), reveal.For(purpose), func(tx *store.Tx) (err error) {
		sealed, err = vault.Reveal(tx, who.ID, d.Budget, section)
		return err
	})
	if err != nil {
		return entry, who, err
	}
	id, err := r.Identity()
	if err != nil {
		return entry, who, err
	}
	card, err := sealed.Open(id)
	return card[section], who, err
}

func (d *Desk) cardAsk(r *page.Request, who person.Person, section vault.Section, purpose string, fields *page.Fields, hidden []page.Pair) kit.Form {
	keep := []page.Pair{{Name: "section", Value: string(section)}, {Name: "purpose", Value: purpose}}
	return kit.Form{
		Name: "card_edit", Title: r.Printer().T("card.section." + string(section)), Action: "/people/" + string(who.ID) + "/card/save", Fields: fields,
		Hidden: append(keep, hidden...), Keep: keep, Questions: cardQuestions[section], Sealed: true,
		Back: page.Link{Label: who.Code, Path: "/people/" + string(who.ID)},
	}
}

// cardSave seals a section and saves it, or shows both versions if somebody else was faster.
func (d *Desk) cardSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	purpose, err := d.stated(fields, "reveal_purpose")
	if err != nil {
		return err
	}
	section := vault.Section(fields.Text("section"))
	mine, err := vault.Blank(section)
	if err != nil {
		return err
	}
	b := kit.Bound{Text: mine.Fields()}
	b.Read(fields)
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	if kit.Untouched(fields, b) {
		return r.Say(kit.To("person", r.PathValue("id")), "desk.said.unchanged")
	}
	if err := d.GivenBack(r, fields); err != nil {
		who, unread := d.ReadPerson(r)
		if unread != nil {
			return unread
		}
		return d.GiveBack(r, d.cardAsk(r, who, section, purpose, fields, kit.Remembered(revision, kit.SaidBefore(fields, b))), err)
	}
	who, err := d.sealSection(r, mine, revision)
	a := d.cardAsk(r, who, section, purpose, fields, kit.Remembered(revision, kit.SaidBefore(fields, b)))
	switch {
	case kit.Meanwhile(err):
		theirs, _, unread := d.readSection(r, section, purpose)
		if unread != nil {
			return d.GiveBack(r, a, unread)
		}
		if theirs.Content == nil { // nothing is written, so nobody was faster
			return err
		}
		return d.Conflict(r, a, theirs.Revision, b, kit.Bound{Text: theirs.Content.Fields()})
	case err != nil:
		return d.GiveBack(r, a, err)
	}
	return r.Say(kit.To(person.Noun, string(who.ID)), "desk.said.recorded") // what it said before is kept nowhere
}

// sealSection seals a section and writes it.
func (d *Desk) sealSection(r *page.Request, c vault.Content, revision int64) (who person.Person, err error) {
	var draft vault.Draft
	return who, d.Sealed(r, kit.Sealing{
		Read: func(tx *store.Tx) (err error) {
			if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
				return err
			}
			draft, err = vault.Write(tx, who.ID)
			return err
		},
		Seal: func(id *seal.Identity) (func(*store.Tx) error, error) {
			change, err := draft.Seal(id, c, revision)
			return change.Record, err
		},
	})
}
