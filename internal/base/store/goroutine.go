package store

import (
	"bytes"
	"runtime"
	"strconv"
)

// goroutine is the number of the calling goroutine. Go hides it on purpose; here it only tells a nested Write, which
// would wait for itself for ever, from one that has to wait its turn. It costs a microsecond.
func goroutine() uint64 {
	var buf [40]byte
	head := buf[:runtime.Stack(buf[:], false)] // "goroutine 7 [running]: …"
	head = bytes.TrimPrefix(head, []byte("goroutine "))
	if i := bytes.IndexByte(head, ' '); i > 0 {
		head = head[:i]
	}
	n, err := strconv.ParseUint(string(head), 10, 64)
	if err != nil {
		panic("store: goroutine without a number")
	}
	return n
}
