package vault_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/codebook"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// What a process that is going to be killed is told.
const (
	victimDir      = "VAULT_TEST_DIR"
	victimDatabase = "VAULT_TEST_DATABASE"
	victimSeed     = "VAULT_TEST_SEED"    // of ada
	victimMoves    = "VAULT_TEST_MOVES"   // folder into which it restores a copy first, to go on from there; may be empty
	onlooker       = "VAULT_TEST_GLANCES" // folder of a database that another program looks at
	kills          = "VAULT_TEST_KILLS"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(onlooker); dir != "" {
		if err := testkit.Glance(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv(victimDir) != "" {
		if err := work(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// desk is ada at work, without a test around her.
type desk struct {
	ctx   context.Context
	store *store.Store
	ada   network.Account
	bea   network.AccountID
	id    *seal.Identity
}

func openDesk(ctx context.Context, o store.Options, seed seal.Seed) (*desk, error) {
	d := &desk{ctx: ctx}
	var err error
	if d.store, err = testkit.OpenStore(ctx, o); err != nil {
		return nil, err
	}
	if d.id, err = seed.Identity(); err != nil {
		return nil, err
	}
	return d, d.store.Read(ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
		if d.ada, err = network.FindAccount(tx, "ada"); err != nil {
			return err
		}
		bea, err := network.FindAccount(tx, "bea")
		d.bea = bea.ID
		return err
	})
}

func (d *desk) grant(a policy.Action) policy.Grant {
	g, err := policy.Authorize(d.ada.Subject(), a)
	if err != nil {
		panic(err)
	}
	return g.For("check")
}

// body is what an upload of a number holds: many pieces, so that a kill falls between them.
func body(n int) []byte { return bytes.Repeat([]byte(fmt.Sprintf("upload %d ", n)), 60_000) }

// work goes on until it is killed. What is acknowledged is told, line by line; nothing is told before.
func work() error {
	seed, err := base64.StdEncoding.DecodeString(os.Getenv(victimSeed))
	if err != nil {
		return err
	}
	parsed, err := seal.ParseSeed(seed)
	if err != nil {
		return err
	}
	d, err := openDesk(context.Background(), store.Options{Dir: os.Getenv(victimDir), Database: os.Getenv(victimDatabase)}, parsed)
	if err != nil {
		return err
	}
	if to := os.Getenv(victimMoves); to != "" {
		if d, err = d.move(to, parsed); err != nil {
			return err
		}
		fmt.Println("moved", to)
	}
	var known []person.ID
	for n := 0; ; n++ {
		who, err := d.meet()
		if err != nil {
			return err
		}
		if err := d.write(who, &vault.NoteCard{Text: fmt.Sprintf("note %d", n)}); err != nil {
			return err
		}
		fmt.Println("note", who, n)
		file, err := d.upload(who, n)
		if err != nil {
			return err
		}
		fmt.Println("file", who, file, n)
		known = append(known, who)
		if n%2 == 1 {
			if err := d.turn(); err != nil {
				return err
			}
			fmt.Println("turned")
		}
		if err := d.confide(who); err != nil {
			return err
		}
		fmt.Println("confided", who)
		if n%3 == 2 {
			gone := known[0]
			known = known[1:]
			err := d.store.Write(d.ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				_, err := vault.Erase(tx, gone)
				return err
			})
			if err != nil {
				return err
			}
			fmt.Println("erased", gone)
			if err := d.store.Scrub(d.ctx, vault.Tables...); err != nil {
				return err
			}
		}
		if n%4 == 3 { // a backup reads everything
			if err := d.store.Dump(d.ctx, policy.System(policy.Operator, "test"), func(*store.Tx) error { return nil }, new(copied)); err != nil {
				return err
			}
		}
	}
}

// move restores a copy in another folder and goes on there, all in this process.
func (d *desk) move(to string, seed seal.Seed) (*desk, error) {
	var all copied
	if err := d.store.Dump(d.ctx, policy.System(policy.Operator, "test"), all.version, &all); err != nil {
		return nil, err
	}
	o := store.Options{Dir: to}
	stage, err := store.NewStage(d.ctx, o)
	if err != nil {
		return nil, err
	}
	if err := stage.Load(d.ctx, all.at, &source{copied: &all}); err != nil {
		return nil, err
	}
	s, err := stage.Open(d.ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{seal.KeyFile, roster.TrustFile} { // a backup holds both
		text, err := os.ReadFile(d.store.Keys().Beside(name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), text, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := errors.Join(s.Scrub(d.ctx), s.Close(), stage.Adopt(d.ctx), d.store.Close()); err != nil {
		return nil, err
	}
	return openDesk(d.ctx, o, seed)
}

// copied is a copy of a database, in memory.
type copied struct {
	at     int64
	tables []store.Table
	rows   [][][]any // by table
}

func (c *copied) version(tx *store.Tx) (err error) {
	c.at, err = store.Version(tx)
	return err
}

func (c *copied) Table(t store.Table) error {
	c.tables, c.rows = append(c.tables, t), append(c.rows, nil)
	return nil
}

func (c *copied) Row(r []any) error {
	last := len(c.rows) - 1
	c.rows[last] = append(c.rows[last], r)
	return nil
}

// source gives a copy back.
type source struct {
	*copied
	next int // table
	row  int
}

func (s *source) Table() (store.Table, error) {
	if s.next == len(s.tables) {
		return store.Table{}, io.EOF
	}
	s.next, s.row = s.next+1, 0
	return s.tables[s.next-1], nil
}

func (s *source) Row() ([]any, error) {
	rows := s.rows[s.next-1]
	if s.row == len(rows) {
		return nil, io.EOF
	}
	s.row++
	return rows[s.row-1], nil
}

func (d *desk) meet() (who person.ID, err error) {
	who = person.ID(store.NewID())
	return who, d.store.Write(d.ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		p := testkit.Person(d.ada.OrganisationID)
		p.ID = who
		_, err := person.New(book()).Record(tx, p)
		return err
	})
}

func (d *desk) draft(who person.ID) (draft vault.Draft, err error) {
	err = d.store.Read(d.ctx, d.grant(policy.IdentityRecord), func(tx *store.Tx) (err error) {
		draft, err = vault.Write(tx, who)
		return err
	})
	return draft, err
}

func (d *desk) write(who person.ID, c vault.Content) error {
	draft, err := d.draft(who)
	if err != nil {
		return err
	}
	change, err := draft.Seal(d.id, c, 0)
	if err != nil {
		return err
	}
	return d.store.Write(d.ctx, d.grant(policy.IdentityRecord), change.Record)
}

func (d *desk) upload(who person.ID, n int) (string, error) {
	draft, err := d.draft(who)
	if err != nil {
		return "", err
	}
	f, err := draft.SealFile(d.id, vault.Attachment{Name: "x", Type: "text", Body: body(n)})
	if err != nil {
		return "", err
	}
	return f.ID, d.store.Write(d.ctx, d.grant(policy.IdentityRecord), f.Record)
}

func (d *desk) turn() error {
	g := d.grant(policy.KeyGrant)
	var turning vault.Turning
	err := d.store.Read(d.ctx, g, func(tx *store.Tx) error {
		team, err := vault.FindTeam(tx, d.ada.OrganisationID)
		if err != nil {
			return err
		}
		turning, err = vault.Turn(tx, team.ID)
		return err
	})
	if err != nil {
		return err
	}
	turned, err := turning.Seal(d.id, []roster.Member{d.ada.Member()})
	if err != nil {
		return err
	}
	return d.store.Write(d.ctx, g, turned.Record)
}

// confide lets only two open a card, and every other time gives it back.
func (d *desk) confide(who person.ID) error {
	g := d.grant(policy.IdentityRestrict)
	var restriction vault.Restriction
	err := d.store.Write(d.ctx, d.grant(policy.FollowerChange), func(tx *store.Tx) error { return vault.Follow(tx, who, d.ada.ID, vault.Budget{People: 1 << 30}) })
	if err != nil {
		return err
	}
	for _, read := range []func(*store.Tx) (vault.Restriction, error){
		func(tx *store.Tx) (vault.Restriction, error) {
			return vault.Restrict(tx, who, []network.AccountID{d.bea})
		},
		func(tx *store.Tx) (vault.Restriction, error) { return vault.Unrestrict(tx, who) },
		func(tx *store.Tx) (vault.Restriction, error) {
			return vault.Restrict(tx, who, []network.AccountID{d.bea})
		},
	} {
		err := d.store.Read(d.ctx, g, func(tx *store.Tx) (err error) {
			restriction, err = read(tx)
			return err
		})
		if err != nil {
			return err
		}
		moved, err := restriction.Seal(d.id)
		if err != nil {
			return err
		}
		if err := d.store.Write(d.ctx, g, moved.Record); err != nil {
			return err
		}
	}
	return nil
}

// survives opens everything that was acknowledged and not erased afterwards; of what was erased nothing may be left. An
// erasure that was under way when the process died may have come about or not.
func (d *desk) survives(t *testing.T, told []string) (checked int) {
	t.Helper()
	erased := map[string]bool{}
	for _, line := range told {
		if words := strings.Fields(line); words[0] == "erased" {
			erased[words[1]] = true
		}
	}
	for _, line := range told {
		words := strings.Fields(line)
		if words[0] == "turned" || words[0] == "moved" {
			continue
		}
		if words[0] == "confided" {
			d.confided(t, person.ID(words[1]))
			continue
		}
		who := person.ID(words[1])
		var s vault.Sealed
		var f vault.SealedFile
		err := d.store.Reveal(d.ctx, d.grant(policy.IdentityReveal), func(tx *store.Tx) (err error) {
			if words[0] == "file" {
				f, err = vault.RevealFile(tx, who, words[2], vault.Budget{People: 1 << 30})
				return err
			}
			s, err = vault.Reveal(tx, who, vault.Budget{People: 1 << 30}, vault.Notes)
			return err
		})
		checked++
		gone := false
		if e := d.store.Read(d.ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) (err error) {
			gone, err = vault.Erased(tx, who)
			return err
		}); e != nil {
			t.Fatal(e)
		}
		switch {
		case words[0] == "erased":
			if !gone || err == nil {
				t.Errorf("an acknowledged erasure is lost: %v", err)
			}
		case gone:
			if err == nil {
				t.Error("something of an erased person opens")
			}
		case err != nil:
			t.Errorf("%s is lost: %v", line, err)
		case words[0] == "note":
			if card, err := s.Open(d.id); err != nil || card[vault.Notes].Content.(*vault.NoteCard).Text != "note "+words[2] {
				t.Errorf("%s: %v, %v", line, card, err)
			}
		default:
			n, _ := strconv.Atoi(words[3])
			if a, err := f.Read(d.id); err != nil || !bytes.Equal(a.Body, body(n)) {
				t.Errorf("%s: %d bytes, %v", line, len(a.Body), err)
			}
		}
	}
	return checked
}

// clears erases whom only older lines tell of: a database that grew with each kill would not fit into the memory of a process that copies it.
func (d *desk) clears(older, kept []string) error {
	stay := map[string]bool{}
	for _, line := range kept {
		if words := strings.Fields(line); len(words) > 1 {
			stay[words[1]] = true
		}
	}
	for _, line := range older {
		words := strings.Fields(line)
		if words[0] != "note" || stay[words[1]] {
			continue
		}
		err := d.store.Write(d.ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			gone, err := vault.Erased(tx, person.ID(words[1]))
			if err == nil && !gone {
				_, err = vault.Erase(tx, person.ID(words[1]))
			}
			tx.Note("work", "test", nil)
			return err
		})
		if err != nil {
			return err
		}
	}
	return d.store.Scrub(d.ctx, vault.Tables...)
}

// confided checks that an acknowledged restriction stands, unless the person was erased.
func (d *desk) confided(t *testing.T, who person.ID) {
	t.Helper()
	err := d.store.Read(d.ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		members, restricted, err := vault.Confided(tx, who)
		if gone, e := vault.Erased(tx, who); e != nil || gone {
			return e
		}
		if !restricted || len(members) != 2 {
			t.Errorf("an acknowledged restriction is lost: %v, %v", members, err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// noted looks whether each file and each section that is there has its entry, which says beside it which one it is.
func (d *desk) noted(t *testing.T, tx *store.Tx) error {
	kept, err := store.LastRevisions(tx, "file_kept")
	if err != nil {
		return err
	}
	files := map[string]bool{}
	for thing := range kept {
		files[thing.Record] = true
	}
	cards, err := store.LastRevisions(tx, vault.CardNoun)
	if err != nil {
		return err
	}
	people := map[string]bool{}
	for thing := range cards {
		people[thing.Person] = true
	}
	for sql, known := range map[string]map[string]bool{`SELECT id FROM vault_of_persons`: files, `SELECT person_id FROM vault_records`: people} {
		ids, err := store.List(tx, func(row store.Row) (id string, err error) { return id, row.Scan(&id) }, sql)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !known[id] {
				t.Errorf("%s: %s is unaudited", sql, id)
			}
		}
	}
	return nil
}

// audited counts what stands without its entry: every file and every erasure that is there was noted, and the tree holds.
func (d *desk) audited(t *testing.T) {
	t.Helper()
	err := d.store.Read(d.ctx, policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		verdict, err := store.VerifyTrail(tx, audit.Check{})
		if err != nil {
			return err
		}
		if verdict.Fault != nil {
			t.Errorf("the trail is broken: %+v", verdict.Fault)
		}
		for what, sql := range map[string]string{
			"erasures":                  `SELECT (SELECT COUNT(*) FROM vault_erasures) - COUNT(*) FROM audit_entries WHERE object = 'erasure'`,
			"pieces without their file": `SELECT COUNT(*) FROM vault_chunks WHERE file_id NOT IN (SELECT id FROM vault_of_persons)`,
			"restrictions":              `SELECT COUNT(*) FROM vault_compartments WHERE kind = 'case' AND id NOT IN (SELECT record FROM audit_entries WHERE object = 'compartment')`,
			"cases without a person":    `SELECT COUNT(*) FROM vault_compartments WHERE kind = 'case' AND id NOT IN (SELECT compartment_id FROM vault_person_keys)`,
			"people without their key":  `SELECT COUNT(*) FROM vault_records WHERE person_id NOT IN (SELECT person_id FROM vault_person_keys)`,
			"keys of another epoch":     `SELECT COUNT(*) FROM vault_person_keys k JOIN vault_compartments c ON c.id = k.compartment_id WHERE k.epoch <> c.epoch`,
		} {
			var n int64
			if err := tx.QueryRow(sql).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				t.Errorf("%d %s unaudited or torn", n, what)
			}
		}
		return d.noted(t, tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// book holds the code lists, read once.
var book = sync.OnceValue(func() *codebook.Book {
	b, err := codebook.Load()
	if err != nil {
		panic(err)
	}
	return b
})

func TestWhatWasAcknowledgedSurvivesTheProcessThatIsKilled(t *testing.T) {
	t.Parallel()
	testkit.Long(t)
	times := 4
	if n, err := strconv.Atoi(os.Getenv(kills)); err == nil {
		times = n
	}
	for name, options := range testkit.Places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			s, err := testkit.OpenStore(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			h := found(t, s)
			seed := h.ada.seed
			h.must(s.Close())
			var told []string
			lines, strange := 0, 0
			for n := 0; n < times; n++ {
				var moves string
				if o.Database == "" && n%4 == 1 {
					moves = t.TempDir()
				}
				said, ours := killed(t, o, seed, moves)
				if !ours { // what was acknowledged must stand all the same, and the kill is made up for
					n--
					if strange++; strange > 1+times/50 {
						t.Fatalf("%d of %d processes were killed by somebody else", strange, n+strange)
					}
				}
				if len(said) > 0 && said[0] == "moved "+moves {
					o.Dir = moves
				}
				told = append(told, said...)
				d, err := openDesk(t.Context(), o, seed)
				if err != nil {
					t.Fatal(err)
				}
				lines = d.survives(t, told)
				d.audited(t)
				if len(told) > 60 { // the older are checked well enough
					h.must(d.clears(told[:len(told)-40], told[len(told)-40:]))
					told = told[len(told)-40:]
				}
				h.must(d.store.Close())
			}
			t.Logf("killed %d times; at the end %d acknowledged writes opened, none lost, none unaudited; %d more were killed by somebody else", times, lines, strange)
		})
	}
}

// looking lets another program look at the database, again and again, until it is told to stop.
func looking(t *testing.T, o store.Options, moves string) (stop func()) {
	t.Helper()
	if o.Database != "" {
		return func() {}
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		for ctx.Err() == nil {
			for _, dir := range []string{o.Dir, moves} {
				if _, err := os.Stat(filepath.Join(dir, "care.db")); dir == "" || err != nil {
					continue
				}
				c := exec.Command(program)
				c.Env = append(os.Environ(), onlooker+"="+dir)
				if out, err := c.CombinedOutput(); err != nil && !bytes.Contains(out, []byte("no such table")) && !bytes.Contains(out, []byte("locked")) {
					t.Errorf("looking: %v: %s", err, out)
				}
			}
		}
	})
	return func() { cancel(); done.Wait() }
}

// killed lets a process work for a moment, kills it, and gives what it had acknowledged. It is not ours if somebody else killed it before: a system that is short of memory does.
func killed(t *testing.T, o store.Options, seed seal.Seed, moves string) (told []string, ours bool) {
	t.Helper()
	defer looking(t, o, moves)()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), victimDir+"="+o.Dir, victimDatabase+"="+o.Database, victimSeed+"="+base64.StdEncoding.EncodeToString(seed.Bytes()), victimMoves+"="+moves)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var shot atomic.Bool
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(told) == 0 { // so our kill never comes before something was acknowledged
			time.AfterFunc(time.Duration(rand.IntN(400))*time.Millisecond, func() {
				shot.Store(true)
				if c.Process.Kill() != nil { // it was dead
					shot.Store(false)
				}
			})
		}
		told = append(told, lines.Text())
	}
	if err := c.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the process ended by itself: %v", err)
	}
	if !shot.Load() {
		t.Logf("somebody else killed a process that had acknowledged %d writes: %v, %+v", len(told), c.ProcessState, c.ProcessState.SysUsage())
	}
	return told, shot.Load()
}
