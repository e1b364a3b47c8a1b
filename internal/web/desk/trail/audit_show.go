package trail

import (
	"strconv"

	"approdo/internal/web/kit"

	"github.com/google/uuid"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// auditShow shows one entry: what it says, its details unless they were erased, and the proof that it stands in the tree.
func (d *Desk) auditShow(r *page.Request) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return errs.E(errs.NotFound, "errors.not_found")
	}
	p := r.Printer()
	var e audit.Entry
	var words *trailWords
	var over audit.Checkpoint
	var covered bool
	var proof tlog.RecordProof
	var proved error
	var details []byte
	var kept error
	var odd store.Odd
	err = d.Store.Read(r.Context(), r.Grant(), func(tx *store.Tx) error {
		if e, err = store.FindEntry(tx, n); err != nil {
			return err
		}
		if odd, err = store.Compared(tx, e); err != nil {
			return err
		}
		if words, err = d.trailWords(tx, p, e); err != nil {
			return err
		}
		if len(e.Details) > 0 && e.Version > 1 {
			details, kept = store.Details(tx, d.Trail.Keys, e)
		}
		if err := words.know(tx, details); err != nil {
			return err
		}
		if over, covered, err = store.CheckpointOver(tx, n); err != nil || !covered {
			return err
		}
		proof, proved = store.Prove(tx, e, over)
		return nil
	})
	if err == nil {
		err = kit.Heard(r, odd.Err())
	}
	if err != nil {
		return err
	}
	view := EntryView{
		Header: page.Header{Title: words.action(e.Action), Sub: words.about(e), Trail: []page.Link{{Label: p.T("audit.title"), Path: "/audit"}}},
		Facts:  words.facts(e), Details: words.details(details), Denied: e.Decision == audit.Denied, Decision: words.decision(e),
	}
	if e, ok := errs.Of(kept); ok {
		view.NoDetails, view.DetailsDiffer = p.Error(e), e.Kind == errs.Conflict
	}
	view.Broken = !odd.Right()
	if covered {
		view.Checkpoint = page.Link{Label: p.T("audit.checkpoint_named", "number", over.N), Path: "/audit/checkpoints"}
		view.Covered = p.T("audit.covered", "when", d.Moment(p, over.At), "entries", over.Size)
		view.Broken = view.Broken || proved != nil
		leaf := e.Hash()
		view.Proof = append(view.Proof, page.Pair{Name: p.T("audit.proof.leaf"), Value: leaf.String(), Code: true})
		for i, h := range proof {
			view.Proof = append(view.Proof, page.Pair{Name: p.T("audit.proof.beside", "number", i+1), Value: h.String(), Code: true})
		}
		view.Proof = append(view.Proof, page.Pair{Name: p.T("audit.proof.root"), Value: over.Root.String(), Code: true})
	}
	return r.Render(view.Header.Title, EntryPage(p, view))
}

// facts are the fields of an entry in words.
func (w *trailWords) facts(e audit.Entry) []page.Pair {
	p := w.p
	pairs := []page.Pair{
		{Name: p.T("audit.field.number"), Value: kit.Itoa(e.N)},
		{Name: p.T("audit.field.when"), Value: w.d.Moment(p, e.At)},
		{Name: p.T("audit.field.utc"), Value: e.At, Code: true},
	}
	id := e.Record
	if len(id) != len(uuid.Nil.String()) || erasing(e) {
		id = "" // a word of the program's, which stands in other words above; or what somebody was called who is erased
	}
	for _, x := range []page.Pair{
		{Name: "who", Value: w.whoDid(e)},
		{Name: "organisation", Value: w.organisation(e.Organisation)},
		{Name: "role", Value: w.role(e.Role)},
		{Name: "action", Value: w.action(e.Action)},
		{Name: "about", Value: w.about(e)},
		{Name: "record", Value: id, Code: true},
		{Name: "person", Value: w.persons[e.Person]},
		{Name: "purpose", Value: w.purpose(e)},
		{Name: map[bool]string{false: "rule", true: "why"}[e.Decision == audit.Denied], Value: w.rule(e)},
		{Name: "decision", Value: w.decision(e)},
	} {
		if x.Value != "" {
			x.Name = p.T("audit.field." + x.Name)
			pairs = append(pairs, x)
		}
	}
	return pairs
}
