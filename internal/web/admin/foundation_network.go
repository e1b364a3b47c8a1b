package admin

import (
	"net/http"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/web/page"
)

// The steps of the set-up of which something is kept.
const (
	stepNetwork = "network"
	stepWork    = "work"
	stepFile    = "file"
)

var networkFields = []string{"name", "code", "organisation", "organisation_code", "kind", "province", "zone"}

// zones are the time zones in which a day may begin. The first is proposed.
var zones = []string{
	"Europe/Rome", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest", "Europe/Dublin", "Europe/Helsinki", "Europe/Lisbon",
	"Europe/London", "Europe/Madrid", "Europe/Paris", "Europe/Sofia", "Europe/Tallinn", "Europe/Tirane", "Europe/Vienna", "Europe/Warsaw", "Atlantic/Canary",
}

// founding are the screens of the set-up, in order.
func founding(p *i18n.Printer) []string {
	return []string{p.T("setup.step.network"), p.T("setup.step.work"), p.T("setup.step.you"), p.T("setup.step.list")}
}

// networkShow asks for the network and the organisation that leads it.
func (f *Foundation) networkShow(r *page.Request) error {
	fields, _, err := f.draft(r, stepNetwork)
	if err != nil {
		return err
	}
	if fields.Text("kind") == "" {
		fields.Set("kind", "ngo")
	}
	if fields.Text("zone") == "" {
		fields.Set("zone", zones[0])
	}
	return f.networkAsk(r, http.StatusOK, fields)
}

func (f *Foundation) networkAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("setup.network.title")
	var zone []page.Option
	for _, z := range zones {
		zone = append(zone, page.Option{Value: z, Label: z})
	}
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title}, Steps: founding(p), Step: 0, Lead: []string{p.T("setup.network.lead")},
		Action: "/found/network", Fields: fields, Submit: p.T("setup.go_on"), Else: page.Link{Label: p.T("setup.file.go"), Path: "/found/file", Quiet: true},
		Asked: []Asked{
			{Field: page.Field{Name: "name", Label: p.T("setup.network.name"), Hint: p.T("setup.network.name_hint")}},
			{Field: page.Field{Name: "organisation", Label: p.T("setup.network.organisation"), Hint: p.T("setup.network.organisation_hint"), Autocomplete: "organization"}},
			{Field: page.Field{Name: "kind", Label: f.listLabel(p, "organisation_kind"), Options: f.options(p, "organisation_kind", false)}, List: true},
			{Field: page.Field{Name: "province", Label: f.listLabel(p, "province"), Options: f.options(p, "province", true)}, List: true},
			{Field: page.Field{Name: "zone", Label: p.T("setup.network.zone"), Hint: p.T("setup.network.zone_hint"), Options: zone}, List: true},
			{Field: page.Field{Name: "code", Label: p.T("setup.network.code"), Hint: p.T("setup.network.code_hint"), Short: true}},
			{Field: page.Field{Name: "organisation_code", Label: p.T("setup.network.organisation_code"), Hint: p.T("setup.network.code_hint"), Short: true}},
		},
	}))
}

// listLabel is what a code list is called.
func (f *Foundation) listLabel(p *i18n.Printer, list string) string {
	if l, ok := f.Book.List(list); ok {
		return l.Label[p.Lang()]
	}
	return list
}

// options are the codes of a list.
func (f *Foundation) options(p *i18n.Printer, list string, none bool) []page.Option {
	var options []page.Option
	if none {
		options = append(options, page.Option{Label: p.T("setup.none")})
	}
	if l, ok := f.Book.List(list); ok {
		for _, code := range l.Codes {
			options = append(options, page.Option{Value: code.Code, Label: f.Book.Label(list, code.Code, p.Lang())})
		}
	}
	return options
}

func (f *Foundation) networkSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	for name, from := range map[string]string{"code": "name", "organisation_code": "organisation"} {
		if fields.Text(name) == "" {
			fields.Set(name, codeOf(fields.Text(from)))
		}
	}
	needed(fields, "name", "organisation", "code", "organisation_code")
	for name, list := range map[string]string{"kind": "organisation_kind", "province": "province"} {
		if v := fields.Text(name); (v != "" || name == "kind") && !f.Book.Has(list, v) {
			fields.Keep(errs.E(errs.Invalid, "setup.needed").On(name))
		}
	}
	if err := f.keep(r, stepNetwork, fields, networkFields, stepFile); err != nil {
		return err
	}
	if len(fields.Problems()) > 0 {
		return f.networkAsk(r, http.StatusUnprocessableEntity, fields)
	}
	return r.Redirect("/found/work")
}

// needed notes which answers are missing, or too long.
func needed(fields *page.Fields, names ...string) {
	for _, name := range names {
		switch text := fields.Text(name); {
		case text == "":
			fields.Keep(errs.E(errs.Invalid, "setup.needed").On(name))
		case len(text) > 120:
			fields.Keep(errs.E(errs.Invalid, "setup.too_long").On(name))
		}
	}
}

// codeOf makes a short code out of a name: small letters and digits, with hyphens.
func codeOf(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 24 {
			break
		}
	}
	return strings.Trim(b.String(), "-")
}

// charter is the network as the answers kept so far describe it. found is false where there are none.
func (f *Foundation) charter(r *page.Request) (charter network.Charter, found bool, err error) {
	if file, kept, err := f.draft(r, stepFile); err != nil || kept {
		if err == nil {
			charter, err = network.ReadCharter([]byte(file.Text("text")))
		}
		return charter, kept, err
	}
	about, found, err := f.draft(r, stepNetwork)
	if err != nil || !found {
		return charter, found, err
	}
	work, _, err := f.draft(r, stepWork)
	if err != nil {
		return charter, false, err
	}
	charter.Network.Code, charter.Network.Name, charter.Network.Zone = about.Text("code"), about.Text("name"), about.Text("zone")
	o := network.CharterOrganisation{
		Code: about.Text("organisation_code"), Name: about.Text("organisation"), Kind: about.Text("kind"), Province: about.Text("province"), Lead: true,
	}
	if name := work.Text("project"); name != "" {
		project := network.CharterProject{
			Code: codeOf(name), Name: name, Call: work.Text("call"), Funder: work.Text("funder"), From: work.Text("from"), To: work.Text("to"), Standard: true,
			Partners: map[string]string{o.Code: "lead"}, Channels: reaching,
		}
		if o.Province != "" {
			project.Provinces = []string{o.Province}
		}
		charter.Projects = []network.CharterProject{project}
	}
	if name := work.Text("unit"); name != "" {
		unit := network.CharterUnit{Code: codeOf(name), Name: name, Kind: work.Text("unit_kind"), Province: o.Province}
		for _, project := range charter.Projects {
			unit.Projects = []string{project.Code}
		}
		o.Units = []network.CharterUnit{unit}
	}
	charter.Organisations = []network.CharterOrganisation{o}
	return charter, true, nil
}

// reaching are the channels that usually count as reaching a person.
var reaching = []string{"contact_unit", "reception_awareness", "community_outreach", "identification_interview"}
