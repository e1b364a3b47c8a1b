package admin

import (
	"net/http"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// paperName is the name under which a share waits to be shown, once, to whoever made it.
func paperName(number int) string { return "share " + strconv.Itoa(number) }

// papersShow lists the papers of the recovery key.
func (a *Admin) papersShow(r *page.Request) error {
	return a.papersAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) papersAsk(r *page.Request, status int, fields *page.Fields) error {
	ready, err := a.ready(r)
	if err != nil {
		return err
	}
	session, _, err := a.mine(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	view := PapersView{
		Header: page.Header{Title: p.T("setup.papers.title"), Trail: setup(r)}, Live: ready.Live, Made: len(ready.Shares) > 0,
		May: policy.May(r.Subject(), policy.RecoveryMake), Fields: fields,
	}
	for _, s := range ready.Shares {
		paper := Paper{Number: strconv.Itoa(s.Number), Custodian: s.Custodian, Tone: page.Due, State: p.T("setup.papers.unchecked")}
		if s.Checked != "" {
			paper.Tone, paper.State = page.Well, p.T("setup.papers.checked", "day", p.Day(s.Checked[:len("2006-01-02")]))
		}
		_, paper.Shown = a.Keyring.Laid(session.Token, paperName(s.Number))
		view.Papers = append(view.Papers, paper)
		if name := vault.CustodianField(s.Number); !fields.Has(name) {
			fields.Set(name, s.Custodian)
		}
	}
	return r.RenderStatus(status, view.Header.Title, PapersPage(p, view))
}

// setup is the trail of the pages behind the check list.
func setup(r *page.Request) []page.Link {
	return []page.Link{{Label: r.Printer().T("setup.list.title"), Path: "/setup"}}
}

// papersSave makes the recovery key. Its shares wait in the memory of this session to be shown once each; a program that stops meanwhile has lost
// them, and the key is made anew.
func (a *Admin) papersSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	session, _, err := a.mine(r)
	if err != nil {
		return err
	}
	var custodians [3]string
	for i := range custodians {
		custodians[i] = fields.Text(vault.CustodianField(i + 1))
	}
	ceremony, err := vault.Convene(network.OrganisationID(r.Subject().Organisation), custodians)
	if err != nil {
		if fields.Keep(err) {
			return a.papersAsk(r, http.StatusUnprocessableEntity, fields)
		}
		return err
	}
	if err := a.Store.Write(r.Context(), r.Grant(), ceremony.Record); err != nil {
		return err
	}
	for i, share := range ceremony.Shares {
		if err := a.Keyring.Lay(session.Token, paperName(i+1), []byte(share)); err != nil {
			return err
		}
	}
	return r.Redirect("/setup/recovery")
}

// share reads the paper of the address.
func (a *Admin) share(r *page.Request) (vault.Share, error) {
	ready, err := a.ready(r)
	if err != nil {
		return vault.Share{}, err
	}
	for _, s := range ready.Shares {
		if strconv.Itoa(s.Number) == r.PathValue("number") {
			return s, nil
		}
	}
	return vault.Share{}, errs.E(errs.NotFound, "errors.not_found")
}

// paperShow shows a share once, on a page to be printed, and forgets it. It answers a button: a page that is loaded again shows nothing.
func (a *Admin) paperShow(r *page.Request) error {
	share, err := a.share(r)
	if err != nil {
		return err
	}
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	text, laid := a.Keyring.Laid(session.Token, paperName(share.Number))
	if !laid {
		return errs.E(errs.Conflict, "setup.paper.gone")
	}
	a.Keyring.Lift(session.Token, paperName(share.Number))
	p := r.Printer()
	number := strconv.Itoa(share.Number)
	header := page.Header{Title: p.T("setup.paper.title", "number", number), Sub: account.Organisation + " · " + a.Network.Name}
	return r.Render(header.Title, PaperPage(p, PaperView{Header: header, Number: number, Custodian: share.Custodian, Groups: strings.Split(string(text), "-")}))
}

// checkShow asks for a paper to be typed back.
func (a *Admin) checkShow(r *page.Request) error {
	return a.checkAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) checkAsk(r *page.Request, status int, fields *page.Fields) error {
	share, err := a.share(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	number := strconv.Itoa(share.Number)
	title := p.T("setup.check.title", "number", number, "name", share.Custodian)
	return r.RenderStatus(status, title, AskPage(p, AskView{
		Header: page.Header{Title: title, Trail: append(setup(r), page.Link{Label: p.T("setup.papers.title"), Path: "/setup/recovery"})},
		Lead:   []string{p.T("setup.check.lead")}, Action: "/setup/recovery/" + number, Fields: fields, Submit: p.T("setup.check.save"),
		Asked: []Asked{{Field: page.Field{Name: "share", Label: p.T("setup.check.share"), Hint: p.T("setup.check.hint"), Autocomplete: "off"}}},
	}))
}

// checkSave notes that a paper was typed back rightly. A wrong one leaves what was typed in its box.
func (a *Admin) checkSave(r *page.Request) error {
	share, err := a.share(r)
	if err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	err = a.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error {
		return vault.CheckShare(tx, network.OrganisationID(r.Subject().Organisation), share.Number, fields.Text("share"))
	})
	if e, known := errs.Of(err); known && e.Kind == errs.Invalid {
		fields.Keep(e.On("share"))
		return a.checkAsk(r, http.StatusUnprocessableEntity, fields)
	}
	if err != nil {
		return err
	}
	return r.Redirect("/setup/recovery")
}
