package rights

import (
	"cmp"
	"fmt"
	"slices"

	"approdo/internal/base/audit"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/kit"
)

// packData is a pack for programs. It has no word of any language: its keys are those below and the columns of the registry, codes stand for answers, days are ISO's, and what somebody said stands apart from
// who said it. So it is the same whoever takes it, in whatever language, but for what was read meanwhile.
type packData struct {
	Format      string                       `json:"format"`
	Version     int                          `json:"version"`
	Asked       string                       `json:"asked"`
	Person      kit.Data                     `json:"person"`
	Corrections []kit.Earlier                `json:"corrections"` // of the person's facts
	Card        map[string]map[string]string `json:"card"`        // by section; several of one kind stand on a line each
	Records     []packRecord                 `json:"records"`
	Files       []packFile                   `json:"files"`
	Readings    []reading                    `json:"readings"`
	Incomplete  bool                         `json:"readings_incomplete,omitempty"` // entries of the trail are missing, or are not those that were written
	Kept        map[string]*int64            `json:"kept"`                          // rows by table, besides the above; null where none can count them for one person
	Names       map[string]string            `json:"names"`                         // of the organisations, units and projects that stand by their ids
}

type packRecord struct {
	Noun        string        `json:"noun"`
	ID          string        `json:"id"`
	Facts       kit.Data      `json:"facts"`
	Corrections []kit.Earlier `json:"corrections"`
}

type packFile struct {
	File string `json:"file"` // in the archive
	Name string `json:"name"`
	Type string `json:"type"` // as MIME says it
}

// reading is that data were read on a day, by a role of an organisation, for a purpose.
type reading struct {
	Day          string `json:"day"`
	Organisation string `json:"organisation_id"`
	Role         string `json:"role"`
	Purpose      string `json:"purpose"`
	Times        int    `json:"times"`
}

// readings counts those that say the same, the latest first.
func readings(seen []audit.Entry) []reading {
	list := []reading{}
	for _, e := range seen {
		one := reading{Day: e.At[:len("2006-01-02")], Organisation: e.Organisation, Role: e.Role, Purpose: cmp.Or(string(e.Purpose), string(policy.Care)), Times: 1}
		at := slices.IndexFunc(list, func(r reading) bool { r.Times = 1; return r == one })
		if at < 0 {
			list = append(list, one)
		} else {
			list[at].Times++
		}
	}
	return list
}

// machine writes a pack for programs.
func machine(c *kit.Teller, x pack, card map[vault.Section]vault.Entry, files []packFile) packData {
	d := packData{
		Format: "approdo/pack", Version: 2, Asked: x.Day, Person: x.facts, Corrections: x.earlier, Card: map[string]map[string]string{},
		Records: []packRecord{}, Files: files, Readings: readings(x.seen), Incomplete: !x.odd.Right(), Kept: map[string]*int64{}, Names: map[string]string{},
	}
	for section, entry := range card {
		said := map[string]string{"recorded": entry.Recorded[:len("2006-01-02")]}
		for name, text := range entry.Content.Fields() {
			if *text != "" {
				said[name] = *text
			}
		}
		d.Card[string(section)] = said
	}
	for _, told := range x.records {
		d.Records = append(d.Records, packRecord{told.Noun, told.ID, told.Data, told.Earlier})
		d.name(c, told.Data)
	}
	d.name(c, d.Person)
	for _, r := range d.Readings {
		d.name(c, kit.Data{"organisation_id": r.Organisation})
	}
	for _, rows := range x.besides {
		switch rows.Count {
		case 0:
		case work.Uncounted:
			d.Kept[rows.Table] = nil
		default:
			d.Kept[rows.Table] = &rows.Count
		}
	}
	return d
}

// name says what the organisation, the unit and the project of a record are called.
func (d packData) name(c *kit.Teller, facts kit.Data) {
	for column, name := range map[string]func(id string) string{
		"organisation_id": func(id string) string { return c.Around.Organisations[network.OrganisationID(id)].Name },
		"unit_id":         func(id string) string { return c.Around.Units[network.UnitID(id)].Name },
		"project_id":      func(id string) string { return c.Around.Projects[network.ProjectID(id)].Name },
	} {
		if id, ok := facts[column]; ok {
			d.Names[fmt.Sprint(id)] = name(fmt.Sprint(id))
		}
	}
}
