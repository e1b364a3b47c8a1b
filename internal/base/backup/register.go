package backup

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// A register only grows, and whoever can write to it must not be able to shorten it unseen. So its lines are numbered and each carries a keyed hash of what it says and of the hash of the line before: a line
// that is missing, edited or out of place breaks the chain, and the Mark of its last line, kept in each backup and in the counter, tells a register that ends too early. The key file, which a
// restore finds in the backup, verifies it.
const (
	unchainedMagic = "approdo-erasures/1" // of earlier programs: lines without number and hash
	chainedMagic   = "approdo-erasures/2"
)

// Register is the text of a register, as it was read.
type Register struct {
	Chained bool // a program wrote it that chains its lines
	lines   []line
}

// line says of whom it is, and when they were erased or left. One that is in no chain has neither owner nor number.
type line struct {
	owner string // the installation's, since two may keep their backups in one folder
	n     int64
	at    string
	token [32]byte
	hash  [32]byte
}

func (l line) text() string {
	if l.owner == "" {
		return fmt.Sprintf("%s %x\n", l.at, l.token)
	}
	return fmt.Sprintf("%s %d %s %x %x\n", l.owner, l.n, l.at, l.token, l.hash)
}

// ParseRegister reads a register's text; Invalid "backup.erasures_damaged" names the line that is none.
func ParseRegister(text string) (r Register, err error) {
	first, rest, _ := strings.Cut(text, "\n")
	if r.Chained = first == chainedMagic; !r.Chained && first != unchainedMagic {
		return r, errs.E(errs.Invalid, "backup.erasures_damaged", "line", 1)
	}
	n := 1
	for text := range strings.Lines(rest) {
		n++
		l, ok := parseLine(strings.TrimSuffix(text, "\n"))
		if !ok {
			return r, errs.E(errs.Invalid, "backup.erasures_damaged", "line", n)
		}
		r.lines = append(r.lines, l)
	}
	return r, nil
}

func parseLine(text string) (l line, ok bool) {
	parts := strings.Split(text, " ")
	ok = true
	if len(parts) == 5 {
		n, err := strconv.ParseInt(parts[1], 10, 64)
		hash, sound := parseHash(parts[4])
		l.owner, l.n, l.hash = parts[0], n, hash
		ok = err == nil && sound && l.owner != ""
		parts = parts[2:4]
	}
	if !ok || len(parts) != 2 || !isTime(parts[0]) {
		return l, false
	}
	l.at = parts[0]
	l.token, ok = parseHash(parts[1])
	return l, ok
}

func parseHash(text string) (hash [32]byte, ok bool) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(hash) {
		return hash, false
	}
	return [32]byte(b), true
}

// Mark is the last line of a chain: how many there are, and its hash. The zero Mark is that of a chain without lines.
type Mark struct {
	N    int64  `json:"n"`
	Hash string `json:"hash"`
}

// Chain is what a register says under a key file. Where several machines write, or somebody restored with an older register, there are branches: each line follows from one before.
type Chain struct {
	keys  *seal.Keys
	owner string
	links []line // by number; each follows from one of those before
	rest  []line // of earlier programs, of other installations, or out of their place
}

// Under takes out of a register what one installation wrote.
func (r Register) Under(keys *seal.Keys) Chain {
	owner := keys.Token("backup register owner")
	c := Chain{keys: keys, owner: hex.EncodeToString(owner[:4])}
	var own []line
	for _, l := range r.lines {
		if l.owner == c.owner {
			own = append(own, l)
		} else {
			c.rest = append(c.rest, l)
		}
	}
	slices.SortFunc(own, inOrder)
	before, level := []line{{}}, []line{} // those of the number before, and of this one
	for _, l := range slices.Compact(own) {
		if len(level) > 0 && l.n > level[0].n {
			before, level = level, nil
		}
		if slices.ContainsFunc(before, func(parent line) bool { return l == c.next(parent, l.at, l.token) }) {
			c.links, level = append(c.links, l), append(level, l)
		} else {
			c.rest = append(c.rest, l)
		}
	}
	return c
}

func inOrder(a, b line) int {
	return cmp.Or(cmp.Compare(a.n, b.n), bytes.Compare(a.hash[:], b.hash[:]), strings.Compare(a.at, b.at), bytes.Compare(a.token[:], b.token[:]), strings.Compare(a.owner, b.owner))
}

// next is the line that follows from another.
func (c Chain) next(from line, at string, token [32]byte) line {
	l := line{owner: c.owner, n: from.n + 1, at: at, token: token}
	l.hash = c.keys.Token("backup register", string(from.hash[:]), strconv.FormatInt(l.n, 10), at, string(token[:]))
	return l
}

// last is the end of the longest branch; no line where there is none.
func (c Chain) last() line {
	if len(c.links) == 0 {
		return line{}
	}
	return c.links[len(c.links)-1]
}

// tidy drops lines that the chain says as well.
func (c *Chain) tidy() {
	said := c.said()
	c.rest = slices.DeleteFunc(slices.Clone(c.rest), func(l line) bool { return said[l.token] && (l.owner == c.owner || l.owner == "") })
}

func (c Chain) said() map[[32]byte]bool {
	said := make(map[[32]byte]bool, len(c.links))
	for _, l := range c.links {
		said[l.token] = true
	}
	return said
}

func (l line) mark() Mark {
	if l.n == 0 {
		return Mark{}
	}
	return Mark{l.n, hex.EncodeToString(l.hash[:])}
}

// Mark is that of the chain's end.
func (c Chain) Mark() Mark { return c.last().mark() }

// Holds reports whether the chain goes through a mark.
func (c Chain) Holds(m Mark) bool {
	return m == Mark{} || slices.ContainsFunc(c.links, func(l line) bool { return l.mark() == m })
}

// Broken reports whether there are lines of the installation that do not follow from those before: one between was taken out or edited.
func (c Chain) Broken() bool {
	said := c.said()
	return slices.ContainsFunc(c.rest, func(l line) bool { return l.owner == c.owner && !said[l.token] })
}

// Erasures is everybody whom the register names, in whatever line: without the key file nobody can make one that means somebody.
func (c Chain) Erasures() Erasures {
	e := Erasures{}
	for _, l := range slices.Concat(c.links, c.rest) {
		if _, there := e[l.token]; !there {
			e[l.token] = l.at
		}
	}
	return e
}

// Until is the latest time that the installation's own chain says; empty where it says none. What other lines say anybody may have written.
func (c Chain) Until() (at string) {
	for _, l := range c.links {
		at = max(at, l.at)
	}
	return at
}

// Strange counts the lines that no program of this installation wrote into its chain: another's, or nobody's.
func (c Chain) Strange() int { return len(c.rest) }

// Add lets those follow, in the order of their times, whom the chain does not name.
func (c *Chain) Add(e Erasures) {
	said := c.said()
	var more []line
	for token, at := range e {
		if !said[token] {
			more = append(more, line{at: at, token: token})
		}
	}
	slices.SortFunc(more, func(a, b line) int { return strings.Compare(a.text(), b.text()) })
	for _, l := range more {
		c.links = append(c.links, c.next(c.last(), l.at, l.token))
	}
	c.tidy()
}

// Adopt takes into the chain what earlier programs wrote without one.
func (c *Chain) Adopt() {
	c.Add(Chain{rest: slices.DeleteFunc(slices.Clone(c.rest), func(l line) bool { return l.owner != "" })}.Erasures())
}

// Join takes over the links of another chain of the same installation.
func (c *Chain) Join(other Chain) {
	c.links = slices.Concat(c.links, other.links)
	slices.SortFunc(c.links, inOrder)
	c.links = slices.Compact(c.links)
	c.tidy()
}

// JoinAll is Join, and takes over the other's lines that are in no chain.
func (c *Chain) JoinAll(other Chain) {
	c.Join(other)
	c.rest = slices.Concat(c.rest, other.rest)
	slices.SortFunc(c.rest, inOrder)
	c.rest = slices.Compact(c.rest)
	c.tidy()
}

// Follow takes the links of another chain; lines that are in none stay.
func (c *Chain) Follow(whole Chain) {
	c.links = slices.Clone(whole.links)
	c.tidy()
}

// Text is the register as it is written.
func (c Chain) Text() string {
	var b strings.Builder
	b.WriteString(chainedMagic + "\n")
	for _, l := range slices.Concat(c.rest, c.links) {
		b.WriteString(l.text())
	}
	return b.String()
}

// Keep writes the register to a folder.
func (c Chain) Keep(dir string) error {
	return writeFile(filepath.Join(dir, ErasuresFile), []byte(c.Text()))
}
