package demo_test

import (
	"maps"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// reached lists each person reached by the golden project in its period, once: persons with a code by their earliest
// contact, and the answer about protection at the cut-off; then the individuals and headcounts marked new. Written by
// hand, on purpose without anything of the report engine.
const reached = `WITH reaching AS (
  SELECT * FROM view_contacts WHERE project = 'ALZAVOLA' AND reaches AND day >= '2024-03-01' AND day <= '2024-11-30'
), ordered AS (
  SELECT r.*, ROW_NUMBER() OVER (PARTITION BY person ORDER BY day, CASE channel WHEN 'contact_unit' THEN 1 WHEN 'reception_awareness' THEN 2
    WHEN 'community_outreach' THEN 3 ELSE 4 END, id) AS nth FROM reaching r WHERE person IS NOT NULL
), answered AS (
  SELECT person, answer, ROW_NUMBER() OVER (PARTITION BY person ORDER BY day DESC, id DESC) AS nth FROM view_protections WHERE day <= '2024-11-30'
), reached AS (
  SELECT o.person, o.channel, o.setting, o.advert, o.province, o.gender, o.origin, o.region, COALESCE(a.answer, 'not_asked') AS protection, 1 AS heads
  FROM ordered o LEFT JOIN answered a ON a.person = o.person AND a.nth = 1 WHERE o.nth = 1
  UNION ALL
  SELECT person, channel, setting, advert, province, gender, origin, region, protection, headcount FROM reaching WHERE person IS NULL AND newness = 'new'
) `

func TestEverySeedGivesTheGoldenFigures(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2, 3} {
		s := made[seed](t)
		checkGolden(t, s, seed)
		checkToday(t, s, seed)
	}
}

func TestGoldenFiguresAreTheSameOnBothDatabases(t *testing.T) {
	t.Parallel()
	testkit.Agree(t, func(t *testing.T, s *store.Store) string {
		makeDemo(t, s, 1)
		folderDay(t, s)
		checkGolden(t, s, 1)
		return story(t, s)
	})
}

func TestTheDemonstrationIsLikeTheField(t *testing.T) {
	t.Parallel()
	s := made[1](t)
	for behaviour, check := range map[string]func(*testing.T, *store.Store){
		"some people are met in several channels":                        metInSeveralChannels,
		"people are known in all the ways they really are":               knownInAllWays,
		"more actions than people, and none for people in charge":        moreActionsThanPeople,
		"people come from where the field meets them":                    comeFromWhereTheFieldMeetsThem,
		"every code of the work appears":                                 everyCodeAppears,
		"a lead, eleven members and public bodies around them":           leadMembersAndBodies,
		"every role has an account of the lead that opens":               everyRoleOpens,
		"the work of a person stays in the organisation that knows them": workStaysInside,
		"a second demonstration in the same folder is refused":           secondIsRefused,
	} {
		t.Run(behaviour, func(t *testing.T) { check(t, s) })
	}
	if story(t, s) == story(t, made[2](t)) {
		t.Error("another seed gave the same records")
	}
}

func checkGolden(t *testing.T, s *store.Store, seed uint64) {
	t.Helper()
	g := readGolden(t)
	same := func(what string, got, want map[string]int64, total int64) {
		t.Helper()
		if !maps.Equal(got, want) {
			t.Errorf("seed %d: %s are %v, want %v", seed, what, got, want)
		}
		sum := int64(0)
		for _, n := range got {
			sum += n
		}
		if sum != total {
			t.Errorf("seed %d: %s sum to %d, want %d", seed, what, sum, total)
		}
	}
	same("persons by channel", counts(t, s, reached+`SELECT channel, SUM(heads) FROM reached GROUP BY channel`), g.Reached.ByChannel, g.Reached.Total)
	same("protected persons by channel", counts(t, s, reached+`SELECT channel, SUM(heads) FROM reached WHERE protection = 'yes' GROUP BY channel`),
		g.Protection.ByChannel, g.Protection.Total)
	for _, channel := range g.Protection.NotAsked {
		got := counts(t, s, reached+`SELECT protection, SUM(heads) FROM reached WHERE channel = $1 GROUP BY protection`, channel)
		same("answers in "+channel, got, map[string]int64{"not_asked": g.Reached.ByChannel[channel]}, g.Reached.ByChannel[channel])
	}
	same("settings of the contact units", counts(t, s, reached+`SELECT CASE WHEN setting IN ('labour', 'begging', 'illegal_economies')
    THEN 'labour_begging_illegal_economies' ELSE setting END AS what, SUM(heads) FROM reached WHERE channel = 'contact_unit' GROUP BY 1`),
		g.Settings.BySetting, g.Settings.Total)
	same("adverts", counts(t, s, reached+`SELECT 'adverts', SUM(heads) FROM reached WHERE channel = 'contact_unit' AND setting = 'sexual_indoor' AND advert`),
		map[string]int64{"adverts": g.Settings.OfWhich.Adverts}, g.Settings.OfWhich.Adverts)

	types := map[string]int64{}
	for name, row := range g.Actions.ByType {
		types[name] = row.Count
	}
	same("proximity actions", counts(t, s, `SELECT CASE WHEN type IN ('service_accompaniment', 'service_referral') THEN 'service_accompaniment_or_referral' ELSE type END AS what, COUNT(*)
FROM view_actions WHERE project = 'ALZAVOLA' AND unit_kind = 'contact_unit' AND NOT in_charge AND day >= '2024-03-01' AND day <= '2024-11-30'
  AND type IN ('legal_advice', 'job_orientation', 'listening_interview', 'health_accompaniment', 'service_accompaniment', 'service_referral') GROUP BY 1`), types, g.Actions.Total)
	same("enrolments", counts(t, s, `SELECT source, COUNT(*) FROM view_enrolments WHERE project = 'ALZAVOLA' AND day >= '2024-03-01' AND day <= '2024-11-30' GROUP BY source`),
		g.Enrolments.BySource, g.Enrolments.Total)

	provinces := counts(t, s, reached+`SELECT province, SUM(heads) FROM reached GROUP BY province`)
	for _, p := range g.Provinces {
		if provinces[p] < 20 {
			t.Errorf("seed %d: only %d persons reached in %s", seed, provinces[p], p)
		}
	}
	if len(provinces) != len(g.Provinces) {
		t.Errorf("seed %d: provinces are %v", seed, provinces)
	}
}

func metInSeveralChannels(t *testing.T, s *store.Store) {
	t.Helper()
	g := readGolden(t)
	gross := counts(t, s, reached+`SELECT channel, SUM(heads) FROM (
  SELECT DISTINCT channel, person, 1 AS heads FROM reaching WHERE person IS NOT NULL
  UNION ALL SELECT channel, person, headcount FROM reaching WHERE person IS NULL AND newness = 'new') AS met GROUP BY channel`)
	for channel, attributed := range g.Reached.ByChannel {
		if gross[channel] <= attributed {
			t.Errorf("%s: gross %d is not above attributed %d", channel, gross[channel], attributed)
		}
	}
	enrolled := count(t, s, `SELECT COUNT(DISTINCT e.person) FROM view_enrolments e JOIN view_contacts c ON c.person = e.person AND c.channel = 'identification_interview'
WHERE e.project = 'ALZAVOLA' AND e.source = 'contact_unit' AND c.day <= e.day`)
	if enrolled != 2 {
		t.Errorf("%d enrolments of the contact units were interviewed before, want 2", enrolled)
	}
}

func knownInAllWays(t *testing.T, s *store.Store) {
	t.Helper()
	ways := counts(t, s, `SELECT CASE WHEN noun = 'meeting' THEN 'headcount' WHEN person IS NULL THEN newness ELSE 'person' END AS way, SUM(headcount)
FROM view_contacts WHERE project = 'ALZAVOLA' GROUP BY 1`)
	for _, way := range []string{"headcount", "new", "known_not_linkable", "person"} {
		if ways[way] < 40 {
			t.Errorf("only %d people of the golden project are known as %s", ways[way], way)
		}
	}
	if ways["unsure"] != 0 {
		t.Errorf("%d unsure contacts would make the golden figures a range", ways["unsure"])
	}
	kinds := counts(t, s, `SELECT kind, COUNT(*) FROM view_enrolments WHERE project = 'ALZAVOLA' GROUP BY kind`)
	if kinds["own"] == 0 || kinds["elsewhere"] == 0 {
		t.Errorf("kinds of enrolment are %v", kinds)
	}
}

func moreActionsThanPeople(t *testing.T, s *store.Store) {
	t.Helper()
	const printed = ` FROM view_actions WHERE project = 'ALZAVOLA' AND unit_kind = 'contact_unit'
  AND type IN ('legal_advice', 'job_orientation', 'listening_interview', 'health_accompaniment', 'service_accompaniment', 'service_referral')`
	helped := count(t, s, `SELECT COUNT(DISTINCT COALESCE(person, individual))`+printed)
	if all := count(t, s, `SELECT COUNT(*)`+printed); helped >= all || helped < 100 {
		t.Errorf("%d actions for %d people", all, helped)
	}
	if n := count(t, s, `SELECT COUNT(*) FROM view_actions WHERE in_charge`); n != 0 {
		t.Errorf("%d actions were for people in charge, who get deliveries", n)
	}
	if n := count(t, s, `SELECT COUNT(*) FROM view_actions WHERE project = 'ALZAVOLA' AND unit_kind <> 'contact_unit'`); n == 0 {
		t.Error("no other unit acted: the funder's table would count right without looking at the kind of unit")
	}
	if n := count(t, s, `SELECT COUNT(*) FROM view_deliveries WHERE project = 'ALZAVOLA'`); n < 50 {
		t.Errorf("only %d deliveries", n)
	}
}

// The published report says so in words; a demonstration that contradicts them would not be believed.
func comeFromWhereTheFieldMeetsThem(t *testing.T, s *store.Store) {
	t.Helper()
	share := func(setting, who string) {
		t.Helper()
		all := count(t, s, `SELECT SUM(headcount) FROM view_contacts WHERE project = 'ALZAVOLA' AND `+setting)
		if some := count(t, s, `SELECT SUM(headcount) FROM view_contacts WHERE project = 'ALZAVOLA' AND `+setting+` AND `+who); 2*some <= all {
			t.Errorf("%s: %d of %d are %s", setting, some, all, who)
		}
	}
	share(`setting = 'sexual_outdoor'`, `(gender = 'woman' AND region IN ('southern_europe', 'eastern_europe') OR gender = 'trans_woman' AND region = 'south_america')`)
	share(`setting = 'sexual_indoor' AND advert`, `region = 'south_america'`)
	share(`setting = 'sexual_massage_parlour'`, `region = 'east_asia'`)
	share(`setting IN ('labour', 'begging', 'illegal_economies')`, `gender = 'man' AND region IN ('north_africa', 'west_africa', 'east_africa', 'south_east_asia')`)
}

func workStaysInside(t *testing.T, s *store.Store) {
	t.Helper()
	apart := count(t, s, `SELECT COUNT(*) FROM (SELECT person FROM (
  SELECT person, organisation FROM view_contacts UNION SELECT person, organisation FROM view_actions UNION SELECT person, organisation FROM view_deliveries
  UNION SELECT person, organisation FROM view_enrolments UNION SELECT person, organisation FROM view_protections) AS works
WHERE person IS NOT NULL GROUP BY person HAVING COUNT(*) > 1) AS several`)
	if apart != 0 {
		t.Errorf("%d persons are worked with by several organisations, which only linkage may bring together", apart)
	}
}
