package vault

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// A camera held sideways writes the picture as the sensor saw it and a note (EXIF, tag 0x0112) how it is to be turned.
// The note goes with the rest of what the camera wrote, so the pixels are turned instead.
const orientationTag = 0x0112

// orientation reads the note of a JPEG, 1 to 8 as EXIF counts; 1 (as it is) when there is none.
func orientation(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		kind, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if kind == 0xda || size < 2 || at+2+size > len(data) { // the picture itself, or nonsense
			break
		}
		if body := data[at+4 : at+2+size]; kind == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return turned(body[6:])
		}
		at += 2 + size
	}
	return 1
}

// turned looks for the tag in the first directory of a TIFF head.
func turned(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case len(tiff) < 8:
		return 1
	case tiff[0] == 'I':
		order = binary.LittleEndian
	}
	first := int64(order.Uint32(tiff[4:]))
	if first+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[first+2:]
	for range order.Uint16(tiff[first:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == orientationTag {
			if n := int(order.Uint16(entries[8:])); n >= 1 && n <= 8 {
				return n
			}
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns a picture as the note says.
func upright(picture image.Image, how int) image.Image {
	if how <= 1 || how > 8 {
		return picture
	}
	return turnedPicture{picture, how}
}

// turnedPicture is a picture seen from another side; nothing is copied.
type turnedPicture struct {
	image.Image
	how int
}

// Bounds begin at 0; from 5 on, width and height change places.
func (t turnedPicture) Bounds() image.Rectangle {
	b := t.Image.Bounds()
	if t.how >= 5 {
		return image.Rect(0, 0, b.Dy(), b.Dx())
	}
	return image.Rect(0, 0, b.Dx(), b.Dy())
}

// At finds the pixel that belongs there.
func (t turnedPicture) At(x, y int) color.Color {
	b := t.Image.Bounds()
	w, h := b.Dx()-1, b.Dy()-1
	switch t.how {
	case 2:
		x = w - x
	case 3:
		x, y = w-x, h-y
	case 4:
		y = h - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, h-x
	case 7:
		x, y = w-y, h-x
	case 8:
		x, y = w-y, x
	}
	return t.Image.At(b.Min.X+x, b.Min.Y+y)
}
