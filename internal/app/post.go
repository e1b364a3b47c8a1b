package app

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/wneessen/go-mail"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Mail says how members are told that there is something to do. The zero Mail tells nobody.
type Mail struct {
	Server   string // smtp://user@host:587 (TLS is required, but on loopback) or smtps://user@host:465
	Password string
	From     string // address
	Log      string // instead of a server: a file that every letter is appended to
	Site     string // address of this installation as members reach it; may be empty
}

// Post sends letters as a Mail says.
type Post struct {
	mail  Mail
	carry func(ctx context.Context, to, subject, body string) error // nil: nobody is told
}

// Post prepares the sending; Invalid when the server or the sender is not an address. Nothing is dialled yet.
func (m Mail) Post() (*Post, error) {
	switch {
	case m.Log != "":
		return &Post{m, m.keep}, nil
	case m.Server == "":
		return &Post{}, nil
	}
	client, err := m.dial()
	if err != nil {
		return nil, errs.E(errs.Invalid, "app.bad_mail", err)
	}
	_, domain, ok := strings.Cut(m.From, "@")
	if !ok {
		return nil, errs.E(errs.Invalid, "app.bad_mail_from", "from", m.From)
	}
	return &Post{m, func(ctx context.Context, to, subject, body string) error {
		letter, err := m.letter(domain, to, subject, body)
		if err != nil {
			return err
		}
		return client.DialAndSendWithContext(ctx, letter)
	}}, nil
}

// dial prepares the connection. The name said in greeting is the sender's domain: the machine's own is nobody's business.
func (m Mail) dial() (*mail.Client, error) {
	at, err := url.Parse(m.Server)
	if err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(m.From, "@")
	options := []mail.Option{mail.WithTimeout(30 * time.Second), mail.WithHELO(domain), mail.WithTLSPolicy(mail.TLSMandatory)}
	if ip := net.ParseIP(at.Hostname()); at.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	}
	switch at.Scheme {
	case "smtps":
		options = append(options, mail.WithSSL())
	case "smtp":
	default:
		return nil, fmt.Errorf("scheme %q", at.Scheme)
	}
	if at.Port() != "" {
		port, err := strconv.Atoi(at.Port())
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithPort(port))
	}
	if user := at.User.Username(); user != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user), mail.WithPassword(m.Password))
	}
	return mail.NewClient(at.Hostname(), options...)
}

// letter writes a mail that tells nothing: no name, no network, no program.
func (m Mail) letter(domain, to, subject, body string) (*mail.Msg, error) {
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := letter.From(m.From); err != nil {
		return nil, err
	}
	if err := letter.To(to); err != nil {
		return nil, err
	}
	id, err := seal.RandomToken()
	if err != nil {
		return nil, err
	}
	letter.SetMessageIDWithValue(id + "@" + domain)
	letter.SetGenHeader("Auto-Submitted", "auto-generated")
	letter.Subject(subject)
	letter.SetBodyString(mail.TypeTextPlain, body)
	return letter, nil
}

// keep appends a letter to a file, for who has no mail server or wants to see what would be sent.
func (m Mail) keep(_ context.Context, to, subject, body string) error {
	f, err := os.OpenFile(m.Log, os.O_APPEND|os.O_CREATE|os.O_WRONLY|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "To: %s\nSubject: %s\n\n%s\n\n", to, subject, body)
	return Closing(f, err)
}

// carrying is how long one letter may take; it is less than network.LetterTime.
const carrying = time.Minute

// Deliver sends the letters that are due, one after the other, and notes how each went. Several servers of one network share them out: each letter is taken by
// one. A letter that does not leave waits; only the store's own failures are errors. One that is under way when the context ends still leaves, and is noted.
func (post *Post) Deliver(ctx context.Context, in *Installation) error {
	if post.carry == nil {
		return nil
	}
	var letters []network.Letter
	err := in.Store.Read(ctx, policy.System(policy.Post), func(tx *store.Tx) (err error) {
		letters, err = network.Letters(tx)
		return err
	})
	for _, l := range letters {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = post.deliver(context.WithoutCancel(ctx), in.Store, l)
		}
	}
	return err
}

// deliver sends one letter, if nobody else took it.
func (post *Post) deliver(ctx context.Context, s *store.Store, l network.Letter) error {
	grant, mine := policy.System(policy.Post), false
	err := s.Write(ctx, grant, func(tx *store.Tx) (err error) {
		mine, err = l.Take(tx)
		return err
	})
	if err != nil || !mine {
		return err
	}
	p := i18n.For(l.Language)
	body := p.T("app.letter")
	if post.mail.Site != "" {
		body += "\n\n" + post.mail.Site
	}
	within, done := context.WithTimeout(ctx, carrying)
	failed := post.carry(within, l.To, p.T("app.letter_subject"), body)
	done()
	if failed != nil {
		slog.Warn("a letter was not sent", "account", l.Account, "tries", l.Tries+1) // the server's answer may repeat the address
	}
	return s.Write(ctx, grant, func(tx *store.Tx) error {
		if failed != nil {
			return l.Failed(tx)
		}
		return l.Sent(tx)
	})
}

// run delivers letters until the context ends.
func (post *Post) run(ctx context.Context, in *Installation) {
	for tick := time.NewTicker(time.Minute); ; {
		if err := post.Deliver(ctx, in); err != nil && ctx.Err() == nil {
			slog.Error("letters", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}
