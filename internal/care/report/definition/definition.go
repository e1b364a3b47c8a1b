// Package definition reads the closed language in which reports are written.
//
// A report is a folder: report.yaml names the report and lists its tables in the order of printing, and one file a
// table says what the table counts. The language is closed: a table can count what the words below can say and nothing
// else, so that a definition can never run a program, read a name, or reach beyond the views. Whoever writes one is told
// the file and the line of the first word that means nothing.
//
// A table counts a Population (rows of a view that pass a filter, in the period) in a Unit, and sorts it into Rows. A Row is a
// set of codes of one column. In a partition every unit stands in one row; codes in no row make a row called "other",
// except codes that an of-which claims: these must be in its row as well, or the table does not add up and is refused.
// A table that Details another counts the persons attributed to one of its rows, seen in the contact that attributed them.
package definition

import "strings"

// Word is a word of a definition and the line it stands on.
type Word struct {
	Text string
	Line int
}

// Words is a list of words; one word may stand without brackets.
type Words []Word

// Texts gives the words without their lines.
func (w Words) Texts() []string {
	texts := make([]string, len(w))
	for i := range w {
		texts[i] = w[i].Text
	}
	return texts
}

// Text is what people read, by language.
type Text map[string]string

// The kinds of rows.
const (
	Partition   = "partition"
	Overlapping = "overlapping"
)

// The period rules: rows dated in the period; up to its end; whatever their day.
const (
	InPeriod = "event"
	AtEnd    = "at_end"
	Always   = "none"
)

// Which contact of the period attributes a person.
const (
	Earliest = "earliest"
	Latest   = "latest"
)

// The measures. Attributed and Gross are of tables of persons; the others of tables of anything else.
const (
	Attributed = "attributed" // persons, each in one row
	Gross      = "gross"      // distinct persons with any appearance in the row
	Count      = "count"      // rows of the view; a headcount counts as many
	Percent    = "percent"    // count in tenths of a percent of the table's count, half up
	Persons    = "persons"    // distinct persons or unlinked individuals behind the rows
	Sum        = "sum"        // of a number column
)

// PersonsUnit is the unit of tables whose rows are persons.
const PersonsUnit = "persons"

// Report is a set of tables.
type Report struct {
	ID     string
	Title  Text
	Tables []*Table
	Digest string // SHA-256 of the files, in hexadecimal
}

// Table finds a table by id.
func (r *Report) Table(id string) (*Table, bool) {
	for _, t := range r.Tables {
		if t.ID.Text == id {
			return t, true
		}
	}
	return nil, false
}

// Table says what one table counts.
type Table struct {
	File        string      `yaml:"-"`
	ID          Word        `yaml:"id"`
	Title       Text        `yaml:"title"`
	Unit        Word        `yaml:"unit"`
	Kind        Word        `yaml:"kind"`
	Population  *Population `yaml:"population"`
	Period      Word        `yaml:"period"`      // event unless said
	Attribution Word        `yaml:"attribution"` // earliest unless said
	Details     *Details    `yaml:"details"`
	Rows        Dimensions  `yaml:"rows"`
	Columns     *Cross      `yaml:"columns"`
	Measures    []Measure   `yaml:"measures"`
	Targets     []Target    `yaml:"targets"`
	Reconcile   []Reconcile `yaml:"reconcile"`
	Notes       []Text      `yaml:"notes"`
}

// OfPersons reports whether the table's units are persons.
func (t *Table) OfPersons() bool { return t.Unit.Text == PersonsUnit }

// Population is the rows of a view whose columns have one of the codes of Where and none of Except.
type Population struct {
	View   Word   `yaml:"view"`
	Where  Filter `yaml:"where"`
	Except Filter `yaml:"except"`
}

// Filter asks of each column to have one of some codes.
type Filter []Condition

// Condition is one line of a Filter.
type Condition struct {
	Column Word
	Codes  Words
}

// Details names the table that this one looks into, and the row of it; every row when none is named.
type Details struct {
	Table Word  `yaml:"table"`
	Row   *Word `yaml:"row"`
}

// Dimensions sort a population into rows; more than one make a row of each combination that occurs.
type Dimensions []Dimension

// Dimension is a column and the rows made of its codes: those of Set, or a row of each code that occurs when there is no
// Set. As takes column and rows from another table.
type Dimension struct {
	As     Word  `yaml:"as"`
	Column Word  `yaml:"column"`
	Set    []Row `yaml:"set"`
}

// Row is a set of codes under a code of its own. Without Codes it is the code itself; an Optional row is printed only when it is not zero.
type Row struct {
	Code     Word   `yaml:"code"`
	Label    Text   `yaml:"label"`
	Codes    Words  `yaml:"codes"`
	Optional bool   `yaml:"optional"`
	OfWhich  []Part `yaml:"of_which"`
}

// Members are the codes of the row.
func (r Row) Members() Words {
	if len(r.Codes) == 0 {
		return Words{r.Code}
	}
	return r.Codes
}

// Part is an of-which. On a column of its own it counts the units of the row that have one of Codes. On the column of the rows
// it counts the units of the population that have one of Codes, and claims those codes: they make no row "other".
type Part struct {
	Code   Word  `yaml:"code"`
	Label  Text  `yaml:"label"`
	Column Word  `yaml:"column"`
	Codes  Words `yaml:"codes"`
}

// Members are the codes of the part.
func (p Part) Members() Words {
	if len(p.Codes) == 0 {
		return Words{p.Code}
	}
	return p.Codes
}

// Cross gives each code of a column a value of its own in every row; codes not listed make the value "other". At "end" reads
// what was true on the last day of the period (only protection, of persons).
type Cross struct {
	Column Word  `yaml:"column"`
	At     Word  `yaml:"at"`
	Codes  Words `yaml:"codes"`
}

// Measure is one value of each row. Written as one word, it is its own code.
type Measure struct {
	Measure    Word        `yaml:"measure"`
	Code       Word        `yaml:"code"`
	Label      Text        `yaml:"label"`
	Of         Word        `yaml:"of"`         // sum: the number column
	Hours      bool        `yaml:"hours"`      // sum: minutes, printed as hours with one decimal
	Population *Population `yaml:"population"` // count, persons, sum: of another population, sorted into the same rows
	Only       *Cross      `yaml:"only"`       // attributed, count: only units with one of the codes
}

// Target sets the expected value of a measure against a cell of another table: of a row, or of its total.
type Target struct {
	Measure Word  `yaml:"measure"`
	Label   Text  `yaml:"label"`
	Table   Word  `yaml:"table"`
	Row     *Word `yaml:"row"`
	Value   Word  `yaml:"value"`
}

// Reconcile is a promise that is kept or the report is refused: the rows equal those of another table, or some tables together
// hold a whole population.
type Reconcile struct {
	RowsOf     Word        `yaml:"rows_of"`
	Tables     Words       `yaml:"tables"`
	Population *Population `yaml:"population"`
}

// Key names a row of several dimensions: the codes with strokes between.
func Key(codes ...string) string { return strings.Join(codes, "/") }
