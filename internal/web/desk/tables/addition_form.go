package tables

import (
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/care/report/addition"
	"approdo/internal/care/report/definition"
	"approdo/internal/web/page"
)

// The form of a table asks for this many filters, and for groups of answers as it needs them.
const (
	filterCount = 3
	fewGroups   = 2
	mostGroups  = 8
)

// outlineOf reads what was answered so far. Nothing of it is wrong yet: the form may be half filled in.
func outlineOf(f *page.Fields) addition.Outline {
	o := addition.Outline{
		Title: textOf(f, "title_"), Counts: f.Text("counts"), Of: f.Text("of"), Overlaps: f.Text("kind") == definition.Overlapping,
		Rows: f.Text("rows"), Chosen: f.Text("each") == "chosen", Place: map[string][]string{},
		Then: f.Text("then"), Across: f.Text("across"), Measures: f.All("measures"), SameAs: f.Text("same"), Notes: textOf(f, "note_"),
	}
	o.Across, o.AcrossEnd = strings.CutSuffix(o.Across, "@end")
	for i := range filterCount {
		n := "filter" + strconv.Itoa(i+1)
		if column := f.Text(n); column != "" {
			o.Filters = append(o.Filters, addition.Filter{Column: column, Except: f.Text(n+"_how") == "except", Codes: f.All(n + "_codes")})
		}
	}
	for i := range mostGroups {
		n := "group" + strconv.Itoa(i+1)
		if label := textOf(f, n+"_"); len(label) > 0 || f.Text(n+"_code") != "" {
			o.Groups = append(o.Groups, addition.Group{Code: groupCode(f, i), Label: label})
		}
	}
	for _, name := range f.Names() {
		code, places := strings.CutPrefix(name, "place_")
		if !places {
			continue
		}
		for _, place := range []string{f.Text(name), f.Text("also_" + code)} {
			if n, err := strconv.Atoi(place); err == nil && n >= 1 && n <= mostGroups {
				place = groupCode(f, n-1)
			}
			if place != "" {
				o.Place[code] = append(o.Place[code], place)
			}
		}
	}
	return o
}

// groupCode is the code of a group: the one it had, or a new one.
func groupCode(f *page.Fields, i int) string {
	if code := f.Text("group" + strconv.Itoa(i+1) + "_code"); code != "" {
		return code
	}
	return "group_" + strconv.Itoa(i+1)
}

// textOf is what was written in each language under names with one beginning; nil when nothing was.
func textOf(f *page.Fields, beginning string) definition.Text {
	var text definition.Text
	for _, lang := range i18n.Languages() {
		if word := f.Text(beginning + lang); word != "" {
			if text == nil {
				text = definition.Text{}
			}
			text[lang] = word
		}
	}
	return text
}

// fillOutline writes an outline into the form.
func fillOutline(f *page.Fields, o addition.Outline) {
	fillText(f, "title_", o.Title)
	fillText(f, "note_", o.Notes)
	across := o.Across
	if o.AcrossEnd {
		across += "@end"
	}
	for name, value := range map[string]string{
		"counts": o.Counts, "of": o.Of, "rows": o.Rows, "then": o.Then, "across": across, "same": o.SameAs,
		"kind": map[bool]string{true: definition.Overlapping, false: definition.Partition}[o.Overlaps],
		"each": map[bool]string{true: "chosen", false: "each"}[o.Chosen],
	} {
		f.Set(name, value)
	}
	f.Set("measures", o.Measures...)
	for i, filter := range o.Filters {
		n := "filter" + strconv.Itoa(i+1)
		f.Set(n, filter.Column)
		f.Set(n+"_how", map[bool]string{true: "except", false: "where"}[filter.Except])
		f.Set(n+"_codes", filter.Codes...)
	}
	number := map[string]string{}
	for i, g := range o.Groups {
		n := "group" + strconv.Itoa(i+1)
		fillText(f, n+"_", g.Label)
		f.Set(n+"_code", g.Code)
		number[g.Code] = strconv.Itoa(i + 1)
	}
	for code, places := range o.Place {
		for i, place := range places {
			if n := number[place]; n != "" {
				place = n
			}
			f.Set([]string{"place_", "also_"}[min(i, 1)]+code, place)
		}
	}
}

func fillText(f *page.Fields, beginning string, t definition.Text) {
	for lang, word := range t {
		f.Set(beginning+lang, word)
	}
}

// fits reports whether the form has room for what an outline says.
func fits(o addition.Outline) bool {
	for _, places := range o.Place {
		if len(places) > 2 {
			return false
		}
	}
	return len(o.Filters) <= filterCount && len(o.Groups) <= mostGroups
}

// ask lists what the form still needs before its text can be written, each at its question.
func asks(f *page.Fields, o addition.Outline) errs.List {
	var list errs.List
	need := func(missing bool, field, key string) {
		if missing {
			list.Add(errs.E(errs.Invalid, key).On(field))
		}
	}
	for _, lang := range i18n.Languages() {
		need(o.Title[lang] == "", "title_"+lang, "additions.need.title")
	}
	_, counts := o.View()
	need(!counts, "counts", "additions.need.counts")
	need(o.Rows == "", "rows", "additions.need.rows")
	need(len(o.Measures) == 0, "measures", "additions.need.measures")
	for i := range filterCount {
		n := "filter" + strconv.Itoa(i+1)
		need(f.Text(n) != "" && len(f.All(n+"_codes")) == 0, n+"_codes", "additions.need.codes")
	}
	if o.Chosen {
		used := map[string]bool{}
		for _, places := range o.Place {
			for _, place := range places {
				used[place] = true
			}
		}
		for i := range mostGroups {
			for _, lang := range i18n.Languages() {
				n := "group" + strconv.Itoa(i+1) + "_" + lang
				need(used[groupCode(f, i)] && f.Text(n) == "", n, "additions.need.group")
			}
		}
	}
	need(len(o.Notes) == 1, "note_"+missing(o.Notes), "additions.need.note")
	return list
}

// missing is the first language in which a text is not written.
func missing(t definition.Text) string {
	for _, lang := range i18n.Languages() {
		if t[lang] == "" {
			return lang
		}
	}
	return ""
}
