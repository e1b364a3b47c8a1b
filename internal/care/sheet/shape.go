package sheet

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shape is what most codes of a column have.
type shape struct {
	digits, words bool
	of            map[string]int // how many codes have letters and digits in such an order
	all           int
}

// shapeOf looks at all codes of a column.
func shapeOf(known map[string]bool) shape {
	digits, words := 0, 0
	s := shape{of: map[string]int{}, all: len(known)}
	for code := range known {
		if strings.IndexFunc(code, unicode.IsDigit) >= 0 {
			digits++
		}
		if wordy(code) {
			words++
		}
		s.of[outline(code)]++
	}
	s.digits, s.words = 2*digits > len(known), 2*words > len(known)
	return s
}

// outline writes a code with an a for letters and a 0 for digits: p-001 and ab-12 are a-0.
func outline(code string) string {
	var b []rune
	for _, r := range code {
		if unicode.IsLetter(r) {
			r = 'a'
		} else if unicode.IsDigit(r) {
			r = '0'
		}
		if n := len(b); n == 0 || b[n-1] != r || r != 'a' && r != '0' {
			b = append(b, r)
		}
	}
	return string(b)
}

// joined reports whether a cell is made of several codes, each as most of the column are, and is none itself as others are: A12/A13, "A12 e A13".
func (s shape) joined(code string) bool {
	if 4*s.of[outline(code)] >= s.all && s.of[outline(code)] > 1 {
		return false
	}
	const sure = ",;+&/|"
	for _, joints := range []string{sure, sure + " ", sure + " -"} {
		parts := strings.FieldsFunc(code, func(r rune) bool { return strings.ContainsRune(joints, r) })
		if joints != sure {
			parts = slices.DeleteFunc(parts, func(part string) bool { return strings.IndexFunc(part, unicode.IsDigit) < 0 }) // e, poi, con
		}
		each := len(parts) > 1
		for _, part := range parts {
			part = strings.TrimSpace(part)
			like := s.of[outline(part)]
			each = each && strings.IndexFunc(part, unicode.IsDigit) >= 0 && 2*like >= s.all && (like > 1 || joints == sure)
		}
		if each {
			return true
		}
	}
	return false
}

// span reports whether a cell is a code of the column with another number behind it, as none else is: A12-13.
func (s shape) span(code string, known map[string]bool) bool {
	first, rest, found := strings.Cut(code, "-")
	return found && known[first] && digits(rest) && strings.IndexFunc(first, unicode.IsDigit) >= 0 && s.of[outline(code)] == 1
}

// wordy reports whether a code holds a word: five letters in a row, where people who make codes take two or three.
func wordy(code string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(code, func(r rune) bool { return !unicode.IsLetter(r) }), func(word string) bool {
		return utf8.RuneCountInString(word) >= 5
	})
}
