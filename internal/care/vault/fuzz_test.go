package vault_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color/palette"
	"image/gif"
	"image/png"
	"net/http"
	"runtime/metrics"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/care/vault"
)

// mostMemory is what looking at one file may take.
const mostMemory = 256 << 20

// allocated is how many bytes this process ever took.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// FuzzAttachment looks at whatever somebody attaches to a person. What is kept is one of the kinds that browsers are told, is no longer than a
// file may be, and is the same when it is looked at again: nothing else than pixels came through.
func FuzzAttachment(f *testing.F) {
	for _, seed := range attachments(f) {
		f.Add(seed)
		f.Add(seed[:len(seed)*2/3])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := allocated()
		a, err := vault.Clean(t.Context(), "file", data)
		if took := allocated() - before; took > mostMemory {
			t.Errorf("%d bytes took %d MiB", len(data), took>>20)
		}
		if err != nil {
			if errs.KindOf(err) != errs.Invalid {
				t.Errorf("refused as %v", err)
			}
			return
		}
		kind, ok := vault.Types[a.Type]
		if !ok || len(a.Body) == 0 || len(a.Body) > vault.MostFile || !strings.HasPrefix(http.DetectContentType(a.Body), strings.SplitN(kind, ";", 2)[0]) {
			t.Fatalf("kept as %q, %d bytes that look like %s", a.Type, len(a.Body), http.DetectContentType(a.Body))
		}
		if a.Type == "pdf" || a.Type == "text" {
			return
		}
		if left := written(a.Body); len(left) > 0 {
			t.Errorf("a %s keeps %q", a.Type, left)
		}
		first, _, err := image.DecodeConfig(bytes.NewReader(a.Body))
		if err != nil {
			t.Fatal(err)
		}
		again, err := vault.Clean(t.Context(), "file", a.Body)
		if err != nil || again.Type != a.Type {
			t.Fatalf("looked at again: %q, %v", again.Type, err)
		}
		if second, _, err := image.DecodeConfig(bytes.NewReader(again.Body)); err != nil || second.Width != first.Width || second.Height != first.Height {
			t.Errorf("looked at again it is %d × %d, was %d × %d, %v", second.Width, second.Height, first.Width, first.Height, err)
		}
	})
}

// written names what of a picture is not its pixels: chunks of a PNG, or segments of a JPEG, in which its maker can write.
func written(picture []byte) (list []string) {
	if bytes.HasPrefix(picture, []byte("\x89PNG")) {
		for rest := picture[8:]; len(rest) >= 12; {
			if name := string(rest[4:8]); !strings.Contains("IHDR PLTE tRNS IDAT IEND", name) {
				list = append(list, name)
			}
			rest = rest[min(len(rest), 12+int(binary.BigEndian.Uint32(rest))):]
		}
		return list
	}
	for rest := picture[2:]; len(rest) >= 4 && rest[1] != 0xda; {
		if rest[1] >= 0xe0 && rest[1] <= 0xef || rest[1] == 0xfe {
			list = append(list, string(rest[:2]))
		}
		rest = rest[min(len(rest), 2+int(binary.BigEndian.Uint16(rest[2:]))):]
	}
	return list
}

// attachments are files of the kinds that are kept, and of some that are not.
func attachments(t testing.TB) [][]byte {
	t.Helper()
	var drawn, moving bytes.Buffer
	picture := image.NewPaletted(image.Rect(0, 0, 9, 7), palette.Plan9)
	if err := png.Encode(&drawn, picture); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&moving, picture, nil); err != nil {
		t.Fatal(err)
	}
	noted := bytes.Clone(drawn.Bytes()[:33]) // signature and IHDR
	noted = append(noted, "\x00\x00\x00\x0dtEXtAuthor\x00Ludmila\xb9\x5f\x0a\x4e"...)
	return [][]byte{
		photo(t, 16, 8, 6), photo(t, 8, 8, 1), drawn.Bytes(), append(noted, drawn.Bytes()[33:]...), moving.Bytes(), vast(),
		[]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"),
		[]byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"),
		[]byte("Verbale del colloquio\nè andata così\n"), []byte("<svg/>"), []byte("\xef\xbb\xbftesto"), []byte("PK\x03\x04"),
	}
}

// vast is a JPEG of few bytes that says it is of the most pixels, of four colours, and comes in several passes: what takes most memory.
func vast() []byte {
	const side = 5792 // squared, just below the most pixels
	b := []byte{0xff, 0xd8, 0xff, 0xc2, 0, 20, 8, side >> 8, side & 0xff, side >> 8, side & 0xff, 4}
	for id := range byte(4) {
		b = append(b, id+1, 0x11, 0)
	}
	b = append(b, 0xff, 0xc4, 0, 20, 0, 1)
	b = append(b, make([]byte, 15)...)
	b = append(b, 0)
	b = append(b, 0xff, 0xda, 0, 14, 4)
	for id := range byte(4) {
		b = append(b, id+1, 0)
	}
	return append(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
}

func TestAPictureThatTakesMostMemoryIsBounded(t *testing.T) {
	t.Parallel()
	before := allocated()
	_, err := vault.Clean(t.Context(), "foto", vast())
	took := (allocated() - before) >> 20
	t.Logf("%d bytes took %d MiB: %v", len(vast()), took, err)
	if key(err) != "vault.file_heavy" || took > mostMemory>>20 {
		t.Errorf("%d MiB, %v", took, err)
	}
}
