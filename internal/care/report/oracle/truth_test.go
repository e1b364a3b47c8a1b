package oracle_test

import (
	"cmp"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// ask is one question: which records a report is about. Empty organisation and province are all of them.
type ask struct {
	project, from, to, organisation, province string
}

// scope is the question as the engine understands it, where one scope has an organisation or a province.
func (a ask) scope() string {
	switch {
	case a.province != "":
		return "province:" + a.province
	case a.organisation != "":
		return "org:" + a.organisation
	}
	return "network"
}

func (a ask) String() string {
	return fmt.Sprintf("%s %s…%s org=%q province=%q", a.project, a.from, a.to, a.organisation, a.province)
}

// cell names a figure: a line of a table ("" is the total), a part of the line ("" is all of it), and which of its values.
type cell struct{ line, part, value string }

func (c cell) String() string {
	return fmt.Sprintf("%s[%s] %s", cmp.Or(c.line, "total"), c.part, c.value)
}

// figures are the figures of a table that are not zero; those with one decimal in tenths.
type figures map[cell]int64

//go:embed testdata/*.sql
var statements embed.FS

// tables lists the tables that have a statement, in the order of printing.
func tables(t testing.TB) []string {
	t.Helper()
	entries, err := statements.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".sql")
	}
	return names
}

// oracle answers questions with the statements, on a connection of its own.
type oracle map[string]*sql.Stmt

func newOracle(t testing.TB, driver, address string) oracle {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o := oracle{}
	for _, table := range tables(t) {
		text, err := statements.ReadFile("testdata/" + table + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		if o[table], err = db.Prepare(string(text)); err != nil {
			t.Fatalf("%s.sql: %v", table, err)
		}
	}
	return o
}

// answer counts every table.
func (o oracle) answer(a ask) (map[string]figures, error) {
	all := map[string]figures{}
	for table, statement := range o {
		counted, err := count(statement, a)
		if err != nil {
			return nil, fmt.Errorf("%s.sql: %w", table, err)
		}
		all[table] = counted
	}
	return all, nil
}

func count(statement *sql.Stmt, a ask) (all figures, err error) {
	rows, err := statement.Query(a.project, a.from, a.to, a.organisation, a.province)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	all = figures{}
	for rows.Next() {
		var c cell
		var number int64
		if err := rows.Scan(&c.line, &c.part, &c.value, &number); err != nil {
			return nil, err
		}
		if _, twice := all[c]; twice {
			return nil, fmt.Errorf("gives %v twice", c)
		}
		if number != 0 {
			all[c] = number
		}
	}
	return all, rows.Err()
}

// document is the part of the report's JSON that is about figures. It is read from the text, not with the engine's types.
type document struct {
	Tables []struct {
		ID     string `json:"id"`
		Rows   []line `json:"rows"`
		Total  *line  `json:"total"`
		Checks []struct {
			Code string `json:"code"`
			Gap  int64  `json:"gap"`
		} `json:"checks"`
	} `json:"tables"`
}

type line struct {
	Code    string                 `json:"code"`
	Values  map[string]json.Number `json:"values"`
	OfWhich []line                 `json:"of_which"`
}

// read gives the figures of each table of a report's JSON, and which tables say of themselves that they do not add up.
func read(text []byte) (all map[string]figures, gaps, err error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, nil, err
	}
	all = map[string]figures{}
	for _, t := range d.Tables {
		f, seen := figures{}, map[string]bool{}
		for _, row := range t.Rows {
			if seen[row.Code] {
				return nil, nil, fmt.Errorf("%s has two rows %s", t.ID, row.Code)
			}
			seen[row.Code] = true
			f.add(row.Code, "", row.Values)
			for _, part := range row.OfWhich {
				f.add(row.Code, part.Code, part.Values)
			}
		}
		if t.Total != nil {
			f.add("", "", t.Total.Values)
		}
		all[t.ID] = f
		for _, c := range t.Checks {
			if c.Gap != 0 {
				gaps = errors.Join(gaps, fmt.Errorf("%s does not add up: %s, gap %d", t.ID, c.Code, c.Gap))
			}
		}
	}
	return all, gaps, nil
}

// add takes the figures of a line. One decimal is kept as tenths; any other form of number is impossible to match and shows as such.
func (f figures) add(row, part string, values map[string]json.Number) {
	for value, number := range values {
		text := strings.Replace(number.String(), ".", "", 1)
		n, err := json.Number(text).Int64()
		if err != nil {
			n = -1
		}
		if n != 0 {
			f[cell{row, part, value}] = n
		}
	}
}

// differences compares what the engine and the statement say of a table.
func differences(table string, engine, truth figures) error {
	cells := slices.AppendSeq(slices.Collect(maps.Keys(engine)), maps.Keys(truth))
	slices.SortFunc(cells, func(a, b cell) int { return strings.Compare(a.String(), b.String()) })
	var list []error
	for _, c := range slices.Compact(cells) {
		if engine[c] != truth[c] {
			list = append(list, fmt.Errorf("%s %v: engine %d, oracle %d", table, c, engine[c], truth[c]))
		}
	}
	return errors.Join(list...)
}
