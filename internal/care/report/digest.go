package report

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"approdo/internal/base/seal"
	"approdo/internal/care/report/column"
)

// countedViews are the views whose rows make the snapshot's hash, besides protection answers.
var countedViews = []string{"contacts", "actions", "deliveries", "enrolments", "outings"}

// digest is the SHA-256 over the facts of a run: every row of the project, the period and the scope, and the protection answers up to
// the cut-off of the persons in them.
//
// The same facts give the same digest in every folder and on both databases, although ids are made at random: rows are hashed without
// ids, and what ids are for, telling which rows belong to one person, is kept by hashing each person's rows together. So a person is
// the sorted hashes of the rows about that person, and the snapshot the sorted hashes of persons and of rows about nobody known. Whatever the process has seen before leaves no trace.
func (r *run) digest() string {
	whole := r.hashes()
	slices.SortFunc(whole, func(a, b column.Fingerprint) int { return compare(&a, &b) })
	h := seal.NewHash()
	for _, f := range whole {
		h.Write(f[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// hashes are those of each person, of each unlinked individual that actions were for, and of each row about neither.
func (r *run) hashes() []column.Fingerprint {
	var rows []owned
	loose := int32(r.snap.Persons() + r.snap.Individuals())
	next := loose // rows about nobody known are subjects of their own
	present := make([]bool, r.snap.Persons())
	for _, name := range countedViews {
		view := r.snap.View(name)
		r.reach(name).rows().Each(func(ref int32) {
			subject := r.subjectOf(view, ref)
			switch {
			case subject < 0:
				subject, next = next, next+1
			case subject < int32(len(present)):
				present[subject] = true
			}
			rows = append(rows, owned{subject, view.Fingerprint(ref)})
		})
	}
	answers := r.answersInReach()
	answers.Each(func(ref int32) {
		if p := answers.View().Person(ref); p >= 0 && present[p] {
			rows = append(rows, owned{p, answers.View().Fingerprint(ref)})
		}
	})
	whole := make([]column.Fingerprint, 0, len(rows))
	start, sorted := bySubject(rows, int(next))
	var buffer []byte
	for subject := range next {
		mine := sorted[start[subject]:start[subject+1]]
		if len(mine) == 0 {
			continue
		}
		kind := unlinked
		if subject < int32(len(present)) {
			kind = linked
		}
		var f column.Fingerprint
		f, buffer = together(kind, mine, buffer)
		whole = append(whole, f)
	}
	return whole
}

// owned is a row and whom it is about.
type owned struct {
	subject int32
	print   *column.Fingerprint
}

// bySubject sorts by counting: the rows about subject s are sorted[start[s]:start[s+1]].
func bySubject(rows []owned, subjects int) (start []int32, sorted []*column.Fingerprint) {
	start = make([]int32, subjects+2) // one more, so that each can be moved while it is filled
	for _, row := range rows {
		start[row.subject+2]++
	}
	for i := 2; i < len(start); i++ {
		start[i] += start[i-1]
	}
	sorted = make([]*column.Fingerprint, len(rows))
	for _, row := range rows {
		sorted[start[row.subject+1]] = row.print
		start[row.subject+1]++
	}
	return start[:subjects+1], sorted
}

// Whether a person is known is a fact as well: it decides how a contact counts.
const (
	linked   = "person"
	unlinked = "individual"
)

// together hashes the rows about one subject, whatever their order. buffer is scratch.
func together(kind string, rows []*column.Fingerprint, buffer []byte) (column.Fingerprint, []byte) {
	slices.SortFunc(rows, func(a, b *column.Fingerprint) int { return compare(a, b) })
	buffer = append(buffer[:0], kind...)
	for _, f := range rows {
		buffer = append(buffer, f[:]...)
	}
	return seal.Hash(buffer), buffer
}

// compare orders fingerprints as bytes. The first eight of them nearly always decide, and are one comparison.
func compare(a, b *column.Fingerprint) int {
	if x, y := binary.BigEndian.Uint64(a[:]), binary.BigEndian.Uint64(b[:]); x != y {
		return cmp.Compare(x, y)
	}
	return bytes.Compare(a[:], b[:])
}

// answersInReach are the protection answers up to the cut-off that organisations of the scope recorded.
func (r *run) answersInReach() *column.Rows {
	pop := r.reach("protections")
	pop.from = column.FirstDay
	return pop.rows()
}

// subjectOf numbers whom a row is about. The contact of an unlinked individual belongs together with the actions for the same one.
func (r *run) subjectOf(view *column.View, ref int32) int32 {
	if p := view.Person(ref); p >= 0 {
		return p
	}
	if i := view.Individual(ref); i >= 0 {
		return int32(r.snap.Persons()) + i
	}
	if view.Schema.Name == "contacts" {
		if i, ok := r.snap.Individual(view.Key(ref)); ok {
			return int32(r.snap.Persons()) + i
		}
	}
	return -1
}
