package e2e_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"approdo/internal/testkit"
)

// sweeper looks for words wherever they may have been left: as they were typed, in any case of letters, in UTF-16, in hexadecimal and base64,
// and inside what is compressed.
type sweeper struct {
	folded, exact [1 << 16][]trace // by the first two bytes; folded ones are compared in small letters
}

// trace is one way in which a word can be written.
type trace struct {
	text []byte
	word string
	how  string
}

// sighting is a word that was seen.
type sighting struct{ place, how, word string }

func (s sighting) String() string { return fmt.Sprintf("%s, %s: %s", s.place, s.how, s.word) }

func newSweeper(words ...string) *sweeper {
	s := &sweeper{}
	for _, word := range words {
		small := strings.ToLower(word)
		add := func(table *[1 << 16][]trace, how string, text []byte) {
			at := uint16(text[0])<<8 | uint16(text[1])
			if !slices.ContainsFunc(table[at], func(t trace) bool { return bytes.Equal(t.text, text) }) {
				table[at] = append(table[at], trace{text, word, how})
			}
		}
		add(&s.folded, "in clear", []byte(small))
		little, big := []byte{}, []byte{}
		for _, letter := range small {
			little, big = append(little, byte(letter), byte(letter>>8)), append(big, byte(letter>>8), byte(letter))
		}
		add(&s.folded, "in UTF-16", little)
		add(&s.folded, "in UTF-16", big)
		for _, typed := range []string{word, small, strings.ToUpper(word)} {
			add(&s.folded, "in hexadecimal", []byte(hex.EncodeToString([]byte(typed))))
			for shift := range 3 {
				for _, code := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
					add(&s.exact, "in base64", inner(code, typed, shift))
				}
			}
		}
	}
	return s
}

// inner is what of a word's base64 does not depend on what stands around it, when so many bytes of a group of three come before.
func inner(code *base64.Encoding, word string, shift int) []byte {
	whole := code.EncodeToString(append(make([]byte, shift), word...))
	return []byte(whole[(shift*8+5)/6 : (shift+len(word))*8/6])
}

// deepest is how many wrappings a sweep opens, one inside the other.
const deepest = 4

// look sweeps what stands at a place, and what is packed into it.
func (s *sweeper) look(place string, b []byte) []sighting { return s.unpack(place, b, deepest) }

func (s *sweeper) unpack(place string, b []byte, depth int) []sighting {
	seen := s.scan(place, b)
	if depth == 0 {
		return seen
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b, 0x08}) {
		if z, err := gzip.NewReader(bytes.NewReader(b)); err == nil {
			inside, _ := io.ReadAll(z) // what was readable before a fault counts
			seen = append(seen, s.unpack(place+" (gzip)", inside, depth-1)...)
		}
	}
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		if z, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
			for _, f := range z.File {
				seen = append(seen, s.scan(place+" (name in zip)", []byte(f.Name))...)
				if r, err := f.Open(); err == nil {
					inside, _ := io.ReadAll(r)
					seen = append(seen, s.unpack(place+" (zip: "+f.Name+")", inside, depth-1)...)
				}
			}
		}
	}
	return seen
}

func (s *sweeper) scan(place string, b []byte) []sighting {
	seen := map[sighting]bool{}
	scan := func(table *[1 << 16][]trace, b []byte) {
		for i := range max(0, len(b)-1) {
			for _, t := range table[uint16(b[i])<<8|uint16(b[i+1])] {
				if bytes.HasPrefix(b[i:], t.text) {
					seen[sighting{place, t.how, whole(t, b[i:])}] = true
				}
			}
		}
	}
	scan(&s.exact, b)
	small := bytes.Clone(b)
	for i, c := range small {
		if 'A' <= c && c <= 'Z' {
			small[i] = c + 'a' - 'A'
		}
	}
	scan(&s.folded, small)
	return slices.Collect(maps.Keys(seen))
}

// whole is the word with the number that follows it, where both can be read.
func whole(t trace, b []byte) string {
	n := len(t.text)
	if last := t.text[n-1]; t.how != "in clear" || last < 'a' || 'z' < last {
		return t.word
	}
	for n < len(b) && n < len(t.text)+4 && '0' <= b[n] && b[n] <= '9' {
		n++
	}
	return t.word + string(b[len(t.text):n])
}

// swept is what was looked at.
type swept struct{ files, bytes int64 }

// folder sweeps every file under a folder, and the names of files. What goes away meanwhile is gone.
func (s *sweeper) folder(t *testing.T, dir string, done *swept) (seen []sighting) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		place := filepath.Base(dir) + "/" + name
		seen = append(seen, s.scan("the name of a file", []byte(name))...)
		if !entry.Type().IsRegular() {
			return nil
		}
		b, err := testkit.Look(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		done.files, done.bytes = done.files+1, done.bytes+int64(len(b))
		seen = append(seen, s.look(place, b)...)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return seen
}

// TestASweeperSeesAWordHoweverItWasLeft hides a word in each way, once: a sweep that misses it proves nothing.
func TestASweeperSeesAWordHoweverItWasLeft(t *testing.T) {
	t.Parallel()
	const word = "Zqwexla"
	packed := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
			t.Fatal("gzip")
		}
		return b.Bytes()
	}
	zipped := func(name string, inside []byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(inside)
		}
		if err != nil || z.Close() != nil {
			t.Fatal("zip")
		}
		return b.Bytes()
	}
	hides := map[string][]byte{
		"in clear": []byte("a Zqwexla017 b"), "in capitals": []byte("a ZQWEXLA017 b"), "in UTF-16, little": []byte("\x01Z\x00q\x00w\x00e\x00x\x00l\x00a\x00"),
		"in UTF-16, big": []byte("\x00\x00Z\x00q\x00w\x00e\x00x\x00l\x00a"), "in hexadecimal": []byte(`\x` + hex.EncodeToString([]byte("+ZQWEXLA"))), "in gzip": packed("a " + word),
		"in a sheet": zipped("xl/sheet1.xml", []byte("<v>"+word+"</v>")), "in the name of a packed file": zipped(word+".txt", nil), "in gzip in zip in gzip": packed(string(zipped("a", packed(word)))),
	}
	for shift := range 3 {
		hides[fmt.Sprintf("in base64, shifted by %d", shift)] = []byte(base64.StdEncoding.EncodeToString([]byte("abc"[:shift] + word + "017 xyz")))
	}
	s := newSweeper(word)
	for how, b := range hides {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "f"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		done := &swept{}
		if seen := s.folder(t, dir, done); len(seen) == 0 || done.files != 1 || done.bytes != int64(len(b)) {
			t.Errorf("%s, in a file: %v of %d files, %d bytes", how, seen, done.files, done.bytes)
		}
	}
	for _, b := range [][]byte{nil, {'z'}, []byte("Zqwexl"), packed("nothing"), []byte("\x1f\x8b\x08 broken"), []byte("PK\x03\x04 broken")} {
		if seen := s.look("here", b); len(seen) > 0 {
			t.Errorf("seen in %q: %v", b, seen)
		}
	}
	if seen := s.look("here", []byte("Zqwexla017 and zqwexla018")); len(seen) != 2 {
		t.Errorf("two words are seen as %v", seen)
	}
}
