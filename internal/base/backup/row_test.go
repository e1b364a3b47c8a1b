package backup_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/errs"
	"approdo/internal/testkit"
)

// zeros gives so many bytes of nothing.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// TestARowOfManyLongValuesIsNotHeldInMemory: each of its values is as long as one may be, and all of them together are more than a machine has; in the file they are nothing.
func TestARowOfManyLongValuesIsNotHeldInMemory(t *testing.T) {
	testkit.Long(t)
	k := newKey(t)
	private := gather(t).opens(t, k, 0, 1)
	header := backup.Header{Key: k.ID, Recovery: k.Recovery}.Text()
	whole := content(t, saved(t, testkit.Store(t), lock(t, k)), len(header), private)
	front := 0
	for _, tag := range []byte("MKF") { // pieces before the first table
		if whole[front] != tag {
			t.Fatalf("the piece %c is not there", tag)
		}
		n, size := binary.Uvarint(whole[front+1:])
		front += 1 + size + int(n)
	}
	table := `{"name":"x","columns":[{"name":"a","type":"bytes"},{"name":"b","type":"bytes"}]}`
	var file bytes.Buffer
	file.WriteString(header)
	w, err := member(t, k).Encrypt(&file)
	must(t, err)
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	must(t, err)
	const long = 200 << 20
	_, err = z.Write(append(binary.AppendUvarint(append(whole[:front:front], 'T'), uint64(len(table))), table...))
	must(t, err)
	for i := range 2 {
		_, err = z.Write(binary.AppendUvarint(append([]byte("R")[i:], 5), long))
		must(t, err)
		_, err = io.CopyN(z, zeros{}, long)
		must(t, err)
	}
	must(t, z.Close())
	must(t, w.Close())
	sealed, err := backup.Open(&file)
	must(t, err)
	r, err := sealed.UnlockWith(private)
	must(t, err)
	_, err = r.Table()
	must(t, err)
	_, err = r.Row()
	if e, known := errs.Of(err); !known || e.Key != "backup.damaged" {
		t.Errorf("a row of 400 MB: %v", err)
	}
}
