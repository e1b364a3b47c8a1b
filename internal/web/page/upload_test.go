package page_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/web/page"
)

// uploading serves one route that takes files of up to a kilobyte, and answers with what it took.
func uploading(t testing.TB) *page.Server {
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
		"lines":                {"wave\r\nfoam", 1, "word wave\nfoam, bytes 1", 200},
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

// FuzzUpload sends whatever somebody writes where a form with a file is expected: it is read or refused, and takes no more memory than the first
// page takes, the file and the answers.
func FuzzUpload(f *testing.F) {
	const kind = "multipart/form-data; boundary=b"
	part := func(head, body string) string {
		return "--b\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n"
	}
	f.Add(kind, part(`name="file"; filename="a.png"`, "\x89PNG")+part(`name="word"`, "wave")+"--b--\r\n")
	f.Add(kind, part(`name="file"`, strings.Repeat("x", 2<<10))+part(`name="word"`, "wave")) // too long, and no end
	f.Add(kind, part(`name="word"`, "\xff")+"--b--")
	f.Add(kind, part(`name*=utf-8''file; filename*=utf-16''%00`, "x")+"--b--")
	f.Add(kind, "--b\r\nContent-Transfer-Encoding: quoted-printable\r\n"+part(`name="file"`, "=3D=")[5:]+"--b--")
	f.Add(kind, "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n--c--\r\n--b--")
	f.Add(`multipart/form-data; boundary="`, "--\r\n")
	f.Add("application/x-www-form-urlencoded", "word=wave")
	server := uploading(f)
	f.Fuzz(func(t *testing.T, kind, body string) {
		r := httptest.NewRequest(http.MethodPost, "/files", strings.NewReader(body))
		r.Host = "127.0.0.1"
		r.Header["Content-Type"] = []string{kind}
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		before := allocated()
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != http.StatusOK && w.Code != http.StatusUnprocessableEntity {
			t.Errorf("status %d:\n%s", w.Code, w.Body)
		}
		if took, most := allocated()-before, uint64(32<<20+8*len(body)); took > most {
			t.Errorf("%d bytes took %d", len(body), took)
		}
	})
}

func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
