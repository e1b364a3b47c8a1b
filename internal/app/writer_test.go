package app_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// rounds is how often the campaign tries each kind, and how many random edits it makes: WRITER=100,1000, else a little.
func rounds(t *testing.T) (directed, random int) {
	t.Helper()
	directed, random = 1, 20
	if text := os.Getenv("WRITER"); text != "" {
		a, b, _ := strings.Cut(text, ",")
		var errA, errB error
		directed, errA = strconv.Atoi(a)
		random, errB = strconv.Atoi(b)
		if errA != nil || errB != nil {
			t.Fatalf("WRITER=%s: want two numbers", text)
		}
	}
	return directed, random
}

// TestWhoWritesToTheDatabaseGainsNothing: somebody has the database and not the key file, and edits it while the program works, in each of the ways of the table. A program that goes by its
// tables would give them what they want, so each edit is one; this one does not, and says that somebody edited.
func TestWhoWritesToTheDatabaseGainsNothing(t *testing.T) {
	directed, _ := rounds(t)
	if len(kinds) < 40 {
		t.Fatalf("%d kinds", len(kinds))
	}
	campaigns(t, func(t *testing.T, x *attacked) {
		t.Run("no edit", func(t *testing.T) { x.copied(t).isWhole() })
		t.Run("controls", func(t *testing.T) { x.copied(t).controls() })
		var tried atomic.Int64
		for i, k := range kinds {
			if testing.Short() && i%4 != 0 {
				continue
			}
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				for n := range directed { // each in a test of its own, at the end of which its copy goes
					t.Run(strconv.Itoa(n), func(t *testing.T) { x.copied(t).tries(k) })
					tried.Add(1)
				}
			})
		}
		t.Cleanup(func() { t.Logf("%d kinds, %d attacks", len(kinds), tried.Load()) })
	})
}

func campaigns(t *testing.T, test func(*testing.T, *attacked)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, attack(t, ""))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, attack(t, testkit.Postgres(t)))
	})
}

// tries makes one attack of a kind.
func (w *work) tries(k kind) {
	w.t.Helper()
	w.busy()
	w.attempts(k)
	if !k.believed(w) {
		w.t.Error("a program that goes by its tables would not give it either: the attack is none")
	}
	if k.gains(w) {
		w.t.Error("the writer has what they wanted")
	}
	w.rest()
	told := len(w.noticed()) > 0
	w.keepsSecrets()
	w.ends()
	if told {
		return
	}
	w = w.copied(w.t) // the program put right what was edited before it looked: here it looks first
	w.attempts(k)
	if len(w.noticed()) == 0 {
		w.t.Error("nobody is told")
	}
	w.ends()
}

// believed asks the control: whether a program that goes by its tables would give the writer what they want.
func (k kind) believed(w *work) bool {
	if k.control != nil {
		return k.control(w)
	}
	return w.counts(k.believes) > 0
}

// controls demands that without any edit no control gives the writer what they want, else it would say nothing of the edit.
func (w *work) controls() {
	w.t.Helper()
	w.here["reserve"], w.here["known"], w.here["recalled"] = []byte{}, []byte{}, headcount(1<<40) // which only their edits make
	for _, k := range kinds {
		if k.believed(w) {
			w.t.Errorf("%s: its control says yes before the edit", k.name)
		}
	}
	w.ends()
}

// isWhole demands that a copy that nobody edited tells nothing and works, so that what is looked at after an attack could be otherwise.
func (w *work) isWhole() {
	w.t.Helper()
	for _, login := range []string{"ada", "tina"} {
		if !reader(login, "zefira")(w) {
			w.t.Errorf("%s does not read who zefira is", login)
		}
	}
	w.must(w.turns("ada"))
	if !w.opened("tina") || !w.opened("ada") || w.opened("bea") {
		w.t.Error("who has the team's key cannot be told")
	}
	if !w.enters("ada", w.password) || w.session() != "vito" || w.proposed() != 0 || !contact("on Tuesdays")(w) {
		w.t.Error("what is not edited does not work")
	}
	if _, err := w.invited(w.link); err != nil {
		w.t.Errorf("an invitation: %v", err)
	}
	if zone, err := w.zone("ada"); zone != "another place" {
		w.t.Errorf("a planned outing: %q, %v", zone, err)
	}
	if how := w.noticed(); how != nil {
		w.t.Errorf("it is told: %q", how)
	}
	if !signs(w) {
		w.t.Error("no checkpoint is signed")
	}
	w.ends()
}

// attempts makes the edits of a kind.
func (w *work) attempts(k kind) {
	w.t.Helper()
	w.editAll(k.edit)
	if k.more != nil {
		k.more(w)
	}
}

// busy lets the program work beside the writer, until it rests. What it is refused meanwhile it is refused.
func (w *work) busy() {
	done := make(chan struct{})
	var worker sync.WaitGroup
	worker.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			_, _ = w.reads("ada", w.person("quiet"), vault.Names)
			_ = w.store.Write(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				tx.Note("work", "test", nil)
				return nil
			})
			time.Sleep(5 * time.Millisecond)
		}
	})
	w.rest = sync.OnceFunc(func() { close(done); worker.Wait() })
}

// noticed is what the program says of the attack: the watch, the check of the trail, or the officer's first page.
func (w *work) noticed() (how []string) {
	w.t.Helper()
	if err := w.in.Watch(w.t.Context()); err != nil {
		return []string{"the watch: " + err.Error()}
	}
	if held := w.in.Held(); !held.Right() {
		return []string{fmt.Sprint("the watch: ", held)}
	}
	if n := w.counts(`SELECT COUNT(*) FROM vault_notices WHERE account_id = @olga AND kind IN ('forged', 'outside')`); n > 0 {
		return []string{"the officer's page"}
	}
	if err := app.CheckTree(w.t.Context(), w.place, new(bytes.Buffer), i18n.For("en")); err != nil {
		return []string{"the check: " + err.Error()}
	}
	return nil
}

// keepsSecrets demands that nobody who may not has a key or a name, after the program went on working.
func (w *work) keepsSecrets() {
	w.t.Helper()
	_ = w.writes("ada", w.person("nuova"), &vault.NameCard{Name: sentinel + " nuova"}, 0)
	_ = w.turns("ada")
	for _, login := range []string{"thief", "bea", "vito", "cleo", "remo"} {
		if w.opened(login) {
			w.t.Errorf("%s has a key of the team", login)
		}
	}
	for _, login := range []string{"bea", "vito", "remo"} {
		for _, who := range []string{"zefira", "rosa", "nuova"} {
			if reader(login, who)(w) {
				w.t.Errorf("%s reads who %s is", login, who)
			}
		}
	}
}

// restarts closes the program and starts it again; where it does not start, it does nothing.
func (w *work) restarts() {
	w.t.Helper()
	w.rest()
	w.must(w.in.Close())
	in, err := app.Open(w.t.Context(), w.place)
	w.must(err)
	w.in, w.store = in, in.Store
}

func (w *work) ends() {
	w.t.Helper()
	w.writer.Close()
	w.must(w.in.Close())
}

func (w *work) edits(query string) {
	w.t.Helper()
	query, args := w.named(query)
	w.writer.Exec(query, args...)
}

// editAll makes several edits in one piece.
func (w *work) editAll(list []string) {
	w.t.Helper()
	if len(list) == 0 {
		return
	}
	w.writer.Exec(`BEGIN`)
	for _, query := range list {
		w.edits(query)
	}
	w.writer.Exec(`COMMIT`)
}

func (w *work) counts(query string) int64 {
	w.t.Helper()
	query, args := w.named(query)
	_, rows := w.writer.Rows(query, args...)
	if len(rows) == 0 {
		return 0
	}
	n, _ := rows[0][0].(int64)
	return n
}

// knowsTheKey puts a key of the writer's in the place of the team's, for everybody who holds that.
func (w *work) knowsTheKey() {
	w.t.Helper()
	theirs, err := seal.NewKey()
	w.must(err)
	team := w.here["team"].(string)
	tokens, err := theirs.Wrap(theirs, "tokens", team, "2")
	w.must(err)
	w.here["known"], w.here["tokens"] = theirs.Bytes(), tokens
	list := []string{`UPDATE vault_compartments SET tokens = @tokens WHERE id = @team`}
	for _, login := range []string{"ada", "med", "tina"} {
		w.here[login+"_sealed"] = testkit.SealTo(w.t, w.actors[login].opens.Public(), theirs.Bytes(), "grant", team, "2")
		list = append(list, `UPDATE vault_grants SET sealed = @`+login+`_sealed WHERE account_id = @`+login+` AND compartment_id = @team`)
	}
	w.editAll(list)
}

// openKey is what a program that believes its tables takes for the team's key.
func (w *work) openKey(login string) string {
	w.t.Helper()
	query, args := w.named(`SELECT sealed FROM vault_grants WHERE compartment_id = @team AND account_id = @` + login)
	_, rows := w.writer.Rows(query, args...)
	sealed, _ := rows[0][0].([]byte)
	key, err := w.actors[login].opens.Open(sealed, "grant", w.here["team"].(string), "2")
	w.must(err)
	return string(key)
}

// slotOpens reports whether what stands as somebody's password slot opens with a password.
func (w *work) slotOpens(login, password string) bool {
	w.t.Helper()
	query, args := w.named(`SELECT slot FROM network_slots WHERE kind = 'password' AND account_id = @` + login)
	_, rows := w.writer.Rows(query, args...)
	sealed, _ := rows[0][0].([]byte)
	turn, err := w.store.Keys().Turn(w.t.Context(), seal.Line{})
	w.must(err)
	defer turn.End()
	_, err = turn.OpenSlot(sealed, password, "account", login, "password")
	return err == nil
}

// TestRandomEditsOfTheDatabaseGainNothing: rows and columns of any table are swapped, replayed, copied, taken away or put back, several at a time, while the program works. No name and no key reaches the
// writer, no frozen report is shown that is not what was frozen, and where the tables say that somebody may open more than before, it is told.
func TestRandomEditsOfTheDatabaseGainNothing(t *testing.T) {
	_, many := rounds(t)
	campaigns(t, func(t *testing.T, x *attacked) {
		var done sync.WaitGroup
		defer done.Wait()
		for part := range 4 {
			t.Run(strconv.Itoa(part), func(t *testing.T) {
				t.Parallel()
				for i := part; i < many; i += 4 {
					t.Run(strconv.Itoa(i), func(t *testing.T) { x.copied(t).triesRandomly(i) })
				}
			})
		}
	})
}

// triesRandomly makes some random edits.
func (w *work) triesRandomly(i int) {
	t := w.t
	r := rand.New(rand.NewPCG(uint64(i), 11))
	w.busy()
	before := w.mayOpen()
	var did []string
	for range 1 + r.IntN(4) {
		did = append(did, w.randomly(r))
	}
	more := slices.DeleteFunc(w.mayOpen(), func(s string) bool { return slices.Contains(before, s) })
	w.rest()
	if len(more) > 0 && len(w.noticed()) == 0 {
		t.Errorf("%q may open more, and nobody is told: %q", more, did)
	}
	for id, was := range w.frozen {
		if shown, err := w.report(id); err == nil && !bytes.Equal(shown, was) {
			t.Errorf("another report is shown: %q", did)
		}
	}
	w.keepsSecrets()
	if t.Failed() {
		t.Fatalf("%q", did)
	}
	w.ends()
}

// mayOpen lists who may open what, as the tables say.
func (w *work) mayOpen() (list []string) {
	w.t.Helper()
	query, args := w.named(holder(`a.public`))
	_, rows := w.writer.Rows(strings.Replace(query, `SELECT COUNT(*)`, `SELECT DISTINCT a.id`, 1), args...)
	for _, row := range rows {
		list = append(list, fmt.Sprint(text(row[0])))
	}
	_, rows = w.writer.Rows(`SELECT organisation_id, public FROM vault_recoveries WHERE state = 'in_force' OR state = 'coming'`)
	for _, row := range rows {
		list = append(list, fmt.Sprintf("%s %x", text(row[0]), row[1]))
	}
	return list
}

// randomly makes one random edit and says which.
func (w *work) randomly(r *rand.Rand) string {
	w.t.Helper()
	tables := w.tables(w.writer)
	table := tables[r.IntN(len(tables))]
	columns, rows := w.writer.Rows(`SELECT * FROM ` + table)
	if len(rows) == 0 {
		return table + ": nothing there"
	}
	column := columns[r.IntN(len(columns))]
	row := `SELECT ` + columns[0] + ` FROM ` + table + ` ORDER BY 1 LIMIT 1 OFFSET ` + strconv.Itoa(r.IntN(len(rows)))
	of := ` WHERE ` + columns[0] + ` = (` + row + `)`
	edit := []string{
		`DELETE FROM ` + table + of,
		`UPDATE ` + table + ` SET ` + column + ` = (SELECT o.` + column + ` FROM ` + table + ` o ORDER BY o.` + columns[0] + ` LIMIT 1 OFFSET ` + strconv.Itoa(r.IntN(len(rows))) + `)` + of,
		`UPDATE ` + table + ` SET ` + column + ` = (SELECT MAX(p.` + column + `) FROM past.` + table + ` p WHERE p.` + columns[0] + ` = ` + table + `.` + columns[0] + `)` + of,
		`INSERT INTO ` + table + ` SELECT * FROM past.` + table + ` p WHERE NOT EXISTS (SELECT 1 FROM ` + table + ` o WHERE o.` + columns[0] + ` = p.` + columns[0] + `)`,
		"",
	}[r.IntN(5)]
	if edit == "" {
		edit = strings.Join(puts(table), "; ")
	}
	for _, query := range strings.Split(edit, "; ") {
		if _, err := w.writer.Try(query); err != nil {
			return edit + ": " + err.Error() // the database itself refuses
		}
	}
	return edit
}
