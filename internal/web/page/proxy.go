package page

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxy says which headers a reverse proxy of some make sets on every request, replacing or extending what the browser sent. Nobody else's are believed.
type Proxy struct {
	Name    string
	Address string // header with the browser's address; of a list the last entry counts, which the proxy itself wrote
	Scheme  string // header that says https when the browser came over TLS
}

// proxies are the makes we know, as their own documents set them up.
var proxies = []Proxy{
	{Name: "caddy", Address: "X-Forwarded-For", Scheme: "X-Forwarded-Proto"},
	{Name: "traefik", Address: "X-Forwarded-For", Scheme: "X-Forwarded-Proto"},
	{Name: "nginx", Address: "X-Real-IP", Scheme: "X-Forwarded-Proto"},
	{Name: "apache", Address: "X-Forwarded-For", Scheme: "X-Forwarded-Proto"},
}

// FindProxy finds a make by name.
func FindProxy(name string) (*Proxy, bool) {
	i := slices.IndexFunc(proxies, func(p Proxy) bool { return p.Name == name })
	if i < 0 {
		return nil, false
	}
	return &proxies[i], true
}

// address is where a request comes from: of IPv6 only the half that a household or an office shares. It serves to slow guessing
// down and is neither logged nor stored.
func (p *Proxy) address(r *http.Request) string {
	text, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		text = r.RemoteAddr
	}
	if p != nil {
		list := strings.Split(strings.Join(r.Header.Values(p.Address), ","), ",")
		text = strings.TrimSpace(list[len(list)-1])
	}
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return "unknown"
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		half, _ := ip.Prefix(64)
		return half.String()
	}
	return ip.String()
}

// proxied refuses what did not come over TLS to the proxy: the cookie of such a session would travel in the open.
func (s *Server) proxied(next http.Handler) http.Handler {
	p := s.options.Proxy
	if p == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get(p.Scheme) != "https" {
			http.Error(w, "This server answers over TLS only, through its proxy.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Address is where the request comes from, coarsely, to slow guessing down; never to be logged or stored.
func (r *Request) Address() string { return r.server.options.Proxy.address(r.Request) }
