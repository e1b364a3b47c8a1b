package app_test

import (
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"

	"approdo/internal/app"
)

// door is where connections come from addresses of the test's choice.
type door struct {
	come chan net.Conn
	shut chan struct{}
}

func (d door) Accept() (net.Conn, error) {
	select {
	case c := <-d.come:
		return c, nil
	case <-d.shut:
		return nil, net.ErrClosed
	}
}

func (d door) Close() error   { close(d.shut); return nil }
func (d door) Addr() net.Addr { return &net.TCPAddr{} }

// comer is a connection from an address.
type comer struct {
	net.Conn
	from string
}

func (c comer) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.ParseIP(c.from), Port: 1234} }

// TestWhoHoldsManyConnectionsKeepsNobodyElseOut: one too many from a source is closed, one too many in all waits until another ends.
func TestWhoHoldsManyConnectionsKeepsNobodyElseOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := door{make(chan net.Conn), make(chan struct{})}
		lines := app.NewLines(d, 5, 2)
		var in []net.Conn
		ended := make(chan error, 1)
		go func() {
			for {
				c, err := lines.Accept()
				if err != nil {
					ended <- err
					return
				}
				in = append(in, c)
			}
		}()
		comes := func(from string, want int) (here net.Conn) {
			t.Helper()
			here, there := net.Pipe()
			go func() {
				select {
				case d.come <- comer{there, from}:
				case <-d.shut:
				}
			}()
			synctest.Wait()
			if len(in) != want {
				t.Fatalf("from %s: %d have been let in, want %d", from, len(in), want)
			}
			return here
		}
		comes("198.51.100.4", 1)
		comes("198.51.100.4", 2)
		if _, err := comes("198.51.100.4", 2).Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("one too many from a source is left to wait: %v", err)
		}
		comes("2001:db8::1", 3)
		comes("2001:db8::2", 4)
		comes("2001:db8::3", 4) // of the same household
		comes("192.0.2.1", 5)
		comes("192.0.2.2", 5) // waits
		must(t, in[0].Close())
		_ = in[0].Close() // leaves its place once
		synctest.Wait()
		if len(in) != 6 {
			t.Errorf("who waited is not let in: %d", len(in))
		}
		comes("192.0.2.3", 6)
		must(t, in[1].Close())
		synctest.Wait()
		for _, c := range in[2:5] {
			must(t, c.Close())
		}
		comes("198.51.100.4", 8)
		must(t, lines.Close())
		if err := <-ended; !errors.Is(err, net.ErrClosed) {
			t.Errorf("ended with %v", err)
		}
	})
}

// TestThisMachineIsNoSource: behind a proxy everybody comes from it.
func TestThisMachineIsNoSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := door{make(chan net.Conn), make(chan struct{})}
		lines := app.NewLines(d, 5, 1)
		for range 3 {
			_, there := net.Pipe()
			go func() { d.come <- comer{there, "127.0.0.1"} }()
			if _, err := lines.Accept(); err != nil {
				t.Fatal(err)
			}
		}
		must(t, lines.Close())
	})
}
