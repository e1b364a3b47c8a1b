package desk_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var (
	control   = regexp.MustCompile(`(?s)<input([^>]*)>|<select([^>]*)>(.*?)</select>|<textarea([^>]*)>(.*?)</textarea>`)
	option    = regexp.MustCompile(`<option([^>]*)>`)
	attribute = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// attributes reads those of a tag.
func attributes(text string) map[string]string {
	list := map[string]string{}
	for _, a := range attribute.FindAllStringSubmatch(text, -1) {
		list[a[1]] = html.UnescapeString(a[2])
	}
	return list
}

// formOf gives what a browser would send from the form of a page that posts to action, when nothing is touched: lines end as browsers end them.
func formOf(t *testing.T, text, action string) url.Values {
	t.Helper()
	start := strings.Index(text, `action="`+action+`"`)
	if start < 0 {
		t.Fatalf("no form posts to %s:\n%s", action, text)
	}
	text, _, _ = strings.Cut(text[start:], "</form>")
	form := url.Values{}
	add := func(name, value string) {
		form.Add(name, strings.ReplaceAll(strings.ReplaceAll(value, "\r\n", "\n"), "\n", "\r\n"))
	}
	for _, m := range control.FindAllStringSubmatch(text, -1) {
		a := attributes(m[1] + m[2] + m[4])
		_, checked := a["checked"]
		switch {
		case strings.HasPrefix(m[0], "<select"):
			for i, o := range option.FindAllStringSubmatch(m[3], -1) {
				a, of := attributes(o[1]), a["name"]
				if _, selected := a["selected"]; selected || i == 0 {
					form.Del(of)
					add(of, a["value"])
				}
			}
		case strings.HasPrefix(m[0], "<textarea"):
			add(a["name"], html.UnescapeString(strings.TrimPrefix(m[5], "\n")))
		case (a["type"] == "radio" || a["type"] == "checkbox") && !checked:
		default:
			add(a["name"], a["value"])
		}
	}
	return form
}

// formValues is a form with these answers.
func formValues(nameValue ...string) url.Values {
	form := url.Values{}
	for i := 0; i+1 < len(nameValue); i += 2 {
		form.Add(nameValue[i], nameValue[i+1])
	}
	return form
}
