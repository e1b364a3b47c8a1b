package render

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// forms are the letters of Arabic, Persian and Urdu that change with their neighbours: where in Unicode their shapes begin,
// in the order alone, at the end, at the beginning, in the middle. Letters with two shapes do not join the next one. The
// writer of PDF sets one sign after another and knows no shapes, so they are chosen here.
var forms = map[rune]struct {
	first rune
	count rune
}{
	'ء': {0xFE80, 1}, 'آ': {0xFE81, 2}, 'أ': {0xFE83, 2}, 'ؤ': {0xFE85, 2}, 'إ': {0xFE87, 2}, 'ئ': {0xFE89, 4}, 'ا': {0xFE8D, 2}, 'ب': {0xFE8F, 4},
	'ة': {0xFE93, 2}, 'ت': {0xFE95, 4}, 'ث': {0xFE99, 4}, 'ج': {0xFE9D, 4}, 'ح': {0xFEA1, 4}, 'خ': {0xFEA5, 4}, 'د': {0xFEA9, 2}, 'ذ': {0xFEAB, 2},
	'ر': {0xFEAD, 2}, 'ز': {0xFEAF, 2}, 'س': {0xFEB1, 4}, 'ش': {0xFEB5, 4}, 'ص': {0xFEB9, 4}, 'ض': {0xFEBD, 4}, 'ط': {0xFEC1, 4}, 'ظ': {0xFEC5, 4},
	'ع': {0xFEC9, 4}, 'غ': {0xFECD, 4}, 'ف': {0xFED1, 4}, 'ق': {0xFED5, 4}, 'ك': {0xFED9, 4}, 'ل': {0xFEDD, 4}, 'م': {0xFEE1, 4}, 'ن': {0xFEE5, 4},
	'ه': {0xFEE9, 4}, 'و': {0xFEED, 2}, 'ى': {0xFEEF, 2}, 'ي': {0xFEF1, 4},
	'پ': {0xFB56, 4}, 'ٹ': {0xFB66, 4}, 'چ': {0xFB7A, 4}, 'ڈ': {0xFB88, 2}, 'ژ': {0xFB8A, 2}, 'ڑ': {0xFB8C, 2}, 'ک': {0xFB8E, 4}, 'گ': {0xFB92, 4},
	'ں': {0xFB9E, 2}, 'ھ': {0xFBAA, 4}, 'ی': {0xFBFC, 4},
}

// lamAlef are the pairs that are written as one sign: the shape alone; joined to the letter before it is the next.
var lamAlef = map[rune]rune{'آ': 0xFEF5, 'أ': 0xFEF7, 'إ': 0xFEF9, 'ا': 0xFEFB}

const tatweel = 'ـ' // a line that joins on both sides

// joined gives a text with the shapes of its Arabic letters, still in the order in which it is read.
func joined(text []rune) []rune {
	if !slices.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return text
	}
	out := make([]rune, 0, len(text))
	before := false // the letter before joins on its left
	for i := 0; i < len(text); i++ {
		r, next := text[i], rune(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		if alone, pair := lamAlef[next]; pair && r == 'ل' {
			if before {
				alone++
			}
			out, before = append(out, alone), false
			i++
			continue
		}
		f, known := forms[r]
		if !known {
			out, before = append(out, r), r == tatweel
			continue
		}
		after := f.count == 4 && joins(next)
		shape := f.first
		switch {
		case before && after:
			shape += 3
		case after:
			shape += 2
		case before && f.count > 1:
			shape++
		}
		out, before = append(out, shape), f.count == 4
	}
	return out
}

// joins reports whether a letter can be joined on its right.
func joins(r rune) bool { return r == tatweel || forms[r].count > 1 }

// visual puts a line in the order in which its signs stand from left to right. The line as a whole runs from the left, as
// everything else on the paper; within it what is Arabic or Hebrew runs from the right, and numbers in it from the left.
func visual(text string) string {
	line := []rune(text)
	if !slices.ContainsFunc(line, leftward) {
		return text
	}
	for start := 0; start < len(line); start++ {
		if !leftward(line[start]) {
			continue
		}
		end := start + 1
		for i := end; i < len(line); i++ {
			class := classOf(line[i])
			if class == bidi.L {
				break
			}
			if leftward(line[i]) || number(class) {
				end = i + 1
			}
		}
		for end < len(line) && closes(line[start:end], line[end]) {
			end++
		}
		turn(line[start:end])
		start = end - 1
	}
	return string(line)
}

// closes reports whether a bracket closes one that a part opened.
func closes(part []rune, r rune) bool {
	opening, ok := mirrors[r]
	depth := 0
	for _, x := range part {
		switch x {
		case opening:
			depth++
		case r:
			depth--
		}
	}
	return ok && depth > 0
}

// turn reverses a part that runs from the right: brackets mirrored, numbers as they are.
func turn(part []rune) {
	slices.Reverse(part)
	for i := 0; i < len(part); i++ {
		j := i
		switch class := classOf(part[i]); {
		case number(class):
			for j+1 < len(part) && (number(classOf(part[j+1])) || j+2 < len(part) && parts(classOf(part[j+1])) && number(classOf(part[j+2]))) {
				j++
			}
		default:
			if mirrored, ok := mirrors[part[i]]; ok {
				part[i] = mirrored
			}
		}
		slices.Reverse(part[i : j+1])
		i = j
	}
}

var mirrors = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«'}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupString(string(r))
	return p.Class()
}

func leftward(r rune) bool {
	class := classOf(r)
	return class == bidi.R || class == bidi.AL
}

func number(class bidi.Class) bool { return class == bidi.EN || class == bidi.AN }

// parts reports whether a sign between two digits belongs to their number.
func parts(class bidi.Class) bool { return class == bidi.CS || class == bidi.ES }
