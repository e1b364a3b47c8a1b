package page

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

// compressed shortens texts for browsers that can read it so. Pages hold no secret that
// an attacker could guess by the length of an answer: there are no form tokens.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || r.Method == http.MethodHead {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipper{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

// zips are the compressors at rest: making one takes longer than compressing a page. Each takes most of a megabyte, so there are only so many at work at a time, and an answer for which there
// is none travels as it is.
var (
	zips = sync.Pool{New: func() any {
		zip, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is one: half the work of the usual one for an eighth more bytes
		return zip
	}}
	zipping = make(chan struct{}, 64)
)

// zipper decides at the header, when the kind of content is known, whether to compress. What comes out is kept until there is a stretch of it, and the compressor is given back before the last
// one is sent: whoever takes nothing of an answer holds what waits, and not what made it.
type zipper struct {
	http.ResponseWriter
	zip     *gzip.Writer
	out     bytes.Buffer
	decided bool
}

func (z *zipper) WriteHeader(status int) {
	if !z.decided {
		z.decided = true
		h := z.Header()
		h.Add("Vary", "Accept-Encoding")
		bodiless := status == http.StatusNoContent || status == http.StatusNotModified || status/100 == 3
		if !bodiless && h.Get("Content-Encoding") == "" && textual(h.Get("Content-Type")) {
			z.begin()
		}
		if z.zip != nil {
			h.Set("Content-Encoding", "gzip")
			h.Del("Content-Length")
		}
	}
	z.ResponseWriter.WriteHeader(status)
}

// begin takes a compressor if there is one.
func (z *zipper) begin() {
	select {
	case zipping <- struct{}{}:
		z.zip = zips.Get().(*gzip.Writer)
		z.zip.Reset(&z.out)
	default:
	}
}

func (z *zipper) Write(b []byte) (int, error) {
	if !z.decided {
		if z.Header().Get("Content-Type") == "" {
			z.Header().Set("Content-Type", http.DetectContentType(b))
		}
		z.WriteHeader(http.StatusOK)
	}
	if z.zip == nil {
		return z.ResponseWriter.Write(b)
	}
	n, err := z.zip.Write(b)
	if err == nil && z.out.Len() >= stretch {
		err = z.send()
	}
	return n, err
}

func (z *zipper) send() error {
	_, err := z.ResponseWriter.Write(z.out.Bytes())
	z.out.Reset()
	return err
}

// close ends the compressed text. What can fail here is the connection, and then nobody is there to be told.
func (z *zipper) close() {
	if z.zip == nil {
		return
	}
	_ = z.zip.Close()
	zips.Put(z.zip)
	<-zipping
	_ = z.send()
}

// Unwrap lets http.ResponseController reach the connection.
func (z *zipper) Unwrap() http.ResponseWriter { return z.ResponseWriter }

// textual reports whether a kind of content becomes shorter; fonts and spreadsheets are compressed already.
func textual(contentType string) bool {
	for _, kind := range []string{"text/", "application/json", "application/javascript", "image/svg"} {
		if strings.HasPrefix(contentType, kind) {
			return true
		}
	}
	return false
}
