package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"approdo/internal/testkit"
)

// invitation is the path of somebody's link in what init said.
func invitation(t *testing.T, said, login string) string {
	t.Helper()
	m := regexp.MustCompile(login + `\s+http://127\.0\.0\.1:8420(/join/\S+)`).FindStringSubmatch(said)
	if m == nil {
		t.Fatalf("init told no invitation: %s", said)
	}
	return m[1]
}

// certificate makes one for rete.example, good for an hour, as an authority would.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	return cert, key, certify(t, cert, key, time.Hour)
}

// certify writes a certificate that ends after a time, and its key, and gives whoever believes it.
func certify(t *testing.T, cert, key string, ends time.Duration) (pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"rete.example"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(ends), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	public, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: public}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: public}))
	return pool
}

func TestPagesTravelOverTLSWithACertificate(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	cert, key, pool := certificate(t)
	address, port := start(t, "", "--dir", dir, "--tls-cert", cert, "--tls-key", key, "--host", "rete.example")
	if !strings.HasPrefix(address, "https://rete.example:") {
		t.Errorf("the server says it answers on %s", address)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "rete.example"}}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://127.0.0.1:"+port+"/login", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "rete.example"
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("status %d, %v", response.StatusCode, response.Header)
	}
	plain, err := http.Get("http://127.0.0.1:" + port + "/login")
	if err == nil {
		defer plain.Body.Close()
		if plain.StatusCode != http.StatusBadRequest {
			t.Errorf("in the open: status %d", plain.StatusCode)
		}
	}
}

// TestARenewedCertificateIsReadWithoutAStart: at SIGHUP, which ends no server; two files that do not fit each other leave the one before.
func TestARenewedCertificateIsReadWithoutAStart(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	cert, key, _ := certificate(t)
	_, port, process := started(t, "", "--dir", dir, "--tls-cert", cert, "--tls-key", key, "--host", "rete.example")
	shown := func() time.Time {
		t.Helper()
		c, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // it looks at what is shown
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		return c.ConnectionState().PeerCertificates[0].NotAfter
	}
	hang := func(until time.Time) time.Time {
		t.Helper()
		if err := process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		now := shown()
		for range 100 {
			if now = shown(); !now.Equal(until) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		return now
	}
	first := shown()
	certify(t, cert, key, 48*time.Hour)
	second := hang(first)
	if until := time.Until(second); until < 40*time.Hour {
		t.Fatalf("the certificate ends in %v, and the renewed one in two days", until)
	}
	certify(t, cert, filepath.Join(dir, "another.pem"), 96*time.Hour) // its key is not the one in the file
	if now := hang(second); !now.Equal(second) {
		t.Errorf("with a key that does not fit it shows one until %v", now)
	}
}

// TestTheDoctorSaysInTimeThatACertificateEnds: three weeks before, when it has ended, and when key and certificate do not fit.
func TestTheDoctorSaysInTimeThatACertificateEnds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	cert, key, _ := certificate(t)
	for ends, want := range map[time.Duration]string{30 * 24 * time.Hour: "Certificate: good until", 20 * 24 * time.Hour: "Certificate: it ends on", -time.Minute: "Certificate: it is not good today"} {
		certify(t, cert, key, ends)
		if said := approdo(t, "doctor", "--dir", dir, "--tls-cert", cert, "--tls-key", key, "--lang", "en").out; !strings.Contains(said, want) {
			t.Errorf("of one that ends in %v the doctor says %s", ends, said)
		}
	}
	_, other, _ := certificate(t)
	if said := approdo(t, "doctor", "--dir", dir, "--tls-cert", cert, "--tls-key", other, "--lang", "en").out; !strings.Contains(said, "its key does not fit it") {
		t.Errorf("of a key of another the doctor says %s", said)
	}
}

// TestWhoeverAsksIsToldThatTheServerAnswers: ok and nothing else, by whatever name and over whatever line, behind a proxy too.
func TestWhoeverAsksIsToldThatTheServerAnswers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	for _, more := range [][]string{nil, {"--behind-proxy", "nginx", "--host", "rete.example"}} {
		_, port := start(t, "", append([]string{"--dir", dir}, more...)...)
		response, err := http.Get("http://127.0.0.1:" + port + "/health")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err = errors.Join(err, response.Body.Close()); err != nil || response.StatusCode != http.StatusOK || string(body) != "ok\n" || len(response.Cookies()) > 0 {
			t.Errorf("%v: status %d, %q, %v", more, response.StatusCode, body, err)
		}
	}
}

func TestBehindAProxyOnlyWhatCameOverTLSIsAnswered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	address, port := start(t, "", "--dir", dir, "--behind-proxy", "caddy", "--host", "rete.example")
	if address != "https://rete.example" {
		t.Errorf("the server says it answers on %s", address)
	}
	for scheme, want := range map[string]int{"https": http.StatusOK, "http": http.StatusMisdirectedRequest, "": http.StatusMisdirectedRequest} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:"+port+"/login", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "rete.example"
		r.Header.Set("X-Forwarded-Proto", scheme)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%q: status %d, want %d", scheme, response.StatusCode, want)
		}
	}
}

func TestATransportThatIsNotWholeIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	cert, key, _ := certificate(t)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"half a certificate":       {[]string{"--tls-cert", cert, "--host", "rete.example"}, "--tls-key"},
		"certificate and proxy":    {[]string{"--tls-cert", cert, "--tls-key", key, "--behind-proxy", "caddy", "--host", "rete.example"}, "proxy"},
		"no name":                  {[]string{"--tls-cert", cert, "--tls-key", key}, "--host"},
		"a proxy nobody knows":     {[]string{"--behind-proxy", "squid", "--host", "rete.example"}, "squid"},
		"a proxy and an open door": {[]string{"--behind-proxy", "caddy", "--host", "rete.example", "--listen", "0.0.0.0:8499"}, "0.0.0.0:8499"},
		"no such certificate":      {[]string{"--tls-cert", "/nowhere.pem", "--tls-key", key, "--host", "rete.example"}, "nowhere.pem"},
		"no certificate at all":    {[]string{"--tls-cert", key, "--tls-key", key, "--host", "rete.example", "--listen", "127.0.0.1:0"}, "certificate"},
	} {
		a := approdo(t, append([]string{"serve", "--dir", dir}, c.args...)...)
		if a.status != 1 || !strings.Contains(a.err, c.want) {
			t.Errorf("%s: status %d, %s", name, a.status, a.err)
		}
	}
}

func TestTheMachineInvitesAndConfirmsWhenNobodyElseCan(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	dir := t.TempDir()
	said := must(t, "init", file(t, "network.yaml", staffed), "--dir", dir)
	first := invitation(t, said, "nora")
	again := invitation(t, must(t, "admin", "invite", "nora", "--dir", dir), "nora")
	address, _ := start(t, "", "--dir", dir)
	s := server{address, browser(t)}
	if text := s.page(t, first); !strings.Contains(text, "non vale più") {
		t.Error("an invitation that was replaced is still valid")
	}
	s = serving(t, dir, "", again)
	if text := s.page(t, "/account/waiting"); !strings.Contains(text, "colleague") {
		t.Errorf("who was invited again is not asked to wait: %s", text)
	}
	var groups []string
	for _, m := range regexp.MustCompile(`<li class="figure">(\d+)</li>`).FindAllStringSubmatch(s.page(t, "/account/waiting"), -1) {
		groups = append(groups, m[1])
	}
	if a := approdo(t, "admin", "confirm", "nora", "11111 22222 33333 44444 55555", "--dir", dir); a.status != 1 {
		t.Errorf("another fingerprint: status %d", a.status)
	}
	trust := func() string {
		text, err := os.ReadFile(filepath.Join(dir, "trust"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		return string(text)
	}
	before := trust()
	tamper(t, dir, `INSERT INTO network_roles (account_id, role) SELECT id, 'data_protection_officer' FROM network_accounts WHERE login = 'nora'`)
	if a := approdo(t, "admin", "confirm", "nora", strings.Join(groups, " "), "--role", "data_protection_officer,outreach_worker", "--dir", dir); a.status != 1 || trust() != before {
		t.Errorf("roles that somebody planted: status %d, %s; beside the key file stands %q, not %q", a.status, a.err, trust(), before)
	}
	tamper(t, dir, `DELETE FROM network_roles WHERE role = 'data_protection_officer' AND account_id = (SELECT id FROM network_accounts WHERE login = 'nora')`)
	must(t, "admin", "confirm", "nora", strings.Join(groups, " "), "--role", "outreach_worker", "--dir", dir)
	s.leads(t, "/login", map[string][]string{"login": {"nora"}, "passphrase": {password}})
	if id := s.unit(t); id == "" {
		t.Error("a confirmed worker cannot work")
	}
}
