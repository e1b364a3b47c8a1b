package demo

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
)

//go:embed identities.yaml
var identitiesFile []byte

// names is what identities are put together from.
type names struct {
	Groups    map[string]group `yaml:"groups"`
	Nicknames []string         `yaml:"nicknames"`
	Notes     []string         `yaml:"notes"`
	Safe      []string         `yaml:"safe"`
	Zones     []string         `yaml:"zones"`
	Meeting   []string         `yaml:"meeting"`
	of        map[string]group // by country
}

type group struct {
	Countries []string `yaml:"countries"`
	Women     []string `yaml:"women"`
	Men       []string `yaml:"men"`
	Families  []string `yaml:"families"`
}

// vaults are those of the organisations that record here, while their keys are at hand.
type vaults struct {
	names
	book     *codebook.Book
	members  []network.Account
	seeds    map[string]seal.Seed
	fillings map[network.OrganisationID]vault.Filling

	recoveries map[network.OrganisationID]roster.Member
}

// openVaults founds the vault of every organisation: whoever works with people holds the key of the team.
func openVaults(ctx context.Context, s *store.Store, book *codebook.Book, founding *network.Founding) (*vaults, error) {
	v := &vaults{book: book, seeds: founding.Seeds, fillings: map[network.OrganisationID]vault.Filling{}, recoveries: map[network.OrganisationID]roster.Member{}}
	if err := yaml.UnmarshalWithOptions(identitiesFile, &v.names, yaml.Strict()); err != nil {
		return nil, errs.Wrap(err, "read identities")
	}
	v.of = map[string]group{}
	for _, g := range v.Groups {
		for _, country := range g.Countries {
			v.of[country] = g
		}
	}
	var organisations []network.Organisation
	err := s.Read(ctx, policy.System(policy.Demo), func(tx *store.Tx) (err error) {
		if organisations, err = network.Organisations(tx); err != nil {
			return err
		}
		v.members, err = network.Accounts(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	recovery, recognises, err := recoveryKey()
	if err != nil {
		return nil, err
	}
	if err := network.EntrustPapers(s.Keys(), recovery.Public()); err != nil {
		return nil, err
	}
	err = s.Write(ctx, policy.System(policy.Demo), func(tx *store.Tx) error {
		for _, o := range organisations {
			if !o.Member {
				continue
			}
			if err := vault.Establish(tx, o.ID, recovery.Public(), recognises); err != nil {
				return err
			}
			if v.recoveries[o.ID], err = vault.FindRecovery(tx, o.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var founded []vault.Founding
	for _, o := range organisations {
		if !o.Member {
			continue
		}
		f, err := v.establish(o.ID)
		if err != nil {
			return nil, err
		}
		founded = append(founded, f)
		v.fillings[o.ID] = f.Filling()
	}
	return v, s.Write(ctx, policy.System(policy.Demo), func(tx *store.Tx) error {
		for _, f := range founded {
			if err := f.Record(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

func (v *vaults) establish(o network.OrganisationID) (vault.Founding, error) {
	var holders []roster.Member
	for _, a := range v.members {
		if a.OrganisationID == o && a.HoldsKeys() {
			holders = append(holders, a.Member())
		}
	}
	return vault.Start(o, v.recoveries[o], holders)
}

// seal gives everybody of a play who is known by a code an invented identity, and the people of the team some whom they follow. It has a
// chance of its own, so that the story stays what it was.
func (v *vaults) seal(p *play) error {
	d := newDraw(uint64(len(p.folk)), "identities "+p.Project)
	for _, who := range p.folk {
		if who.id == "" {
			continue
		}
		first := who.met[0]
		card, err := v.fillings[first.at.organisation].Card(who.id, v.invent(d, who)...)
		if err != nil {
			return err
		}
		p.add(first.on, rankContact, card.Record)
		for _, a := range v.followers(d, who) {
			p.add(first.on, rankService, func(tx *store.Tx) error { return vault.Follow(tx, who.id, a, vault.Budget{}) })
		}
	}
	return nil
}

// followers are the case manager of whoever enrolled, and somebody of the team of most others.
func (v *vaults) followers(d draw, who *individual) (list []network.AccountID) {
	for _, a := range v.members {
		if a.OrganisationID != who.met[0].at.organisation || !a.HoldsKeys() {
			continue
		}
		manages := slices.Contains(a.Roles, policy.CaseManager) && who.enrols
		works := d.chance(30) && (slices.Contains(a.Roles, policy.DeskWorker) || slices.Contains(a.Roles, policy.OutreachWorker))
		helps := who.enrols && d.chance(20) && (slices.Contains(a.Roles, policy.Mediator) || slices.Contains(a.Roles, policy.Specialist))
		if manages || works || helps {
			list = append(list, a.ID)
		}
	}
	return list
}

// invent puts an identity together. Of many only a name or a nickname is known.
func (v *vaults) invent(d draw, who *individual) []vault.Content {
	g, known := v.of[who.citizenship]
	if !known {
		g = v.Groups["others"]
	}
	given := g.Women
	if who.gender == "man" || who.gender == "trans_man" {
		given = g.Men
	}
	name := &vault.NameCard{Name: pick(d, given) + " " + pick(d, g.Families)}
	if d.chance(40) {
		name.Nicknames = pick(d, v.Nicknames)
	}
	if d.chance(8) {
		name.Name = ""
		name.Nicknames = pick(d, v.Nicknames)
	}
	list := []vault.Content{name}
	if d.chance(60) {
		list = append(list, &vault.PhoneCard{Phones: fmt.Sprintf("+39 399 %03d %04d", d.IntN(1000), d.IntN(10000))}) // 399 is nobody's
	}
	if d.chance(25) {
		list = append(list, &vault.SafeContactCard{How: pick(d, v.Safe)})
	}
	if who.enrols {
		list = append(list, &vault.DocumentCard{Kind1: "passport", Number1: fmt.Sprintf("ZZ%07d", d.IntN(1e7)), Until1: fmt.Sprintf("%d-%02d-28", 2025+d.IntN(6), 1+d.IntN(12))},
			&vault.BirthCard{Year: fmt.Sprint(1975 + d.IntN(30))}, &vault.NoteCard{Text: pick(d, v.Notes)})
	}
	return list
}

// planned outing lays out the outings of the next evenings, for the organisations whose street workers have an account.
func (v *vaults) plan(ctx context.Context, s *store.Store, seed uint64) error {
	d := newDraw(seed, "plans")
	for _, a := range v.members {
		if !slices.Contains(a.Roles, policy.OutreachWorker) {
			continue
		}
		grant, err := policy.Authorize(a.Subject(), policy.PlannedRecord)
		if err != nil {
			return err
		}
		id, err := v.seeds[a.Login].Identity()
		if err != nil {
			return err
		}
		for _, evening := range []int{0, 2, 5} {
			card := vault.PlannedCard{
				Day: Standing.AddDate(0, 0, evening).Format("2006-01-02"), Mode: "outdoor", Zone: pick(d, v.Zones),
				Crew: strings.Join([]string{a.Name, "Pia"}, "\n"), Meeting: pick(d, v.Meeting), From: "21:30", To: "00:30",
			}
			if err := v.planOne(ctx, s, grant, id, a.Units[evening%len(a.Units)], card); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *vaults) planOne(ctx context.Context, s *store.Store, grant policy.Grant, id *seal.Identity, unit network.UnitID, card vault.PlannedCard) error {
	var draft vault.SharedDraft[vault.PlannedCard]
	err := s.Read(ctx, grant, func(tx *store.Tx) (err error) {
		draft, err = vault.Plans.New(tx, unit)
		return err
	})
	if err != nil {
		return err
	}
	change, err := draft.Seal(id, card)
	if err != nil {
		return err
	}
	return s.Write(ctx, grant, change.Record)
}
