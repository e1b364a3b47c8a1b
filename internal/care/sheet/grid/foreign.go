package grid

import (
	"bytes"
	"regexp"

	"golang.org/x/text/encoding/unicode"

	"approdo/internal/base/errs"
)

// foreign recognises, by how they begin, files that are not read, and says by which way they become one that is.
func foreign(data []byte) error {
	starts := func(with ...string) bool {
		for _, w := range with {
			if bytes.HasPrefix(data, []byte(w)) {
				return true
			}
		}
		return false
	}
	switch {
	case starts("\xd0\xcf\x11\xe0"):
		// The container of old .xls files, and of workbooks with a password.
		if name, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte("EncryptedPackage")); err == nil && bytes.Contains(data, name) {
			return errs.E(errs.Invalid, "sheet.password")
		}
		return errs.E(errs.Invalid, "sheet.save_as")
	case starts("\x09\x08\x10\x00", "\x09\x04\x06\x00", "\x09\x02\x06\x00", "\x09\x00\x04\x00"): // .xls without the container
		return errs.E(errs.Invalid, "sheet.save_as")
	case starts("7z\xbc\xaf\x27\x1c", "Rar!", "\x1f\x8b"):
		return errs.E(errs.Invalid, "sheet.unpack")
	}
	head := bytes.TrimLeft(plainHead(data), " \t\r\n")
	switch {
	case bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")), bytes.Contains(head, []byte("urn:oasis:names:tc:opendocument")):
		return errs.E(errs.Invalid, "sheet.save_as") // a workbook as XML, of 2003 or OpenDocument
	case webPage.Match(head):
		return errs.E(errs.Invalid, "sheet.web_page")
	case bytes.HasPrefix(head, []byte("ID;P")): // SYLK
		return errs.E(errs.Invalid, "sheet.save_as")
	case document.Match(head):
		return errs.E(errs.Invalid, "sheet.not_a_spreadsheet")
	}
	return nil
}

var (
	// webPage matches pages, and pages with their pictures, that programs save under the name of a spreadsheet.
	webPage  = regexp.MustCompile(`(?i)^(MIME-Version:|<(\?xml[^>]*>\s*<)?(!--.*-->\s*<)?(!doctype\s+html|html|head|meta|body|table|style|div|center)\b)`)
	document = regexp.MustCompile(`^(<|%PDF-|\{\\rtf|\{\s*"|\[\s*\{)`) // XML, PDF, a text, JSON
)

// plainHead is how a file begins, in ASCII as far as it can be.
func plainHead(data []byte) []byte {
	head := data[:min(len(data), 4096)]
	if wide(head) != nil {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	return bytes.TrimLeft(head, "\xef\xbb\xbf\xff\xfe")
}
