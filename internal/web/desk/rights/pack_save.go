package rights

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/care/work"
	"approdo/internal/web/page"
)

// pack is everything that is kept about a person, read for them.
type pack struct {
	rights.Waiting
	who      person.Person
	recorded string
	facts    kit.Data
	earlier  []kit.Earlier
	sealed   vault.Sealed
	files    []vault.SealedFile
	timeline []page.Event
	records  []kit.Told
	besides  []work.Rows
	seen     []audit.Entry
	odd      store.Odd // what of the trail is not as it was written: then who read is not known to be all
}

// packSave puts together what is kept about a person and sends it as an archive: a page to read, the same for machines, and their files.
// Reading is on record before anything is opened, and the taking before anything is sent; whether it arrived says packHand.
func (d *Desk) packSave(r *page.Request) error {
	c := &kit.Teller{D: d.Desk, P: r.Printer()}
	var x pack
	err := d.Store.Reveal(r.Context(), r.Grant(), func(tx *store.Tx) (err error) {
		x, err = d.readPack(c, tx, r.PathValue("id"))
		return err
	})
	if err == nil && x.sealed.Person != "" {
		err = d.Store.Read(r.Context(), r.Grant(), x.readSeen)
	}
	if err != nil {
		return err
	}
	if err := kit.Heard(r, x.odd.Err()); err != nil {
		return err
	}
	id, err := r.Identity()
	if err != nil {
		return err
	}
	archive, err := d.archive(r, c, x, id)
	if err != nil {
		return err
	}
	err = d.Store.Write(r.Context(), r.Grant(), func(tx *store.Tx) error { return rights.New(d.Book).Prepare(tx, x.ID) })
	if err != nil {
		return err
	}
	h := r.Writer().Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+strings.ToLower(x.Code)+`.zip"`)
	_, err = r.Writer().Write(archive)
	return errs.Wrap(err, "send pack")
}

// packHand closes the request once the person has the pack.
func (d *Desk) packHand(r *page.Request) error {
	if err := d.close(r, rights.New(d.Book).Hand); err != nil {
		return err
	}
	return r.Say("/packs", "desk.packs.said.handed")
}

// readPack reads what is kept, sealed and coded, and who read it. It is held by the hour's budget as every other way to a name: a pack can wait for an hour, or is put together by who follows the person, of whom
// nothing is bounded. Others who put one together are told to those who follow the person and to the officers.
func (d *Desk) readPack(c *kit.Teller, tx *store.Tx, id string) (x pack, err error) {
	if x.Waiting, err = rights.Pack(tx, id); err != nil {
		return x, err
	}
	if x.who, err = person.Mine(tx, x.Person); err != nil {
		return x, err
	}
	if x.recorded, err = person.Recorded(tx, x.Person); err != nil {
		return x, err
	}
	corrections, err := work.Corrections(tx, string(x.Person))
	if err != nil {
		return x, err
	}
	x.facts, x.earlier = kit.PersonData(x.who), kit.Before(corrections, x.who, kit.PersonData, "code", "organisation_id")
	x.facts["recorded"] = x.recorded
	if x.sealed, err = vault.Reveal(tx, x.Person, d.Budget, vault.Sections()...); err != nil || x.sealed.Person == "" { // beyond the budget nothing is read, and the refusal is on record
		return x, err
	}
	if err := vault.WarnPack(tx, x.Person); err != nil {
		return x, err
	}
	files, err := vault.Attached.Of(tx, x.Person)
	if err != nil {
		return x, err
	}
	for _, file := range files {
		f, err := vault.RevealFile(tx, x.Person, file, d.Budget)
		if err != nil {
			return x, err
		}
		x.files = append(x.files, f)
	}
	if c.Around, err = kit.Around(tx); err != nil {
		return x, err
	}
	if x.timeline, err = c.Timeline(tx, x.Person); err != nil {
		return x, err
	}
	if x.records, err = c.Wholes(tx, x.Person); err != nil {
		return x, err
	}
	if x.besides, err = rights.Registry().Beside(tx, string(x.Person)); err != nil {
		return x, err
	}
	return x, nil
}

// readSeen reads who read, from the whole trail as it was written: one entry that answers no more is a colleague of whom nobody learns. No writer waits for it.
func (x *pack) readSeen(tx *store.Tx) error {
	found, err := store.SearchTrail(tx, store.Search{Person: string(x.Person), Limit: mostSeen, Whole: true})
	x.seen = slices.DeleteFunc(found.Entries, func(e audit.Entry) bool { return found.Odd.Changes(e.N) })
	x.odd = found.Odd
	return err
}

// mostSeen is how many readings a pack tells of, the latest.
const mostSeen = 10_000

// archive opens what was read and writes it.
func (d *Desk) archive(r *page.Request, c *kit.Teller, x pack, id *seal.Identity) ([]byte, error) {
	card, err := x.sealed.Open(id)
	if err != nil {
		return nil, err
	}
	parts := packParts(c, x, card, d.Tell)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(c.P.T("desk.packs.file") + ".html")
	if err != nil {
		return nil, errs.Wrap(err, "write pack")
	}
	title := c.P.T("desk.packs.paper", "code", x.Code)
	if err := page.Paper(c.P, title, PackPaper(c.P, page.Header{Title: title, Sub: c.P.T("desk.packs.paper_sub", "day", c.P.Day(x.Day), "organisation", c.Around.Organisations[x.Organisation].Name)}, parts)).Render(r.Context(), w); err != nil {
		return nil, errs.Wrap(err, "write pack")
	}
	files := []packFile{}
	for i, f := range x.files {
		if err != nil {
			break
		}
		var file vault.Attachment
		if file, err = f.Read(id); err == nil {
			files = append(files, packFile{File: fmt.Sprintf("%02d%s", i+1, vault.Extensions[file.Type]), Name: file.Name, Type: vault.Types[file.Type]})
			if w, err = z.Create(files[i].File); err == nil {
				_, err = w.Write(file.Body)
			}
		}
	}
	if err != nil {
		return nil, errs.Wrap(err, "write pack")
	}
	if w, err = z.Create(c.P.T("desk.packs.file") + ".json"); err == nil {
		err = json.NewEncoder(w).Encode(machine(c, x, card, files))
	}
	if err == nil {
		err = z.Close()
	}
	return out.Bytes(), errs.Wrap(err, "write pack")
}
