package app_test

import (
	"bufio"
	"net"
	"net/textproto"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// mailServer is a mail server on loopback that keeps what it is given, and refuses while it is told to.
type mailServer struct {
	address string
	lock    sync.Mutex
	refuses bool
	letters []string
	arrived chan struct{} // told of the first letter, where somebody listens
	release chan struct{} // which then is kept only when this is closed
}

// slow makes a server keep its first letter in its hands until it is released.
func (s *mailServer) slow() { s.arrived, s.release = make(chan struct{}, 8), make(chan struct{}) }

func openMailServer(t *testing.T) *mailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s := &mailServer{address: l.Addr().String()}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

func (s *mailServer) talk(c net.Conn) {
	defer c.Close()
	r := textproto.NewReader(bufio.NewReader(c))
	say := func(line string) { _, _ = c.Write([]byte(line + "\r\n")) }
	say("220 ready")
	for {
		line, err := r.ReadLine()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.ToUpper(line), " "); verb {
		case "DATA":
			say("354 go on")
			text, err := r.ReadDotBytes()
			if err != nil {
				return
			}
			if s.release != nil {
				s.arrived <- struct{}{}
				<-s.release
			}
			s.lock.Lock()
			s.letters = append(s.letters, line+"\n"+string(text))
			s.lock.Unlock()
			say("250 kept")
		case "RCPT":
			s.lock.Lock()
			refuses := s.refuses
			s.lock.Unlock()
			if refuses {
				say("451 try later")
			} else {
				say("250 well")
			}
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 well")
		}
	}
}

func (s *mailServer) received() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.letters
}

func (s *mailServer) refuse(yes bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.refuses = yes
}

// office is a town whose coordinator has a mail address, and whose clock the test moves.
type office struct {
	*app.Installation
	testkit.Town
	now time.Time
}

func openOffice(t *testing.T, s *store.Store) *office {
	t.Helper()
	o := &office{Town: testkit.Settle(t, s), now: time.Date(2024, 5, 2, 9, 0, 0, 0, time.UTC)}
	s.SetClock(func() time.Time { return o.now })
	o.Installation = &app.Installation{Store: s, Book: o.Town.Book}
	err := s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		tx.Note("test", "", nil)
		_, err := tx.Exec(`UPDATE network_accounts SET email = 'somebody@example.org' WHERE login = 'corrado'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) call(t *testing.T, a network.AccountID) {
	t.Helper()
	if err := o.Store.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error { return network.Call(tx, a) }); err != nil {
		t.Fatal(err)
	}
}

func (o *office) deliver(t *testing.T, m app.Mail) {
	t.Helper()
	post, err := m.Post()
	if err == nil {
		err = post.Deliver(t.Context(), o.Installation)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// chance is what stands in a letter by chance, where any short word may come up: the number it is known by.
var chance = regexp.MustCompile(`Message-ID: <[A-Za-z0-9_-]+@`)

func TestALetterSaysNothingButThatThereIsSomethingToDo(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, server := openOffice(t, s), openMailServer(t)
		m := app.Mail{Server: "smtp://" + server.address, From: "posta@example.net", Site: "https://example.net/"}
		o.call(t, o.Coordinator.ID)
		o.call(t, o.Worker.ID) // has no address
		o.deliver(t, m)
		letters := server.received()
		if len(letters) != 1 {
			t.Fatalf("%d letters", len(letters))
		}
		for _, word := range []string{"Hai qualcosa da fare", "somebody@example.org", "https://example.net/"} {
			if !strings.Contains(letters[0], word) {
				t.Errorf("without %q:\n%s", word, letters[0])
			}
		}
		host, err := os.Hostname()
		if err != nil {
			t.Fatal(err)
		}
		said := chance.ReplaceAllString(letters[0], "")
		for _, word := range []string{"Corrado", "corrado", "Rete della costa", "Faro", "pprodo", "tratta", "User-Agent", "X-Mailer", host} {
			if word != "" && strings.Contains(said, word) {
				t.Errorf("says %q:\n%s", word, letters[0])
			}
		}
	})
}

// TestALetterAboutAWarningSaysNothingOfIt: somebody begins to follow a person whom others follow; the mail that goes out is the same as any.
func TestALetterAboutAWarningSaysNothingOfIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, server := openOffice(t, s), openMailServer(t)
		var who person.Person
		var livia, bruna network.Account
		err := s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
			livia, _, err = testkit.Employ(tx, network.Account{
				OrganisationID: o.Faro, Login: "livia", Name: "Livia", Language: "it", Email: "livia@example.org", Roles: []policy.Role{policy.Officer},
			})
			if err == nil {
				bruna, _, err = testkit.Employ(tx, network.Account{OrganisationID: o.Faro, Login: "bruna", Name: "Bruna", Language: "it", Roles: []policy.Role{policy.CaseManager}})
			}
			if err == nil {
				who, err = person.New(o.Town.Book).Record(tx, testkit.Person(o.Faro))
			}
			if err == nil {
				err = vault.Follow(tx, who.ID, o.Coordinator.ID, vault.UsualBudget())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		grant, err := policy.Authorize(bruna.Subject(), policy.FollowerChange)
		if err == nil {
			err = s.Write(t.Context(), grant, func(tx *store.Tx) error { return vault.Follow(tx, who.ID, bruna.ID, vault.UsualBudget()) })
		}
		if err != nil {
			t.Fatal(err)
		}
		o.deliver(t, app.Mail{Server: "smtp://" + server.address, From: "posta@example.net"})
		letters := chance.ReplaceAllString(strings.Join(server.received(), "\n"), "")
		for _, to := range []string{livia.Email, "somebody@example.org"} {
			if strings.Count(letters, to) != 1 {
				t.Errorf("letters to %s: %d", to, strings.Count(letters, to))
			}
		}
		for _, word := range []string{who.Code, string(who.ID), "runa", "Livia", "Corrado", "Faro", "segu", "caso", "persona", "vetro"} {
			if strings.Contains(letters, word) {
				t.Errorf("a letter says %q:\n%s", word, letters)
			}
		}
	})
}

func TestNobodyGetsTwoLettersWithinAnHour(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, server := openOffice(t, s), openMailServer(t)
		m := app.Mail{Server: "smtp://" + server.address, From: "posta@example.net"}
		for range 3 {
			o.call(t, o.Coordinator.ID)
			o.deliver(t, m)
			o.now = o.now.Add(10 * time.Minute)
		}
		if n := len(server.received()); n != 1 {
			t.Errorf("%d letters within an hour", n)
		}
		o.now = o.now.Add(network.LetterPause)
		o.deliver(t, m)
		if n := len(server.received()); n != 2 {
			t.Errorf("%d letters after an hour, want one more for what came meanwhile", n)
		}
		o.now = o.now.Add(network.LetterPause)
		o.deliver(t, m)
		if n := len(server.received()); n != 2 {
			t.Errorf("%d letters, though nothing happened", n)
		}
	})
}

// TestTwoServersSendALetterOnce: while one has it in its hands, the other does not take it.
func TestTwoServersSendALetterOnce(t *testing.T) {
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o, server := openOffice(t, s), openMailServer(t)
		server.slow()
		m := app.Mail{Server: "smtp://" + server.address, From: "posta@example.net"}
		o.call(t, o.Coordinator.ID)
		var sending sync.WaitGroup
		sending.Go(func() { o.deliver(t, m) })
		<-server.arrived
		sending.Go(func() { o.deliver(t, m) })
		select {
		case <-server.arrived:
			t.Error("a second server sends the same letter")
		case <-time.After(500 * time.Millisecond):
		}
		close(server.release)
		sending.Wait()
		if n := len(server.received()); n != 1 {
			t.Errorf("%d letters", n)
		}
		// One who took a letter and is gone does not keep it for ever.
		o.now = o.now.Add(network.LetterPause)
		o.call(t, o.Coordinator.ID)
		taken := false
		if err := s.Write(t.Context(), policy.System(policy.Post), func(tx *store.Tx) error {
			letters, err := network.Letters(tx)
			if err == nil && len(letters) == 1 {
				taken, err = letters[0].Take(tx)
			}
			return err
		}); err != nil || !taken {
			t.Fatalf("nobody took the letter: %v", err)
		}
		o.deliver(t, m)
		if n := len(server.received()); n != 1 {
			t.Errorf("%d letters while somebody has the second", n)
		}
		o.now = o.now.Add(network.LetterPause)
		o.deliver(t, m)
		if n := len(server.received()); n != 2 {
			t.Errorf("%d letters once whoever had the second must be gone", n)
		}
	})
}

func TestALetterThatDoesNotLeaveIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	o, server := openOffice(t, s), openMailServer(t)
	m := app.Mail{Server: "smtp://" + server.address, From: "posta@example.net"}
	server.refuse(true)
	o.call(t, o.Coordinator.ID)
	for range 4 {
		o.deliver(t, m)
		o.now = o.now.Add(30 * time.Second)
	}
	server.refuse(false)
	o.now = o.now.Add(time.Hour)
	o.deliver(t, m)
	if n := len(server.received()); n != 1 {
		t.Errorf("%d letters once the server takes them", n)
	}
}

func TestLettersCanBeKeptInAFileInsteadOfSent(t *testing.T) {
	t.Parallel()
	o := openOffice(t, testkit.Store(t))
	file := filepath.Join(t.TempDir(), "letters")
	o.call(t, o.Coordinator.ID)
	o.deliver(t, app.Mail{Log: file})
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "somebody@example.org") {
		t.Errorf("%q, %v", text, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestAMailServerThatIsNoneIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	for _, m := range []app.Mail{
		{Server: "mail.example.org", From: "a@example.net"},
		{Server: "http://mail.example.org", From: "a@example.net"},
		{Server: "smtp://mail.example.org:port", From: "a@example.net"},
		{Server: "smtp://mail.example.org"},
	} {
		if _, err := m.Post(); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", m, err)
		}
	}
}
