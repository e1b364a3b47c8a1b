package column

import "sync"

// dictionary numbers the codes of all columns. It only grows, so a number keeps its meaning in every snapshot.
type dictionary struct {
	mu    sync.RWMutex
	codes map[string]uint16
	texts []string
}

func newDictionary() *dictionary {
	d := &dictionary{codes: map[string]uint16{}}
	d.number([]byte(FalseCode)) // falseNumber
	d.number([]byte(TrueCode))  // trueNumber
	return d
}

// The numbers of the two codes of every Flag.
const (
	falseNumber uint16 = iota
	trueNumber
)

// maxCodes is what two bytes can tell apart, all columns together; the last number stays free for "no row".
const maxCodes = 1<<16 - 1

// number gives the number of a code, a new one if it was never seen; false when the dictionary is full.
func (d *dictionary) number(text []byte) (uint16, bool) {
	d.mu.RLock()
	n, ok := d.codes[string(text)]
	d.mu.RUnlock()
	if ok {
		return n, true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if n, ok := d.codes[string(text)]; ok { // somebody else was quicker
		return n, true
	}
	if len(d.texts) == maxCodes {
		return 0, false
	}
	n = uint16(len(d.texts))
	d.codes[string(text)] = n
	d.texts = append(d.texts, string(text))
	return n, true
}

func (d *dictionary) find(text string) (uint16, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.codes[text]
	return n, ok
}

// words are the texts known now; the slice is never written again below its length.
func (d *dictionary) words() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.texts[:len(d.texts):len(d.texts)]
}

// Key is an id in 16 bytes: a UUID, or the number of an id that is none.
type Key [16]byte

// keys turns ids into Keys and back. The ids of the store are UUIDs; others (hand-made rows) are kept in a list.
type keys struct {
	mu    sync.RWMutex
	odd   map[string]Key
	texts []string
}

// oddMark starts the Key of an id that is no UUID. A version 7 UUID begins with a time and reaches it in the year 10 889.
const oddMark = 0xff

func (k *keys) pack(id []byte) Key {
	if key, ok := parseUUID(id); ok && key[0] != oddMark {
		return key
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.odd[string(id)]; ok {
		return key
	}
	if k.odd == nil {
		k.odd = map[string]Key{}
	}
	n := len(k.texts)
	key := Key{0: oddMark, 12: byte(n >> 24), 13: byte(n >> 16), 14: byte(n >> 8), 15: byte(n)}
	k.odd[string(id)] = key
	k.texts = append(k.texts, string(id))
	return key
}

func (k *keys) text(key Key) string {
	if key[0] == oddMark {
		k.mu.RLock()
		defer k.mu.RUnlock()
		return k.texts[int(key[12])<<24|int(key[13])<<16|int(key[14])<<8|int(key[15])]
	}
	const digits = "0123456789abcdef"
	b := make([]byte, 0, 36)
	for i, c := range key {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			b = append(b, '-')
		}
		b = append(b, digits[c>>4], digits[c&15])
	}
	return string(b)
}

// parseUUID reads the canonical lower-case form only, so that text(pack(id)) is always id.
func parseUUID(id []byte) (Key, bool) {
	var key Key
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return key, false
	}
	at := 0
	for i := 0; i < 36; i += 2 {
		if id[i] == '-' {
			i++
		}
		high, low := hex(id[i]), hex(id[i+1])
		if high > 15 || low > 15 {
			return key, false
		}
		key[at] = high<<4 | low
		at++
	}
	return key, true
}

func hex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 0xff
}

// numbering gives persons (or unlinked individuals) numbers from 0, in the order in which they were first read.
type numbering struct {
	mu   sync.RWMutex
	of   map[Key]int32
	keys []Key
}

func newNumbering() *numbering { return &numbering{of: map[Key]int32{}} }

func (n *numbering) number(key Key) int32 {
	if i, ok := n.find(key); ok {
		return i
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if i, ok := n.of[key]; ok { // somebody else was quicker
		return i
	}
	i := int32(len(n.keys))
	n.of[key] = i
	n.keys = append(n.keys, key)
	return i
}

func (n *numbering) find(key Key) (int32, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	i, ok := n.of[key]
	return i, ok
}

// known lists the keys numbered so far; the slice is never written again below its length.
func (n *numbering) known() []Key {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.keys[:len(n.keys):len(n.keys)]
}
