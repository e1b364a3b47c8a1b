package desk

import (
	"net/http"
	"strconv"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// cardQuestions are the forms of the sections.
var cardQuestions = map[vault.Section][]question{
	vault.Names:       {{name: "name", by: byWord, as: "full_name"}, {name: "nicknames", by: byLines}, {name: "others", by: byLines, as: "other_names"}},
	vault.Phones:      {{name: "phones", by: byLines}, {name: "handles", by: byLines}},
	vault.SafeContact: {{name: "how", by: byWord, as: "contact_how"}, {name: "when", by: byWord, as: "contact_when"}, {name: "by", by: byWord, as: "contact_by"}, {name: "say", by: byLines, as: "contact_say"}},
	vault.Documents: {
		{name: "kind_1", by: byList, list: "document_kind", as: "document_kind"},
		{name: "number_1", by: byWord, as: "document_number"},
		{name: "until_1", by: byDay, as: "document_until"},
		{name: "kind_2", by: byList, list: "document_kind", as: "document_kind_2", more: true},
		{name: "number_2", by: byWord, as: "document_number_2", more: true},
		{name: "until_2", by: byDay, as: "document_until_2", more: true},
		{name: "kind_3", by: byList, list: "document_kind", as: "document_kind_3", more: true},
		{name: "number_3", by: byWord, as: "document_number_3", more: true},
		{name: "until_3", by: byDay, as: "document_until_3", more: true},
	},
	vault.Birth:     {{name: "born", by: byDay}, {name: "year", by: byWord, as: "birth_year"}, {name: "birthplace", by: byWord}},
	vault.Addresses: {{name: "home", by: byLines, as: "home_address"}, {name: "other_address", by: byLines}},
	vault.Notes:     {{name: "text", by: byLines, as: "notes"}},
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
		return d.personPage(r, http.StatusUnprocessableEntity, fields, opened{}, nil)
	}
	if err != nil {
		return err
	}
	if entry.Content != nil {
		content = entry.Content
	}
	b := bound{text: content.Fields()}
	form := &page.Fields{}
	b.fill(form)
	return d.showForm(r, http.StatusOK, d.cardAsk(r, who, section, purpose, form, remembered(entry.Revision, b.answers())))
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
		sealed, err = vault.Reveal(tx, who.ID, d.budget(), section)
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

func (d *Desk) cardAsk(r *page.Request, who person.Person, section vault.Section, purpose string, fields *page.Fields, hidden []page.Pair) form {
	keep := []page.Pair{{Name: "section", Value: string(section)}, {Name: "purpose", Value: purpose}}
	return form{
		name: "card_edit", title: r.Printer().T("card.section." + string(section)), action: "/people/" + string(who.ID) + "/card/save", fields: fields,
		hidden: append(keep, hidden...), keep: keep, questions: cardQuestions[section], sealed: true,
		back: page.Link{Label: who.Code, Path: "/people/" + string(who.ID)},
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
	b := bound{text: mine.Fields()}
	b.read(fields)
	revision, _ := strconv.ParseInt(fields.Text("revision"), 10, 64)
	who, err := d.sealSection(r, mine, revision)
	a := d.cardAsk(r, who, section, purpose, fields, remembered(revision, saidBefore(fields, b)))
	switch {
	case meanwhile(err):
		theirs, _, unread := d.readSection(r, section, purpose)
		if unread != nil {
			return d.giveBack(r, a, unread)
		}
		if theirs.Content == nil { // nothing is written, so nobody was faster
			return err
		}
		return d.conflict(r, a, theirs.Revision, b, bound{text: theirs.Content.Fields()})
	case err != nil:
		return d.giveBack(r, a, err)
	}
	return r.Redirect("/people/" + string(who.ID) + "?said=changed")
}

// sealSection seals a section and writes it.
func (d *Desk) sealSection(r *page.Request, c vault.Content, revision int64) (who person.Person, err error) {
	var draft vault.Draft
	return who, d.sealed(r, sealing{
		read: func(tx *store.Tx) (err error) {
			if who, err = person.Mine(tx, person.ID(r.PathValue("id"))); err != nil {
				return err
			}
			draft, err = vault.Write(tx, who.ID)
			return err
		},
		seal: func(id *seal.Identity) (func(*store.Tx) error, error) {
			change, err := draft.Seal(id, c, revision)
			return change.Record, err
		},
	})
}
