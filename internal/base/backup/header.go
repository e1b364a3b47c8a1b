package backup

import (
	"bufio"
	"errors"
	"io"
	"regexp"

	"approdo/internal/base/errs"
)

// Header stands in clear before the sealed part. It names the key and the recovery key by fingerprint, and tells nothing about the network. A copy
// of it is inside, so that a header changed on the way is noticed.
type Header struct {
	Key      string // id of the Key; ByPassphrase
	Recovery string // fingerprint of the recovery key to which the Key's private half is sealed; empty with a passphrase
}

// ByPassphrase stands in place of a key's id where a passphrase opens the backup.
const ByPassphrase = "passphrase"

const (
	magic      = "approdo-backup/1\n"
	mostHeader = 512
)

var headerForm = regexp.MustCompile(`^approdo-backup/1\nkey: ([a-z0-9-]{1,64})\nrecovery: ([0-9 ]{0,64})\n\n$`)

// Text is the header as it is written.
func (h Header) Text() string {
	return magic + "key: " + h.Key + "\nrecovery: " + h.Recovery + "\n\n"
}

// readHeader reads up to and with the empty line.
func readHeader(r *bufio.Reader) (Header, error) {
	var text []byte
	for len(text) < mostHeader {
		line, err := r.ReadSlice('\n')
		text = append(text, line...)
		if errors.Is(err, bufio.ErrBufferFull) || errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Header{}, err
		}
		if len(text) >= len(magic) && string(text[:len(magic)]) != magic {
			break
		}
		if len(line) == 1 {
			break
		}
	}
	m := headerForm.FindSubmatch(text)
	if m == nil {
		return Header{}, errs.E(errs.Invalid, "backup.not_one")
	}
	return Header{Key: string(m[1]), Recovery: string(m[2])}, nil
}
