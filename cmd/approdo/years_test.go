package main_test

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/testkit"
)

// threeYears is how long an organisation leaves the program to itself.
const threeYears = 1096 * 24 * time.Hour

// starts is how often the program is started in them, on each database: YEARS=1000, else a few.
func starts(t *testing.T) int {
	t.Helper()
	text := os.Getenv("YEARS")
	if text == "" {
		return 8
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 16 {
		t.Fatalf("YEARS=%s: want a number from 16 on", text)
	}
	return n
}

// TestThreeYearsWithoutAnAdministrator: the real program is started and stopped on a real folder, in order, by kill -9 and on a full disk, and backed up once a month, while its clock runs three years and jumps twelve times. Each
// time somebody logs in and records contacts. None that was acknowledged is lost, nobody is locked out, and every backup younger than thirty days opens and holds what was acknowledged when it was made.
func TestThreeYearsWithoutAnAdministrator(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	for name, database := range map[string]func(*testing.T) string{
		"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testkit.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := begun(t, database)
			n := starts(t)
			jumps, months := 12, 36
			if n < 100 {
				jumps, months = 4, 2
			}
			for i := range n {
				l.goes(threeYears / time.Duration(n))
				l.serves(l.endings[i%len(l.endings)])
				if (i+1)*jumps/n > i*jumps/n {
					l.jumps(i * jumps / n % len(jumpKinds))
				}
				if (i+1)*months/n > i*months/n {
					l.backsUp()
					l.restores()
				}
				if database := l.database; database == "" && i%97 == 13 {
					l.fills()
				}
			}
			l.ends()
			t.Logf("%d starts, %d contacts acknowledged, %d backups, %d restores, %d jumps, %d times on a full disk", l.started, l.acknowledged, len(l.backups), l.restored, l.jumped, l.filled)
		})
	}
}

// copied is a backup, when it was made, and how many contacts had been acknowledged.
type copied struct {
	file  string
	made  time.Duration
	holds int
}

// life is an installation that is left to itself.
type life struct {
	t        *testing.T
	fresh    func(*testing.T) string // an empty database
	database string
	dir      string
	clock    string
	now      time.Duration // since it was founded
	shares   [3]string
	folder   string // of the backups
	backups  []copied
	dice     *rand.Rand
	endings  []syscall.Signal

	started, acknowledged, restored, jumped, filled int
}

func begun(t *testing.T, database func(*testing.T) string) *life {
	t.Helper()
	l := &life{
		t: t, fresh: database, database: database(t), dir: filepath.Join(t.TempDir(), "d"), clock: filepath.Join(t.TempDir(), "clock"), folder: t.TempDir(),
		dice: rand.New(rand.NewPCG(9, 3)), endings: []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL, syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL},
	}
	l.set(0)
	said := on(t, l.database, "init", file(t, "network.yaml", staffed), "--dir", l.dir)
	p := l.starts(movable())
	p.server.joins(t, invitation(t, said, "nora"))
	p.ends(syscall.SIGTERM)
	l.shares = ceremony(t, l.dir, l.database) // afterwards, since who comes later waits for a colleague
	return l
}

func (l *life) set(by time.Duration) {
	l.t.Helper()
	if err := os.WriteFile(l.clock, []byte(by.String()), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

// goes lets time go by.
func (l *life) goes(by time.Duration) {
	l.now += by
	l.set(l.now)
}

func (l *life) environment(database string) []string {
	return []string{"LC_ALL=en_GB.UTF-8", "APPRODO_DATABASE=" + database, "APPRODO_CLOCK=" + l.clock}
}

// command runs the program with what somebody types.
func (l *life) command(database string, lines []string, args ...string) answer {
	l.t.Helper()
	var out, failure bytes.Buffer
	cmd := exec.Command(movable(), args...)
	cmd.Env = append(os.Environ(), l.environment(database)...)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	cmd.Stdout, cmd.Stderr = &out, &failure
	_ = cmd.Run()
	return answer{cmd.ProcessState.ExitCode(), out.String(), failure.String()}
}

func (l *life) does(args ...string) string {
	l.t.Helper()
	a := l.command(l.database, nil, append(args, "--dir", l.dir)...)
	if a.status != 0 {
		l.t.Fatalf("after %d starts: %q: %d %s%s", l.started, args, a.status, a.out, a.err)
	}
	return a.out
}

// process is one run of the server.
type process struct {
	*life
	server server
	cmd    *exec.Cmd
	log    *bytes.Buffer
}

// starts runs the server.
func (l *life) starts(program string) *process {
	l.t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		l.t.Fatal(err)
	}
	at := free.Addr().String()
	_ = free.Close()
	p := &process{life: l, cmd: exec.Command(program, "serve", "--listen", at, "--lang", "en", "--dir", l.dir), log: new(bytes.Buffer)}
	p.cmd.Env = append(os.Environ(), l.environment(l.database)...)
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	address := regexp.MustCompile(`https?://[a-z0-9.:]*[a-z0-9]`).FindString(line)
	if err != nil || address == "" {
		_ = p.cmd.Wait()
		l.t.Fatalf("after %d starts the server said %q, %v: %s", l.started, line, err, p.log)
	}
	l.started++
	p.server = server{address, browser(l.t)}
	return p
}

// ends stops the server: asked to, it ends in order.
func (p *process) ends(how syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(how); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil && how != syscall.SIGKILL {
		p.t.Errorf("after %d starts the server ended with %v: %s", p.started, err, p.log)
	}
}

// enters logs somebody in, who must not be locked out.
func (p *process) enters() {
	p.t.Helper()
	if status := p.server.post(p.t, "/login", url.Values{"login": {"nora"}, "passphrase": {password}}); status != http.StatusSeeOther {
		p.t.Fatalf("after %d starts, %v after the founding, a log-in answers %d: %s", p.started, p.now, status, p.log)
	}
}

// records types contacts, as many as are acknowledged of so many.
func (p *process) records(unit string, many int) (all bool) {
	p.t.Helper()
	for range many {
		form := url.Values{"unit": {unit}, "day": {fmt.Sprintf("2024-06-%02d", 1+p.dice.IntN(28))}, "channel": {"contact_unit"}, "newness": {"new"}, "setting": {"sexual_outdoor"}}
		if p.server.post(p.t, "/contacts", form) != http.StatusSeeOther {
			return false
		}
		p.acknowledged++
	}
	return true
}

// serves is one run: somebody logs in, and records something.
func (l *life) serves(ending syscall.Signal) {
	l.t.Helper()
	p := l.starts(movable())
	if text := p.server.page(l.t, "/health"); !strings.Contains(text, "ok") {
		l.t.Errorf("after %d starts /health says %q", l.started, text)
	}
	p.enters()
	if !p.records(p.server.unit(l.t), 1+l.dice.IntN(3)) {
		l.t.Errorf("after %d starts a contact is not taken: %s", l.started, p.log)
	}
	p.ends(ending)
}

// jumpKinds are ways in which a clock goes wrong, as from when it was right.
var jumpKinds = []func(l *life) time.Duration{
	func(l *life) time.Duration { return l.now + 365*24*time.Hour }, // a year ahead
	func(l *life) time.Duration { return l.now - 48*time.Hour },     // two days back
	func(*life) time.Duration { // the battery is flat
		return time.Until(time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC))
	},
	func(l *life) time.Duration { return l.now + 32*24*time.Hour }, // a month ahead
}

// jumps lets the clock be wrong while the program runs and at a start, and right again.
func (l *life) jumps(kind int) {
	l.t.Helper()
	l.jumped++
	wrong := jumpKinds[kind](l)
	p := l.starts(movable())
	l.set(wrong)
	p.server.post(l.t, "/login", url.Values{"login": {"nora"}, "passphrase": {"wrong"}})
	p.enters()
	p.ends(syscall.SIGTERM)
	q := l.starts(movable())
	q.enters()
	l.command(l.database, nil, "backup", "--out", filepath.Join(l.folder, fmt.Sprintf("wrong-%d.approdo", l.jumped)), "--dir", l.dir) // which may be refused
	l.set(l.now)
	q.enters()
	q.ends(syscall.SIGTERM)
	said := l.command(l.database, nil, "doctor", "--dir", l.dir).out // which finds other things to say of so small a network
	if day := regexp.MustCompile(`approdo admin clock (\d{4}-\d\d-\d\d)`).FindStringSubmatch(said); day != nil {
		l.does("admin", "clock", day[1])
	}
	l.serves(syscall.SIGTERM)
}

// backsUp makes a backup.
func (l *life) backsUp() {
	l.t.Helper()
	name := filepath.Join(l.folder, fmt.Sprintf("%04d.approdo", l.started))
	l.does("backup", "--out", name)
	l.backups = append(l.backups, copied{name, l.now, l.acknowledged})
}

// opens is how long any backup opens: its key is destroyed at sixty days, and had served for thirty at most.
const opens = backup.Lifetime - backup.Rotation

// restores restores the oldest backup that must open.
func (l *life) restores() {
	l.t.Helper()
	b := l.backups[slices.IndexFunc(l.backups, func(b copied) bool { return l.now-b.made < opens })]
	database, dir := l.fresh(l.t), filepath.Join(l.t.TempDir(), "restored")
	a := l.command(database, []string{l.shares[2], l.shares[0]}, "restore", b.file, "--dir", dir, "--key-beside", "--shares-fd", "0")
	if a.status != 0 {
		l.t.Fatalf("a backup of %v ago does not open: %s%s", l.now-b.made, a.out, a.err)
	}
	l.restored++
	if n := contacts(l.t, dir, database); n != b.holds {
		l.t.Errorf("a backup of %v ago holds %d contacts, and %d had been acknowledged", l.now-b.made, n, b.holds)
	}
	_ = os.RemoveAll(dir)
}

// fills lets the server run into a full disk, and go on once there is room.
func (l *life) fills() {
	l.t.Helper()
	l.filled++
	info, err := os.Stat(filepath.Join(l.dir, "care.db"))
	if err != nil {
		l.t.Fatal(err)
	}
	full := file(l.t, "full.sh", fmt.Sprintf("#!/bin/bash\nulimit -f %d\nexec %s \"$@\"\n", info.Size()>>10+256, movable()))
	if err := os.Chmod(full, 0o700); err != nil {
		l.t.Fatal(err)
	}
	p := l.starts(full)
	p.enters()
	if unit := p.server.unit(l.t); p.records(unit, 2000) {
		l.t.Error("the disk was never full")
	}
	p.ends(syscall.SIGTERM)
	l.serves(syscall.SIGTERM)
}

// ends looks at what three years left.
func (l *life) ends() {
	l.t.Helper()
	if n := contacts(l.t, l.dir, l.database); n != l.acknowledged {
		l.t.Errorf("%d contacts stand, and %d were acknowledged", n, l.acknowledged)
	}
	l.does("audit", "check")
	if a := l.command(l.database, nil, "doctor", "--dir", l.dir); strings.Contains(a.out, "admin clock") || strings.Contains(a.out, "damaged") {
		l.t.Errorf("the doctor says: %s", a.out)
	}
}

// contacts counts what stands in a database.
func contacts(t *testing.T, dir, database string) (n int) {
	t.Helper()
	driver, address, from := "sqlite", "file:"+filepath.Join(dir, "care.db"), "outreach_contacts"
	if database != "" {
		driver, address, from = "pgx", database, "care.outreach_contacts"
	}
	db, err := sql.Open(driver, address)
	if err == nil {
		err = db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+from).Scan(&n)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return n
}
