package sheet

import (
	"strconv"

	"github.com/google/uuid"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/care/person"
)

// personToken is what is kept of an office's own reference of a person. The same reference of the same
// organisation is the same person in every file and of every kind.
func (d *Desk) personToken(o network.OrganisationID, reference string) token {
	return d.keys.Token("person_ref", string(o), reference)
}

// rowToken is the identity of a row that carries its own number.
func (d *Desk) rowToken(o network.OrganisationID, kind Kind, number string) token {
	return d.keys.Token("sheet_row", string(o), string(kind), "number", number)
}

// contentToken is the identity of a row without a number: what it says, of whom, and the how manieth of those that say so.
func (d *Draft) contentToken(l *line, reference token, occurrence int) token {
	parts := []string{string(l.organisation), string(d.form.kind), "content", strconv.Itoa(occurrence), string(reference[:]), string(l.other[:])}
	for _, n := range l.told {
		word := ""
		if n != 0 {
			word = d.words.words[n]
		}
		parts = append(parts, word)
	}
	return d.desk.keys.Token("sheet_row", parts...)
}

// answerToken is the identity of the answer about protection that a row tells besides its own record.
func (d *Desk) answerToken(identity token) token {
	return d.keys.Token("sheet_answer", string(identity[:]))
}

// recordID makes a record's id out of its identity: a UUID of version 8, so that the same row is the same record
// whenever and wherever it is imported under this key.
func recordID(identity token) string {
	id := uuid.UUID(identity[:16])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}

// personID makes the id of a person who is first met in a file.
func (d *Desk) personID(reference token) person.ID {
	return person.ID(recordID(d.keys.Token("sheet_person", string(reference[:]))))
}

// identify gives each line its identity. A number that stands twice in a file is refused the second time: it
// would hide a row.
func (d *Draft) identify() {
	d.askNumbersAgain()
	numbers := map[token]bool{}
	contents := map[token]int{}
	lines := d.lines[:0]
	for _, l := range d.lines {
		if !l.identity.zero() {
			if numbers[l.identity] {
				x := d.numberColumn()
				d.preview.Refused = append(d.preview.Refused, Refused{
					Row: l.row, Column: x, Field: "row_id",
					Err: errs.E(errs.Invalid, "sheet.number_twice").On("row_id"),
				})
				continue
			}
			numbers[l.identity] = true
			l.content = d.contentToken(&l, l.reference, 0)
		} else {
			same := d.contentToken(&l, l.reference, 0)
			contents[same]++
			l.identity = same
			if n := contents[same]; n > 1 {
				l.identity = d.contentToken(&l, l.reference, n-1)
			}
		}
		lines = append(lines, l)
	}
	d.lines = lines
	d.identifyFormerly()
	ids := make([]string, len(lines))
	for i := range lines {
		ids[i] = string(lines[i].identity[:])
	}
	d.digest = d.desk.keys.Token("sheet_file", ids...)
}

// askNumbersAgain asks whether the numbers of the file begin again, in each month or sheet, when several stand more than
// once. Then they tell no rows apart, and these are known by what they say.
func (d *Draft) askNumbersAgain() {
	first := map[token]int{}
	var rows []int
	sheets := false
	for i := range d.lines {
		l := &d.lines[i]
		if l.identity.zero() {
			continue
		}
		at, twice := first[l.identity]
		if !twice {
			first[l.identity] = l.row
			continue
		}
		rows = append(rows, l.row)
		sheets = sheets || at/sheetStep != l.row/sheetStep
	}
	const slips = 2 // so many numbers twice may be slips, which are refused in their rows
	if len(rows) <= slips && !sheets {
		return
	}
	if d.ask(Question{
		ID: "numbers_again", Columns: []string{d.numberColumn()}, Rows: [][]int{rows}, Words: Words{"ask.question.numbers_again", []any{"count", len(rows)}},
		Answers: answers("numbers_again", "each_part", "refuse"),
	}) == "each_part" {
		for i := range d.lines {
			d.lines[i].identity = token{}
		}
	}
}

func (d *Draft) numberColumn() string {
	for _, c := range d.preview.Columns {
		if c.Field == "row_id" {
			return c.Letter
		}
	}
	return ""
}
