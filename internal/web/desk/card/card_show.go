package card

import (
	"net/http"
	"slices"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"

	"github.com/a-h/templ"
)

// stated is the purpose that a form tells, checked against the list.
func (d *Desk) stated(fields *page.Fields, list string) (string, error) {
	purpose := fields.Text("purpose")
	if purpose != "" && !d.Book.Has(list, purpose) {
		return "", errs.E(errs.Invalid, "check.code", "list", list).On("purpose")
	}
	return purpose, nil
}

// cardState is what the page of a person says about the card before anything is opened.
type cardState struct {
	standing  policy.Resource
	written   map[vault.Section]string
	files     int64
	followers []vault.Follower
	few       bool // only some colleagues may open the card
	colleague map[network.AccountID]string
	glass     vault.Glass
	breaking  bool
}

// cardState reads it; it opens nothing and so notes nothing.
func readCardState(tx *store.Tx, who person.ID) (s cardState, err error) {
	if s.standing, err = vault.Standing(tx, who); err != nil {
		return s, err
	}
	if s.written, err = vault.Written(tx, who); err != nil {
		return s, err
	}
	files, err := vault.Attached.Of(tx, who)
	if err != nil {
		return s, err
	}
	s.files = int64(len(files))
	if s.followers, err = vault.Followers(tx, who); err != nil {
		return s, err
	}
	if _, s.few, err = vault.Confided(tx, who); err != nil {
		return s, err
	}
	if s.glass, s.breaking, err = vault.Breaking(tx, who); err != nil {
		return s, err
	}
	s.colleague, err = kit.Colleagues(tx)
	return s, err
}

// opened is what a reader asked to see.
type opened struct {
	sections map[vault.Section]vault.Entry
	files    []vault.Record[vault.FileLabel]
	showing  []vault.Section
	purpose  string
}

// Closed is the card of a person of which nothing is open.
func (d *Desk) Closed(r *page.Request, tx *store.Tx, who person.Person) (templ.Component, error) {
	return d.panel(&page.Fields{}, opened{})(r, tx, who)
}

// panel draws a card with the sections that were opened, and what was answered on it.
func (d *Desk) panel(fields *page.Fields, o opened) kit.Panel {
	return func(r *page.Request, tx *store.Tx, who person.Person) (templ.Component, error) {
		state, err := readCardState(tx, who.ID)
		if err != nil {
			return nil, err
		}
		c := &kit.Teller{D: d.Desk, P: r.Printer()}
		view := card(c, r, who, state, o)
		view.Fields = fields
		return Card(r.Printer(), view), nil
	}
}

// card draws a person's card: closed, or with the sections that were opened.
func card(c *kit.Teller, r *page.Request, who person.Person, s cardState, o opened) CardView {
	p := c.P
	view := CardView{Path: "/people/" + string(who.ID) + "/card", Files: "/people/" + string(who.ID) + "/files", Fields: &page.Fields{}}
	reveal, record := policy.May(r.Subject(), policy.IdentityReveal), policy.May(r.Subject(), policy.IdentityRecord)
	grant, _ := policy.Authorize(r.Subject(), policy.IdentityReveal)
	plain := grant.Decide(s.standing)
	view.Purpose = o.purpose
	view.Asks = !plain.Allowed && plain.Need == policy.Purpose && o.purpose == ""
	view.May = reveal && (plain.Allowed || plain.Need == policy.Purpose)
	if s.standing.Glass && reveal {
		view.May, record = true, false
	}
	view.Purposes = page.Field{Name: "purpose", Label: p.T("desk.field.purpose"), Hint: p.T("card.purpose_why"), Options: append([]page.Option{{Label: p.T("card.purpose_choose")}}, c.D.Codes(p, "reveal_purpose")...)}
	view.State = relation(c, r, who, s, view.May)
	for _, f := range s.followers {
		view.Followers = append(view.Followers, c.Named(s.colleague, f.Account))
	}
	view.Few = s.few
	if policy.Decide(r.Subject(), policy.IdentityRestrict, "", s.standing).Allowed {
		view.Restrict = "/people/" + string(who.ID) + "/restriction"
	}
	if policy.May(r.Subject(), policy.FollowerChange) {
		view.Follow = "/people/" + string(who.ID) + "/followers"
	}
	if !view.May {
		return view
	}
	for _, section := range vault.Sections() {
		view.Rows = append(view.Rows, rowOf(c, section, s, o, record))
	}
	view.FileRow = fileRow(c, s, o, record)
	view.FileKey = c.D.Key(r, view.Files)
	view.All = len(s.written) > 1 && len(o.showing) < len(s.written)
	return view
}

// relation says in a sentence how the reader stands to the person.
func relation(c *kit.Teller, r *page.Request, who person.Person, s cardState, may bool) CardState {
	state := CardState{Tone: page.Plain, Words: c.P.T("card.relation.closed")}
	switch {
	case s.standing.Glass:
		state = CardState{Tone: page.Due, Words: c.P.T("card.relation.glass", "until", c.D.Moment(c.P, s.glass.Until))}
	case s.breaking:
		state = CardState{Tone: page.Due, Words: c.P.T("card.relation.asked")}
	case s.standing.Relation == policy.OwnCase && may:
		state = CardState{Tone: page.Well, Words: c.P.T("card.relation.own_case")}
	case s.standing.Relation == policy.Team && may:
		state.Words = c.P.T("card.relation.team")
	case s.standing.Relation == policy.Colleague && policy.May(r.Subject(), policy.GlassBreak):
		state.Link = page.Link{Label: c.P.T("card.glass.ask"), Path: "/people/" + string(who.ID) + "/glass"}
	}
	return state
}

func rowOf(c *kit.Teller, section vault.Section, s cardState, o opened, record bool) CardRow {
	row := CardRow{Section: string(section), Title: c.P.T("card.section." + string(section)), Record: record}
	if recorded, written := s.written[section]; written {
		row.Written = true
		row.State = c.P.T("card.written", "when", c.D.Moment(c.P, recorded))
	} else {
		row.State = c.P.T("card.empty")
	}
	entry, found := o.sections[section]
	row.Open = found && slices.Contains(o.showing, section)
	if row.Open {
		row.Fields = Fields(c, entry.Content)
	}
	return row
}

// Fields are the texts of a section as people read them, in the order of its form; what is empty is left out.
func Fields(c *kit.Teller, content vault.Content) (fields []kit.SealedField) {
	texts := content.Fields()
	for _, q := range cardQuestions[content.Section()] {
		text := strings.TrimSpace(*texts[q.Name])
		switch {
		case text == "":
			continue
		case q.List != "" || q.By == kit.ByDay:
			text = c.Say(q, text)
		}
		fields = append(fields, kit.SealedField{Label: c.P.T("desk.field." + q.Word()), Lines: strings.Split(text, "\n")})
	}
	return fields
}

func fileRow(c *kit.Teller, s cardState, o opened, record bool) CardRow {
	row := CardRow{Section: string(vault.Files), Title: c.P.T("card.section.files"), Record: record, Written: s.files > 0, State: c.P.T("card.files", "count", s.files)}
	if !row.Written {
		row.State = c.P.T("card.empty")
	}
	row.Open = slices.Contains(o.showing, vault.Files)
	for _, f := range o.files {
		row.Files = append(row.Files, CardFile{ID: f.ID, Name: f.Says.Name, Note: c.P.T("card.file.type."+f.Says.Type) + " · " + c.D.Moment(c.P, f.Recorded)})
	}
	return row
}

// cardOpen opens the sections that were asked for, each on record before it is shown, and shows the page of the person with them.
func (d *Desk) cardOpen(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	purpose, err := d.stated(fields, "reveal_purpose")
	if err != nil {
		return err
	}
	who := person.ID(r.PathValue("id"))
	var sealed vault.Sealed
	var files vault.Private[vault.FileLabel]
	o := opened{purpose: purpose}
	err = d.Store.Reveal(r.Context(), r.Grant().For(purpose), func(tx *store.Tx) (err error) {
		if o.showing, err = sectionsAsked(tx, who, fields.Text("section")); err != nil {
			return err
		}
		if slices.Contains(o.showing, vault.Files) {
			files, err = vault.Attached.Reveal(tx, who, d.Budget, vault.Files)
			return err
		}
		sealed, err = vault.Reveal(tx, who, d.Budget, o.showing...)
		return err
	})
	if e, known := errs.Of(err); known && e.Key == "vault.purpose_needed" {
		fields.Keep(e)
		return d.Page(r, http.StatusUnprocessableEntity, d.panel(fields, opened{}), nil)
	}
	if e, known := errs.Of(err); known && e.Kind == errs.Conflict {
		return d.Page(r, http.StatusConflict, d.panel(fields, opened{}), e)
	}
	if err != nil {
		return err
	}
	id, err := r.Identity()
	if err != nil {
		return err
	}
	if slices.Contains(o.showing, vault.Files) {
		o.files, err = files.Open(id)
	} else {
		o.sections, err = sealed.Open(id)
	}
	if err != nil {
		return err
	}
	return d.Page(r, http.StatusOK, d.panel(fields, o), nil)
}

// sectionsAsked are the sections that a button names: one, or all that are written.
func sectionsAsked(tx *store.Tx, who person.ID, name string) ([]vault.Section, error) {
	if name != "all" {
		return []vault.Section{vault.Section(name)}, nil
	}
	written, err := vault.Written(tx, who)
	if err != nil {
		return nil, err
	}
	var list []vault.Section
	for _, s := range vault.Sections() {
		if _, has := written[s]; has {
			list = append(list, s)
		}
	}
	return list, nil
}
