package network

import (
	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// codeNew asks for a code to add to an open list.
func (d *Desk) codeNew(r *page.Request) error {
	l, err := d.listOf(r)
	if err != nil {
		return err
	}
	if l.Closed {
		return errs.E(errs.Conflict, "codebook.closed", "list", l.Label[r.Printer().Lang()])
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	return d.ShowForm(r, 200, codeAsk(r, l, fields))
}

func codeAsk(r *page.Request, l *codebook.List, fields *page.Fields) kit.Form {
	var questions []kit.Question
	for _, lang := range i18n.Languages() {
		questions = append(questions, kit.Question{Name: "label_" + lang, By: kit.ByWord})
	}
	questions = append(questions, kit.Question{Name: "code", By: kit.ByWord, As: "new_code"})
	switch l.Name {
	case "place":
		questions = append(questions, kit.Question{Name: "channel", By: kit.ByCards, List: "channel", Few: []string{"reception_awareness", "community_outreach"}, As: "place_channel"})
	case "age_band":
		questions = append(questions, kit.Question{Name: "minor", By: kit.ByTick})
	}
	return kit.Form{
		Name: "code_new", Action: "/codes/" + l.Name, Fields: fields, Questions: questions,
		Back: page.Link{Label: l.Label[r.Printer().Lang()], Path: "/codes/" + l.Name},
	}
}

// codeSave adds a code; every form offers it from then on.
func (d *Desk) codeSave(r *page.Request) error {
	l, err := d.listOf(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	a := codebook.Addition{List: l.Name, Code: fields.Text("code"), Label: map[string]string{}, Attributes: map[string]string{}}
	for _, lang := range i18n.Languages() {
		a.Label[lang] = fields.Text("label_" + lang)
	}
	for _, name := range []string{"channel", "minor"} {
		if text := fields.Text(name); text != "" {
			a.Attributes[name] = text
		}
	}
	_, err = d.Once(r, fields, a, func(tx *store.Tx) (work.Reference, error) {
		return work.Reference{Noun: "code"}, codebook.Add(tx, d.Book, a)
	})
	if err != nil {
		return d.GiveBack(r, codeAsk(r, l, fields), err)
	}
	return r.Redirect("/codes/" + l.Name)
}

// codeShow shows a code that the network added, and lets it be retired.
func (d *Desk) codeShow(r *page.Request) error {
	l, code, err := d.ownCode(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	view := CodeView{
		Header: page.Header{Title: code.Label[p.Lang()], Trail: []page.Link{
			{Label: p.T("desk.codes.title"), Path: "/codes"}, {Label: l.Label[p.Lang()], Path: "/codes/" + l.Name},
		}},
		Facts: []page.Pair{{Name: p.T("desk.field.stored"), Value: code.Code, Code: true}}, Retired: code.Retired,
		Action: "/codes/" + l.Name + "/" + code.Code + "/retire",
	}
	for _, lang := range i18n.Languages() {
		view.Facts = append(view.Facts, page.Pair{Name: p.T("page.language_name." + lang), Value: code.Label[lang]})
	}
	return r.Render(view.Header.Title, CodePage(p, view))
}

// codeRetire takes a code that the network added out of use; records that have it keep it.
func (d *Desk) codeRetire(r *page.Request) error {
	l, code, err := d.ownCode(r)
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return codebook.Retire(tx, l.Name, code.Code) })
	if err != nil {
		return err
	}
	return r.Redirect("/codes/" + l.Name)
}

// ownCode gives the code of the address, which the network added; a shipped one is not theirs to change.
func (d *Desk) ownCode(r *page.Request) (*codebook.List, codebook.Code, error) {
	l, err := d.listOf(r)
	if err != nil {
		return nil, codebook.Code{}, err
	}
	code, ok := l.Find(r.PathValue("code"))
	if !ok || d.Book.Shipped(l.Name, code.Code) {
		return nil, codebook.Code{}, errs.E(errs.NotFound, "errors.not_found")
	}
	return l, code, nil
}
