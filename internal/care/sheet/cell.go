package sheet

import (
	"strconv"
	"strings"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
)

// readFlag reads yes or no in either language.
func readFlag(cell string) (value, ok bool) {
	switch codebook.Fold(cell) {
	case "si", "s", "yes", "y", "x", "1", "vero", "true", "v":
		return true, true
	case "no", "n", "0", "falso", "false":
		return false, true
	}
	return false, false
}

// readAmount reads a whole number, as spreadsheets write it: 12, 1.200, 1 200, 12,0.
func readAmount(cell string, most int64) (int64, bool) {
	cell = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(cell)
	if n, err := strconv.ParseInt(grouped(cell), 10, 64); err == nil {
		return n, n >= 0 && n <= most
	}
	f, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if err != nil || !(f >= 0 && f <= float64(most)) || f != float64(int64(f)) {
		return 0, false
	}
	return int64(f), true
}

// grouped drops the separators of thousands: every group behind the first has three digits.
func grouped(cell string) string {
	for _, sign := range []string{".", ","} {
		parts := strings.Split(cell, sign)
		if len(parts) == 1 || len(parts[0]) > 3 || parts[0] == "" || parts[0] == "0" {
			continue
		}
		whole := true
		for _, p := range parts[1:] {
			whole = whole && len(p) == 3
		}
		if whole {
			return strings.Join(parts, "")
		}
	}
	return cell
}

// readHours reads hours as minutes: 2, 2,5, 2.5, 2:30, 2h30.
func readHours(cell string, most int64) (int64, bool) {
	cell = strings.ToLower(strings.ReplaceAll(cell, " ", ""))
	cell = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(cell, "ore"), "hours"), "h")
	var minutes int64
	hours, rest, split := strings.Cut(strings.Replace(cell, "h", ":", 1), ":")
	if split {
		h, err1 := strconv.ParseInt(hours, 10, 32)
		m, err2 := strconv.ParseInt(strings.SplitN(rest, ":", 2)[0], 10, 32)
		if err1 != nil || err2 != nil || h < 0 || m < 0 || m > 59 {
			return 0, false
		}
		minutes = h*60 + m
	} else {
		f, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
		if err != nil || !(f >= 0 && f <= float64(most)) {
			return 0, false
		}
		minutes = int64(f*60 + 0.5)
	}
	return minutes, minutes <= most
}

// readAge reads years into the band of the list that holds them, as in 23 or "23 anni".
func readAge(list *codebook.List, cell string) (string, bool) {
	text := strings.ToLower(strings.TrimSpace(cell))
	for _, word := range []string{"anni", "years", "year", "y", "aa"} {
		text = strings.TrimSpace(strings.TrimSuffix(text, word))
	}
	years, err := strconv.Atoi(strings.TrimSuffix(text, ".0"))
	if err != nil || years < 0 || years > 120 {
		return "", false
	}
	for _, c := range list.Codes {
		low, high, ok := span(c.Code)
		if ok && years >= low && years <= high {
			return c.Code, true
		}
	}
	return "", false
}

// span is the years of a band's code: 18-25, 51+.
func span(code string) (low, high int, ok bool) {
	if from, open := strings.CutSuffix(code, "+"); open {
		low, err := strconv.Atoi(from)
		return low, 150, err == nil
	}
	from, to, found := strings.Cut(code, "-")
	low, err1 := strconv.Atoi(from)
	high, err2 := strconv.Atoi(to)
	return low, high, found && err1 == nil && err2 == nil
}

// readReceiver accepts the code of a project that is not of this network: short, in capitals and digits, without
// spaces, so that neither a name nor a phone number passes for one.
func readReceiver(cell string) (string, bool) {
	if len(cell) > 24 || phone(cell) {
		return "", false
	}
	for _, r := range cell {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '/' && r != '.' {
			return "", false
		}
	}
	return cell, true
}

// normalReference makes the same reference of the same person equal, however it was typed. Punctuation stays: 12-3 is not 123.
func normalReference(cell string) string {
	return strings.ToLower(strings.Join(strings.Fields(cell), " "))
}

// missing names the field that a row must tell.
func missing() *errs.Error { return errs.E(errs.Invalid, "sheet.required") }
