package grid

import (
	"strconv"
	"strings"
)

// A workbook may say by colour what no cell says. What a colour means an office knows; this package only tells which cells have one that others have not, and what
// people call it.

// Look is how a cell stands out: the colour of its ground, or else of its letters. It numbers File.Colours; 0 is plain.
type Look uint16

// mostLooks is how many colours of a file are told apart.
const mostLooks = 1 << 10

// Look is how column i, counted from 0, stands out.
func (r Row) Look(i int) Look {
	if i < 0 || i >= len(r.Looks) {
		return 0
	}
	return r.Looks[i]
}

// What paper and ink are is no colour to people. Letters that the paper swallows are: nobody sees the cell, and the cell is there.
const (
	plain  = "plain" // what a program chooses
	white  = "white"
	black  = "black"
	unseen = "unseen"
)

// Colours are what people call them. Two shades that differ for a program have one name.
var (
	indexed = map[string]string{"8": black, "9": white, "10": "red", "11": "green", "12": "blue", "13": "yellow", "14": "pink", "15": "blue", "16": "red", "17": "green", "18": "blue", "22": "grey", "23": "grey", "51": "yellow", "52": "orange", "53": "orange", "64": "plain", "65": "plain"}
	themed  = map[string]string{"0": white, "1": black, "2": "grey", "3": "blue", "4": "blue", "5": "orange", "6": "grey", "7": "yellow", "8": "blue", "9": "green"}
)

// colourOf names the colour of a tag.
func colourOf(m *markup) string {
	if rgb := string(m.attr("rgb")); rgb != "" {
		return rgbName(rgb)
	}
	name, known := "other", false
	if theme := string(m.attr("theme")); theme != "" {
		name, known = themed[theme]
		if tint, err := strconv.ParseFloat(string(m.attr("tint")), 64); err == nil && (name == white || name == black) && (tint > 0.01 || tint < -0.01) {
			name = "grey"
		}
	} else if index := string(m.attr("indexed")); index != "" {
		name, known = indexed[index]
	} else {
		return plain
	}
	if !known {
		return "other"
	}
	return name
}

// rgbName names a colour written as AARRGGBB or RRGGBB.
func rgbName(text string) string {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil {
		return "other"
	}
	r, g, b := int(n>>16&0xff), int(n>>8&0xff), int(n&0xff)
	most, least := max(r, g, b), min(r, g, b)
	switch {
	case least > 0xf4:
		return white
	case most < 0x28:
		return black
	case most-least < 24:
		return "grey"
	}
	hue := 0 // in degrees
	switch span := most - least; most {
	case r:
		hue = (60*(g-b)/span + 360) % 360
	case g:
		hue = 60*(b-r)/span + 120
	default:
		hue = 60*(r-g)/span + 240
	}
	for _, c := range []struct {
		below int
		name  string
	}{{14, "red"}, {44, "orange"}, {70, "yellow"}, {165, "green"}, {255, "blue"}, {290, "purple"}, {340, "pink"}} {
		if hue < c.below {
			return c.name
		}
	}
	return "red"
}

// lookOf numbers a ground and a colour of letters; the letters count where the ground is none.
func (w *workbook) lookOf(ground, letters string) Look {
	paper := ground == "" || ground == plain || ground == white
	switch {
	case paper && letters == white:
		return w.look(unseen)
	case paper || ground == black:
		return w.look(letters)
	}
	return w.look(ground)
}

// look numbers what people call a colour.
func (w *workbook) look(name string) Look {
	switch name {
	case "", plain, white, black:
		return 0
	}
	for i, known := range w.colours {
		if known == name {
			return Look(i)
		}
	}
	if len(w.colours) == 0 {
		w.colours = []string{plain}
	}
	if len(w.colours) == mostLooks {
		return 0
	}
	w.colours = append(w.colours, name)
	return Look(len(w.colours) - 1)
}
