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

// Colours are what people call them. Two shades that differ for a program have one name.
var (
	indexed = map[string]string{"8": "plain", "9": "plain", "10": "red", "11": "green", "12": "blue", "13": "yellow", "14": "pink", "15": "blue", "16": "red", "17": "green", "18": "blue", "22": "grey", "23": "grey", "51": "yellow", "52": "orange", "53": "orange", "64": "plain", "65": "plain"}
	themed  = map[string]string{"0": "plain", "1": "plain", "2": "grey", "3": "blue", "4": "blue", "5": "orange", "6": "grey", "7": "yellow", "8": "blue", "9": "green"}
)

// colourOf names the colour of a tag; "plain" for white, black and what a program chooses.
func colourOf(m *markup) string {
	if rgb := string(m.attr("rgb")); rgb != "" {
		return rgbName(rgb)
	}
	name, known := "other", false
	if theme := string(m.attr("theme")); theme != "" {
		name, known = themed[theme]
		if tint, err := strconv.ParseFloat(string(m.attr("tint")), 64); err == nil && name == "plain" && (tint > 0.01 || tint < -0.01) {
			name = "grey"
		}
	} else if index := string(m.attr("indexed")); index != "" {
		name, known = indexed[index]
	} else {
		return "plain"
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
	case least > 0xf4 || most < 0x28:
		return "plain"
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

// lookOf numbers a ground and a colour of letters; the letters count where the ground is plain.
func (w *workbook) lookOf(ground, letters string) Look {
	name := ground
	if name == "" || name == "plain" {
		name = letters
	}
	if name == "" || name == "plain" {
		return 0
	}
	for i, known := range w.colours {
		if known == name {
			return Look(i)
		}
	}
	if len(w.colours) == 0 {
		w.colours = []string{"plain"}
	}
	if len(w.colours) == mostLooks {
		return 0
	}
	w.colours = append(w.colours, name)
	return Look(len(w.colours) - 1)
}
