package report

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"approdo/internal/base/seal"
	"approdo/internal/care/report/column"
)

// countedViews are the views whose rows make the snapshot's hash, besides protection answers.
var countedViews = []string{"contacts", "actions", "deliveries", "enrolments", "outings"}

// fingerprint is the SHA-256 of one row, or of all rows of one person.
type fingerprint = [32]byte

// digest is the SHA-256 over the facts of a run: every row of the project, the period and the scope, and the protection answers up to
// the cut-off of the persons in them.
//
// The same facts give the same digest in every folder and on both databases, although ids are made at random: rows are hashed without
// ids, and what ids are for, telling which rows belong to one person, is kept by hashing each person's rows together. So a person is
// the sorted hashes of the rows about that person, and the snapshot the sorted hashes of persons and of rows about nobody known.
func (r *run) digest() string {
	whole := r.subjects()
	slices.SortFunc(whole, func(a, b fingerprint) int { return bytes.Compare(a[:], b[:]) })
	h := seal.NewHash()
	for _, f := range whole {
		h.Write(f[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// subjects hashes each person, each unlinked individual that actions were for, and each row about neither.
func (r *run) subjects() []fingerprint {
	about := make([][]fingerprint, r.snap.Persons()+r.snap.Individuals())
	var whole []fingerprint
	for _, name := range countedViews {
		e := r.encoder(r.snap.View(name))
		e.visit(r.reach(name), func(ref int32, f fingerprint) {
			if s := r.subjectOf(e.view, ref); s >= 0 {
				about[s] = append(about[s], f)
			} else {
				whole = append(whole, together(unlinked, []fingerprint{f})) // as if actions had been for this one and were taken back
			}
		})
	}
	e := r.encoder(r.snap.View("protections"))
	e.visit(r.answersInReach(), func(ref int32, f fingerprint) {
		if p := e.view.Person(ref); p >= 0 && about[p] != nil {
			about[p] = append(about[p], f)
		}
	})
	for subject, rows := range about {
		if rows == nil {
			continue
		}
		kind := linked
		if subject >= r.snap.Persons() {
			kind = unlinked
		}
		whole = append(whole, together(kind, rows))
	}
	return whole
}

// Whether a person is known is a fact as well: it decides how a contact counts.
const (
	linked   = "person"
	unlinked = "individual"
)

// together hashes the rows about one subject, whatever their order.
func together(kind string, rows []fingerprint) fingerprint {
	slices.SortFunc(rows, func(a, b fingerprint) int { return bytes.Compare(a[:], b[:]) })
	h := seal.NewHash()
	h.Write([]byte(kind))
	for _, f := range rows {
		h.Write(f[:])
	}
	return fingerprint(h.Sum(nil))
}

// answersInReach are the protection answers up to the cut-off that organisations of the scope recorded.
func (r *run) answersInReach() *population {
	pop := r.reach("protections")
	pop.from = column.FirstDay
	return pop
}

// subjectOf numbers whom a row is about. The contact of an unlinked individual belongs together with the actions for the same one.
func (r *run) subjectOf(view *column.View, ref int32) int {
	if p := view.Person(ref); p >= 0 {
		return int(p)
	}
	if i := view.Individual(ref); i >= 0 {
		return r.snap.Persons() + int(i)
	}
	if view.Schema.Name == "contacts" {
		if i, ok := r.snap.Individual(view.Key(ref)); ok {
			return r.snap.Persons() + int(i)
		}
	}
	return -1
}

// encoder writes rows of one view in a form that depends on nothing but the facts: the view's name, the day, then each column in
// order, texts after their length. Ids are left out.
type encoder struct {
	snap *Snapshot
	view *column.View
	buf  []byte
}

func (r *run) encoder(view *column.View) *encoder { return &encoder{snap: r.snap, view: view} }

func (e *encoder) visit(pop *population, fn func(ref int32, f fingerprint)) {
	pop.scan(func(part column.Part, rows []int32) {
		for _, i := range rows {
			ref := part.Ref(i)
			fn(ref, seal.Hash(e.row(ref)))
		}
	})
}

func (e *encoder) row(ref int32) []byte {
	e.buf = e.buf[:0]
	e.text(e.view.Schema.Name)
	e.buf = binary.BigEndian.AppendUint32(e.buf, uint32(e.view.Day(ref)))
	for i, c := range e.view.Schema.Columns {
		if c.Kind == column.Number {
			e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(e.view.Number(i, ref)))
		} else {
			e.text(e.snap.Text(e.view.Code(i, ref)))
		}
	}
	return e.buf
}

func (e *encoder) text(s string) {
	e.buf = binary.AppendUvarint(e.buf, uint64(len(s)))
	e.buf = append(e.buf, s...)
}
