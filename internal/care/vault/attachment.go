package vault

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"
	"sync"
	"unicode/utf8"

	"approdo/internal/base/errs"
)

// MostFile is the longest file that is kept, in bytes; mostPixels is how large a picture may be. A picture of few bytes can be of very
// many pixels, so its size is looked at before it is drawn.
const (
	MostFile   = 10 << 20
	mostPixels = 32 << 20
)

// Attachment is a file as it is kept.
type Attachment struct {
	Name string // what the colleague calls it
	Type string // pdf, jpeg, png or text
	Body []byte
}

// Types are the media types of the kinds of files that are kept.
var Types = map[string]string{"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "text": "text/plain; charset=utf-8"}

// drawing is held while a picture is drawn: one at a time, since each takes its pixels in memory.
var drawing sync.Mutex

// Clean looks at the bytes, never at a name or a claim, and keeps what is on the list. Pictures are drawn again, so that nothing stays
// of where, when and with what they were taken; a PDF stays as it is, with whatever its maker wrote into it.
func Clean(name string, data []byte) (a Attachment, err error) {
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
		a.Body, err = redraw(data, func(to *bytes.Buffer, picture image.Image) error {
			return jpeg.Encode(to, upright(picture, orientation(data)), &jpeg.Options{Quality: 88})
		})
	case kind == "image/png":
		a.Type = "png"
		a.Body, err = redraw(data, func(to *bytes.Buffer, picture image.Image) error { return png.Encode(to, picture) })
	case kind == "application/pdf":
		a.Type, a.Body = "pdf", data
	case strings.HasPrefix(kind, "text/plain") && utf8.Valid(data) && !bytes.ContainsRune(data, 0) && !bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")):
		a.Type, a.Body = "text", data
	default:
		err = errs.E(errs.Invalid, "vault.file_kind").On("file")
	}
	return a, err
}

// redraw draws a picture and encodes it anew: only the pixels go through.
func redraw(data []byte, encode func(*bytes.Buffer, image.Image) error) ([]byte, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, errs.E(errs.Invalid, "vault.file_broken").On("file")
	}
	if config.Width <= 0 || config.Height <= 0 || int64(config.Width)*int64(config.Height) > mostPixels {
		return nil, errs.E(errs.Invalid, "vault.file_pixels", "most", mostPixels>>20).On("file")
	}
	drawing.Lock()
	defer drawing.Unlock()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errs.E(errs.Invalid, "vault.file_broken").On("file")
	}
	var to bytes.Buffer
	if err := encode(&to, picture); err != nil {
		return nil, errs.E(errs.Invalid, "vault.file_broken").On("file")
	}
	if to.Len() > MostFile {
		return nil, errs.E(errs.Invalid, "vault.file_long", "most", MostFile>>20).On("file")
	}
	return to.Bytes(), nil
}
