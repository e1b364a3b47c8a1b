package seal

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// certificateLook is how often the files of a certificate are looked at, unless Renew is called.
const certificateLook = time.Minute

// Certificate is the one in two files, for TLS, as they are now: a renewed one needs no start, at which everybody would have to log in again. While the two files do not fit each
// other, as in the middle of a renewal, the one before goes on.
type Certificate struct {
	cert, key string
	told      func(until time.Time, err error)
	mu        sync.Mutex
	held      *tls.Certificate
	stamp     [2]time.Time // when the two files were written
	looked    time.Time
}

// OpenCertificate reads a certificate and its key (PEM). told hears when it was renewed and until when it is good, or why the files cannot be used.
func OpenCertificate(cert, key string, told func(until time.Time, err error)) (*Certificate, error) {
	c := &Certificate{cert: cert, key: key, told: told, looked: time.Now()}
	return c, c.read()
}

// Config answers each connection with the certificate.
func (c *Certificate) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if now := time.Now(); now.Sub(c.looked).Abs() >= certificateLook {
			c.looked = now
			c.renew()
		}
		return c.held, nil
	}}
}

// Renew reads the files at once, whenever they were written.
func (c *Certificate) Renew() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.again()
}

// renew reads the files if they were written since.
func (c *Certificate) renew() {
	if c.written() != c.stamp {
		c.again()
	}
}

func (c *Certificate) again() {
	if err := c.read(); err != nil {
		c.told(time.Time{}, err)
		return
	}
	c.told(c.held.Leaf.NotAfter, nil)
}

func (c *Certificate) read() error {
	stamp := c.written()
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err == nil {
		c.held, c.stamp = &pair, stamp
	}
	return err
}

// written is when the files were written, as far as the machine says.
func (c *Certificate) written() (stamp [2]time.Time) {
	for i, name := range []string{c.cert, c.key} {
		if info, err := os.Stat(name); err == nil {
			stamp[i] = info.ModTime()
		}
	}
	return stamp
}

// CertificateGood says from when and until when the certificate of two files is good.
func CertificateGood(cert, key string) (from, until time.Time, err error) {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return from, until, err
	}
	return pair.Leaf.NotBefore, pair.Leaf.NotAfter, nil
}
