package seal

import (
	"fmt"
	"strings"

	"rsc.io/qr"

	"approdo/internal/base/errs"
)

// qrMargin is the white border that readers need, in squares.
const qrMargin = 4

// QR draws a text as a QR code: the path of an SVG whose viewBox is "0 0 side side", black on white. It stands here
// because what it shows is a secret, which should not travel to another service or file to be drawn.
func QR(text string) (path string, side int, err error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0, errs.E(errs.Invalid, "seal.qr_too_long", err)
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for code.Black(x, y) {
				x++
			}
			if x > start {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", start+qrMargin, y+qrMargin, x-start, x-start)
			}
		}
	}
	return b.String(), code.Size + 2*qrMargin, nil
}
