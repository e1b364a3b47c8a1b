package seal

import (
	"encoding/binary"
	"math/bits"
)

// Padding hides how long a text is: a one-line note and a page of testimony should not be told apart by who sees only
// ciphertext. It is inside the seal, so nobody can touch it.
const padHead = 8 // bytes of the length

// pad writes the length of plain, plain, and zeros up to the next power of two, at least smallest.
func pad(plain []byte, smallest int) []byte {
	b := make([]byte, max(smallest, powerOfTwo(padHead+len(plain))))
	binary.BigEndian.PutUint64(b, uint64(len(plain)))
	copy(b[padHead:], plain)
	return b
}

// unpad takes the zeros away again.
func unpad(padded []byte) ([]byte, error) {
	if len(padded) < padHead {
		return nil, notOpened()
	}
	size := binary.BigEndian.Uint64(padded)
	if size > uint64(len(padded)-padHead) {
		return nil, notOpened()
	}
	return padded[padHead : padHead+int(size)], nil
}

func powerOfTwo(n int) int { return 1 << bits.Len(uint(n-1)) }
