package rights

import (
	_ "embed"
	"slices"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/store"
	"approdo/internal/care/clock"
	"approdo/internal/care/person"
	"approdo/internal/care/vault"
)

//go:embed retention.yaml
var shipped []byte

// What a rule is about.
const (
	OfPeople = "people" // the data of people about whom nothing was recorded for so long
	OfTrail  = "trail"  // the sealed details of entries of the audit trail that are so old
)

// Rule says after how many months something is due to be destroyed.
type Rule struct {
	Code      string `yaml:"code"`
	Of        string `yaml:"of"`
	Assessed  bool   `yaml:"assessed"` // about people who were interviewed to be identified, or enrolled; or about those who never were
	Months    int64  `yaml:"months"`
	Least     int64  `yaml:"least"` // fewest months that an officer may set
	Confirmed bool   `yaml:"-"`     // an officer of this network set the months
}

// Most is the most months that an officer may set.
const Most = 240

// Rules are the shipped ones, with the months that this network gave them. Forged "store.sum_differs" where these are not those that an officer gave: nothing is destroyed by them.
func Rules(tx *store.Tx) ([]Rule, error) {
	var rules []Rule
	if err := yaml.UnmarshalWithOptions(shipped, &rules, yaml.Strict()); err != nil {
		return nil, errs.Wrap(err, "read retention.yaml")
	}
	if err := store.Trusted(tx, store.SumTerms); err != nil {
		return nil, err
	}
	type term struct {
		rule   string
		months int64
	}
	terms, err := store.List(tx, func(row store.Row) (t term, err error) { return t, row.Scan(&t.rule, &t.months) }, `SELECT rule, months FROM rights_terms`)
	for _, t := range terms {
		for i := range rules {
			if rules[i].Code == t.rule {
				rules[i].Months, rules[i].Confirmed = min(max(t.months, rules[i].Least), Most), true // nothing is past its term before a month is over
			}
		}
	}
	return rules, errs.Wrap(err, "list terms")
}

// SetRule gives a rule its months in this network; Invalid on field months when they are none.
func (r *Rights) SetRule(tx *store.Tx, code string, months int64) error {
	rules, err := Rules(tx)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(rules, func(r Rule) bool { return r.Code == code })
	if at < 0 {
		return errs.E(errs.NotFound, "rights.no_rule")
	}
	if least := rules[at].Least; months < least || months > Most {
		return errs.E(errs.Invalid, "rights.months", "from", least, "to", Most).On("months")
	}
	_, err = tx.Exec(`INSERT INTO rights_terms (rule, months, account, changed) VALUES ($1, $2, $3, $4)
ON CONFLICT (rule) DO UPDATE SET months = excluded.months, account = excluded.account, changed = excluded.changed`, code, months, tx.Grant().Actor(), stamp(tx))
	if err != nil {
		return errs.Wrap(err, "set rule", code)
	}
	tx.Note("retention", code, audit.Details{"months": audit.Count(months)})
	return nil
}

// Due is somebody whose data a rule would have erased.
type Due struct {
	Person person.ID
	Code   string
	Rule   string
	Last   string // day of the last record
	Held   string // why they stay all the same, list hold_reason; empty for nobody said so
}

// queue is how many people are shown at once: the officer decides one by one.
const queue = 100

// Queue lists whose data are due on a day in the grant's own organisation, the longest silent first, and whether there are more.
func (r *Rights) Queue(tx *store.Tx, today string) (list []Due, more bool, err error) {
	rules, err := Rules(tx)
	if err != nil {
		return nil, false, err
	}
	for _, rule := range rules {
		if rule.Of != OfPeople {
			continue
		}
		cut, err := before(today, rule.Months)
		if err != nil {
			return nil, false, err
		}
		due, err := silent(tx, rule, cut)
		if err != nil {
			return nil, false, errs.Wrap(err, "list who is due")
		}
		if len(due) > queue {
			due, more = due[:queue], true
		}
		list = append(list, due...)
	}
	return list, more, nil
}

// Silence is what an officer is told of somebody before deciding about their data: nothing of what was recorded, only when, and what still goes on.
type Silence struct {
	Rule      Rule   // whose term applies
	Last      string // day on which something was last done for them
	Requests  int64  // of theirs, open
	Followers int64  // colleagues who follow them
}

// SilenceOf reads it, of a person of the grant's own organisation.
func SilenceOf(tx *store.Tx, who person.ID) (s Silence, err error) {
	rules, err := Rules(tx)
	if err != nil {
		return s, err
	}
	var assessed bool
	err = tx.QueryRow(`SELECT p.assessed, COALESCE((SELECT MAX(d.day) FROM (`+Registry().Days()+`) d WHERE d.person = p.person), p.day) FROM view_people p WHERE p.person = $1`, who).Scan(&assessed, &s.Last)
	if err == nil {
		err = tx.QueryRow(`SELECT COUNT(*) FROM rights_requests WHERE person_id = $1 AND state = $2`, who, Open).Scan(&s.Requests)
	}
	if err != nil {
		return s, errs.Wrap(err, "find what is known of", who)
	}
	followers, err := vault.Followers(tx, who)
	s.Followers = int64(len(followers))
	for _, rule := range rules {
		if rule.Of == OfPeople && rule.Assessed == assessed {
			s.Rule = rule
		}
	}
	return s, err
}

// before is the first day whose term of months is not over yet on a day: a term is over on the day of the same number, or on the last of a month that has
// no such day.
func before(today string, months int64) (string, error) {
	day, err := clock.ParseDay(today)
	if err != nil {
		return "", err
	}
	first := day.PlusMonths(-int(months))
	for first.PlusMonths(int(months)) <= day { // after a short month several days end together
		first++
	}
	return first.String(), nil
}

// silent lists people of one kind about whom nothing was recorded since a day.
func silent(tx *store.Tx, rule Rule, since string) ([]Due, error) {
	within, args := store.Within(tx.Grant().Own(), "p.organisation", 4)
	days := Registry().Days()
	return store.List(tx, func(row store.Row) (Due, error) {
		d := Due{Rule: rule.Code}
		return d, row.Scan(&d.Person, &d.Code, &d.Last, &d.Held)
	}, `SELECT p.person, p.code, COALESCE((SELECT MAX(d.day) FROM (`+days+`) d WHERE d.person = p.person), p.day),
  COALESCE((SELECT MAX(h.reason) FROM rights_holds h WHERE h.person_id = p.person AND h.lifted IS NULL), '')
FROM view_people p
WHERE p.assessed = $1 AND p.day < $2 AND NOT EXISTS (SELECT 1 FROM (`+days+`) d WHERE d.person = p.person AND d.day >= $2) AND `+within+`
ORDER BY 3, p.code LIMIT $3`, append([]any{rule.Assessed, since, int64(queue + 1)}, args...)...)
}
