package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/outreach"
	"approdo/internal/testkit"
)

// somebody is typed where it does not belong.
const somebody = "Ildebranda Quagliotti"

// saying lists the entries of the trail that say a text, in the clear or in their details.
func (o *office) saying(t *testing.T, text string) (list []string) {
	t.Helper()
	must(t, o.store.Read(t.Context(), operator, func(tx *store.Tx) error {
		entries, err := store.Trail(tx, 0, 100_000)
		for _, e := range entries {
			details, err := store.Details(tx, o.trail.Keys, e)
			if err != nil && errs.KindOf(err) != errs.NotFound {
				return err
			}
			if said := fmt.Sprintf("%+v %s", e, details); strings.Contains(said, text) || strings.Contains(said, url.QueryEscape(text)) {
				list = append(list, said)
			}
		}
		return err
	}))
	return list
}

// everyone is somebody who may see all that there is to list.
func (o *office) everyone(t *testing.T) *visitor {
	t.Helper()
	return o.employ(t, "olimpia", o.Faro, policy.Officer, policy.Coordinator, policy.CaseManager, policy.DeskWorker, policy.OutreachWorker, policy.OrganisationAdmin)
}

// parameters are all that a page of the program reads from an address.
var parameters = []string{
	"from", "to", "format", "sort", "page", "code", "gender", "age_band", "citizenship", "province", "unit", "project", "mode", "kind", "state", "type", "outcome", "word",
	"setting", "newness", "channel", "place", "language", "source", "scope", "edition", "table", "row", "part", "value", "account", "organisation", "person", "action", "only",
	"before", "after", "done", "last", "plan", "outing", "contact", "cause", "section", "purpose", "as", "from2", "to2", "scope2", "with",
}

// TestWhatIsTypedIntoAnAddressNeverReachesTheTrail: a name in place of a day, a table or an answer is not on record, also when a file leaves or records are looked at.
func TestWhatIsTypedIntoAnAddressNeverReachesTheTrail(t *testing.T) {
	testkit.Long(t)
	o := staff(t, testkit.Store(t))
	must(t, o.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		_, err := outreach.New(o.Book).RecordContact(tx, testkit.Contact(outreach.Work{OrganisationID: o.Faro, UnitID: o.Street, Day: "2024-05-02", Province: "IT-BS"}))
		return err
	}))
	olimpia := o.everyone(t)
	report := "project=rotta&from=2024-01-01&to=2024-12-31&scope=network&edition=internal"
	bases := map[string][]string{ // what has to be answered before something is put on record
		"/reports/interim/records": {report + "&table=T1", report + "&table=T1&value=unique"}, "/reports/interim/download": {report + "&format=csv"},
		"/exports": {"format=csv"}, "/audit": {"account=account-olimpia"},
	}
	asked := 0
	for _, route := range o.routes {
		path := strings.NewReplacer("{report}", "interim", "{$}", "").Replace(route.Pattern)
		if route.Method != http.MethodGet || strings.Contains(path, "{") {
			continue
		}
		base := bases[path]
		if base == nil {
			base = []string{"", "format=csv"}
		}
		for _, base := range base {
			olimpia.get(path + "?" + base)
			for _, name := range parameters {
				query, err := url.ParseQuery(base)
				must(t, err)
				query.Set(name, somebody)
				olimpia.get(path + "?" + query.Encode())
				asked++
			}
		}
	}
	if list := o.saying(t, somebody); asked < 1000 || len(list) != 0 {
		t.Errorf("after %d addresses the trail says what was typed %d times: %s", asked, len(list), strings.Join(list, "\n"))
	}
	for _, kind := range []string{"drill", audit.Export, "trail"} {
		found := false
		for _, e := range o.entries(t) {
			found = found || e.Object == kind
		}
		if !found {
			t.Errorf("nothing of %s is on record: the test asks for nothing that is noted", kind)
		}
	}
}

// TestAnAnswerThatIsNoneIsSaidAndAsksTheDatabaseNothing: a name may stand where a day or a code belongs, and databases can be told to write down what they are asked.
func TestAnAnswerThatIsNoneIsSaidAndAsksTheDatabaseNothing(t *testing.T) {
	o := staff(t, testkit.Store(t))
	olimpia := o.everyone(t)
	name := url.QueryEscape(somebody)
	for _, path := range []string{"/contacts?from=" + name, "/contacts?to=31.12.2024", "/contacts?setting=" + name, "/outings?unit=" + name, "/people?gender=" + name, "/people?code=" + name} {
		olimpia.get(path).wantStatus(t, http.StatusUnprocessableEntity).wantText(t, `aria-invalid="true"`)
		olimpia.get(path+"&format=csv").wantStatus(t, http.StatusUnprocessableEntity)
	}
	olimpia.get("/exports?format=csv&from="+name).wantStatus(t, http.StatusUnprocessableEntity)
	olimpia.get("/reports/interim/records?project=rotta&table="+name).wantStatus(t, http.StatusNotFound)
	olimpia.get("/contacts?setting=labour&from=2024-01-01&unit="+string(o.Street)).wantStatus(t, http.StatusOK)
	olimpia.get("/people?code=k7+mare").wantStatus(t, http.StatusOK)
}

// TestAPageBeyondTheLastIsTheLast however large its number is.
func TestAPageBeyondTheLastIsTheLast(t *testing.T) {
	o := staff(t, testkit.Store(t))
	must(t, o.store.Write(t.Context(), operator, func(tx *store.Tx) error {
		for i := range 45 {
			day := time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			if _, err := outreach.New(o.Book).RecordContact(tx, testkit.Contact(outreach.Work{OrganisationID: o.Faro, UnitID: o.Street, Day: day, Province: "IT-BS"})); err != nil {
				return err
			}
		}
		return nil
	}))
	olimpia := o.everyone(t)
	report := "project=rotta&from=2024-01-01&to=2024-12-31&scope=network&edition=internal"
	for _, list := range []string{"/contacts?", "/contacts?sort=setting&", "/reports/interim/records?" + report + "&table=T1&value=unique&"} {
		for number, first := range map[string]string{"9223372036854775807": "41", "922337203685477580": "41", "99999999999999999999": "41", "4": "41", "3": "41", "2": "21", "1": "1", "0": "1", "-9223372036854775808": "1", "x": "1"} {
			a := olimpia.get(list+"page="+number).wantStatus(t, http.StatusOK).wantText(t, first+"–")
			if told, beyond := strings.Contains(a.text, "There is no such page: this is the last, 3."), len(number) > 1 && number[0] != '-' || number == "4"; told != beyond {
				t.Errorf("%spage=%s: told that there is none: %v", list, number, told)
			}
		}
	}
	for _, path := range []string{"/audit?before=", "/audit?after=", "/audit/checkpoints?before=", "/exports?before=", "/codes?page=", "/people?page=", "/runs?page="} {
		for _, number := range []string{"9223372036854775807", "99999999999999999999", "-9223372036854775808"} {
			if a := olimpia.get(path + number); a.status >= 500 {
				t.Errorf("%s%s: status %d", path, number, a.status)
			}
		}
	}
}
