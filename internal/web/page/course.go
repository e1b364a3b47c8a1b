package page

import "strconv"

// Moment is one column of a Course. Share is its height in thousandths of the highest; Tick names it below, and is empty where there is
// no room for every name.
type Moment struct {
	Tick  string
	Value string
	Share int
}

// Course is how a figure goes through time, as columns side by side. Description says in words what the picture shows.
type Course struct {
	ID          string // unique on the page
	Title       string
	Sum         string // of all moments; shown beside the title of a small one
	Description string
	Moments     []Moment
	Small       bool // one of many: lower, and without the figures above the columns
}

// Ticks leaves room between the names of n moments: every how many one is written.
func Ticks(n int) int { return (n + 11) / 12 }

// Shape of a course, in pixels. Widths are percentages, so that it follows its column while its text keeps its size.
const (
	courseTop    = 20 // room for the figures
	courseTall   = 96 // the highest column
	courseLow    = 48
	courseBottom = 22 // room for the names
)

func (c Course) top() int {
	if c.Small {
		return 2
	}
	return courseTop
}

func (c Course) tall() int {
	if c.Small {
		return courseLow
	}
	return courseTall
}

func (c Course) height() string { return strconv.Itoa(c.top() + c.tall() + courseBottom) }

func (c Course) base() string { return strconv.Itoa(c.top() + c.tall()) }

func (c Course) tickY() string { return strconv.Itoa(c.top() + c.tall() + 16) }

// step is the width of one moment in thousandths of the picture.
func (c Course) step() int { return 1000 / max(1, len(c.Moments)) }

func (c Course) x(i int) string { return percent(i*c.step() + c.step()/5) }

func (c Course) width() string { return percent(c.step() * 3 / 5) }

func (c Course) middle(i int) string { return percent(i*c.step() + c.step()/2) }

func (c Course) tallOf(m Moment) int {
	if m.Share == 0 {
		return 0
	}
	return max(2, m.Share*c.tall()/1000)
}

func (c Course) y(m Moment) string { return strconv.Itoa(c.top() + c.tall() - c.tallOf(m)) }

func (c Course) valueY(m Moment) string { return strconv.Itoa(c.top() + c.tall() - c.tallOf(m) - 6) }

func (c Course) columnHeight(m Moment) string { return strconv.Itoa(c.tallOf(m)) }
