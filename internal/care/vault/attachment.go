package vault

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"approdo/internal/base/errs"
)

// MostFile is the longest file that is kept, in bytes.
const MostFile = 10 << 20

// Attachment is a file as it is kept.
type Attachment struct {
	Name string // what the colleague calls it
	Type string // pdf, jpeg, png or text
	Body []byte
}

// Types are the media types of the kinds of files that are kept.
var Types = map[string]string{"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "text": "text/plain; charset=utf-8"}

// Extensions are what files are called that leave: by their kind and not by their name, since names of files name people.
var Extensions = map[string]string{"pdf": ".pdf", "jpeg": ".jpg", "png": ".png", "text": ".txt"}

// Clean looks at the bytes, never at a name or a claim, and keeps what is on the list. Pictures are drawn again, so that nothing stays
// of where, when and with what they were taken; a PDF stays as it is, with whatever its maker wrote into it.
// Pictures are drawn one after another: who finds too many before them is told so at once.
func Clean(ctx context.Context, name string, data []byte) (a Attachment, err error) {
	a.Name = strings.TrimSpace(name)
	switch {
	case len(data) == 0:
		return a, errs.E(errs.Invalid, "vault.file_empty").On("file")
	case len(data) > MostFile:
		return a, errs.E(errs.Invalid, "vault.file_long", "most", MostFile>>20).On("file")
	case a.Name == "" || utf8.RuneCountInString(a.Name) > 200:
		return a, errs.E(errs.Invalid, "vault.file_name").On("name")
	}
	switch kind := http.DetectContentType(data); {
	case kind == "image/jpeg":
		a.Type = "jpeg"
		a.Body, err = redraw(ctx, data, func(to io.Writer, picture image.Image) error {
			return jpeg.Encode(to, upright(picture, orientation(data)), &jpeg.Options{Quality: 88})
		})
	case kind == "image/png":
		a.Type = "png"
		a.Body, err = redraw(ctx, data, func(to io.Writer, picture image.Image) error { return png.Encode(to, picture) })
	case kind == "application/pdf":
		a.Type, a.Body = "pdf", data
	case strings.HasPrefix(kind, "text/plain") && utf8.Valid(data) && !bytes.ContainsRune(data, 0) && !bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")):
		a.Type, a.Body = "text", data
	default:
		err = errs.E(errs.Invalid, "vault.file_kind").On("file")
	}
	return a, err
}
