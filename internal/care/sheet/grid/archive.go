package grid

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"approdo/internal/base/errs"
)

// Limits of an archive besides MaxUnpacked.
const (
	maxParts = 4096
	maxRatio = 200     // how many times smaller than its content an archive may be …
	ratioFor = 8 << 20 // … once the content is larger than this
	// maxSheets is how large the worksheets may be together. They are read as they are unpacked and nothing is kept of
	// empty cells: a sheet that somebody formatted down to its last row is a quarter of a gigabyte of them.
	maxSheets = 1 << 30
	maxTabs   = 1024    // sheets: a register with one for each day of a year stays below
	maxWords  = 8 << 20 // shared texts
)

// archive is a workbook's parts by their names. Names are compared as Windows compares them: programs that pack by
// hand write backslashes, or a capital that the table of contents has not. Each part is opened once at most, so that
// what the table of contents says of their sizes bounds all that is ever read, whatever leads to them.
type archive struct {
	ctx    context.Context // of reading it
	parts  map[string]*zip.File
	opened map[string]bool
}

// openArchive judges a workbook's table of contents; nothing is unpacked yet.
func openArchive(ctx context.Context, data []byte) (a archive, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return a, errs.E(errs.Invalid, "sheet.archive_cut")
	}
	if len(z.File) > maxParts {
		return a, errs.E(errs.Invalid, "sheet.bomb")
	}
	a.ctx, a.parts, a.opened = ctx, map[string]*zip.File{}, map[string]bool{}
	var others, sheets uint64
	for _, part := range z.File {
		name := partName(part.Name)
		a.parts[name] = part
		sum := &others
		if strings.HasPrefix(name, "xl/worksheets/") {
			sum = &sheets
		}
		*sum += min(part.UncompressedSize64, maxSheets+1)
		if others > MaxUnpacked || sheets > maxSheets {
			return a, errs.E(errs.Invalid, "sheet.bomb")
		}
	}
	if all := others + sheets; all > ratioFor && all > maxRatio*uint64(len(data)) {
		return a, errs.E(errs.Invalid, "sheet.bomb")
	}
	return a, a.foreign()
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// foreign says what to do with archives that are no XLSX workbook but hold a table.
func (a archive) foreign() error {
	for name := range a.parts {
		switch {
		case name == "mimetype" || strings.HasPrefix(name, "xl/") && strings.HasSuffix(name, "workbook.bin"):
			return errs.E(errs.Invalid, "sheet.save_as") // OpenDocument, .xlsb
		case strings.HasPrefix(name, "index/") && strings.HasSuffix(name, ".iwa") || name == "index.zip":
			return errs.E(errs.Invalid, "sheet.export_numbers")
		}
	}
	for name := range a.parts {
		switch path.Ext(name) {
		case ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods":
			if !strings.HasPrefix(name, "xl/") {
				return errs.E(errs.Invalid, "sheet.unpack")
			}
		}
	}
	return nil
}

// open gives a part as UTF-8, once. A part that is damaged, or holds more than the table of contents said, fails while it is read.
func (a archive) open(name string) (io.ReadCloser, bool, error) {
	name = partName(name)
	part, ok := a.parts[name]
	if !ok {
		return nil, false, nil
	}
	if a.opened[name] {
		return nil, true, errs.E(errs.Invalid, "sheet.bomb")
	}
	a.opened[name] = true
	content, err := part.Open()
	if err != nil {
		return nil, true, err
	}
	in := bufio.NewReaderSize(content, 64<<10)
	head, _ := in.Peek(3) // a failure comes again when it is read
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = in.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		in = bufio.NewReaderSize(transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()), 64<<10)
	}
	return struct {
		*bufio.Reader
		io.Closer
	}{in, content}, true, err
}

// walk hands every tag of a part to fn and reads the part to its end. It reports whether there is such a part.
func (a archive) walk(name string, fn func(*markup) error) (bool, error) {
	content, found, err := a.open(name)
	if !found || err != nil {
		return found, broken(err)
	}
	m := newMarkup(content)
	for tag := 0; ; tag++ {
		if tag%stopEvery == 0 {
			err = Stopped(a.ctx)
		}
		if err == nil {
			err = m.next()
		}
		if err == nil {
			err = fn(m)
		}
		if err != nil {
			break
		}
	}
	if err == io.EOF {
		err = nil
	}
	return true, broken(errors.Join(err, content.Close()))
}

// broken is a failure of a part as people are told it; refusals that say more stay as they are.
func broken(err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errs.Of(err); ok {
		return e
	}
	return errs.E(errs.Invalid, "sheet.archive_broken")
}
