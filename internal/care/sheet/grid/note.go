package grid

import (
	"strings"

	"approdo/internal/base/errs"
)

// readNotes reads the comments that hang on the cells of a worksheet. They stand in a part of their own; of a conversation the program writes the whole into it.
func (r *sheetReader) readNotes(worksheet string) error {
	r.notes = map[int][]string{}
	relations, err := r.parts.relations(worksheet)
	if err != nil {
		return err
	}
	for _, to := range relations {
		if !strings.HasSuffix(to.kind, "/comments") {
			continue
		}
		var text inlineText
		row := 0
		if _, err := r.parts.walk(to.target, func(m *markup) error {
			switch {
			case m.is("comment") && !m.shut:
				_, row, _ = position(string(m.attr("ref")))
			case m.is("comment"):
				return r.note(row, clean(text.take()))
			default:
				return text.see(m)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// note keeps one comment. What it holds counts as the cells do.
func (r *sheetReader) note(row int, text string) error {
	if row == 0 || text == "" {
		return nil
	}
	if r.text += len(text); r.text > maxText {
		return errs.E(errs.Invalid, "sheet.bomb")
	}
	r.notes[row] = append(r.notes[row], text)
	return nil
}
