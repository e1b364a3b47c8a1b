package trail

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"approdo/internal/web/page"
)

// detailWords say the value of a detail, by its name: most are codes of a list, or ids of what the reader may know. A value that nobody can
// say stands as it is.
var detailWords = map[string]func(w *trailWords, value string) string{
	"what":          func(w *trailWords, v string) string { return w.say("audit.what.", v) },
	"format":        func(_ *trailWords, v string) string { return strings.ToUpper(v) },
	"kind":          func(w *trailWords, v string) string { return w.d.Book.Label("rights_kind", v, w.p.Lang()) },
	"reason":        (*trailWords).reason,
	"noun":          func(w *trailWords, v string) string { return w.say("audit.object.", v) },
	"roles":         (*trailWords).role,
	"status":        func(w *trailWords, v string) string { return w.say("admin.status.", v) },
	"section":       func(w *trailWords, v string) string { return w.say("card.section.", v) },
	"by":            func(w *trailWords, v string) string { return w.say("card.section.", v) },
	"problem":       func(w *trailWords, v string) string { return w.say("audit.value.", v) },
	"account":       (*trailWords).who,
	"members":       (*trailWords).who,
	"for":           (*trailWords).who,
	"keys given to": (*trailWords).who,
	"compartment":   (*trailWords).organisation,
	"from":          (*trailWords).day,
	"to":            (*trailWords).day,
}

// reason says why something is held, corrected or taken back.
func (w *trailWords) reason(code string) string {
	for _, list := range []string{"hold_reason", "correction_reason"} {
		if w.d.Book.Has(list, code) {
			return w.d.Book.Label(list, code, w.p.Lang())
		}
	}
	return w.say("audit.value.", code)
}

// day says a day; what is none stands as it is.
func (w *trailWords) day(value string) string {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return value
	}
	return w.p.Day(value)
}

// details lists details one by one, by name.
func (w *trailWords) details(details []byte) []page.Pair {
	if details == nil {
		return nil
	}
	var fields map[string]any
	if json.Unmarshal(details, &fields) != nil {
		return []page.Pair{{Name: w.p.T("audit.entry.details"), Value: string(details)}}
	}
	var pairs []page.Pair
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if value := w.detail(name, fields[name]); value != "" {
			pairs = append(pairs, page.Pair{Name: w.say("audit.detail.", strings.ReplaceAll(name, " ", "_")), Value: value})
		}
	}
	return pairs
}

// detail says one value: text, a number, yes or no, or several.
func (w *trailWords) detail(name string, value any) string {
	switch v := value.(type) {
	case float64:
		return w.p.Int(int64(v))
	case bool:
		return w.say("audit.value.", map[bool]string{true: "yes", false: "no"}[v])
	case []any:
		var parts []string
		for _, part := range v {
			parts = append(parts, w.detail(name, part))
		}
		return strings.Join(parts, ", ")
	case string:
		if code := w.persons[v]; (name == "person" || name == "shown") && code != "" {
			return code
		}
		if say, known := detailWords[name]; known {
			return say(w, v)
		}
		return w.say("audit.value.", v)
	}
	return fmt.Sprint(value)
}
