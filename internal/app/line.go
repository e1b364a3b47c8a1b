package app

import (
	"net"
	"net/netip"
	"sync"
)

// How many connections are held, in all and from one source: an office behind one address has a few for each browser. In all they stay
// below the files that a program may open where nobody changed it, 1024, since the database and the spreadsheets are files too.
const (
	mostConnections = 512
	mostOfSource    = 128
)

// Lines hands out connections, of which only so many stand at a time. One too many from a source is closed at once, so that it keeps
// nobody else out; one too many in all waits at the door until another has gone.
type Lines struct {
	net.Listener
	ofSource int
	places   chan struct{}
	closed   chan struct{}
	shut     func()

	mu   sync.Mutex
	held map[netip.Prefix]int
}

// NewLines bounds a listener. What comes from this machine, as all does behind a proxy, is of no source.
func NewLines(l net.Listener, most, ofSource int) *Lines {
	closed := make(chan struct{})
	return &Lines{
		Listener: l, ofSource: ofSource, places: make(chan struct{}, most), held: map[netip.Prefix]int{},
		closed: closed, shut: sync.OnceFunc(func() { close(closed) }),
	}
}

// Accept waits for a place, and for a connection that may have it.
func (l *Lines) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			<-l.places
			return nil, err
		}
		from := source(c.RemoteAddr())
		if l.admit(from) {
			return &placed{Conn: c, free: sync.OnceFunc(func() { l.leave(from) })}, nil
		}
		_ = c.Close() // nobody listens at its other end who would be told
	}
}

// Close ends the listening, and the waiting for a place.
func (l *Lines) Close() error {
	l.shut()
	return l.Listener.Close()
}

func (l *Lines) admit(from netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from.IsValid() && l.held[from] >= l.ofSource {
		return false
	}
	l.held[from]++
	return true
}

func (l *Lines) leave(from netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[from]--; l.held[from] == 0 {
		delete(l.held, from)
	}
	<-l.places
}

// source is where a connection comes from: of IPv6 only the half that a household or an office shares. This machine is the zero Prefix.
func source(a net.Addr) (from netip.Prefix) {
	at, err := netip.ParseAddrPort(a.String())
	ip := at.Addr().Unmap().WithZone("")
	if err != nil || ip.IsLoopback() {
		return from
	}
	bits := 32
	if ip.Is6() {
		bits = 64
	}
	from, _ = ip.Prefix(bits) // an address has as many
	return from
}

// placed is a connection that leaves its place when it is closed.
type placed struct {
	net.Conn
	free func()
}

func (p *placed) Close() error {
	defer p.free()
	return p.Conn.Close()
}
