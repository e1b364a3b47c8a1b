package desk_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/work"
	"approdo/internal/testkit"
	"approdo/internal/web/kit"
)

// packed is what a pack says for machines.
type packed []struct {
	Part  string
	Facts map[string]string
	Rows  [][]string
}

// pack orders somebody's data, lets a colleague put them together, and reads what was handed over.
func (o *office) pack(t *testing.T, officer, colleague *visitor, code string) (parts packed) {
	t.Helper()
	request := officer.post("/rights", "code", code, "kind", "access", "cause", "person", "day", "2024-05-02").to
	files := unzip(t, colleague.post(strings.Replace(request, "/rights/", "/packs/", 1)).text)
	must(t, json.Unmarshal([]byte(files["pack.json"]), &parts))
	return parts
}

// TestAPackTellsEveryFactOfEveryKindOfRecord: what is kept is what the registry says, and so is what a pack tells of: each kind of record has its story, which says every column; each table beside has
// its words in every language, and is counted; and what stands in the records stands in the pack.
func TestAPackTellsEveryFactOfEveryKindOfRecord(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		o.lock(t, o.Faro, wim)
		path, code := o.meet(t, o.Faro)
		street := []string{"unit", string(o.Street), "day", "2024-05-06"}
		wim.sends("/actions/new?person="+strings.TrimPrefix(path, "/people/"), "/actions", append(street, "type", "mediation", "outcome", "declined")...)
		wim.sends(path+"/enrolments/new", path+"/enrolments", "unit", string(o.Desk), "day", "2024-05-07", "kind", "own", "source", "referral")
		wim.sends(path+"/deliveries/new", path+"/deliveries", "unit", string(o.Desk), "day", "2024-05-08", "type", "legal_support", "minutes", "77")
		wim.sends(path+"/protection/new", path+"/protection", "answer", "refused", "day", "2024-05-06")
		wim.sends("/contacts/new", "/contacts", append(street, "code", code, "newness", "known", "gender", "woman", "age_band", "adult", "region", "west_africa", "advert", "yes", "language", "fr")...)

		who := strings.TrimPrefix(path, "/people/")
		must(t, s.Write(t.Context(), operator, func(tx *store.Tx) error {
			return testkit.KeepOthers(tx, o.Book, rights.Registry(), person.ID(who), work.Work{OrganisationID: o.Faro, UnitID: o.Desk, ProjectID: o.Rotta, Day: "2024-05-06", Province: "IT-BS"})
		}))
		parts := o.pack(t, livia, wim, code)
		text, err := json.Marshal(parts)
		must(t, err)
		desk := o.program.Desk
		all := rights.Registry()
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			c := &kit.Teller{D: desk, P: i18n.For("en")}
			if c.Around, err = kit.Around(tx); err != nil {
				return err
			}
			for _, n := range all.Nouns {
				at := slices.IndexFunc(desk.Stories, func(s kit.Story) bool { return s.Noun == n.Name })
				if at < 0 {
					t.Errorf("no story tells of a %s", n.Name)
					continue
				}
				records, err := desk.Stories[at].Whole(c, tx, person.ID(who))
				if err != nil {
					return err
				}
				if len(records) == 0 {
					t.Errorf("there is no %s: nothing is known of what a pack tells of it", n.Name)
				}
				for _, told := range records {
					for _, column := range slices.Sorted(slices.Values(n.Columns())) {
						kept := slices.ContainsFunc(n.Keeps, func(k work.Keeping) bool { return k.Column == column }) // said only of whoever was erased
						if n.Facts[column] != work.ID && !kept && !slices.Contains(silent, column) && !slices.Contains(told.Columns, column) {
							t.Errorf("a pack leaves out %s of a %s", column, n.Name)
						}
					}
					for _, f := range told.Facts {
						if name, value := quoted(t, f.Name), quoted(t, f.Value); !strings.Contains(string(text), name+":"+value) {
							t.Errorf("the pack does not say %s: %s of a %s", f.Name, f.Value, n.Name)
						}
					}
				}
			}
			besides, err := all.Beside(tx, who)
			for _, rows := range besides {
				for _, lang := range i18n.Languages() {
					if words := i18n.For(lang).T("desk.packs.kept." + rows.Table); strings.HasPrefix(words, "[") {
						t.Errorf("%s has no words in %s", rows.Table, lang)
					}
				}
			}
			return err
		}))
		last := parts[len(parts)-1].Facts
		for table, least := range map[string]string{"intake_receipts": "1", "vault_person_keys": "", "person_persons": "1"} {
			if n := last[i18n.For("en").T("desk.packs.kept."+table)]; n == "" && table != "vault_person_keys" || n != "" && n < least {
				t.Errorf("of %s the pack counts %q: %v", table, n, slices.Sorted(maps.Keys(last)))
			}
		}
	})
}

// silent are columns that say nothing of a person: the record's own id, whose it is (said above all of them), when it was written (its day), and how often it was changed (its corrections tell).
var silent = []string{"id", "person_id", "recorded", "revision"}

func quoted(t *testing.T, text string) string {
	t.Helper()
	b, err := json.Marshal(text)
	must(t, err)
	return string(b)
}
