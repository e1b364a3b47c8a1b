package report

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/care/report/definition"
)

// Label is what people read, by language.
type Label = definition.Text

// Document is a finished report: tables whose every code has a label in every language. Its JSON is stable and described in
// doc/data-report-json.md. It holds figures only, never an id of a person or of a record.
type Document struct {
	Report     string     `json:"report"`
	Title      Label      `json:"title"`
	Parameters Parameters `json:"parameters"`
	Snapshot   string     `json:"snapshot"`   // SHA-256 over the facts counted, the same in every database that holds the same facts
	Definition string     `json:"definition"` // SHA-256 over the definition files
	Tables     []Table    `json:"tables"`

	run *run // how it was counted, for freezing and for the records behind a gap; nil for one read from JSON
}

// Parameters say what was asked, with every default filled in. Days are ISO and both included.
type Parameters struct {
	Project       string   `json:"project"`
	From          string   `json:"from"`
	To            string   `json:"to"`
	Scope         string   `json:"scope"`                   // network | org:CODE | province:CODE
	Organisations []string `json:"organisations,omitempty"` // codes, when the grant saw only some of them
	Edition       string   `json:"edition"`                 // internal | funder
}

// Table is one table. Dimensions head the parts of a row's code, Columns the values, in the order of printing.
type Table struct {
	ID         string    `json:"id"`
	Title      Label     `json:"title"`
	Unit       string    `json:"unit"`
	Kind       string    `json:"kind"`
	Dimensions []Heading `json:"dimensions,omitempty"`
	Columns    []Heading `json:"columns"`
	Rows       []Row     `json:"rows"`
	Total      *Total    `json:"total,omitempty"`
	Months     []Month   `json:"months,omitempty"`    // of tables of persons: when they were first reached
	Sentences  []Label   `json:"sentences,omitempty"` // what the table shows at a glance
	Checks     []Check   `json:"checks,omitempty"`
	Notes      []Note    `json:"notes,omitempty"`
}

// Sight is what a Document shows, table by table: a digest of each, as "T1:0f3a… T2:…". Two whose figures, rules and words are the same have the same, also where one was counted for the screen.
func (d *Document) Sight() string {
	var list []string
	for i := range d.Tables {
		list = append(list, d.Tables[i].ID+":"+d.Tables[i].sight())
	}
	return strings.Join(list, " ")
}

// Moved lists the tables that show something else than a Sight of the same report did, or did not stand there.
func (d *Document) Moved(sight string) (tables []string) {
	seen := map[string]bool{}
	for _, table := range strings.Fields(sight) {
		seen[table] = true
	}
	for i := range d.Tables {
		if t := &d.Tables[i]; !seen[t.ID+":"+t.sight()] {
			tables = append(tables, t.ID)
		}
	}
	return tables
}

// sight is of all but the fingerprint of the records, which is taken for what is issued alone: the same figures were seen whichever records make them.
func (t *Table) sight() string {
	shown := *t
	shown.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r Row) bool { return t.ID == HeaderID && r.Code == fingerprintRow })
	text, err := json.Marshal(&shown)
	if err != nil { // figures and words are always JSON
		panic(err)
	}
	return hexHash(text)[:16]
}

// Row finds a row by code.
func (t *Table) Row(code string) (Row, bool) {
	for _, r := range t.Rows {
		if r.Code == code {
			return r, true
		}
	}
	return Row{}, false
}

// Heading is a code and what people read for it.
type Heading struct {
	Code  string `json:"code"`
	Label Label  `json:"label"`
}

// Row is one line of a table. Keys are the parts of Code in a table of several dimensions; Text is what a row of words says (T0).
type Row struct {
	Code    string    `json:"code"`
	Label   Label     `json:"label"`
	Keys    []Heading `json:"keys,omitempty"`
	Values  Values    `json:"values"`
	OfWhich []Row     `json:"of_which,omitempty"`
	Text    Label     `json:"text,omitempty"`

	places []int32 // where it was counted, several for a row of merged cells; none in a Document that was read
}

// Total is the last line of a table.
type Total struct {
	Values Values `json:"values"`
}

// Check is a promise about a table: Got equals Expected (code of_which: Got is not above Expected). Gap is by how much not.
type Check struct {
	Code     string   `json:"code"` // rows_sum | details | rows_of | population | of_which
	Label    Label    `json:"label"`
	Rows     []string `json:"rows"`           // the codes of the rows that were added or compared
	With     string   `json:"with,omitempty"` // the other table or row: T1/contact_unit
	Expected int64    `json:"expected"`
	Got      int64    `json:"got"`
	Gap      int64    `json:"gap"`            // Expected − Got, 0 when it holds: positive when units are missing
	Lost     []string `json:"lost,omitempty"` // codes that stand in no row
}

// Holds reports whether the promise is kept.
func (c Check) Holds() bool { return c.Gap == 0 }

// Note is a sentence under a table.
type Note struct {
	Code string `json:"code"`
	Text Label  `json:"text"`
}

// Number is an integer, or a number with one decimal.
type Number struct {
	N      int64 // in tenths if Tenths
	Tenths bool
}

// Whole is an integer.
func Whole(n int64) Number { return Number{N: n} }

// Tenth is a number given in tenths.
func Tenth(n int64) Number { return Number{N: n, Tenths: true} }

// String writes the number with a point: 591, 29.4.
func (n Number) String() string {
	if !n.Tenths {
		return strconv.FormatInt(n.N, 10)
	}
	sign, abs := "", n.N
	if abs < 0 {
		sign, abs = "-", -abs
	}
	return sign + strconv.FormatInt(abs/10, 10) + "." + strconv.FormatInt(abs%10, 10)
}

// MarshalJSON writes a JSON number.
func (n Number) MarshalJSON() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Number) UnmarshalJSON(b []byte) error {
	text := string(b)
	if i := len(text) - 2; i > 0 && text[i] == '.' {
		text = text[:i] + text[i+1:]
		n.Tenths = true
	}
	var err error
	n.N, err = strconv.ParseInt(text, 10, 64)
	return err
}

// Value is one figure of a row.
type Value struct {
	Code   string
	Number Number
}

// Values are the figures of a row in the order of printing; in JSON an object. A figure that is absent was not counted: it is not zero.
type Values []Value

// Get finds a figure by code.
func (v Values) Get(code string) (Number, bool) {
	for _, value := range v {
		if value.Code == code {
			return value.Number, true
		}
	}
	return Number{}, false
}

// MarshalJSON writes an object in the order of printing.
func (v Values) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, value := range v {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, value.Code)
		b = append(b, ':')
		b = append(b, value.Number.String()...)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads an object; the order is lost.
func (v *Values) UnmarshalJSON(b []byte) error {
	var m map[string]Number
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	*v = nil
	for _, code := range sortedKeys(m) {
		*v = append(*v, Value{code, m[code]})
	}
	return nil
}

// Table finds a table by id.
func (d *Document) Table(id string) (*Table, bool) {
	for i := range d.Tables {
		if d.Tables[i].ID == id {
			return &d.Tables[i], true
		}
	}
	return nil, false
}
