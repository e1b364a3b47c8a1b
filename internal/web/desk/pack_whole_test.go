package desk_test

import (
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"reflect"
	"regexp"
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

// packed is what a pack says for programs.
type packed struct {
	Format      string
	Person      map[string]any
	Corrections []map[string]any
	Card        map[string]map[string]string
	Records     []packedRecord
	Readings    []struct {
		Day, Role, Purpose string
		Times              int
	}
	Kept  map[string]*int64
	Names map[string]string
}

type packedRecord struct {
	Noun, ID    string
	Facts       map[string]any
	Corrections []struct {
		Corrected, Reason string
		Facts             map[string]any
	}
}

// pack orders somebody's data, lets colleagues put them together, and reads what each received: to read, and for programs.
func (o *office) pack(t *testing.T, officer *visitor, code string, colleagues ...*visitor) (papers, data []string) {
	t.Helper()
	request := officer.post("/rights", "code", code, "kind", "access", "cause", "person", "day", "2024-05-02").to
	for _, colleague := range colleagues {
		for name, text := range unzip(t, colleague.post(strings.Replace(request, "/rights/", "/packs/", 1)).wantStatus(t, http.StatusOK).text) {
			if strings.HasSuffix(name, ".json") {
				data = append(data, text)
			} else {
				papers = append(papers, text)
			}
		}
	}
	return papers, data
}

// TestAPackTellsEveryFactOfEveryKindOfRecord: what is kept is what the registry says, and so is what a pack tells of: each kind of record has its story, which says every column; each table beside has
// its words in every language, and is counted; and what stands in the records stands in the pack.
func TestAPackTellsEveryFactOfEveryKindOfRecord(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		o := staff(t, s)
		livia := o.employ(t, "livia", o.Faro, policy.Officer)
		wim := o.employ(t, "wim", o.Faro, policy.DeskWorker, policy.CaseManager, policy.OutreachWorker)
		ivo := o.employIn(t, "it", "ivo", o.Faro, policy.DeskWorker, policy.CaseManager)
		o.lock(t, o.Faro, wim, ivo)
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
		wim.post(path+"/edit", "gender", "unknown", "age_band", "adult", "age_source", "estimated", "region", "west_africa", "region_source", "declared", "citizenship", "not_recorded", "province", "IT-BS", "revision", "0", "reason", "mistyped")
		for _, at := range deliveryPath.FindAllString(wim.get("/deliveries").text, 1) {
			wim.sends(at+"/edit", at+"/edit", "minutes", "78", "reason", "mistyped")
		}
		enrolment := regexp.MustCompile(`/enrolments/[0-9a-f-]{36}`).FindString(wim.get("/enrolments").text)
		wim.sends(enrolment+"/edit", enrolment+"/edit", "source", "desk", "reason", "misunderstood")
		papers, data := o.pack(t, livia, code, wim, wim, ivo)
		var parts packed
		must(t, json.Unmarshal([]byte(data[0]), &parts))
		sameInEveryLanguage(t, data)
		for _, r := range parts.Records {
			if r.Noun == "enrolment" && (len(r.Corrections) != 1 || !maps.Equal(r.Corrections[0].Facts, map[string]any{"source": "referral"})) {
				t.Errorf("before it was corrected the enrolment said, they say: %v", r.Corrections)
			}
		}
		desk := o.program.Desk
		all := rights.Registry()
		must(t, s.Read(t.Context(), operator, func(tx *store.Tx) error {
			c := &kit.Teller{D: desk, P: i18n.For("en")}
			var err error
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
						if n.Facts[column] != work.ID && !kept && !slices.Contains(silent, column) {
							if _, told := told.Data[column]; !told {
								t.Errorf("a pack leaves out %s of a %s", column, n.Name)
							}
						}
					}
					for _, f := range told.Facts {
						if said := plain(papers[0]); !strings.Contains(said, f.Name+" "+f.Value) {
							t.Errorf("the pack does not say %s: %s of a %s", f.Name, f.Value, n.Name)
						}
					}
					if at := slices.IndexFunc(parts.Records, func(r packedRecord) bool { return r.ID == told.ID }); at < 0 || parts.Records[at].Noun != n.Name || len(parts.Records[at].Facts) != len(told.Data) {
						t.Errorf("the %s is told to no program, or not whole: %v", n.Name, told.Data)
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
		for table, least := range map[string]int64{"intake_receipts": 1, "person_persons": 1} {
			if n := parts.Kept[table]; n == nil || *n < least {
				t.Errorf("of %s the pack counts %v: %v", table, n, slices.Sorted(maps.Keys(parts.Kept)))
			}
		}
		if parts.Person["gender"] != "unknown" || parts.Person["age_band"] != "adult" || parts.Person["age_source"] != "estimated" || len(parts.Corrections) != 1 {
			t.Errorf("the person is told otherwise, or not what was said before: %v, %v", parts.Person, parts.Corrections)
		}
		corrected := slices.IndexFunc(parts.Records, func(r packedRecord) bool { return len(r.Corrections) > 0 })
		if corrected < 0 || parts.Records[corrected].Facts["minutes"] != 78.0 || parts.Records[corrected].Corrections[0].Facts["minutes"] != 77.0 || len(parts.Records[corrected].Corrections[0].Facts) != 1 {
			t.Errorf("what a record said before is not told: %+v", parts.Records)
		}
		if !regexp.MustCompile(`care \d+ times`).MatchString(plain(papers[0])) {
			t.Errorf("equal readings are not counted:\n%s", plain(papers[0]))
		}
	})
}

// sameInEveryLanguage holds what programs receive of one pack that was taken several times against one another: nothing of it is words of a page, but readings are added.
func sameInEveryLanguage(t *testing.T, data []string) {
	t.Helper()
	var first any
	for i, text := range data {
		var said map[string]any
		must(t, json.Unmarshal([]byte(text), &said))
		for _, grows := range []string{"readings", "kept", "names"} {
			delete(said, grows)
		}
		if i == 0 {
			first = said
		} else if !reflect.DeepEqual(first, said) {
			t.Errorf("the pack says otherwise in another language:\n%v\n%v", first, said)
		}
		walk(said, func(key, value string) {
			if !regexp.MustCompile(`^[a-z][a-z_0-9]*$`).MatchString(key) {
				t.Errorf("%q is no name of a column", key)
			}
			if dated := key == "day" || key == "recorded" || key == "corrected" || key == "asked"; dated && !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(value) {
				t.Errorf("%s is %q, no day as ISO writes it", key, value)
			}
		})
	}
}

// walk visits each key of an object that has a text.
func walk(x any, visit func(key, value string)) {
	switch x := x.(type) {
	case map[string]any:
		for key, value := range x {
			text, _ := value.(string)
			if _, list := value.([]any); text != "" || !list {
				visit(key, text)
			}
			walk(value, visit)
		}
	case []any:
		for _, value := range x {
			walk(value, visit)
		}
	}
}

// plain is a page as somebody reads it aloud: its words, one blank between.
func plain(text string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(text, " "))), " ")
}

var (
	tags         = regexp.MustCompile(`<[^>]*>`)
	deliveryPath = regexp.MustCompile(`/deliveries/[0-9a-f-]{36}`)
)

// silent are columns that say nothing of a person: the record's own id, whose it is (said above all of them), and how often it was changed (its corrections tell).
var silent = []string{"id", "person_id", "revision"}
