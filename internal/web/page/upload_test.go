package page_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// uploading serves one route that takes files of up to a kilobyte, and answers with what it took.
func uploading(t *testing.T) *page.Server {
	t.Helper()
	route := page.Route{Method: http.MethodPost, Pattern: "/files", Action: policy.SessionOpen, Longest: 4 << 20, Handler: func(r *page.Request) error {
		fields, file, err := r.Upload("file", 1<<10)
		if err != nil {
			return err
		}
		for _, e := range fields.Problems() {
			return text(r, "problem of "+e.Field+", word "+fields.Text("word"))
		}
		return text(r, "word "+fields.Text("word")+", bytes "+strconv.Itoa(len(file)))
	}}
	s, err := page.New(page.Options{Routes: []page.Route{route}, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAFileComesWithTheAnswersOfItsForm(t *testing.T) {
	for name, c := range map[string]struct {
		word string
		file int // bytes; none is sent when negative
		want string
		code int
	}{
		"a file":               {"wave", 1 << 10, "word wave, bytes 1024", 200},
		"no file":              {"wave", -1, "word wave, bytes 0", 200},
		"a file too long":      {"wave", 2 << 20, "problem of file, word wave", 200},
		"more than the route":  {"wave", 5 << 20, "too long", 422},
		"an answer too long":   {strings.Repeat("w", 2<<20), 10, "too long", 422},
		"an answer not a text": {"\x00", 10, "cannot be read", 422},
	} {
		t.Run(name, func(t *testing.T) {
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			if c.file >= 0 {
				part, err := form.CreateFormFile("file", "name.csv")
				if err != nil {
					t.Fatal(err)
				}
				_, _ = part.Write(bytes.Repeat([]byte("x"), c.file))
			}
			_ = form.WriteField("word", c.word) // after the file: it must be read to its end
			_ = form.Close()
			r := httptest.NewRequest(http.MethodPost, "/files", &body)
			r.Host = "127.0.0.1"
			r.Header.Set("Content-Type", form.FormDataContentType())
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.Header.Set("Accept-Language", "en")
			w := httptest.NewRecorder()
			uploading(t).ServeHTTP(w, r)
			if w.Code != c.code || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("status %d instead of %d, without %q:\n%s", w.Code, c.code, c.want, w.Body)
			}
		})
	}
}

func TestAFormThatCarriesNoFilesIsRefusedWhereOneIsExpected(t *testing.T) {
	a := ask{method: http.MethodPost, path: "/files", body: "word=wave"}.to(uploading(t))
	if a.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", a.Code)
	}
}
