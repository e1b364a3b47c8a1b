package main_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"approdo/internal/demo"
	"approdo/internal/testkit"
)

// deployed reads a file of deploy/, with other words in some places: the names of this machine.
func deployed(t *testing.T, name string, other ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(other); i += 2 {
		if !strings.Contains(string(text), other[i]) {
			t.Fatalf("deploy/%s has no %q", name, other[i])
		}
	}
	return strings.NewReplacer(other...).Replace(string(text))
}

// needs skips a test where a program is missing, but for continuous integration, where it fails.
func needs(t *testing.T, program string) {
	t.Helper()
	testkit.Long(t)
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is required with CI=true", program)
	}
	t.Skipf("without %s", program)
}

// port is a free one.
func port(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	return strings.TrimPrefix(free.Addr().String(), "127.0.0.1:")
}

// TestTheProxiesOfTheManualLetEverythingThrough starts nginx and Caddy as deploy/ has them, in front of a network: somebody logs in with a browser that tells nothing but where its
// forms come from, sends a spreadsheet of several megabytes, and stands in no log.
func TestTheProxiesOfTheManualLetEverythingThrough(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"nginx", "caddy"} {
		t.Run(kind, func(t *testing.T) {
			needs(t, kind)
			_, behind := start(t, "", "--dir", demonstrated(t), "--behind-proxy", kind, "--host", "rete.example")
			throughProxy(t, proxy(t, kind, behind))
		})
	}
}

// TestTheProxiesOfTheManualSayNothingOfWhoCameInVain: while Approdo does not answer, as at each upgrade, and of whoever speaks no TLS, no log holds where they came from, or what they asked for: that may be an invitation.
func TestTheProxiesOfTheManualSayNothingOfWhoCameInVain(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"nginx", "caddy"} {
		t.Run(kind, func(t *testing.T) {
			needs(t, kind)
			p := proxy(t, kind, port(t)) // where nobody listens
			p.begins(t)
			client := p.client(t)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.site()+"/join/SECRET-INVITATION", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Referer", p.site()+"/people/SECRET-PERSON")
			answer, err := client.Do(r)
			for tries := 0; err != nil && tries < 100; tries++ { // it begins
				time.Sleep(50 * time.Millisecond)
				answer, err = client.Do(r)
			}
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
			if answer.StatusCode != http.StatusBadGateway {
				t.Errorf("without Approdo: %s", answer.Status)
			}
			for _, spoilt := range []string{"\x16\x03\x01\xff\xff\x01\x00\x00", "GET /join/SECRET-INVITATION HTTP/1.1\r\n\r\n", "\x16\x03\x01\x00\x05hello"} {
				c, err := net.Dial("tcp", "127.0.0.1:"+p.at)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.WriteString(c, spoilt)
				_ = c.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
				_, _ = io.Copy(io.Discard, c)
				_ = c.Close()
			}
			p.saysNobody(t)
		})
	}
}

// TestWhoSendsSlowlyThroughTheProxiesKeepsNobodyOut: a dozen sources begin forms by the hundred and never end them.
func TestWhoSendsSlowlyThroughTheProxiesKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for _, kind := range []string{"nginx", "caddy"} {
		t.Run(kind, func(t *testing.T) {
			needs(t, kind)
			_, behind := start(t, "", "--dir", demonstrated(t), "--behind-proxy", kind, "--host", "rete.example")
			p := proxy(t, kind, behind)
			p.begins(t)
			from := func(n int) *tls.Dialer {
				return &tls.Dialer{
					NetDialer: &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(n))}, Timeout: 10 * time.Second},
					Config:    &tls.Config{RootCAs: p.pool, ServerName: "rete.example"},
				}
			}
			asks := func() string {
				c, err := from(99).DialContext(t.Context(), "tcp", "127.0.0.1:"+p.at)
				if err != nil {
					return err.Error()
				}
				defer c.Close()
				_ = c.SetDeadline(time.Now().Add(15 * time.Second))
				if _, err = io.WriteString(c, "GET /login HTTP/1.1\r\nHost: rete.example:"+p.at+"\r\nConnection: close\r\n\r\n"); err != nil {
					return err.Error()
				}
				line, err := bufio.NewReader(c).ReadString('\n')
				return fmt.Sprint(strings.TrimSpace(line), " ", err)
			}
			for tries := 0; !strings.Contains(asks(), "200") && tries < 100; tries++ { // it begins
				time.Sleep(50 * time.Millisecond)
			}
			for n := range 600 {
				c, err := from(2+n%12).DialContext(t.Context(), "tcp", "127.0.0.1:"+p.at)
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				_, _ = io.WriteString(c, "POST /login HTTP/1.1\r\nHost: rete.example:"+p.at+"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 15000\r\n\r\nlogin=abc")
			}
			if said := asks(); !strings.Contains(said, "200") {
				t.Errorf("somebody else is told: %s", said)
			}
		})
	}
}

// running is a proxy as deploy/ has it.
type running struct {
	cmd     *exec.Cmd
	dir, at string
	pool    *x509.CertPool
}

func proxy(t *testing.T, kind, behind string) running {
	t.Helper()
	cert, key, pool := certificate(t)
	at, dir := port(t), t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var cmd *exec.Cmd
	if kind == "nginx" {
		site := write("site.conf", deployed(t, "nginx.conf", "rete.example.org", "rete.example", "listen 443", "listen 127.0.0.1:"+at, "listen 80;", "listen 127.0.0.1:"+port(t)+";",
			"/etc/ssl/approdo/cert.pem", cert, "/etc/ssl/approdo/key.pem", key, "/var/log/nginx/", dir+"/", "127.0.0.1:8420", "127.0.0.1:"+behind))
		whole := write("nginx.conf", "daemon off;\npid "+dir+"/pid;\nevents {\nworker_connections 4096;\n}\nhttp {\nclient_body_temp_path "+dir+"/body;\nproxy_temp_path "+dir+"/proxy;\nfastcgi_temp_path "+dir+
			"/f;\nuwsgi_temp_path "+dir+"/u;\nscgi_temp_path "+dir+"/s;\ninclude "+site+";\n}\n")
		cmd = exec.Command("nginx", "-p", dir, "-e", dir+"/start.log", "-c", whole)
	} else {
		site := write("Caddyfile", deployed(t, "Caddyfile", "\tservers {", "\tadmin off\n\tauto_https off\n\tservers {", "rete.example.org {", "https://rete.example:"+at+" {\n\tbind 127.0.0.1\n\ttls "+cert+" "+key, "127.0.0.1:8420", "127.0.0.1:"+behind))
		cmd = exec.Command("caddy", "run", "--config", site, "--adapter", "caddyfile")
		cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	}
	return running{cmd, dir, at, pool}
}

func (p running) begins(t *testing.T) {
	t.Helper()
	said, err := os.Create(filepath.Join(p.dir, "said.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = said.Close() })
	p.cmd.Stdout, p.cmd.Stderr = said, said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
}

func (p running) site() string { return "https://rete.example:" + p.at }

func (p running) client(t *testing.T) *http.Client {
	t.Helper()
	client := browser(t)
	client.Transport = &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: p.pool, ServerName: "rete.example"},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+p.at)
		},
	}
	return client
}

// saysNobody ends the proxy, and demands that none of its logs says who came and what for.
func (p running) saysNobody(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	_ = p.cmd.Wait() // how it ends is its own business
	logs, err := filepath.Glob(filepath.Join(p.dir, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range logs {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `"remote_ip"`) || strings.Contains(string(text), "SECRET") || filepath.Base(name) != "said.log" && bytes.Contains(text, []byte("127.0.0.1")) {
			t.Errorf("%s holds addresses: %s", filepath.Base(name), text)
		}
	}
}

func throughProxy(t *testing.T, p running) {
	t.Helper()
	p.begins(t)
	client, site := p.client(t), p.site()
	ask := func(method, path, kind string, body io.Reader) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, site+path, body)
		if err != nil {
			t.Fatal(err)
		}
		if method == http.MethodPost {
			r.Header.Set("Content-Type", kind)
			r.Header.Set("Origin", site)
		}
		answer, err := client.Do(r)
		for tries := 0; err != nil && method == http.MethodGet && tries < 100; tries++ { // it begins
			time.Sleep(50 * time.Millisecond)
			answer, err = client.Do(r)
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer
	}
	if a := ask(http.MethodGet, "/health", "", nil); a.StatusCode != http.StatusOK {
		t.Errorf("health: %s", a.Status)
	}
	form := url.Values{"login": {"dario"}, "passphrase": {demo.Passphrase}}.Encode()
	if a := ask(http.MethodPost, "/login", "application/x-www-form-urlencoded", strings.NewReader(form)); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the log-in: %s", a.Status)
	}
	var sent bytes.Buffer
	w := multipart.NewWriter(&sent)
	_ = w.WriteField("kind", "contacts")
	part, err := w.CreateFormFile("file", "registro.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(part, "Data;Unità;Note\n"+strings.Repeat("01/02/2024;BRINA-STRADA;"+strings.Repeat("parole ", 40)+"\n", 12_000))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if a := ask(http.MethodPost, "/imports", w.FormDataContentType(), &sent); a.StatusCode != http.StatusSeeOther {
		t.Errorf("a file of %d bytes: %s", sent.Len(), a.Status)
	}
	p.saysNobody(t)
}

// TestTheUnitsOfTheManualAreGoodOnes: systemd finds nothing to say of them.
func TestTheUnitsOfTheManualAreGoodOnes(t *testing.T) {
	t.Parallel()
	needs(t, "systemd-analyze")
	dir := t.TempDir()
	var files []string
	for _, name := range []string{"approdo.service", "approdo-backup.service", "approdo-backup.timer"} {
		text := deployed(t, name)
		if strings.HasSuffix(name, ".service") {
			text = deployed(t, name, "/usr/local/bin/approdo", binary)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	if out, err := exec.Command("systemd-analyze", append([]string{"verify", "--man=no"}, files...)...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
}
