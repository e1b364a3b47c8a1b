package seal_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"approdo/internal/base/seal"
)

func encrypt(t testing.TB, key seal.Key, plain []byte, context ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := must(key.Encrypt(&out, context...))(t)
	must(w.Write(plain))(t)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func decrypt(key seal.Key, sealed []byte, context ...string) ([]byte, error) {
	r, err := key.Decrypt(bytes.NewReader(sealed), context...)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestAFileComesBackAsItWas(t *testing.T) {
	key := must(seal.NewKey())(t)
	random := rand.NewChaCha8([32]byte{})
	for _, size := range []int{0, 1, 2, 4093, 4094, 4095, 65_534, 65_535, 65_536, 65_537, 131_070, 131_072, 300_000} {
		plain := make([]byte, size)
		must(random.Read(plain))(t)
		sealed := encrypt(t, key, plain, "file-1")
		if got := must(decrypt(key, sealed, "file-1"))(t); !bytes.Equal(got, plain) {
			t.Errorf("%d bytes came back as %d others", size, len(got))
		}
		slow := must(key.Decrypt(iotest.OneByteReader(bytes.NewReader(sealed)), "file-1"))(t)
		if got := must(io.ReadAll(iotest.HalfReader(slow)))(t); !bytes.Equal(got, plain) {
			t.Errorf("%d bytes in small pieces came back as %d others", size, len(got))
		}
	}
	var out bytes.Buffer // written in odd pieces
	w := must(key.Encrypt(&out))(t)
	for range 1000 {
		must(io.WriteString(w, "abc"))(t)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := must(decrypt(key, out.Bytes()))(t); !bytes.Equal(got, bytes.Repeat([]byte("abc"), 1000)) {
		t.Errorf("%d bytes", len(got))
	}
}

func TestAFileOpensOnlyAsWhatItIs(t *testing.T) {
	key, other := must(seal.NewKey())(t), must(seal.NewKey())(t)
	sealed := encrypt(t, key, []byte("an invented page"), "person-1", "file-1")
	for name, try := range map[string]func() ([]byte, error){
		"another key":    func() ([]byte, error) { return decrypt(other, sealed, "person-1", "file-1") },
		"another person": func() ([]byte, error) { return decrypt(key, sealed, "person-2", "file-1") },
		"no context":     func() ([]byte, error) { return decrypt(key, sealed) },
		"nothing":        func() ([]byte, error) { return decrypt(key, nil, "person-1", "file-1") },
		"no age file":    func() ([]byte, error) { return decrypt(key, make([]byte, 5000), "person-1", "file-1") },
	} {
		_, err := try()
		wantRefused(t, name, err)
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	key := must(seal.NewKey())(t)
	sealed := encrypt(t, key, make([]byte, 1000), "file-1")
	for bit := 0; bit < len(sealed)*8; bit += 5 { // five and eight share no divisor: every byte is met
		damaged := bytes.Clone(sealed)
		damaged[bit/8] ^= 1 << (bit % 8)
		_, err := decrypt(key, damaged, "file-1")
		wantRefused(t, "a flipped bit", err)
		if t.Failed() {
			return
		}
	}
	long := encrypt(t, key, make([]byte, 200_000), "file-1")
	const piece = 64<<10 + 16
	for _, cut := range []int{1, 16, 17, piece, 2 * piece, len(long) - 100, len(long)} {
		_, err := decrypt(key, long[:len(long)-cut], "file-1")
		wantRefused(t, "cut", err)
	}
	head := bytes.Index(long, []byte("\n---")) + 64
	exchanged := bytes.Clone(long)
	copy(exchanged[head:], long[head+piece:head+2*piece])
	copy(exchanged[head+piece:], long[head:head+piece])
	_, err := decrypt(key, exchanged, "file-1")
	wantRefused(t, "pieces exchanged", err)
	_, err = decrypt(key, append(bytes.Clone(long), 0), "file-1")
	wantRefused(t, "a byte more", err)
}

func TestTheLengthOfAFileTellsItsBucketOnly(t *testing.T) {
	key := must(seal.NewKey())(t)
	lengths := map[int]int{}
	for size := 0; size < 400_000; size += 997 {
		sealed := len(encrypt(t, key, make([]byte, size)))
		lengths[sealed]++
		if size > 4096 && float64(sealed) > 1.13*float64(size)+300 {
			t.Errorf("%d bytes take %d", size, sealed)
		}
	}
	t.Logf("402 sizes of files, %d sizes of sealed files", len(lengths))
	if len(lengths) > 60 || lengths[len(encrypt(t, key, nil))] != 5 {
		t.Errorf("%d lengths, %d files like an empty one", len(lengths), lengths[len(encrypt(t, key, nil))])
	}
}

// full is a disk with room for so many bytes.
type full int

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > int(*f) {
		return 0, errFull
	}
	*f -= full(len(p))
	return len(p), nil
}

func TestAFullDiskIsTold(t *testing.T) {
	key := must(seal.NewKey())(t)
	for room := range 400 {
		disk := full(room * 1000)
		w, err := key.Encrypt(&disk)
		if err == nil {
			_, errWrite := w.Write(make([]byte, 300_000))
			err = errors.Join(errWrite, w.Close())
		}
		if needed := 400_000; !errors.Is(err, errFull) && room*1000 < 300_000 || err != nil && room*1000 > needed {
			t.Errorf("room for %d bytes: %v", room*1000, err)
		}
	}
}
