package network

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/goccy/go-yaml"
	"golang.org/x/sync/errgroup"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/period"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Charter is a network as a file that a person writes: `approdo init network.yaml`. Things name one another by code.
type Charter struct {
	Network struct {
		Code string `yaml:"code"`
		Name string `yaml:"name"`
		Zone string `yaml:"zone"`
	} `yaml:"network"`
	Organisations []CharterOrganisation `yaml:"organisations"`
	Projects      []CharterProject      `yaml:"projects"`
	Accounts      []CharterAccount      `yaml:"accounts"`
}

// CharterOrganisation is one organisation of a Charter, with its units.
type CharterOrganisation struct {
	Code     string        `yaml:"code"`
	Name     string        `yaml:"name"`
	Kind     string        `yaml:"kind"`
	Province string        `yaml:"province"`
	Lead     bool          `yaml:"lead"`
	Outside  bool          `yaml:"outside"` // a public body that does not record here
	Units    []CharterUnit `yaml:"units"`
}

// CharterUnit is one unit; its project is the code of the project that pays it.
type CharterUnit struct {
	Code     string   `yaml:"code"`
	Name     string   `yaml:"name"`
	Kind     string   `yaml:"kind"`
	Province string   `yaml:"province"`
	Projects []string `yaml:"projects"`
}

// CharterProject is one project.
type CharterProject struct {
	Code      string            `yaml:"code"`
	Name      string            `yaml:"name"`
	Call      string            `yaml:"call"`
	Funder    string            `yaml:"funder"`
	From      string            `yaml:"from"`
	To        string            `yaml:"to"`
	Standard  bool              `yaml:"standard"`
	Partners  map[string]string `yaml:"partners"` // organisation code → role
	Provinces []string          `yaml:"provinces"`
	Channels  []string          `yaml:"channels"`
	Targets   map[string]int64  `yaml:"targets"`
}

// CharterAccount is one person who logs in.
type CharterAccount struct {
	Login        string   `yaml:"login"`
	Name         string   `yaml:"name"`
	Organisation string   `yaml:"organisation"`
	Language     string   `yaml:"language"`
	Email        string   `yaml:"email"`
	Roles        []string `yaml:"roles"`
	Units        []string `yaml:"units"` // codes of units of the same organisation
}

// ReadCharter reads a network file. What the language does not know is refused with its line.
func ReadCharter(file []byte) (Charter, error) {
	var c Charter
	file, err := codebook.Tame(file)
	if err != nil {
		return c, err
	}
	if len(strings.TrimSpace(string(file))) == 0 {
		return c, errs.E(errs.Invalid, "network.charter_empty")
	}
	if err := codebook.Unmarshal(file, &c); err != nil {
		line := 0
		var at yaml.Error
		if errors.As(err, &at) && at.GetToken() != nil {
			line = at.GetToken().Position.Line
		}
		return c, errs.E(errs.Invalid, "network.charter_unreadable", "line", line)
	}
	return c, nil
}

// Founding is a checked charter, ready to be written. Its accounts come in with Invite or with Admit; with neither they are
// invited, and have no link yet.
type Founding struct {
	Invitations map[string]string    // log-in name → what stands in the link, to be told once
	Seeds       map[string]seal.Seed // log-in name → seed, of those admitted
	charter     Charter
	pens        map[string]seal.Pen
	slots       map[string]Slot
}

// Prepare checks a charter against the code lists.
func (c Charter) Prepare(book *codebook.Book) (*Founding, error) {
	if err := c.check(book); err != nil {
		return nil, err
	}
	f := &Founding{
		charter: c, Invitations: map[string]string{}, Seeds: map[string]seal.Seed{},
		pens: map[string]seal.Pen{}, slots: map[string]Slot{},
	}
	return f, nil
}

// Invite makes a link for each account. Who accepts it is confirmed: the file is the set-up.
func (f *Founding) Invite() error {
	for _, a := range f.charter.Accounts {
		token, err := seal.RandomToken()
		if err != nil {
			return errs.Wrap(err, "make invitation")
		}
		f.Invitations[a.Login] = token
	}
	return nil
}

// Admit gives each account keys and confirms it. With a password they can log in with it; all share it, as in a demonstration. Slots are
// made side by side, since each takes a core for a sixth of a second.
func (f *Founding) Admit(ctx context.Context, keys *seal.Keys, password string) error {
	var mu sync.Mutex
	work, ctx := errgroup.WithContext(ctx)
	for _, a := range f.charter.Accounts {
		seed, err := seal.NewSeed()
		if err != nil {
			return errs.Wrap(err, "make seed")
		}
		identity, err := seed.Identity()
		if err != nil {
			return errs.Wrap(err, "make keys")
		}
		f.Seeds[a.Login], f.pens[a.Login] = seed, identity.Pen()
		if password == "" {
			continue
		}
		work.Go(func() error {
			slot, err := NewSlot(ctx, keys, a.Login, seed, Password, password)
			mu.Lock()
			defer mu.Unlock()
			f.slots[a.Login] = slot
			return err
		})
	}
	return errs.Wrap(work.Wait(), "make slots")
}

// Entrust names the keys of those admitted in the file beside the key file, which makes them founders. There is a file from then on, so that nobody takes this installation for
// one that is older than its roster. It comes before Establish.
func (f *Founding) Entrust(keys *seal.Keys) error {
	var publics []seal.Public
	for _, pen := range f.pens {
		publics = append(publics, pen.Public())
	}
	return Entrust(keys, publics...)
}

func (c Charter) check(book *codebook.Book) error {
	var bad errs.List
	refuse := func(where, key string, args ...any) {
		if _, code, ok := strings.Cut(where, " "); ok {
			where = strings.TrimSpace(code) // what a person named is the same in every language
		}
		bad.Add(errs.E(errs.Invalid, key, append([]any{"where", where}, args...)...))
	}
	code := func(where, list, value string) {
		if !book.Has(list, value) {
			refuse(where, "network.charter_code", "list", list)
		}
	}
	known := map[string]bool{}
	name := func(kind, value string) {
		if value == "" || known[kind+value] {
			refuse(kind+" "+value, "network.charter_twice")
		}
		known[kind+value] = true
	}
	if c.Network.Code == "" || c.Network.Name == "" {
		refuse("network", "network.charter_missing")
	}
	if len(c.Organisations) == 0 {
		refuse("organisations", "network.charter_missing")
	}
	leads := 0
	for _, pr := range c.Projects {
		name("project ", pr.Code)
		where := "project " + pr.Code
		if pr.From == "" || pr.To == "" {
			refuse(where, "network.charter_day")
		}
		for _, wrong := range period.Check(pr.From, pr.To) {
			refuse(where, "network.charter_period."+strings.TrimPrefix(wrong.Key, "period."), wrong.Args...)
		}
		for _, v := range pr.Provinces {
			code(where, "province", v)
		}
		for _, v := range pr.Channels {
			code(where, "channel", v)
		}
		for m := range pr.Targets {
			code(where, "measure", m)
		}
		for _, r := range pr.Partners {
			code(where, "partner_role", r)
		}
	}
	for _, o := range c.Organisations {
		name("organisation ", o.Code)
		code("organisation "+o.Code, "organisation_kind", o.Kind)
		if o.Province != "" {
			code("organisation "+o.Code, "province", o.Province)
		}
		if o.Lead {
			leads++
		}
		for _, u := range o.Units {
			name("unit ", u.Code)
			known["unit "+o.Code+"/"+u.Code] = true
			code("unit "+u.Code, "unit_kind", u.Kind)
			if u.Province != "" {
				code("unit "+u.Code, "province", u.Province)
			}
			for _, pr := range u.Projects {
				if !known["project "+pr] {
					refuse("unit "+u.Code, "network.charter_unknown", "code", pr)
				}
			}
		}
	}
	for _, pr := range c.Projects {
		for o := range pr.Partners {
			if !known["organisation "+o] {
				refuse("project "+pr.Code, "network.charter_unknown", "code", o)
			}
		}
	}
	if leads != 1 {
		refuse("organisations", "network.charter_lead")
	}
	for _, a := range c.Accounts {
		name("account ", a.Login)
		if !known["organisation "+a.Organisation] {
			refuse("account "+a.Login, "network.charter_unknown", "code", a.Organisation)
		}
		var roles []policy.Role
		for _, r := range a.Roles {
			code("account "+a.Login, "role", r)
			roles = append(roles, policy.Role(r))
		}
		if policy.Apart(roles) {
			refuse("account "+a.Login, "network.charter_apart")
		}
		for _, u := range a.Units {
			if !known["unit "+a.Organisation+"/"+u] {
				refuse("account "+a.Login, "network.charter_unknown", "code", u)
			}
		}
	}
	return bad.Err()
}

// Establish writes the network of a prepared charter.
func (f *Founding) Establish(tx *store.Tx, demonstration bool, shift time.Duration) error {
	zone := f.charter.Network.Zone
	if zone == "" {
		zone = "Europe/Rome"
	}
	if err := Record(tx, Network{Code: f.charter.Network.Code, Name: f.charter.Network.Name, Zone: zone, Demonstration: demonstration, ClockShift: shift}); err != nil {
		return err
	}
	organisations := map[string]OrganisationID{}
	for _, o := range f.charter.Organisations {
		organisations[o.Code] = OrganisationID(tx.NewID())
		err := addOrganisation(tx, Organisation{ID: organisations[o.Code], Code: o.Code, Name: o.Name, Kind: o.Kind, Province: o.Province, Lead: o.Lead, Member: !o.Outside})
		if err != nil {
			return err
		}
	}
	projects, err := f.projects(tx, organisations)
	if err != nil {
		return err
	}
	units := map[string]UnitID{}
	for _, o := range f.charter.Organisations {
		for _, u := range o.Units {
			if units[u.Code], err = f.unit(tx, organisations[o.Code], u, projects); err != nil {
				return err
			}
		}
	}
	if err := vouchForLists(tx); err != nil {
		return err
	}
	for _, a := range f.charter.Accounts {
		if err := f.account(tx, organisations[a.Organisation], units, a); err != nil {
			return err
		}
	}
	return nil
}

func (f *Founding) account(tx *store.Tx, organisation OrganisationID, units map[string]UnitID, a CharterAccount) error {
	account := Account{
		ID: AccountID(tx.NewID()), OrganisationID: organisation, Login: a.Login, Name: a.Name, Language: a.Language, Email: a.Email,
		Status: policy.Invited,
	}
	for _, r := range a.Roles {
		account.Roles = append(account.Roles, policy.Role(r))
	}
	for _, u := range a.Units {
		account.Units = append(account.Units, units[u])
	}
	var slots []Slot
	if slot, ok := f.slots[a.Login]; ok {
		slots = append(slots, slot)
	}
	if pen, admitted := f.pens[a.Login]; admitted {
		return Admit(tx, account, pen, slots...)
	}
	if err := RecordAccount(tx, account, slots...); err != nil {
		return err
	}
	if token, ok := f.Invitations[a.Login]; ok {
		return renew(tx, account.ID, token, true)
	}
	return nil
}

func (f *Founding) projects(tx *store.Tx, organisations map[string]OrganisationID) (map[string]Project, error) {
	projects := map[string]Project{}
	for i, pr := range f.charter.Projects {
		p := Project{
			ID: ProjectID(tx.NewID()), Code: pr.Code, Name: pr.Name, Call: pr.Call, Funder: pr.Funder, Starts: pr.From, Ends: pr.To,
			Standard: pr.Standard || len(f.charter.Projects) == 1, Provinces: pr.Provinces, Channels: pr.Channels,
		}
		for code, role := range pr.Partners {
			p.Partners = append(p.Partners, Partner{OrganisationID: organisations[code], Role: role})
		}
		for measure, expected := range pr.Targets {
			p.Targets = append(p.Targets, Target{Measure: measure, Expected: expected})
		}
		if err := addProject(tx, p); err != nil {
			return nil, fmt.Errorf("project %d: %w", i+1, err)
		}
		projects[pr.Code] = p
	}
	return projects, nil
}

func (f *Founding) unit(tx *store.Tx, organisation OrganisationID, u CharterUnit, projects map[string]Project) (UnitID, error) {
	unit := Unit{ID: UnitID(tx.NewID()), OrganisationID: organisation, Code: u.Code, Name: u.Name, Kind: u.Kind, Province: u.Province}
	if err := addUnit(tx, unit); err != nil {
		return "", err
	}
	for _, code := range u.Projects {
		p := projects[code]
		if err := addFunding(tx, Funding{UnitID: unit.ID, ProjectID: p.ID, Starts: p.Starts, Ends: p.Ends}); err != nil {
			return "", err
		}
	}
	return unit.ID, nil
}
