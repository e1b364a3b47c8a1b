package demo_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/demo"
)

func everyCodeAppears(t *testing.T, s *store.Store) {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	for list, sql := range map[string]string{
		"channel":          `SELECT channel, COUNT(*) FROM view_contacts GROUP BY channel`,
		"setting":          `SELECT setting, COUNT(*) FROM view_contacts GROUP BY setting`,
		"place":            `SELECT place, COUNT(*) FROM view_contacts GROUP BY place`,
		"newness":          `SELECT newness, COUNT(*) FROM view_contacts GROUP BY newness`,
		"mode":             `SELECT mode, COUNT(*) FROM view_outings GROUP BY mode`,
		"action_type":      `SELECT type, COUNT(*) FROM view_actions GROUP BY type`,
		"outcome":          `SELECT outcome, COUNT(*) FROM view_actions GROUP BY outcome`,
		"delivery_type":    `SELECT type, COUNT(*) FROM view_deliveries GROUP BY type`,
		"enrolment_source": `SELECT source, COUNT(*) FROM view_enrolments GROUP BY source`,
		"enrolment_kind":   `SELECT kind, COUNT(*) FROM view_enrolments GROUP BY kind`,
		"measure":          `SELECT measure, COUNT(*) FROM view_targets GROUP BY measure`,
	} {
		found := counts(t, s, sql)
		codes, _ := book.List(list)
		for _, c := range codes.Offered() {
			if !c.Absent() && found[c.Code] == 0 {
				t.Errorf("no record has the %s %s", list, c.Code)
			}
		}
	}
}

// checkToday demands that on the folder's today something happens, and nothing after it.
func checkToday(t *testing.T, s *store.Store, seed uint64) {
	t.Helper()
	today := folderDay(t, s)
	if today != "2024-11-30" {
		t.Errorf("the folder's today is %s", today)
	}
	happened := counts(t, s, `SELECT noun, COUNT(*) FROM (SELECT noun, day FROM view_contacts UNION ALL SELECT noun, day FROM view_outings) AS happened WHERE day = $1 GROUP BY noun`, today)
	for _, noun := range []string{"outing", "contact", "meeting", "interview"} {
		if happened[noun] == 0 {
			t.Errorf("seed %d: today has no %s", seed, noun)
		}
	}
	lead := counts(t, s, `SELECT unit_kind, COUNT(*) FROM view_contacts WHERE organisation = 'BRINA' AND day = $1 GROUP BY unit_kind`, today)
	for _, kind := range []string{"contact_unit", "desk"} {
		if lead[kind] == 0 {
			t.Errorf("seed %d: the lead's %s met nobody today", seed, kind)
		}
	}
	for _, view := range []string{"view_contacts", "view_outings", "view_actions", "view_deliveries", "view_enrolments", "view_protections"} {
		if n := count(t, s, `SELECT COUNT(*) FROM `+view+` WHERE day > $1`, today); n > 0 {
			t.Errorf("seed %d: %d rows of %s are in the future", seed, n, view)
		}
	}
}

// folderDay is the day at which the folder's clock stands, which the store's clock must follow.
func folderDay(t *testing.T, s *store.Store) (today string) {
	t.Helper()
	err := s.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) error {
		n, err := network.Find(tx)
		today = n.Today(tx.Now())
		if !n.Demonstration {
			t.Error("the network is not marked as a demonstration")
		}
		if apart := time.Now().Add(n.ClockShift).Sub(tx.Now()); apart.Abs() > 2*time.Second {
			t.Errorf("the clock of the store is %s from the folder's", apart)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return today
}

// story is everything said of people met, with the ids of the records.
func story(t *testing.T, s *store.Store) string {
	t.Helper()
	lines := []string{}
	for line := range counts(t, s, `SELECT id, record, COALESCE(person, ''), unit, day, channel, setting, newness, gender, age_band, origin, protection, language, information, headcount FROM view_contacts`) {
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func leadMembersAndBodies(t *testing.T, s *store.Store) {
	t.Helper()
	var list []network.Organisation
	err := s.Read(t.Context(), policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		list, err = network.Organisations(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var lead, members, outside int
	kinds := map[string]bool{}
	for _, o := range list {
		switch {
		case o.Lead:
			lead++
		case o.Member:
			members++
		default:
			outside++
			kinds[o.Kind] = true
		}
	}
	if lead != 1 || members != 11 || outside < 8 {
		t.Errorf("%d lead, %d members, %d public bodies", lead, members, outside)
	}
	for _, kind := range []string{"police", "labour_inspectorate", "trade_union", "asylum_commission", "prefecture", "health_authority", "international_organisation", "hotline"} {
		if !kinds[kind] {
			t.Errorf("no public body of kind %s", kind)
		}
	}
}

func everyRoleOpens(t *testing.T, s *store.Store) {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	roles := map[string]bool{}
	for _, a := range demo.Accounts() {
		if roles[a.Role] {
			t.Errorf("role %s is listed twice", a.Role)
		}
		roles[a.Role] = true
		if !a.Lead {
			t.Errorf("%s is not of the lead", a.Login)
		}
		var entrance network.Entrance
		var found network.Account
		err := s.Read(t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
			if entrance, err = network.FindEntrance(tx, a.Login, network.Password); err == nil {
				found, err = network.FindAccount(tx, a.Login)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		turn, err := s.Keys().Turn(t.Context(), seal.Line{})
		if err != nil {
			t.Fatal(err)
		}
		seed, err := entrance.Open(turn, demo.Passphrase)
		if err != nil || found.Status != policy.Confirmed || found.Organisation != a.Organisation {
			t.Errorf("%s does not open: %v, %+v", a.Login, err, found)
			continue
		}
		if identity, err := seed.Identity(); err != nil || !bytes.Equal(identity.Public(), found.Public) {
			t.Errorf("%s has another key than is known: %v", a.Login, err)
		}
	}
	codes, _ := book.List("role")
	for _, c := range codes.Offered() {
		if !roles[c.Code] {
			t.Errorf("no account for %s", c.Code)
		}
	}
}

func secondIsRefused(t *testing.T, s *store.Store) {
	t.Helper()
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	before := count(t, s, `SELECT COUNT(*) FROM view_contacts`)
	if err := demo.Make(t.Context(), s, s.Keys(), book, 5, time.Now(), nil); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a second demonstration: %v", err)
	}
	if after := count(t, s, `SELECT COUNT(*) FROM view_contacts`); after != before {
		t.Errorf("%d contacts became %d", before, after)
	}
}
