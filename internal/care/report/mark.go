package report

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"approdo/internal/base/seal"
	"approdo/internal/care/report/column"
)

// mark is what a frozen run keeps of a record that it counted: enough to say later that it was added, removed, corrected or given to
// another person, and nothing of what it said. What names the record and its person are hashes under the key file and the run's own id, so that whoever has the
// database alone can hold the marks of two runs, or a mark and an id, against one another no more than any two numbers.
type mark struct {
	ID           string `json:"id"`
	Noun         string `json:"noun"`
	Record       string `json:"record,omitempty"` // where it is not ID
	Organisation string `json:"organisation"`
	Day          string `json:"day"`
	Content      string `json:"content"`          // hash of the row
	Person       string `json:"person,omitempty"` // hash of the person's id and the row's; none for nobody

	name    string // id of the record, of one that is counted now
	husk    bool   // it is about somebody who was erased
	subject int32  // whom it is about, in the snapshot of now
}

// papers are the marks of a run, and how many more it had of people who were erased since. Those of earlier versions have plain ids and hashes that are not keyed.
type papers struct {
	marks  []mark
	erased int
	plain  bool
}

// marker makes the marks of one run.
type marker struct {
	keys *seal.Keys
	run  string
}

func (f Frozen) marker() marker { return marker{f.keys, f.ID} }

func (k marker) hash(what string, bytes int, of ...string) string {
	token := k.keys.Token("report mark", append([]string{k.run, what}, of...)...)
	return hexadecimal(token[:bytes])
}

// row is what stands for the id of a row.
func (k marker) row(id string) string { return k.hash("row", 16, id) }

func (k marker) mark(m mark) mark {
	id := m.ID
	m.ID, m.Content = k.row(id), k.hash("content", 12, id, m.Content)
	if m.Record != "" {
		m.Record = k.hash("record", 16, m.Record)
	}
	if m.Person != "" {
		m.Person = k.hash("person", 8, id, m.Person)
	}
	return m
}

// keyed makes plain marks those of a run, sorted by what they became: their order says nothing of that in which records were made.
func keyed(k marker, plain []mark) []mark {
	list := make([]mark, len(plain))
	for i, m := range plain {
		list[i] = k.mark(m)
	}
	slices.SortFunc(list, func(a, b mark) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// marks are those of each row that was counted, plain.
func (r *run) marks() []mark {
	var all []mark
	present := make([]bool, r.snap.Persons())
	for _, name := range append(slices.Clone(countedViews), "protections") {
		view := r.snap.View(name)
		pop := r.reach(name).rows()
		if name == "protections" { // last: answers of the persons who are in the other rows
			pop = r.answersInReach()
		}
		organisation, _ := view.Schema.Column("organisation")
		pop.Each(func(ref int32) {
			p := view.Person(ref)
			if p >= 0 && name == "protections" && !present[p] {
				return
			}
			noun, record := view.Record(ref)
			m := mark{
				ID: view.ID(ref), Noun: noun, Organisation: r.snap.Text(view.Code(organisation, ref)),
				Day: view.Day(ref).String(), Content: hexadecimal(view.Fingerprint(ref)[:12]), name: record,
			}
			if record != m.ID {
				m.Record = record
			}
			if p >= 0 {
				present[p] = true
				m.Person, m.husk, m.subject = personMark(r.snap.PersonKey(p)), r.snap.Husk(p), p
			}
			all = append(all, m)
		})
	}
	return all
}

func personMark(key column.Key) string {
	h := seal.Hash([]byte("report person"), key[:])
	return hexadecimal(h[:8])
}

// firstLine is the first of keyed papers; plain ones have none.
type firstLine struct {
	Keyed  bool `json:"keyed"`
	Erased int  `json:"erased"` // marks that were taken out
}

func (p papers) pack() ([]byte, error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestSpeed) // hashes do not get smaller with patience
	if err != nil {
		return nil, err
	}
	enc := json.NewEncoder(zip)
	err = enc.Encode(firstLine{true, p.erased})
	for _, m := range p.marks {
		if err == nil {
			err = enc.Encode(m)
		}
	}
	if err == nil {
		err = zip.Close()
	}
	return out.Bytes(), err
}

func unpack(packed []byte) (p papers, err error) {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return p, err
	}
	dec := json.NewDecoder(zip)
	for first := true; ; first = false {
		var line struct {
			firstLine
			mark
		}
		if err := dec.Decode(&line); errors.Is(err, io.EOF) {
			return p, zip.Close()
		} else if err != nil {
			return p, err
		}
		if first {
			p.plain, p.erased = !line.Keyed, line.firstLine.Erased
		}
		if !line.Keyed {
			p.marks = append(p.marks, line.mark)
		}
	}
}
