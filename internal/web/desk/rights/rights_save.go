package rights

import (
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
	"approdo/internal/web/page"
)

// requestNew asks what a person asks about their data.
func (d *Desk) requestNew(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := d.Learn(r)
	if err != nil {
		return err
	}
	kit.Prefill(fields, "day", c.Today, "cause", "person")
	a := requestAsk(r, fields)
	a.Told = c
	return d.ShowForm(r, 200, a)
}

func requestAsk(r *page.Request, fields *page.Fields) kit.Form {
	return kit.Form{
		Name: "rights_new", Action: "/rights", Fields: fields,
		Questions: []kit.Question{
			{Name: "code", By: kit.ByWord, As: "person_code"},
			{Name: "kind", By: kit.ByCards, List: "rights_kind", As: "rights_kind"},
			{Name: "cause", By: kit.ByList, List: "rights_cause", As: "rights_cause"},
			{Name: "day", By: kit.ByDay, As: "asked_day"},
		},
		Back: page.Link{Label: r.Printer().T("desk.rights.title"), Path: "/rights"},
	}
}

// requestSave opens a request.
func (d *Desk) requestSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	said := []string{fields.Text("code"), fields.Text("kind"), fields.Text("cause"), fields.Text("day")}
	made, err := d.Once(r, fields, said, func(tx *store.Tx) (made work.Reference, err error) {
		who, err := person.Coded(tx, fields.Text("code"))
		if err != nil {
			return made, err
		}
		q, err := rights.New(d.Book).Ask(tx, fields.Text("kind"), who.ID, fields.Text("cause"), fields.Text("day"))
		made = work.Reference{Noun: "request", ID: q.ID}
		if err != nil || q.Kind != rights.Access {
			return made, err
		}
		followers, err := vault.Followers(tx, who.ID)
		for _, f := range followers {
			if err == nil {
				err = network.Call(tx, f.Account)
			}
		}
		return made, err
	})
	if err != nil {
		return d.GiveBack(r, requestAsk(r, fields), err)
	}
	return r.Redirect("/rights/" + made.ID)
}
