package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"io"
	"math"
	"runtime/debug"
	"time"

	"approdo/internal/base/errs"
)

// What drawing a picture may take. A picture of few bytes can be of very many pixels, of many bytes each, and a JPEG can have all of
// them painted over and over, pass after pass: so all three are judged before anything is drawn.
const (
	mostPixels = 32 << 20
	mostDrawn  = 224 << 20 // bytes in memory: 32 million pixels of three colours, of a JPEG that comes in one pass
	mostPasses = 64        // cameras and programs make one or about ten
)

// drawing is held while a picture is drawn: one at a time, since each takes its pixels in memory. lined holds who waits for it as well: more than these are told at once to come again,
// and so is who has waited long enough, since the pictures before may be somebody's who wants others to wait.
var (
	drawing = make(chan struct{}, 1)
	lined   = make(chan struct{}, 4)
)

// patience is how long somebody waits for their turn.
const patience = 20 * time.Second

// turn waits for the place at which pictures are drawn; Invalid "vault.file_busy" where there is no place in the line, or it takes too long.
func turn(ctx context.Context) (end func(), err error) {
	busy := errs.E(errs.Invalid, "vault.file_busy").On("file")
	select {
	case lined <- struct{}{}:
	default:
		return nil, busy
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case drawing <- struct{}{}:
		return func() { <-drawing; <-lined }, nil
	case <-late.C:
		err = busy
	case <-ctx.Done():
		err = errs.E(errs.Unavailable, "errors.unavailable", ctx.Err())
	}
	<-lined
	return nil, err
}

// redraw draws a picture and encodes it anew: only the pixels go through. Who waits for the picture waits no longer than ctx, and for their turn a moment.
func redraw(ctx context.Context, data []byte, encode func(io.Writer, image.Image) error) ([]byte, error) {
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, errs.E(errs.Invalid, "vault.file_broken").On("file")
	}
	if config.Width <= 0 || config.Height <= 0 || int64(config.Width)*int64(config.Height) > mostPixels {
		return nil, errs.E(errs.Invalid, "vault.file_pixels", "most", mostPixels>>20).On("file")
	}
	takes := memory(kind, config, data)
	if takes > mostDrawn || kind == "jpeg" && passes(data) > mostPasses {
		return nil, errs.E(errs.Invalid, "vault.file_heavy").On("file")
	}
	end, err := turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	if takes > mostDrawn/8 {
		defer debug.FreeOSMemory() // or the next picture would stand in memory beside what is left of this one
	}
	picture, _, err := image.Decode(patient{ctx, bytes.NewReader(data)})
	if ctx.Err() != nil {
		return nil, errs.E(errs.Unavailable, "errors.unavailable", ctx.Err())
	}
	if err != nil {
		return nil, errs.E(errs.Invalid, "vault.file_broken").On("file")
	}
	var to short
	switch err := encode(&to, picture); {
	case to.full:
		return nil, errs.E(errs.Invalid, "vault.file_long", "most", MostFile>>20).On("file")
	case err != nil:
		return nil, errs.E(errs.Invalid, "vault.file_broken").On("file")
	}
	return to.buffer.Bytes(), nil
}

// memory is how many bytes drawing takes at most, by what the head of a picture says.
func memory(kind string, config image.Config, data []byte) int64 {
	pixels := int64(config.Width) * int64(config.Height)
	if kind == "jpeg" {
		return jpegMemory(config, data)
	}
	if len(data) < 29 || string(data[8:16]) != "\x00\x00\x00\x0dIHDR" { // else its head is not the one that is drawn by: readers pass over what they do not know
		return math.MaxInt64
	}
	each := int64(4)
	if data[24] == 16 { // bits of a colour
		each = 16 // half of it while they are written out, one by one
	}
	if data[28] != 0 { // interlaced: its passes are pictures of their own, as large as the whole together
		each *= 2
	}
	return each * pixels
}

// jpegMemory is what the frame of a JPEG takes: blocks of 8 × 8 of each colour, their coefficients too where it comes in passes, and
// the picture once more where its colours are not those of a screen. The frame is looked for by what it says of the size, wherever it
// stands, and the worst is believed: so nothing that stands before it can hide it.
func jpegMemory(config image.Config, data []byte) (most int64) {
	size := binary.BigEndian.AppendUint16([]byte{8}, uint16(config.Height))
	size = binary.BigEndian.AppendUint16(size, uint16(config.Width))
	for kind := byte(0xc0); kind <= 0xc2; kind++ {
		for rest := data; ; {
			at := bytes.Index(rest, []byte{0xff, kind, 0})
			if at < 0 {
				break
			}
			rest = rest[at+3:]
			if len(rest) > 7 && bytes.HasPrefix(rest[1:], size) {
				most = max(most, frameMemory(config, kind == 0xc2, rest[7:min(len(rest), 7+3*int(rest[6]))]))
			}
		}
	}
	return most
}

// frameMemory is what one frame takes; colors are three bytes each, of which the second says how many blocks of it stand side by side
// and one above the other.
func frameMemory(config image.Config, progressive bool, colors []byte) int64 {
	wide, high, blocks := 1, 1, 0
	for at := 1; at < len(colors); at += 3 {
		h, v := int(colors[at]>>4), int(colors[at]&15)
		wide, high, blocks = max(wide, h), max(high, v), blocks+h*v
	}
	if len(colors) <= 3 {
		wide, high, blocks = 1, 1, 1 // of one colour there is nothing to set side by side
	}
	units := int64((config.Width+8*wide-1)/(8*wide)) * int64((config.Height+8*high-1)/(8*high))
	block, again := int64(64), int64(0)
	if progressive {
		block += 4 * 64
	}
	if len(colors) > 3 {
		again = 4 * int64(len(colors)/3-2) * int64(config.Width) * int64(config.Height) // of four, twice: they are mixed as they are written out
	}
	return units*int64(blocks)*block + again
}

// passes counts the scans of a JPEG, each of which may paint the whole picture: every mark of one that is followed by a head as long as
// its colours need. What only looks like one is counted too, and is rare.
func passes(data []byte) (n int) {
	for {
		at := bytes.Index(data, []byte{0xff, 0xda, 0})
		if at < 0 {
			return n
		}
		if data = data[at+3:]; len(data) > 1 && data[1] >= 1 && data[1] <= 4 && data[0] == 6+2*data[1] {
			n++
		}
	}
}

// patient reads as long as somebody waits for it.
type patient struct {
	ctx context.Context
	io.Reader
}

func (p patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.Reader.Read(b)
}

// short keeps what is written to it, up to the longest file.
type short struct {
	buffer bytes.Buffer
	full   bool
}

func (s *short) Write(b []byte) (int, error) {
	if s.buffer.Len()+len(b) > MostFile {
		s.full = true
		return 0, io.ErrShortWrite
	}
	return s.buffer.Write(b)
}
