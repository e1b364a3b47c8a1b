package grid

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// errMarkup is XML that breaks off, does not close its tags in order, or declares entities of its own.
var errMarkup = errors.New("broken markup")

// deepest is how deeply tags may stand within each other: workbooks need about ten.
const deepest = 64

// markup walks the XML of a workbook tag by tag. encoding/xml would do it too, ten times slower, and the sheets of a
// workbook that is formatted to its last row are hundreds of megabytes of empty cells.
//
// It checks that every tag is closed in order, so that a part that was cut is noticed, and resolves the references of
// XML itself; it knows no namespaces, since no element of a workbook's parts shares its local name with another at the
// same place.
type markup struct {
	in    *bufio.Reader
	name  []byte // local name of the tag at hand; this and attributes hold until the next call
	attrs []byte
	shut  bool   // the tag at hand closes: </name>, or <name/> after its opening was told
	empty bool   // the tag at hand is <name/>: its closing is told next
	keep  bool   // collect text; set after an opening tag, cleared by its closing
	text  []byte // collected
	open  []byte // local names of open tags, end to end
	ends  []int  // where each of them ends
	spill []byte // a tag that holds a > within quotes
}

func newMarkup(in io.Reader) *markup { return &markup{in: bufio.NewReaderSize(in, 64<<10)} }

// next moves to the next tag. At the end of a whole document it is io.EOF.
func (m *markup) next() error {
	if m.empty {
		m.empty = false
		return m.close()
	}
	for {
		if err := m.run('<', m.keep); err == io.EOF && len(m.ends) == 0 {
			return io.EOF
		} else if err != nil {
			return errMarkup
		}
		tag, err := m.tag()
		switch {
		case err != nil:
			return errMarkup
		case tag[0] == '?':
			err = m.skip(tag, "?>", false)
		case bytes.HasPrefix(tag, []byte("!--")):
			err = m.skip(tag, "-->", false)
		case bytes.HasPrefix(tag, []byte("![CDATA[")):
			err = m.skip(tag, "]]>", m.keep)
		case tag[0] == '!':
			return errMarkup // a document type: no workbook has one, and entities may be bombs
		default:
			return m.take(tag[:len(tag)-1])
		}
		if err != nil {
			return errMarkup
		}
	}
}

// run reads up to a delimiter, collecting what stands before it.
func (m *markup) run(delimiter byte, keep bool) error {
	for {
		part, err := m.in.ReadSlice(delimiter)
		if keep {
			if err == nil {
				part = part[:len(part)-1]
			}
			if m.text = append(m.text, part...); len(m.text) > 2*MaxField {
				return errMarkup
			}
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

// tag reads the rest of a tag, the > that ends it included.
func (m *markup) tag() ([]byte, error) {
	part, err := m.in.ReadSlice('>')
	if err == bufio.ErrBufferFull && part[0] == '!' {
		return part, nil // skip reads on
	}
	if err != nil || len(part) < 2 {
		return nil, errMarkup
	}
	if part[0] == '!' || part[0] == '?' {
		return part, nil
	}
	quote := quoted(0, part)
	if quote == 0 {
		return part, nil
	}
	for m.spill = append(m.spill[:0], part...); quote != 0; m.spill = append(m.spill, part...) {
		if part, err = m.in.ReadSlice('>'); err != nil || len(m.spill) > 1<<16 {
			return nil, errMarkup
		}
		quote = quoted(quote, part)
	}
	return m.spill, nil
}

// quoted is the quote within which a part of a tag ends that began within another, each 0 for none.
func quoted(quote byte, part []byte) byte {
	for _, c := range part {
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote
}

// skip reads to the end of a comment, an instruction or a CDATA section, whose text counts as it stands.
func (m *markup) skip(tag []byte, end string, keep bool) error {
	body := bytes.Clone(tag)
	for !bytes.HasSuffix(body, []byte(end)) {
		part, err := m.in.ReadSlice('>')
		if err != nil && err != bufio.ErrBufferFull || len(body) > 2*MaxField {
			return errMarkup
		}
		body = append(body, part...)
	}
	if keep {
		body = bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("![CDATA[")), []byte(end))
		m.text = append(m.text, bytes.ReplaceAll(body, []byte("&"), []byte("&amp;"))...)
	}
	return nil
}

// take splits a tag into name and attributes, and keeps count of what stands open.
func (m *markup) take(tag []byte) error {
	if m.shut = tag[0] == '/'; m.shut {
		m.name, m.attrs = local(bytes.TrimRight(tag[1:], " \t\r\n")), nil
		return m.close()
	}
	if m.empty = tag[len(tag)-1] == '/'; m.empty {
		tag = tag[:len(tag)-1]
	}
	m.name, m.attrs = tag, nil
	for i, c := range tag {
		if c <= ' ' {
			m.name, m.attrs = tag[:i], tag[i:]
			break
		}
	}
	m.name = local(m.name)
	if len(m.name) == 0 || len(m.ends) == deepest {
		return errMarkup
	}
	m.open = append(m.open, m.name...)
	m.ends = append(m.ends, len(m.open))
	return nil
}

// close ends the innermost open tag, which must have the name at hand.
func (m *markup) close() error {
	m.shut, m.attrs = true, nil
	last := len(m.ends) - 1
	if last < 0 {
		return errMarkup
	}
	start := 0
	if last > 0 {
		start = m.ends[last-1]
	}
	if !bytes.Equal(m.open[start:], m.name) {
		return errMarkup
	}
	m.open, m.ends = m.open[:start], m.ends[:last]
	return nil
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// trim cuts white space at both ends; bytes.TrimSpace is slower where there is none.
func trim(text []byte) []byte {
	for len(text) > 0 && text[0] <= ' ' {
		text = text[1:]
	}
	for len(text) > 0 && text[len(text)-1] <= ' ' {
		text = text[:len(text)-1]
	}
	return text
}

func (m *markup) is(name string) bool { return string(m.name) == name }

// attr is the value of an attribute of the opening tag at hand, by its local name; nil if it has none.
func (m *markup) attr(name string) []byte {
	rest := m.attrs
	for {
		equals := bytes.IndexByte(rest, '=')
		if equals < 0 {
			return nil
		}
		key := local(trim(rest[:equals]))
		rest = trim(rest[equals+1:])
		if len(rest) == 0 {
			return nil
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return resolve(rest[1 : 1+end])
		}
		rest = rest[2+end:]
	}
}

// yes reports whether an attribute says true.
func (m *markup) yes(name string) bool {
	value := string(m.attr(name))
	return value == "1" || value == "true"
}

// collect begins to collect text.
func (m *markup) collect() { m.keep, m.text = true, m.text[:0] }

// collected ends it and gives what was collected, valid until the next call. Text that is no UTF-8 is a broken part.
func (m *markup) collected() ([]byte, error) {
	m.keep = false
	text := resolve(m.text)
	if !utf8.Valid(text) {
		return nil, errMarkup
	}
	return text, nil
}

// resolve puts the characters in place of the references of XML. Others stay as they stand.
func resolve(text []byte) []byte {
	at := bytes.IndexByte(text, '&')
	if at < 0 {
		return text
	}
	out := bytes.Clone(text[:at])
	for rest := text[at:]; len(rest) > 0; {
		if rest[0] == '&' {
			end := bytes.IndexByte(rest[:min(len(rest), 12)], ';')
			if r, ok := reference(rest[1:max(1, end)]); ok {
				out, rest = utf8.AppendRune(out, r), rest[end+1:]
				continue
			}
		}
		out, rest = append(out, rest[0]), rest[1:]
	}
	return out
}

func reference(name []byte) (rune, bool) {
	switch string(name) {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, base := bytes.TrimPrefix(name, []byte("#")), 10
	if len(digits) == len(name) {
		return 0, false
	}
	if hex := bytes.TrimLeft(digits, "xX"); len(hex) < len(digits) {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(string(digits), base, 21)
	return rune(n), err == nil && n > 0
}
