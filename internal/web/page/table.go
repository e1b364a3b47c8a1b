package page

// ColumnKind says how the cells of a column are read.
type ColumnKind uint8

// Words are read across; Number cells are read down and so stand right-aligned; Length cells are bars.
const (
	Words ColumnKind = iota
	Number
	Length
)

// RowKind says what a row is to the others.
type RowKind uint8

// An OfWhich row is contained in the row above it, a Heading names the rows below it, the Total closes the table.
const (
	Ordinary RowKind = iota
	OfWhich
	Heading
	Total
)

// Table is a table of texts. On a phone each row becomes an entry of a list.
type Table struct {
	Caption string // read aloud first; not shown, since a heading says it
	Columns []Column
	Rows    []Row
	Wide    bool // more columns than a desktop shows: the table scrolls inside its own frame
}

// Column is one column of a Table. The first names the rows.
type Column struct {
	Label  string
	Kind   ColumnKind
	Path   string // sorts by this column when followed; empty where sorting means nothing
	Sorted string // ascending or descending, as aria-sort says it; empty when sorted by another
}

// Row is one row; Cells are in the order of the columns and may be fewer.
type Row struct {
	Kind  RowKind
	Wrong bool // this row is the one that does not fit
	Cells []Cell
}

// Cell is one cell. Share is the length of a bar in thousandths of the longest.
type Cell struct {
	Text  string
	Path  string // where the text leads, if anywhere
	Tone  Tone   // how things stand, when the text says that; empty otherwise
	Share int

	// What a file holds in place of the text, where that writes a day (ISO) or a number (with a point).
	Day, Number string
}

// headless reports whether no column has a name: the rows are names and values.
func (t Table) headless() bool {
	for _, c := range t.Columns {
		if c.Label != "" {
			return false
		}
	}
	return true
}

// manyNumbers is how many columns of numbers share a desktop's width without being narrowed.
const manyNumbers = 4

// class is of the whole table.
func (t Table) class() string {
	numbers := 0
	for _, c := range t.Columns {
		if c.Kind == Number {
			numbers++
		}
	}
	switch {
	case t.headless():
		return "table pairs"
	case numbers > manyNumbers:
		return "table many"
	}
	return "table"
}

// missing counts the cells that a row leaves out at its end; they are drawn empty, so that its rule is as long as the table.
func (t Table) missing(row Row) int {
	if row.Kind == Heading {
		return 0
	}
	return max(0, len(t.Columns)-len(row.Cells))
}

func (t Table) kind(column int) ColumnKind {
	if column < len(t.Columns) {
		return t.Columns[column].Kind
	}
	return Words
}

// label names a cell on a phone, where its column's heading is not beside it.
func (t Table) label(column int) string {
	if column < len(t.Columns) {
		return t.Columns[column].Label
	}
	return ""
}

// first is the column that stands beside the row's name on a phone: the first of numbers. A wide table has none, since all its numbers are equals.
func (t Table) first() int {
	for i, c := range t.Columns {
		if c.Kind == Number && !t.Wide {
			return i
		}
	}
	return -1
}

// numberClass is of the heading and the cells of a column of numbers.
func (t Table) numberClass(column int) string {
	if column == t.first() {
		return "number first"
	}
	return "number"
}

func (r Row) class() string {
	class := map[RowKind]string{OfWhich: "of-which", Heading: "group", Total: "total"}[r.Kind]
	if r.Wrong {
		class += " wrong"
	}
	return class
}

func (r Row) fill() string {
	if r.Kind == OfWhich {
		return "fill-part"
	}
	return "fill"
}
