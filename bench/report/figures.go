package main

import (
	"fmt"
	"strconv"

	"approdo/internal/care/report"
	"approdo/internal/care/report/definition"
)

// figures are the counts of one report that are not zero, by table, row and value: R4/labour/woman/AL/attributed.
type figures map[string]int64

func (f figures) add(n int64, words ...string) {
	if n != 0 {
		f[definition.Key(words...)] += n
	}
}

// ofDocument reads our report. Percentages are left out: the other databases are not asked for them.
func ofDocument(d *report.Document) figures {
	f := figures{}
	for _, t := range d.Tables {
		for _, row := range t.Rows {
			for _, v := range row.Values {
				if !v.Number.Tenths {
					f.add(v.Number.N, t.ID, row.Code, v.Code)
				}
			}
			for _, part := range row.OfWhich {
				for _, v := range part.Values {
					f.add(v.Number.N, t.ID, row.Code, part.Code, v.Code)
				}
			}
		}
	}
	for name := range f {
		if name[0] != 'R' { // the engine's own tables
			delete(f, name)
		}
	}
	return f
}

// answers are the rows of each query of the SQL files, as text.
type answers map[string][][]string

// The masks of GROUPING in persons.sql: a bit for each column that a row adds up over, the last column lowest.
const (
	allButChannel  = 0b011111111
	allButAnswer   = 0b001111111
	allButSetting  = 0b110111111
	allButAdvert   = 0b110011111
	allButOrigin   = 0b110100111
	allButProvince = 0b111111011
	allButAge      = 0b111101101
	allButUnit     = 0b111111110
)

// figures turns the answers of the SQL files into the same words as ours. The error names a row that is not understood.
func (a answers) figures() (figures, error) {
	f := figures{}
	for name, read := range map[string]func(figures, []string, func(int) int64) error{
		"persons": readPersons, "gross": readGross, "actions": readActions, "provinces": readProvinces, "enrolments": readEnrolments,
	} {
		rows, ok := a[name]
		if !ok {
			return nil, fmt.Errorf("no answer of %s", name)
		}
		for _, row := range rows {
			var bad error
			number := func(i int) int64 {
				n, err := strconv.ParseInt(row[i], 10, 64)
				if err != nil {
					bad = err
				}
				return n
			}
			if err := read(f, row, number); err != nil || bad != nil {
				return nil, fmt.Errorf("%s answers %q: %v %v", name, row, err, bad)
			}
		}
	}
	return f, nil
}

// readPersons: mask, channel, answer, setting, advert, gender, origin, province, age_band, organisation, unit, certain, unsure.
func readPersons(f figures, row []string, number func(int) int64) error {
	channel, answer, setting, advert, gender, origin := row[1], row[2], row[3], row[4], row[5], row[6]
	province, age, organisation, unit := row[7], row[8], row[9], row[10]
	certain, unsure := number(11), number(12)
	add := func(words ...string) {
		f.add(certain, append(words, "attributed")...)
		f.add(unsure, append(words, "unsure")...)
	}
	switch mask := number(0); {
	case mask == allButChannel:
		add("R1", channel)
		f.add(unsure, "R2", channel, "unsure")
	case mask == allButAnswer:
		f.add(certain, "R2", channel, answer)
	case mask == allButProvince:
		add("R7", province)
	case mask == allButAge:
		add("R8", age, gender)
	case mask == allButUnit:
		add("R9", organisation, unit)
	case setting == "": // not of the contact units
	case mask == allButSetting:
		add("R3", setting)
	case mask == allButAdvert:
		if advert == "1" {
			add("R3", setting, "online_adverts")
		}
	case mask == allButOrigin:
		add("R4", setting, gender, origin)
	default:
		return fmt.Errorf("unknown mask %b", mask)
	}
	return nil
}

func readGross(f figures, row []string, number func(int) int64) error {
	f.add(number(1), "R1", row[0], "gross")
	return nil
}

func readActions(f figures, row []string, number func(int) int64) error {
	if number(0) == 0 {
		f.add(number(2), "R5", row[1], "count")
		f.add(number(3), "R5", row[1], "persons")
	}
	return nil
}

func readProvinces(f figures, row []string, number func(int) int64) error {
	f.add(number(1), "R7", row[0], "actions")
	return nil
}

func readEnrolments(f figures, row []string, number func(int) int64) error {
	if number(0) == 0b001 {
		f.add(number(4), "R6", row[1], row[2])
		return nil
	}
	f.add(number(4), "R7", row[3], "enrolments")
	return nil
}

// differ names the first figures that are not the same, some of them.
func differ(ours, theirs figures) error {
	var found []string
	for name, n := range ours {
		if theirs[name] != n {
			found = append(found, fmt.Sprintf("%s: %d here, %d there", name, n, theirs[name]))
		}
	}
	for name, n := range theirs {
		if _, ok := ours[name]; !ok {
			found = append(found, fmt.Sprintf("%s: nothing here, %d there", name, n))
		}
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("%d figures differ: %q", len(found), found[:min(8, len(found))])
}
