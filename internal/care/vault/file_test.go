package vault_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

// photo is a JPEG, left half black and right half white, with a note of where it was taken and that it lies on its side.
func photo(t testing.TB, width, height int, how byte) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, width, height))
	for x := width / 2; x < width; x++ {
		for y := range height {
			picture.SetGray(x, y, color.Gray{255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	note := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(how) + "\x00\x00\x00\x00\x00\x00GPS 45.5397 10.2203 HiddenCamera")
	segment := append([]byte{0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(note)+2))...)
	return append(append(append([]byte{0xff, 0xd8}, segment...), note...), b.Bytes()[2:]...)
}

func (m *member) attaches(who person.ID, a vault.Attachment) (string, error) {
	m.h.t.Helper()
	var d vault.Draft
	g := m.grant(policy.IdentityRecord, "")
	err := m.h.store.Read(m.h.t.Context(), g, func(tx *store.Tx) (err error) {
		d, err = vault.Write(tx, who)
		return err
	})
	if err != nil {
		return "", err
	}
	f, err := d.SealFile(m.id, a)
	if err != nil {
		return "", err
	}
	return f.ID, m.h.store.Write(m.h.t.Context(), g, f.Record)
}

func (m *member) openFile(who person.ID, file string) (a vault.Attachment, err error) {
	m.h.t.Helper()
	var f vault.SealedFile
	err = m.h.store.Reveal(m.h.t.Context(), m.grant(policy.IdentityReveal, "check"), func(tx *store.Tx) (err error) {
		f, err = vault.RevealFile(tx, who, file, vault.UsualBudget())
		return err
	})
	if err != nil {
		return a, err
	}
	return f.Read(m.id)
}

func TestAPictureKeepsItsPixelsAndNothingElse(t *testing.T) {
	t.Parallel()
	a, err := vault.Clean(t.Context(), "foto", photo(t, 40, 20, 6))
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{"Exif", "GPS", "45.53", "HiddenCamera"} {
		if bytes.Contains(a.Body, []byte(left)) {
			t.Errorf("%s is still in it", left)
		}
	}
	picture, err := jpeg.Decode(bytes.NewReader(a.Body))
	if err != nil {
		t.Fatal(err)
	}
	if b := picture.Bounds(); b.Dx() != 20 || b.Dy() != 40 {
		t.Fatalf("turned to %v", b)
	}
	above, _, _, _ := picture.At(10, 5).RGBA()
	below, _, _, _ := picture.At(10, 35).RGBA()
	if above > 0x4000 || below < 0xc000 {
		t.Errorf("a picture that lies on its side is not put upright: %x above, %x below", above, below)
	}
}

// Cameras and the programs of telephones write other notes before the one that says how the picture lies.
func TestAPictureIsTurnedWhateverElseIsNotedInIt(t *testing.T) {
	t.Parallel()
	plain := photo(t, 40, 20, 6)
	noted := []byte{0xff, 0xd8}
	for _, note := range []struct {
		kind byte
		text string
	}{{0xe0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"}, {0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"}, {0xe2, "Exif\x00\x00 in name only, MM\x00\x2a\x00\x00\x00\x08"}} {
		noted = append(append(noted, 0xff, note.kind), binary.BigEndian.AppendUint16(nil, uint16(len(note.text)+2))...)
		noted = append(noted, note.text...)
	}
	for name, data := range map[string][]byte{"nothing else": plain, "three other notes": append(noted, plain[2:]...)} {
		a, err := vault.Clean(t.Context(), "foto", data)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := jpeg.Decode(bytes.NewReader(a.Body))
		if err != nil {
			t.Fatal(err)
		}
		if b := picture.Bounds(); b.Dx() != 20 || b.Dy() != 40 {
			t.Errorf("%s: turned to %v", name, b)
		}
	}
}

func TestOnlyKnownKindsOfFilesAreKept(t *testing.T) {
	t.Parallel()
	var bomb bytes.Buffer
	if err := png.Encode(&bomb, image.NewGray(image.Rect(0, 0, 8000, 8000))); err != nil {
		t.Fatal(err)
	}
	var lie bytes.Buffer
	if err := png.Encode(&lie, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	huge := bytes.Clone(lie.Bytes())
	binary.BigEndian.PutUint32(huge[16:], 1<<30)
	for name, c := range map[string]struct {
		data []byte
		want string // key of the refusal, or the type
	}{
		"a picture of many pixels in few bytes": {bomb.Bytes(), "vault.file_pixels"},
		"a picture that lies about its size":    {huge, "vault.file_broken"},
		"a picture cut short":                   {photo(t, 40, 40, 1)[:300], "vault.file_broken"},
		"a page":                                {[]byte("<!DOCTYPE html><script>alert(1)</script>"), "vault.file_kind"},
		"a vector picture":                      {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "vault.file_kind"},
		"an archive":                            {[]byte("PK\x03\x04\x14\x00\x00\x00\x08\x00"), "vault.file_kind"},
		"a program":                             {[]byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00"), "vault.file_kind"},
		"a GIF":                                 {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "vault.file_kind"},
		"nothing":                               {nil, "vault.file_empty"},
		"too much":                              {make([]byte, vault.MostFile+1), "vault.file_long"},
		"a PDF":                                 {[]byte("%PDF-1.7\n1 0 obj\n"), "pdf"},
		"a text":                                {[]byte("Verbale del colloquio\n"), "text"},
		"a photograph":                          {photo(t, 40, 40, 1), "jpeg"},
		"a picture":                             {lie.Bytes(), "png"},
	} {
		a, err := vault.Clean(t.Context(), "x", c.data)
		got := a.Type
		if err != nil {
			got = key(err)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAFileComesBackToTheByteAndToNobodyElse(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p, q := h.someone(), h.someone()
		body := []byte(strings.Repeat("verbale ", 200_000))
		file, err := h.ada.attaches(p.ID, vault.Attachment{Name: "verbale", Type: "text", Body: body})
		h.must(err)
		got, err := h.bea.openFile(p.ID, file)
		if err != nil || got.Name != "verbale" || !bytes.Equal(got.Body, body) {
			t.Errorf("bea opens %s of %d bytes, %v", got.Name, len(got.Body), err)
		}
		if _, err := h.bea.openFile(q.ID, file); key(err) != "vault.none" {
			t.Errorf("as a file of another person: %v", err)
		}
		if _, err := h.cleo.openFile(p.ID, file); key(err) != "vault.glass_needed" {
			t.Errorf("without a key: %v", err)
		}
		h.system(func(tx *store.Tx) error {
			tx.Note("test", "", nil)
			_, err := tx.Exec(`DELETE FROM vault_chunks WHERE file_id = $1 AND n = 1`, file)
			return err
		})
		if _, err := h.bea.openFile(p.ID, file); err == nil {
			t.Error("a file with a hole opens")
		}
		g := h.ada.grant(policy.IdentityRecord, "")
		h.must(h.store.Write(t.Context(), g, func(tx *store.Tx) error { return vault.Attached.Remove(tx, p.ID, file) }))
		if _, err := h.ada.openFile(p.ID, file); key(err) != "vault.none" {
			t.Errorf("removed: %v", err)
		}
	})
}

// TestAFileThatWasTakenAwayIsMissed, and one that was put back: the trail says which were kept last.
func TestAFileThatWasTakenAwayIsMissed(t *testing.T) {
	t.Parallel()
	houses(t, func(t *testing.T, h *house) {
		p := h.someone()
		h.must(h.ada.writes(p.ID, &vault.NameCard{Name: "Zefira Nuvolari"}, 0))
		taken, err := h.ada.attaches(p.ID, vault.Attachment{Name: "verbale", Type: "text", Body: []byte("testo")})
		h.must(err)
		stale := func() (list []vault.Difference) {
			h.must(h.store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
				list, err = vault.Stale(tx)
				return err
			}))
			return list
		}
		if list := stale(); len(list) != 0 {
			t.Fatalf("before anything happened: %+v", list)
		}
		h.must(h.store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			tx.Note("test", "taken", nil)
			_, err := tx.Exec(`DELETE FROM vault_chunks WHERE file_id = $1`, taken)
			if err == nil {
				_, err = tx.Exec(`DELETE FROM vault_of_persons WHERE id = $1`, taken)
			}
			return err
		}))
		if list := stale(); len(list) != 1 || list[0] != (vault.Difference{What: vault.DiffSealed, ID: string(p.ID)}) {
			t.Errorf("a file is gone, and what differs is %+v", list)
		}
	})
}
