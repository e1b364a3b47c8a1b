package app

import (
	"log"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// NewServer answers with a handler, to whoever sends its headers in ten seconds, a handshake too. Package page bounds bodies and answers. What goes wrong before anything is asked for, such as a handshake, is
// logged without saying who came: a log outlives its machine, and here nobody's address stands in any.
func NewServer(handler http.Handler, to *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		HTTP2:    &http.HTTP2Config{MaxConcurrentStreams: 32, SendPingTimeout: time.Minute},
		ErrorLog: log.New(nobodys{to}, "", 0),
	}
}

// nobodys takes the lines of package http, which name who came, and logs them without.
type nobodys struct{ to *slog.Logger }

// peer is an address with its port: of four numbers, or in brackets.
var peer = regexp.MustCompile(`\[[0-9A-Fa-f:.%\w]+\](:\d+)?|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b`)

func (n nobodys) Write(line []byte) (int, error) {
	n.to.Warn(peer.ReplaceAllString(strings.TrimSpace(string(line)), "somebody"))
	return len(line), nil
}
