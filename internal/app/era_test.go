package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/app"
	"approdo/internal/base/audit"
	"approdo/internal/base/counter"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// hands types the lines that a terminal asks for.
type hands struct{ lines []string }

func (h *hands) Line(string) (string, error) {
	if len(h.lines) == 0 {
		return "", nil
	}
	line := h.lines[0]
	h.lines = h.lines[1:]
	return line, nil
}

func (h *hands) Secret(prompt string) (string, error) { return h.Line(prompt) }
func (h *hands) Person() bool                         { return false }

// TestTwoPapersBeginAnotherEra: whoever put an older copy back themselves goes on with two papers, and with nothing less; then it is signed again, told, and the state
// before the era cannot be put back any more.
func TestTwoPapersBeginAnotherEra(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		back := x.yesterday()
		x.works()
		x.works()
		second, err := x.signs()
		x.must(err)
		back()
		begins := func(shares ...string) error {
			return app.BeginEra(t.Context(), x.place, app.RestoreOrder{}, &hands{shares}, new(bytes.Buffer), i18n.For("en"))
		}
		if err := begins(x.paper.Shares[0]); err == nil {
			t.Error("one paper is enough")
		}
		if _, err := x.signs(); key(err) != "counter.put_back" {
			t.Fatalf("after one paper: %v", err)
		}
		x.must(begins(x.paper.Shares[0], x.paper.Shares[2]))
		x.works()
		again, err := x.signs()
		x.must(err)
		c, err := audit.ReadCheckpoint(strings.TrimSuffix(again, "\n"))
		x.must(err)
		before, err := audit.ReadCheckpoint(strings.TrimSuffix(second, "\n"))
		x.must(err)
		if c.Roster.Era != before.Roster.Era+1 || c.Roster.From >= before.Size || c.Roster.N <= before.Roster.N || c.Roster.Founders != before.Roster.Founders {
			t.Errorf("the checkpoint says %+v after %+v", c.Roster, before.Roster)
		}
		if got := x.doctor(); !strings.Contains(got, "holds all that the counter") {
			t.Errorf("the doctor says %s", got)
		}
		if n := x.warnings("olga", vault.WarningEra); n != 1 {
			t.Errorf("the officer was told of the era %d times", n)
		}
		back()
		if _, err := x.signs(); key(err) != "counter.put_back" {
			t.Errorf("put back once more, to before the era: %v", err)
		}
	})
}

// TestFormerPapersBeginNoEra: papers were replaced, and whoever found two of the former ones puts a database back that still calls for those. The counter beside the key file knows which were in force.
func TestFormerPapersBeginNoEra(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		back := x.yesterday()
		x.works()
		_, err = x.signs()
		x.must(err)
		back()
		name := filepath.Join(x.place.Dir, counter.File)
		text, err := os.ReadFile(name)
		x.must(err)
		papers := regexp.MustCompile(`("papers": ")[0-9a-f]+"`)
		if !papers.Match(text) {
			t.Fatalf("the counter does not know the papers:\n%s", text)
		}
		x.must(os.WriteFile(name, papers.ReplaceAll(text, []byte(`${1}0123"`)), 0o600)) // as after others came into force
		begins := func(former bool) (string, error) {
			var out bytes.Buffer
			err := app.BeginEra(t.Context(), x.place, app.RestoreOrder{Former: former}, &hands{[]string{x.paper.Shares[0], x.paper.Shares[2]}}, &out, i18n.For("en"))
			return out.String(), err
		}
		if _, err := begins(false); key(err) != "app.era_former" {
			t.Errorf("with former papers: %v", err)
		}
		if _, err := x.signs(); key(err) != "counter.put_back" {
			t.Errorf("after them: %v", err)
		}
		if said, err := begins(true); err != nil || !strings.Contains(said, "were replaced after its state") {
			t.Errorf("where it is meant: %v\n%s", err, said)
		}
		_, err = x.signs()
		x.must(err)
	})
}

// TestARestoreBeginsAnEraInItsCeremony: the two papers that open a backup say that the trail goes on from it, so kept checkpoints of later days are not held against it. Colleagues who had
// left since are gone, also one who watches.
func TestARestoreBeginsAnEraInItsCeremony(t *testing.T) {
	t.Parallel()
	stations(t, func(t *testing.T, x *station) {
		_, err := x.signs()
		x.must(err)
		folder := t.TempDir()
		order := app.BackupOrder{Out: filepath.Join(folder, "b.approdo")}
		x.must(app.Backup(t.Context(), x.place, order, nil, new(bytes.Buffer), i18n.For("en")))
		x.inside(func(s *store.Store) {
			x.must(s.Write(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
				a, err := network.FindAccount(tx, "olga")
				if err != nil {
					return err
				}
				ada, err := network.FindAccount(tx, "ada")
				if err != nil {
					return err
				}
				if err := network.Propose(tx, network.Proposal{Account: a.ID, Step: network.StepLeave}); err != nil {
					return err
				}
				p, _, err := network.ProposalOf(tx, a.ID)
				if err == nil {
					err = network.Second(tx, a.ID, p.Mark(), testkit.Hand(ada))
				}
				return err
			}))
		})
		kept := filepath.Join(folder, "kept")
		second, err := x.signs()
		x.must(err)
		x.must(os.WriteFile(kept, []byte(second), 0o600))
		x.must(app.Backup(t.Context(), x.place, app.BackupOrder{Out: filepath.Join(folder, "later.approdo")}, nil, new(bytes.Buffer), i18n.For("en"))) // and with it the register
		there := app.Place{Dir: filepath.Join(t.TempDir(), "restored")}
		x.must(app.Restore(t.Context(), there, app.RestoreOrder{File: order.Out}, &hands{x.paper.Shares[:2]}, new(bytes.Buffer), i18n.For("en")))
		in, err := app.Open(t.Context(), there)
		x.must(err)
		in.Checkpoints = kept
		x.must(in.Watch(t.Context()))
		if in.PutBack() != nil {
			t.Errorf("a restore is taken for an attack: %v", in.PutBack())
		}
		x.must(in.Store.Read(t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
			r, err := network.Roster(tx)
			if err != nil {
				return err
			}
			a, err := network.FindAccount(tx, "olga")
			differ, _ := vault.Examine(tx)
			if r.Era().N != 1 || r.Fault() != nil || a.Status != policy.Left || len(differ) > 0 {
				t.Errorf("era %d, %v; the officer who left is %s; %v", r.Era().N, r.Fault(), a.Status, differ)
			}
			return err
		}))
		x.must(in.Close())
	})
}
