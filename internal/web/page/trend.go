package page

import "strconv"

// Moment is one column of a Trend. Share is its height in thousandths of the highest; Tick names it below, and is empty where there is
// no room for every name.
type Moment struct {
	Tick  string
	Value string
	Share int
}

// Trend is how a figure goes through time, as columns side by side. Description says in words what the picture shows.
type Trend struct {
	ID          string // unique on the page
	Title       string
	Sum         string // of all moments; shown beside the title of a small one
	Description string
	Moments     []Moment
	Small       bool // one of many: lower, and without the figures above the columns
}

// Ticks leaves room between the names of n moments: every how many one is written.
func Ticks(n int) int { return (n + 11) / 12 }

// Shape of a trend, in pixels. Widths are percentages, so that it follows its column while its text keeps its size.
const (
	trendTop    = 20 // room for the figures
	trendTall   = 96 // the highest column
	trendLow    = 48
	trendBottom = 22 // room for the names
)

func (c Trend) top() int {
	if c.Small {
		return 2
	}
	return trendTop
}

func (c Trend) tall() int {
	if c.Small {
		return trendLow
	}
	return trendTall
}

func (c Trend) height() string { return strconv.Itoa(c.top() + c.tall() + trendBottom) }

func (c Trend) base() string { return strconv.Itoa(c.top() + c.tall()) }

func (c Trend) tickY() string { return strconv.Itoa(c.top() + c.tall() + 16) }

// step is the width of one moment in thousandths of the picture.
func (c Trend) step() int { return 1000 / max(1, len(c.Moments)) }

func (c Trend) x(i int) string { return percent(i*c.step() + c.step()/5) }

func (c Trend) width() string { return percent(c.step() * 3 / 5) }

func (c Trend) middle(i int) string { return percent(i*c.step() + c.step()/2) }

func (c Trend) tallOf(m Moment) int {
	if m.Share == 0 {
		return 0
	}
	return max(2, m.Share*c.tall()/1000)
}

func (c Trend) y(m Moment) string { return strconv.Itoa(c.top() + c.tall() - c.tallOf(m)) }

func (c Trend) valueY(m Moment) string { return strconv.Itoa(c.top() + c.tall() - c.tallOf(m) - 6) }

func (c Trend) columnHeight(m Moment) string { return strconv.Itoa(c.tallOf(m)) }
