package audit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/errs"
)

// Checkpoint is the root of the tree at some size, signed. Whoever keeps one can tell later whether the trail still
// begins with the same entries.
type Checkpoint struct {
	N      int64  // its number, from 0 and without gaps
	Origin string // whose trail it is, and the name that its key signs under
	Size   int64  // entries covered
	Root   tlog.Hash
	At     string // when it was signed: UTC, by the machine's clock, not before the last entry covered
	Roster Roster // zero in a checkpoint from before there was one
	Note   string // the signed text; other signatures may be added to it, as witnesses do
}

// Roster is how the roster stood when a checkpoint was signed.
type Roster struct {
	N        int64 // statements
	Head     tlog.Hash
	Founders string // what recognises the founders' keys all together, 64 letters and digits
	Era      int64
	From     int64 // entries that the era has in common with the one before
}

// line is how it stands in a checkpoint.
func (r Roster) line() string {
	if r == (Roster{}) {
		return ""
	}
	return fmt.Sprintf("roster %d %s founders %s era %d from %d\n", r.N, r.Head, r.Founders, r.Era, r.From)
}

func readRoster(line string) (r Roster, ok bool) {
	var head string
	n, err := fmt.Sscanf(line, "roster %d %s founders %s era %d from %d", &r.N, &head, &r.Founders, &r.Era, &r.From)
	if err != nil || n != 5 {
		return r, false
	}
	r.Head, err = tlog.ParseHash(head)
	return r, err == nil && r.line() == line+"\n"
}

// mostNote bounds the text of a checkpoint: its own lines and some dozens of signatures.
const mostNote = 16 << 10

// Origin names the trail of a network after its code, so that it can stand in a signature.
func Origin(code string) string {
	return "approdo/" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, code)
}

// Text is what is signed: origin, size and root as any tool for such logs reads them, then the number and the time, and how the roster stood.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\nnumber %d\ntime %s\n", c.Origin, c.Size, c.Root, c.N, c.At) + c.Roster.line()
}

// Sign signs the checkpoint under its origin, which is the signer's name.
func (c Checkpoint) Sign(signer note.Signer) (Checkpoint, error) {
	c.Origin = signer.Name()
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	c.Note = string(signed)
	return c, err
}

// OpenCheckpoint reads a signed checkpoint and verifies it. Conflict "audit.other_key" when no signature is of that key,
// "audit.bad_signature" when one claims to be and is not; Invalid "audit.bad_checkpoint" when the text is none. In the
// first two cases what the text claims is answered too.
func OpenCheckpoint(signed string, verifier note.Verifier) (Checkpoint, error) {
	c, err := ReadCheckpoint(signed)
	if err != nil {
		return c, err
	}
	_, err = note.Open([]byte(signed), note.VerifierList(verifier))
	unverified := (*note.UnverifiedNoteError)(nil)
	switch {
	case errors.As(err, &unverified):
		return c, errs.E(errs.Conflict, "audit.other_key")
	case err != nil || c.Origin != verifier.Name():
		return c, errs.E(errs.Conflict, "audit.bad_signature")
	}
	return c, nil
}

// ReadCheckpoint reads what a checkpoint claims, without verifying it.
func ReadCheckpoint(signed string) (Checkpoint, error) {
	bad := errs.E(errs.Invalid, "audit.bad_checkpoint")
	text, _, found := strings.Cut(signed, "\n\n")
	lines := strings.Split(text, "\n")
	if !found || len(signed) > mostNote || len(lines) != 5 && len(lines) != 6 {
		return Checkpoint{}, bad
	}
	c := Checkpoint{Origin: lines[0], Note: signed}
	var errSize, errRoot, errNumber error
	c.Size, errSize = strconv.ParseInt(lines[1], 10, 64)
	c.Root, errRoot = tlog.ParseHash(lines[2])
	c.N, errNumber = strconv.ParseInt(strings.TrimPrefix(lines[3], "number "), 10, 64)
	c.At = strings.TrimPrefix(lines[4], "time ")
	if len(lines) == 6 {
		var ok bool
		if c.Roster, ok = readRoster(lines[5]); !ok {
			return Checkpoint{}, bad
		}
	}
	// Written again it must be the same text: so each checkpoint has one spelling.
	if errors.Join(errSize, errRoot, errNumber) != nil || c.Size < 0 || c.N < 0 || !validTime(c.At) || c.Text() != text+"\n" {
		return Checkpoint{}, bad
	}
	return c, nil
}

// Verifier reads a verifier key; Invalid "audit.bad_key" when the text is none.
func Verifier(key string) (note.Verifier, error) {
	v, err := note.NewVerifier(strings.TrimSpace(key))
	if err != nil {
		return nil, errs.E(errs.Invalid, "audit.bad_key")
	}
	return v, nil
}

func validTime(at string) bool {
	t, err := time.Parse(TimeFormat, at)
	return err == nil && t.Format(TimeFormat) == at
}

// Kept reads checkpoints that somebody put aside, one after the other in one text: lines, an empty line, signatures.
// Invalid "audit.bad_checkpoint" when something else stands between them.
func Kept(text string) ([]Checkpoint, error) {
	var list []Checkpoint
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for text = strings.TrimLeft(text, "\n"); text != ""; text = strings.TrimLeft(text, "\n") {
		body, rest, _ := strings.Cut(text, "\n\n")
		var signatures strings.Builder
		for strings.HasPrefix(rest, "— ") {
			line, after, _ := strings.Cut(rest, "\n")
			signatures.WriteString(line + "\n")
			rest = after
		}
		c, err := ReadCheckpoint(body + "\n\n" + signatures.String())
		if err != nil {
			return nil, err
		}
		list, text = append(list, c), rest
	}
	return list, nil
}
