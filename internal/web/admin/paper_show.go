package admin

import (
	"net/http"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/web/page"
)

// share reads the paper of the address.
func (a *Admin) share(r *page.Request) (vault.Share, vault.Readiness, error) {
	ready, err := a.ready(r)
	if err != nil {
		return vault.Share{}, ready, err
	}
	for _, s := range ready.AtWork().Shares {
		if strconv.Itoa(s.Number) == r.PathValue("number") {
			return s, ready, nil
		}
	}
	return vault.Share{}, ready, errs.E(errs.NotFound, "errors.not_found")
}

// paperShow shows a share once, on a page to be printed, and forgets it. It answers a button: a page that is loaded again shows nothing.
func (a *Admin) paperShow(r *page.Request) error {
	share, ready, err := a.share(r)
	if err != nil {
		return err
	}
	session, account, err := a.mine(r)
	if err != nil {
		return err
	}
	text, laid := a.Keyring.Laid(session.Token, paperName(share.Number))
	if !laid || !ready.AtWork().Recognises(string(text)) { // others were made meanwhile
		return errs.E(errs.Conflict, "setup.paper.gone")
	}
	a.Keyring.Lift(session.Token, paperName(share.Number))
	p := r.Printer()
	digits, _, err := roster.Founders(a.Keys)
	if err != nil {
		return err
	}
	number := strconv.Itoa(share.Number)
	header := page.Header{Title: p.T("setup.paper.title", "number", number), Sub: account.Organisation + " · " + a.Network.Name}
	return r.Render(header.Title, PaperPage(p, PaperView{Header: header, Number: number, Custodian: share.Custodian, Made: day(p, ready.AtWork().Made), Groups: strings.Split(string(text), "-"), Founders: digits}))
}

// checkShow asks for a paper to be typed back.
func (a *Admin) checkShow(r *page.Request) error {
	return a.checkAsk(r, http.StatusOK, &page.Fields{})
}

func (a *Admin) checkAsk(r *page.Request, status int, fields *page.Fields) error {
	share, ready, err := a.share(r)
	if err != nil {
		return err
	}
	p := r.Printer()
	number := strconv.Itoa(share.Number)
	title := p.T("setup.check.title", "number", number, "name", share.Custodian)
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title, Trail: append(setup(r, ready.Live), page.Link{Label: p.T("setup.papers.title"), Path: "/setup/recovery"})},
		Lead:   []string{p.T("setup.check.lead")}, Action: "/setup/recovery/" + number, Fields: fields, Submit: p.T("setup.check.save"),
		Asked: []Asked{{Field: page.Field{Name: "share", Label: p.T("setup.check.share"), Hint: p.T("setup.check.hint"), Autocomplete: "off"}}},
	}))
}

// checkSave notes that a paper was typed back rightly. A wrong one leaves what was typed in its box.
func (a *Admin) checkSave(r *page.Request) error {
	share, _, err := a.share(r)
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
