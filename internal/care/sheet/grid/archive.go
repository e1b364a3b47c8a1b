package grid

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"approdo/internal/base/errs"
)

// Limits of an archive besides MaxUnpacked.
const (
	maxParts = 4096
	maxRatio = 200     // how many times smaller than its content an archive may be …
	ratioFor = 8 << 20 // … once the content is larger than this
)

// marks counts what the XML of the worksheets holds.
type marks struct {
	formulas int
	values   int // cells with a value, if the XML is written as spreadsheet programs write it
}

// inspect judges a workbook's archive before the library sees it. The library reads on over damaged parts; here the
// whole is refused.
func inspect(data []byte) (*zip.Reader, marks, error) {
	var m marks
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, m, errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	if err := contents(archive, uint64(len(data))); err != nil {
		return nil, m, err
	}
	return archive, m, each(archive, func(part *zip.File, content io.Reader) error {
		if worksheet(part) {
			return m.scan(content)
		}
		return nil
	})
}

func worksheet(part *zip.File) bool {
	return strings.HasPrefix(strings.ToLower(part.Name), "xl/worksheets/sheet")
}

// contents looks at the table of contents only: nothing is unpacked yet.
func contents(archive *zip.Reader, packed uint64) error {
	if len(archive.File) > maxParts {
		return errs.E(errs.Invalid, "sheet.bomb")
	}
	var unpacked uint64
	workbook := false
	for _, part := range archive.File {
		if part.Name == "mimetype" {
			return errs.E(errs.Invalid, "sheet.save_as") // OpenDocument
		}
		workbook = workbook || strings.HasPrefix(strings.ToLower(part.Name), "xl/")
		if unpacked += part.UncompressedSize64; part.UncompressedSize64 > MaxUnpacked || unpacked > MaxUnpacked {
			return errs.E(errs.Invalid, "sheet.bomb")
		}
	}
	switch {
	case unpacked > ratioFor && unpacked > maxRatio*packed:
		return errs.E(errs.Invalid, "sheet.bomb")
	case !workbook:
		return errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	return nil
}

// each hands every part to fn and reads it to its end: a part that is damaged, or holds more than the table of contents
// said, fails in the zip reader.
func each(archive *zip.Reader, fn func(*zip.File, io.Reader) error) error {
	for _, part := range archive.File {
		if part.FileInfo().IsDir() {
			continue
		}
		content, err := part.Open()
		if err == nil {
			if err = fn(part, content); err == nil {
				_, err = io.Copy(io.Discard, content)
			}
			err = errors.Join(err, content.Close())
		}
		if err != nil {
			return errs.E(errs.Invalid, "sheet.archive_broken")
		}
	}
	return nil
}

// scan counts tags without parsing: v and is hold the values of cells, f their formulas.
func (m *marks) scan(content io.Reader) error {
	r := bufio.NewReaderSize(content, 64<<10)
	for {
		text, err := r.ReadSlice('<')
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF {
			if !bytes.HasSuffix(bytes.TrimSpace(text), []byte("worksheet>")) {
				m.values = -1 // cut off, or written in a way of its own: let the XML be walked
			}
			return nil
		}
		if err != nil {
			return err
		}
		tag, err := r.Peek(3)
		if err != nil && err != io.EOF {
			return err
		}
		switch {
		case opens(tag, "f"):
			m.formulas++
		case opens(tag, "v"), opens(tag, "is"):
			m.values++
		}
	}
}

// opens reports whether what follows a < opens the tag.
func opens(after []byte, tag string) bool {
	return len(after) > len(tag) && string(after[:len(tag)]) == tag && strings.IndexByte("> /", after[len(tag)]) >= 0
}

// wellFormed walks the XML of every worksheet. The library stops at broken XML without a word.
func wellFormed(archive *zip.Reader) error {
	return each(archive, func(part *zip.File, content io.Reader) error {
		if !worksheet(part) {
			return nil
		}
		decoder := xml.NewDecoder(content)
		for {
			if _, err := decoder.Token(); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
		}
	})
}
