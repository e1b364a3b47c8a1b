package roster

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// TrustFile is the name of the file beside the key file.
const TrustFile = "trust"

// What a line of the file names.
const (
	TrustFounder = "founder"
	TrustPapers  = "papers"
	TrustAdopted = "adopted"
)

const trustHead = "approdo trust 1"

// Trust is the file beside the key file that names what the roster begins with: the keys of the founders and of the first papers, in digits for people and in full for
// the program. Lines are only ever added. Several processes may use it; one that meets a key it does not know looks into the file again.
type Trust struct {
	path  string
	mu    sync.Mutex
	lines []Line
}

// Line is one line of the file.
type Line struct {
	Kind   string
	Digits string // five groups, as people compare them; empty where there is nothing to compare
	Mark   string
}

// OpenTrust is the file beside a key file. It may not be there yet.
func OpenTrust(keys *seal.Keys) *Trust { return &Trust{path: keys.Beside(TrustFile)} }

// FounderLine names a founder's key, PapersLine a recovery key.
func FounderLine(p seal.Public) Line { return Line{TrustFounder, p.Fingerprint(), p.Mark()} }

// PapersLine names the recovery key of an organisation's first papers.
func PapersLine(p seal.Public) Line { return Line{TrustPapers, p.Fingerprint(), p.Mark()} }

// AdoptedLine names the statement with which an older installation's roster begins.
func AdoptedLine(s Statement) (Line, error) {
	mark, err := s.mark()
	return Line{Kind: TrustAdopted, Mark: mark}, err
}

// Has reports whether the file names a mark.
func (t *Trust) Has(kind, mark string) bool {
	if t == nil {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.has(kind, mark) {
		return true
	}
	return t.read() == nil && t.has(kind, mark)
}

func (t *Trust) has(kind, mark string) bool {
	return slices.ContainsFunc(t.lines, func(l Line) bool { return l.Kind == kind && l.Mark == mark })
}

// Lines are those of the file. A file that is not there has none, and found is false.
func (t *Trust) Lines() (lines []Line, found bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	err = t.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return slices.Clone(t.lines), err == nil, err
}

// Founders is Sum over the file beside a key file; empty where it is not there.
func Founders(keys *seal.Keys) (digits, mark string, err error) {
	lines, _, err := OpenTrust(keys).Lines()
	digits, mark = Sum(lines)
	return digits, mark, err
}

// Sum is the digits of all founders' keys together, which stand on papers and whose mark stands in each checkpoint; empty when there are none.
func Sum(lines []Line) (digits, mark string) {
	var marks []string
	for _, l := range lines {
		if l.Kind != TrustAdopted {
			marks = append(marks, l.Kind+" "+l.Mark)
		}
	}
	if len(marks) == 0 {
		return "", ""
	}
	slices.Sort(marks)
	all := seal.Public(strings.Join(slices.Compact(marks), "\n"))
	return all.Fingerprint(), all.Mark()
}

// Add writes lines into the file, safe on the disk, before anything of the database says so; without lines it sees to it that there is a file.
func (t *Trust) Add(lines ...Line) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	missing := false
	if err := t.read(); err != nil {
		if missing = errors.Is(err, fs.ErrNotExist); !missing {
			return err
		}
	}
	before := len(t.lines)
	for _, l := range lines {
		if !t.has(l.Kind, l.Mark) {
			t.lines = append(t.lines, l)
		}
	}
	if len(t.lines) == before && !missing {
		return nil
	}
	if err := seal.WriteBeside(t.path, t.text()); err != nil {
		t.lines = t.lines[:before]
		return err
	}
	return nil
}

// Text is the file as it stands, for a backup; nil when it is not there.
func (t *Trust) Text() ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.read(); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	return t.text(), nil
}

func (t *Trust) text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, trustHead)
	for _, l := range t.lines {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", l.Kind, l.Digits, l.Mark)
	}
	return b.Bytes()
}

func (t *Trust) read() error {
	text, err := seal.ReadBeside(t.path, seal.MostBeside)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return errs.E(errs.Unavailable, "roster.trust_unreadable", "file", filepath.Base(t.path), err)
	}
	lines, ok := ParseTrust(text)
	if !ok {
		return errs.E(errs.Unavailable, "roster.trust_damaged", "file", filepath.Base(t.path))
	}
	t.lines = lines
	return nil
}

// ParseTrust reads the text of the file. People compare the digits and the program the marks, so ok is false where they are not of one key.
func ParseTrust(text []byte) (lines []Line, ok bool) {
	scan := bufio.NewScanner(bytes.NewReader(text))
	if !scan.Scan() || scan.Text() != trustHead {
		return nil, false
	}
	for scan.Scan() {
		parts := strings.Split(scan.Text(), "\t")
		if len(parts) != 3 {
			return nil, false
		}
		if digits, hex := seal.DigitsOf(parts[2]); !hex || parts[1] != digits && (parts[1] != "" || parts[0] != TrustAdopted) {
			return nil, false
		}
		lines = append(lines, Line{parts[0], parts[1], parts[2]})
	}
	return lines, scan.Err() == nil
}
