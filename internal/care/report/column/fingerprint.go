package column

import (
	"encoding/binary"
	"runtime"
	"sync"

	"approdo/internal/base/seal"
)

// Fingerprint is the SHA-256 of what a row says.
type Fingerprint = [32]byte

// prints are the fingerprints of a segment's rows, made when they are first asked for: the only thing about a segment
// that is not there from the beginning.
type prints struct {
	once sync.Once
	all  []Fingerprint
}

// Fingerprint hashes a row in a form that depends on nothing but the facts: the view's name, the day, then each column in order, texts
// after their length. Ids are left out, so that the same fact has the same fingerprint in every folder.
func (v *View) Fingerprint(ref int32) *Fingerprint {
	g, i := v.at(ref)
	g.prints.once.Do(func() { g.prints.all = v.fingerprints(g) })
	return &g.prints.all[i]
}

func (v *View) fingerprints(g *segment) []Fingerprint {
	all := make([]Fingerprint, g.len())
	share := max(g.len()/runtime.GOMAXPROCS(0)+1, 10_000)
	var work sync.WaitGroup
	for start := 0; start < g.len(); start += share {
		work.Go(func() {
			var row []byte
			for i := start; i < min(start+share, g.len()); i++ {
				row = v.encode(row[:0], g, i)
				all[i] = seal.Hash(row)
			}
		})
	}
	work.Wait()
	return all
}

func (v *View) encode(row []byte, g *segment, i int) []byte {
	text := func(s string) {
		row = binary.AppendUvarint(row, uint64(len(s)))
		row = append(row, s...)
	}
	text(v.Schema.Name)
	row = binary.BigEndian.AppendUint32(row, uint32(g.days[i]))
	for c := range v.Schema.Columns {
		if g.numbers[c] != nil {
			row = binary.BigEndian.AppendUint64(row, uint64(g.numbers[c][i]))
		} else {
			text(v.words[g.codes[c][i]])
		}
	}
	return row
}
