package kit

import (
	"encoding/hex"
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/seal"
	"approdo/internal/web/page"

	"github.com/a-h/templ"
)

// SeenField is the hidden field in which a form repeats what stood on its page, where others may change that while it is read: who confirms, confirms what they saw.
const SeenField = "seen"

// Seen is that field, as a digest of what stood there, which must be what JSON can say.
func Seen(of ...any) page.Pair { return page.Pair{Name: SeenField, Value: seen(of)} }

// Unmoved is Moved unless what stands now is what the form says that its reader saw.
func Unmoved(fields *page.Fields, of ...any) error {
	if now := seen(of); now == "" || fields.Text(SeenField) != now {
		return Moved()
	}
	return nil
}

// Moved is a Conflict for a form whose page shows something else now: nothing is done, and it is shown anew.
func Moved() error { return errs.E(errs.Conflict, "desk.form.moved") }

// HasMoved recognises it.
func HasMoved(err error) bool {
	e, known := errs.Of(err)
	return known && e.Key == "desk.form.moved"
}

// MovedCallout says so on the page that is shown anew.
func MovedCallout(p *i18n.Printer, moved bool) templ.Component {
	if !moved {
		return templ.NopComponent
	}
	return page.Callout(page.Due, p.T("desk.form.moved"))
}

func seen(of []any) string {
	text, err := json.Marshal(of)
	if err != nil { // what JSON cannot say is a fault of the page, and agrees with nothing
		return ""
	}
	h := seal.Hash(text)
	return hex.EncodeToString(h[:16])
}
