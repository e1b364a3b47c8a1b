package work

// Reader reads records by their facts, one after the other: where the facts of a T are is asked once for all of them. It belongs to one goroutine.
type Reader[T any] struct {
	Head  Head // of the record that was laid down last
	at    *T
	facts map[string]Fact
}

// Reader is one for records of the kind.
func (n *Noun[T]) Reader() *Reader[T] {
	r := &Reader[T]{at: new(T), facts: map[string]Fact{}}
	r.Head = n.Head(r.at)
	for _, f := range n.Tell(r.at) {
		r.facts[f.Name] = f
	}
	return r
}

// Lay takes the next record.
func (r *Reader[T]) Lay(x T) { *r.at = x }

// Fact is one of the record that was laid down last; the zero Fact for what the kind does not say.
func (r *Reader[T]) Fact(name string) Fact { return r.facts[name] }
