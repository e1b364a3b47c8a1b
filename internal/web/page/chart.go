package page

import "strconv"

// Bar is one bar of a chart. Share is its length in thousandths of the longest.
type Bar struct {
	Label string
	Value string
	Share int
	Part  bool // contained in the bar above it
}

// Chart is a set of bars on one scale. Description says in words what the picture shows.
type Chart struct {
	ID          string // unique on the page
	Title       string
	Description string
	Bars        []Bar
}

// Lengths scales figures to the longest, in thousandths. A figure that is not zero stays visible.
func Lengths(figures []int64) []int {
	var longest int64
	for _, f := range figures {
		longest = max(longest, f)
	}
	lengths := make([]int, len(figures))
	for i, f := range figures {
		if f > 0 {
			lengths[i] = max(4, int(f*1000/longest))
		}
	}
	return lengths
}

const barStep = 44 // pixels from one bar to the next: a line of text, the bar, air

func (c Chart) height() string { return strconv.Itoa(max(0, len(c.Bars)*barStep-6)) }

func (c Chart) textY(i int) string { return strconv.Itoa(i*barStep + 14) }

func (c Chart) barY(i int) string { return strconv.Itoa(i*barStep + 24) }

func (b Bar) fill() string {
	if b.Part {
		return "fill-part"
	}
	return "fill"
}

// Segment is a part of a whole, such as "not asked". Share is in thousandths of the whole.
type Segment struct {
	Label string
	Value string
	Share int
	Fill  Fill
}

// Fill is how strongly a segment speaks.
type Fill string

// Strong for what was asked for, Soft for its opposite, Hollow for what is not known.
const (
	Strong Fill = "fill"
	Soft   Fill = "fill-part"
	Hollow Fill = "fill-sand"
)

// Parts is a whole and its segments, in one bar.
type Parts struct {
	ID          string // unique on the page
	Title       string
	Description string
	Segments    []Segment
}

// start is where a segment begins, in thousandths.
func (p Parts) start(i int) int {
	at := 0
	for _, s := range p.Segments[:i] {
		at += s.Share
	}
	return at
}

// percent writes thousandths as SVG does: 573 is 57.3%.
func percent(thousandths int) string {
	return strconv.Itoa(thousandths/10) + "." + strconv.Itoa(thousandths%10) + "%"
}
