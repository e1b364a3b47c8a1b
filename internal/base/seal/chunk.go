package seal

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
)

// The length of a photograph is almost its name. So a file is padded inside its seal, where nobody can touch it: pieces
// each preceded by their length in two bytes, then the length zero, then zeros up to the next size of a coarse scale:
// at least 4 KiB, then eight sizes to each doubling, which costs an eighth at most.
const (
	chunkMost  = 1<<16 - 1
	fileBucket = 4096
)

type chunkWriter struct {
	dst     io.WriteCloser
	written int64
}

func (w *chunkWriter) Write(p []byte) (int, error) {
	done := 0
	for done < len(p) {
		piece := p[done:min(len(p), done+chunkMost)]
		head := binary.BigEndian.AppendUint16(nil, uint16(len(piece)))
		if _, err := w.dst.Write(head); err != nil {
			return done, err
		}
		if _, err := w.dst.Write(piece); err != nil {
			return done, err
		}
		w.written += int64(len(head) + len(piece))
		done += len(piece)
	}
	return done, nil
}

// Close pads, and ends the stream.
func (w *chunkWriter) Close() error {
	zeros := make([]byte, 64<<10)
	for left := coarse(w.written+2) - w.written; left > 0; {
		n, err := w.dst.Write(zeros[:min(left, int64(len(zeros)))])
		if err != nil {
			return errors.Join(err, w.dst.Close())
		}
		left -= int64(n)
	}
	return w.dst.Close()
}

type chunkReader struct {
	src  io.Reader
	left int // of the current piece
	err  error
}

func (r *chunkReader) Read(p []byte) (int, error) {
	if r.left == 0 && r.err == nil && len(p) > 0 {
		r.left, r.err = r.next()
	}
	if r.err != nil || len(p) == 0 {
		return 0, r.err
	}
	n, err := r.src.Read(p[:min(len(p), r.left)])
	r.left -= n
	if err != nil && (err != io.EOF || r.left > 0 || n == 0) {
		r.err = notOpened()
	}
	return n, r.err
}

// next reads the length of the next piece. At the last it reads the padding too, for only then is the end of the stream
// known to be its true end.
func (r *chunkReader) next() (int, error) {
	var head [2]byte
	if _, err := io.ReadFull(r.src, head[:]); err != nil {
		return 0, notOpened()
	}
	if n := binary.BigEndian.Uint16(head[:]); n > 0 {
		return int(n), nil
	}
	if _, err := io.Copy(io.Discard, r.src); err != nil {
		return 0, notOpened()
	}
	return 0, io.EOF
}

// coarse is the next size of the scale: eight sizes between one power of two and the next.
func coarse(n int64) int64 {
	if n <= fileBucket {
		return fileBucket
	}
	step := int64(1) << (bits.Len64(uint64(n-1)) - 4)
	return (n + step - 1) / step * step
}
