package vault_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"testing"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/care/vault"
)

// painted is a gray JPEG of so many passes, each of which paints nothing anew. note stands before its frame.
func painted(side uint16, passes int, note []byte) []byte {
	b := append([]byte{0xff, 0xd8}, note...)
	b = append(b, 0xff, 0xdb, 0, 67, 0)
	b = append(b, bytes.Repeat([]byte{1}, 64)...)
	b = append(b, 0xff, 0xc2, 0, 11, 8, byte(side>>8), byte(side), byte(side>>8), byte(side), 1, 1, 0x11, 0)
	for _, table := range []byte{0x00, 0x10} { // one code of one bit: no difference, and the end of one block
		b = append(b, 0xff, 0xc4, 0, 20, table, 1)
		b = append(b, make([]byte, 16)...)
	}
	blocks := (int(side) + 7) / 8
	bits := append(make([]byte, blocks*blocks/8), 0x7f>>(blocks*blocks%8))
	for pass := range passes {
		from, to := byte(1), byte(63)
		if pass == 0 {
			from, to = 0, 0
		}
		b = append(b, 0xff, 0xda, 0, 8, 1, 1, 0, from, to, 0)
		b = append(b, bits...)
	}
	return append(b, 0xff, 0xd9)
}

// deep is a PNG of few bytes that says it has 16 bits to a colour, or comes interlaced.
func deep(t *testing.T, side uint32, bits, interlaced byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	binary.BigEndian.PutUint32(data[16:], side)
	binary.BigEndian.PutUint32(data[20:], side)
	data[24], data[28] = bits, interlaced
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// noted is a PNG with a part before its head that says nothing, which readers pass over.
func noted(data []byte) []byte {
	note := append(binary.BigEndian.AppendUint32(nil, 40), append([]byte("zzZz"), make([]byte, 40)...)...)
	note = binary.BigEndian.AppendUint32(note, crc32.ChecksumIEEE(note[4:]))
	return append(append(bytes.Clone(data[:8]), note...), data[8:]...)
}

// TestAPictureOfFewBytesThatTakesMuchIsNotDrawn: pixels are not all that a picture costs.
func TestAPictureOfFewBytesThatTakesMuchIsNotDrawn(t *testing.T) {
	t.Parallel()
	hidden := append([]byte{0xff, 0xe5, 0, 15}, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0) // a frame of no weight, in a note
	for name, c := range map[string]struct {
		data []byte
		want string // key of the refusal; none when it is kept
	}{
		"as many passes as programs make":     {painted(64, 12, nil), ""},
		"a thousand passes":                   {painted(64, 1000, nil), "vault.file_heavy"},
		"a thousand passes after a note":      {painted(64, 1000, hidden), "vault.file_heavy"},
		"four colours in passes":              {vast(), "vault.file_heavy"},
		"four colours, behind another frame":  {append(append([]byte{0xff, 0xd8}, hidden...), vast()[2:]...), "vault.file_heavy"},
		"16 bits to a colour":                 {deep(t, 4000, 16, 0), "vault.file_heavy"},
		"16 bits to a colour, interlaced":     {deep(t, 3000, 16, 1), "vault.file_heavy"},
		"16 bits to a colour, behind a note":  {noted(deep(t, 4000, 16, 1)), "vault.file_heavy"},
		"8 bits to a colour, and cut":         {deep(t, 1000, 8, 0), "vault.file_broken"},
		"16 bits to a colour, small, and cut": {deep(t, 1000, 16, 1), "vault.file_broken"},
	} {
		began := time.Now()
		_, err := vault.Clean(t.Context(), "foto", c.data)
		if got := key(err); got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
	}
}

// TestWhoNoLongerWaitsForAPictureHoldsNobodyUp: neither for their turn, nor while it is drawn.
func TestWhoNoLongerWaitsForAPictureHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := vault.Clean(gone, "foto", painted(1024, 60, nil)); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("drawn for somebody who has left: %v", err)
	}
	if _, err := vault.Clean(t.Context(), "foto", painted(64, 2, nil)); err != nil {
		t.Errorf("the next: %v", err)
	}
}

// TestWhoFindsManyPicturesBeforeThemIsToldAtOnce: somebody sends pictures that take long to draw, one after the other, so that nobody else keeps a file. It runs alone: the line is everybody's.
func TestWhoFindsManyPicturesBeforeThemIsToldAtOnce(t *testing.T) { //nolint:paralleltest // see above
	var large bytes.Buffer
	if err := png.Encode(&large, image.NewGray(image.Rect(0, 0, 5000, 5000))); err != nil {
		t.Fatal(err)
	}
	const many = 9
	type answer struct {
		err  error
		took time.Duration
	}
	answers := make(chan answer, many)
	for range many {
		go func() {
			begun := time.Now()
			_, err := vault.Clean(t.Context(), "x", large.Bytes())
			answers <- answer{err, time.Since(begun)}
		}()
	}
	var drawn, refused int
	var quickest, slowest time.Duration
	for range many {
		a := <-answers
		switch {
		case a.err == nil:
			if drawn++; quickest == 0 || a.took < quickest {
				quickest = a.took
			}
		case key(a.err) == "vault.file_busy":
			refused, slowest = refused+1, max(slowest, a.took)
		default:
			t.Error(a.err)
		}
	}
	if drawn != 4 || refused != many-4 || slowest > quickest {
		t.Errorf("%d drawn, the first after %v; %d told to come again, the last after %v", drawn, quickest, refused, slowest)
	}
}
