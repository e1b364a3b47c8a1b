package grid

import (
	"archive/zip"
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

// inspect judges a workbook's archive before the library sees it, and counts its formulas. The library reads on
// over damaged parts and broken XML, and would then give half a sheet without a word; here the whole is refused.
func inspect(data []byte) (formulas int, err error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	if err := contents(archive, uint64(len(data))); err != nil {
		return 0, err
	}
	for _, part := range archive.File {
		n, err := checkPart(part)
		if err != nil {
			return 0, err
		}
		formulas += n
	}
	return formulas, nil
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

// checkPart reads one part to its end. A part that holds more than the table of contents said fails in the zip
// reader. Of a worksheet it walks the XML and counts the formulas.
func checkPart(part *zip.File) (formulas int, err error) {
	if part.FileInfo().IsDir() {
		return 0, nil
	}
	content, err := part.Open()
	if err != nil {
		return 0, errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	if strings.HasPrefix(strings.ToLower(part.Name), "xl/worksheets/sheet") {
		formulas, err = walk(content)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, content)
	}
	if err = errors.Join(err, content.Close()); err != nil {
		return 0, errs.E(errs.Invalid, "sheet.archive_broken")
	}
	return formulas, nil
}

// walk reads XML to its end and counts the elements named f.
func walk(r io.Reader) (formulas int, err error) {
	decoder := xml.NewDecoder(r)
	decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, errors.New("not in a Unicode encoding")
	}
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return formulas, nil
		}
		if err != nil {
			return 0, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "f" {
			formulas++
		}
	}
}
