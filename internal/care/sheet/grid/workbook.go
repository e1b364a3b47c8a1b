package grid

import (
	"context"
	"path"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
)

// workbook is what the parts beside the worksheets say of an XLSX file.
type workbook struct {
	parts   archive
	mac     bool // days count from 1904
	stale   bool // the program that wrote the file did not calculate it: whoever opens it must
	sheets  []tab
	formats []format     // by the style of a cell
	words   []string     // shared texts
	struck  map[int]bool // of them, those of which a part is struck through
	colours []string     // by Look
}

// tab is one sheet of the workbook as it lists them.
type tab struct {
	id     string // of the relation that leads to its part
	name   string
	hidden bool
}

// relation leads from one part to another.
type relation struct{ kind, target string }

// readXLSX reads every worksheet of a workbook, hidden ones too.
//
// The package that writes our workbooks reads them as well, but it throws away of which type a cell is and how it is
// formatted, which parts of the sheet are merged and whether a formula was ever calculated; and it reads on over broken
// markup and parts that it cannot find.
func readXLSX(ctx context.Context, data []byte) (*File, error) {
	parts, err := openArchive(ctx, data)
	if err != nil {
		return nil, err
	}
	main, err := parts.mainPart()
	if err != nil {
		return nil, err
	}
	relations, err := parts.relations(main)
	if err != nil {
		return nil, err
	}
	w := &workbook{parts: parts}
	if err := w.read(main, relations); err != nil {
		return nil, err
	}
	f := &File{Format: XLSX, Mac: w.mac, Colours: w.colours}
	reader := newSheetReader(w)
	filled := false
	for _, tab := range w.sheets {
		sheet, err := reader.read(tab, relations[tab.id])
		if err != nil {
			return nil, err
		}
		filled = filled || len(sheet.Rows) > 0
		f.Sheets = append(f.Sheets, sheet)
	}
	if !filled {
		return nil, errs.E(errs.Invalid, "sheet.empty")
	}
	return f, nil
}

// mainPart finds the part that lists the sheets.
func (a archive) mainPart() (string, error) {
	relations, err := a.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range relations {
		if strings.HasSuffix(r.kind, "/officeDocument") && strings.HasPrefix(partName(r.target), "xl/") {
			return r.target, nil
		}
	}
	if _, ok := a.parts["xl/workbook.xml"]; ok {
		return "xl/workbook.xml", nil
	}
	return "", errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
}

// relations reads where a part leads to; "" is the archive itself.
func (a archive) relations(of string) (map[string]relation, error) {
	dir, file := path.Split(of)
	list := map[string]relation{}
	_, err := a.walk(dir+"_rels/"+file+".rels", func(m *markup) error {
		if m.shut || !m.is("Relationship") || string(m.attr("TargetMode")) == "External" {
			return nil
		}
		target := strings.ReplaceAll(string(m.attr("Target")), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		if len(list) == maxParts {
			return errs.E(errs.Invalid, "sheet.bomb")
		}
		list[string(m.attr("Id"))] = relation{string(m.attr("Type")), strings.TrimPrefix(target, "/")}
		return nil
	})
	return list, err
}

// read reads the list of sheets, the styles and the shared texts.
func (w *workbook) read(main string, relations map[string]relation) error {
	found, err := w.parts.walk(main, func(m *markup) error {
		switch {
		case m.shut:
		case m.is("workbookPr"):
			w.mac = m.yes("date1904")
		case m.is("calcPr"):
			w.stale = m.yes("fullCalcOnLoad")
		case m.is("sheet"):
			if len(w.sheets) == maxTabs {
				return errs.E(errs.Invalid, "sheet.bomb")
			}
			state := string(m.attr("state"))
			w.sheets = append(w.sheets, tab{string(m.attr("id")), strings.TrimSpace(string(m.attr("name"))), state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !found || len(w.sheets) == 0 {
		return errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	for _, r := range relations {
		switch {
		case strings.HasSuffix(r.kind, "/styles"):
			err = w.readStyles(r.target)
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = w.readWords(r.target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readStyles reads how the numbers of each style of cells are shown.
func (w *workbook) readStyles(part string) error {
	own, struck := map[int]format{}, map[int]bool{}        // formats and fonts of this file
	letters, grounds := map[int]string{}, map[int]string{} // colours of fonts and of fills
	styles, fonts, font, fills, fill := false, false, -1, false, -1
	solid := false // the fill at hand has a pattern
	_, err := w.parts.walk(part, func(m *markup) error {
		switch {
		case m.is("cellXfs"):
			styles = !m.shut
		case m.is("fonts"):
			fonts = !m.shut
		case m.is("fills"):
			fills = !m.shut
		case m.shut:
		case m.is("font") && fonts:
			font++
		case m.is("color") && fonts:
			letters[font] = colourOf(m)
		case m.is("fill") && fills:
			fill++
		case m.is("patternFill") && fills:
			solid = string(m.attr("patternType")) != "none"
		case m.is("fgColor") && fills && solid:
			grounds[fill] = colourOf(m)
		case m.is("strike") && fonts:
			struck[font] = strikes(m)
		case m.is("numFmt"):
			if id, err := strconv.Atoi(string(m.attr("numFmtId"))); err == nil && len(own) < 1<<16 {
				if code := m.attr("formatCode"); len(code) > 0 && len(code) <= longestFormat {
					own[id] = readFormat(string(code))
				}
			}
		case m.is("xf") && styles && len(w.formats) < 1<<16:
			id, _ := strconv.Atoi(string(m.attr("numFmtId"))) // none is 0, the general format
			f, known := own[id]
			if !known {
				f = formatOf(id)
			}
			font, err := strconv.Atoi(string(m.attr("fontId")))
			f.struck = err == nil && struck[font]
			ground, err := strconv.Atoi(string(m.attr("fillId")))
			if err != nil {
				ground = -1
			}
			f.look = w.lookOf(grounds[ground], letters[font])
			w.formats = append(w.formats, f)
		}
		return nil
	})
	return err
}

// strikes reports whether a tag strike says that it does.
func strikes(m *markup) bool { return m.attr("val") == nil || m.yes("val") }

// readWords reads the texts that cells refer to by their number.
func (w *workbook) readWords(part string) error {
	var text inlineText
	_, err := w.parts.walk(part, func(m *markup) error {
		if err := text.see(m); err != nil {
			return err
		}
		if m.is("si") && m.shut {
			if len(w.words) == maxWords {
				return errs.E(errs.Invalid, "sheet.bomb")
			}
			if text.struck {
				if w.struck == nil {
					w.struck = map[int]bool{}
				}
				w.struck[len(w.words)] = true
			}
			w.words = append(w.words, text.take())
		}
		return nil
	})
	return err
}

// inlineText puts the runs of a rich text together, without the readings of Asian words.
type inlineText struct {
	text    []byte
	reading bool
	strike  bool // the run at hand is struck through
	struck  bool // one of the runs is
}

func (x *inlineText) see(m *markup) error {
	switch {
	case m.is("rPh"):
		x.reading = !m.shut
	case m.is("r"):
		x.strike = false
	case m.is("strike") && !m.shut:
		x.strike = strikes(m)
	case m.is("t") && !x.reading && !m.shut:
		m.collect()
	case m.is("t") && !x.reading:
		run, err := m.collected()
		if err != nil {
			return err
		}
		x.text = append(x.text, run...)
		x.struck = x.struck || x.strike && len(trim(run)) > 0
	}
	return nil
}

func (x *inlineText) take() string {
	text := unescaped(string(x.text))
	x.text, x.strike, x.struck = x.text[:0], false, false
	return text
}

// unescaped reads the characters that XML cannot hold and workbooks write as _x000D_.
func unescaped(text string) string {
	at := strings.Index(text, "_x")
	if at < 0 {
		return text
	}
	var b strings.Builder
	for ; at >= 0; at = strings.Index(text, "_x") {
		b.WriteString(text[:at])
		text = text[at:]
		if len(text) >= 7 && text[6] == '_' {
			if n, err := strconv.ParseUint(text[2:6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				text = text[7:]
				continue
			}
		}
		b.WriteString(text[:2])
		text = text[2:]
	}
	b.WriteString(text)
	return b.String()
}
