package seal

import (
	"io"

	"filippo.io/age"
)

// A file is sealed as an age stream: pieces of 64 KiB, each authenticated, none reordered, the end marked. So a large
// file is read and written piece by piece, in the memory of one. The stream has a random key of its own, which age
// keeps in the file's head; there we seal it under a Key of ours. Inside, the file is padded: see chunk.go.

// Encrypt seals what is written to the writer it returns under the key, bound to the context, until Close. Without
// Close the file cannot be opened.
func (k Key) Encrypt(dst io.Writer, context ...string) (io.WriteCloser, error) {
	if k.IsZero() {
		return nil, noKey()
	}
	stream, err := age.Encrypt(dst, fileKey{key: k, bound: frame(labelFile, context...)})
	if err != nil {
		return nil, err
	}
	return &chunkWriter{dst: stream}, nil
}

// Decrypt reads what Encrypt sealed with the same key and context. What was read before an error is to be thrown away:
// a file cut short is noticed only where it was cut.
func (k Key) Decrypt(src io.Reader, context ...string) (io.Reader, error) {
	if k.IsZero() {
		return nil, noKey()
	}
	stream, err := age.Decrypt(src, fileKey{key: k, bound: frame(labelFile, context...)})
	if err != nil {
		return nil, notOpened()
	}
	return &chunkReader{src: stream}, nil
}

// stanza is the name of our kind of head in an age file.
const stanza = "approdo/1"

// fileKey is age's recipient and identity at once: a symmetric key seals and opens.
type fileKey struct {
	key   Key
	bound []byte
}

// Wrap seals the stream's key.
func (f fileKey) Wrap(stream []byte) ([]*age.Stanza, error) {
	sealed, err := box(f.key.raw(), f.bound, stream)
	if err != nil {
		return nil, err
	}
	return []*age.Stanza{{Type: stanza, Body: sealed}}, nil
}

// Unwrap opens the stream's key.
func (f fileKey) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != stanza {
		return nil, age.ErrIncorrectIdentity
	}
	stream, err := unbox(f.key.raw(), f.bound, stanzas[0].Body)
	if err != nil {
		return nil, age.ErrIncorrectIdentity
	}
	return stream, nil
}
