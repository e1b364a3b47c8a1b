package backup_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
	"testing"

	"approdo/internal/base/backup"
	"approdo/internal/base/seal"
	"approdo/internal/testkit"
)

// FuzzBackup reads whatever lies in the place of a backup.
func FuzzBackup(f *testing.F) {
	k := newKey(f)
	private := gather(f).opens(f, k, 0, 1)
	file := saved(f, testkit.Store(f), lock(f, k))
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte("approdo-backup/1\nkey: passphrase\nrecovery: \n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sealed, err := backup.Open(bytes.NewReader(data))
		if err != nil {
			return
		}
		if r, err := sealed.UnlockWith(private); err == nil && drain(r) == nil && !bytes.Equal(data, file) {
			t.Error("another file than the true one was accepted")
		}
	})
}

// FuzzContent reads whatever somebody sealed who knows the public half of the key: its form is what is tried here, not its seal.
func FuzzContent(f *testing.F) {
	k := newKey(f)
	private := gather(f).opens(f, k, 0, 1)
	header := backup.Header{Key: k.ID, Recovery: k.Recovery}.Text()
	known := member(f, k)
	f.Add(content(f, saved(f, testkit.Store(f), lock(f, k)), len(header), private))
	f.Add([]byte("M\x02{}K\x00Z\x02[]"))
	f.Add([]byte("M\x02{}K\x00T\x1f{\"name\":\"x\",\"columns\":[{},{}]}R\x04\xff\xff\xff\xff\x0f"))
	var out sync.Pool
	f.Fuzz(func(t *testing.T, data []byte) {
		b, _ := out.Get().(*bytes.Buffer)
		if b == nil {
			b = new(bytes.Buffer)
		}
		defer out.Put(b)
		b.Reset()
		b.WriteString(header)
		w, err := known.Encrypt(b)
		must(t, err)
		z := gzip.NewWriter(w)
		_, err = z.Write(data)
		must(t, err)
		must(t, z.Close())
		must(t, w.Close())
		sealed, err := backup.Open(b)
		must(t, err)
		if r, err := sealed.UnlockWith(private); err == nil {
			_ = drain(r)
		}
	})
}

// content is what lies inside the seal.
func content(f testing.TB, file []byte, header int, private seal.BackupKey) []byte {
	f.Helper()
	plain, err := seal.DecryptBackup(bytes.NewReader(file[header:]), private)
	must(f, err)
	z, err := gzip.NewReader(plain)
	must(f, err)
	b, err := io.ReadAll(z)
	must(f, err)
	return b
}
