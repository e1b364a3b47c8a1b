package page

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"approdo/internal/base/errs"
)

// Upload reads a form that carries one file, in the field named, of at most limit bytes; the route's Longest must be
// more than that. Everything stays in memory: nothing is written to the disk, where net/http would put a long file, and
// the file's name is not looked at, since names of files name people. A file that is too long is remembered as a problem
// of its field, with the other answers kept; one that is missing is empty.
func (r *Request) Upload(name string, limit int64) (*Fields, []byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, errs.E(errs.Invalid, "page.form_unreadable", err)
	}
	values, room := url.Values{}, int64(bodyLimit)
	var file []byte
	var tooLong *errs.Error
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, cut(err)
		}
		if part.FormName() == name {
			if file, err = whole(part, limit); file == nil && err == nil {
				tooLong = errs.E(errs.Invalid, "page.file_too_long", "limit", limit>>20).On(name)
			}
		} else {
			var text []byte
			if text, err = whole(part, room); text == nil && err == nil {
				err = errs.E(errs.Invalid, "page.form_too_long")
			}
			room -= int64(len(text))
			values.Add(part.FormName(), string(text))
		}
		if err != nil {
			return nil, nil, cut(err)
		}
	}
	if err := r.arrived(); err != nil {
		return nil, nil, err
	}
	fields, err := readable(values)
	if err == nil && tooLong != nil {
		fields.Keep(tooLong)
	}
	return fields, file, err
}

// whole reads a part, never nil. One that is longer than limit is read to its end and thrown away, and answers nil: a
// browser listens only after it has sent everything.
func whole(part *multipart.Part, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(part, limit+1))
	if err != nil || int64(len(data)) <= limit {
		return data, err
	}
	_, err = io.Copy(io.Discard, part)
	return nil, err
}

// cut says why a form could not be read to its end.
func cut(err error) error {
	if e, known := errs.Of(err); known {
		return e
	}
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		return errs.E(errs.Invalid, "page.form_too_long", err)
	}
	return errs.E(errs.Invalid, "page.form_unreadable", err)
}
