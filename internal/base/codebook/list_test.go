package codebook_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/i18n"
	"approdo/internal/base/policy"
)

func shipped(t testing.TB) *codebook.Book {
	t.Helper()
	book, err := codebook.Load() // refuses a code that stands twice and a word that could mean two codes
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func list(t testing.TB, book *codebook.Book, name string) *codebook.List {
	t.Helper()
	l, ok := book.List(name)
	if !ok {
		t.Fatalf("no list %s", name)
	}
	return l
}

func TestEveryCodeHasItsWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range shipped(t).Lists() {
		if l.Version < 1 || len(l.Codes) == 0 {
			t.Errorf("%s: version %d, %d codes", l.Name, l.Version, len(l.Codes))
		}
		for _, lang := range i18n.Languages() {
			if l.Label[lang] == "" {
				t.Errorf("%s has no name in %s", l.Name, lang)
			}
			labels := map[string]string{}
			for _, c := range l.Codes {
				label := c.Label[lang]
				if strings.TrimSpace(label) != label || codebook.Fold(label) == "" {
					t.Errorf("%s %s: label %q in %s", l.Name, c.Code, label, lang)
				}
				if other := labels[label]; other != "" {
					t.Errorf("%s: %s and %s both read %q in %s", l.Name, other, c.Code, label, lang)
				}
				labels[label] = c.Code
			}
		}
		for _, c := range l.Codes {
			if slices.ContainsFunc(c.Aliases, func(alias string) bool { return codebook.Fold(alias) == "" }) {
				t.Errorf("%s %s: an alias says nothing in %q", l.Name, c.Code, c.Aliases)
			}
			if len(c.Label) != len(i18n.Languages()) {
				t.Errorf("%s %s: labels in %v", l.Name, c.Code, slices.Sorted(maps.Keys(c.Label)))
			}
		}
	}
}

// The codes that the specification names. Lists may hold more, never fewer.
var specified = map[string]string{
	"gender":            "woman man trans_woman trans_man non_binary other",
	"age_band":          "0-13 14-17 18-25 26-30 31-40 41-50 51+ minor adult",
	"protection":        "yes no",
	"information":       "yes no",
	"newness":           "new known known_not_linkable unsure",
	"place":             "cas sai informal formal worship school other",
	"channel":           "contact_unit reception_awareness community_outreach identification_interview desk",
	"setting":           "sexual_outdoor sexual_indoor sexual_massage_parlour sexual_online domestic labour begging illegal_economies undefined",
	"mode":              "outdoor indoor_phone indoor_visit labour_site online joint_inspection",
	"action_type":       "legal_advice job_orientation listening_interview psychological_support health_accompaniment service_accompaniment service_referral rights_information mediation material_help other",
	"enrolment_source":  "social_secretariat referral contact_unit desk other",
	"enrolment_kind":    "own elsewhere",
	"organisation_kind": "ngo cooperative religious_body region municipality municipalities_association ministry police labour_inspectorate trade_union health_authority court prosecutor asylum_commission prefecture juvenile_justice employment_centre career_guidance adult_education school university reception_centre anti_violence_centre international_organisation hotline place_of_worship other",
	"unit_kind":         "contact_unit desk social_secretariat assessment_team shelter case_team legal_team prevention_team",
	"partner_role":      "lead implementing partner funder associate",
	"age_source":        "declared estimated not_recorded",
	"province":          "IT-BG IT-BS IT-CR IT-LC IT-LO IT-MN IT-PV",
	"citizenship":       "NG RO AL MA CN PK BD BR XK IT stateless",
	"region":            "north_africa west_africa east_africa central_africa southern_africa south_america south_east_asia eastern_europe",
	"language":          "it en fr es pt ro sq ar zh bn ur pa bin yo ig ak wo",
	"outcome":           "completed not_recorded",
	"delivery_type":     "legal_support other",
	"measure":           "persons_reached enrolments",
}

func TestEveryCodeOfTheSpecificationExists(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for name, codes := range specified {
		for _, code := range strings.Fields(codes) {
			if !book.Has(name, code) {
				t.Errorf("list %s lacks %s", name, code)
			}
		}
	}
}

func TestFactsAboutAPersonCanBeAbsentInFourWays(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for _, name := range []string{"gender", "age_band", "protection", "region", "citizenship", "language", "information"} {
		l := list(t, book, name)
		for _, code := range []string{"not_asked", "unknown", "refused", "not_recorded"} {
			if c, ok := l.Find(code); !ok || !c.Absent() {
				t.Errorf("%s: %s is not an absence", name, code)
			}
		}
	}
	for _, c := range list(t, book, "gender").Codes[:6] {
		if c.Absent() {
			t.Errorf("%s counts as absent", c.Code)
		}
	}
}

// What each attribute may say: the codes of another list, or the values given.
func TestAttributesSayOnlyWhatProgramsUnderstand(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	attributes := map[string]struct{ list, values string }{
		"age_band minor":     {"", "yes no"},
		"newness counts":     {"", "one none perhaps"},
		"place channel":      {"channel", ""},
		"citizenship region": {"region", ""},
		"province region":    {"italian_region", ""},
		"region part_of":     {"region", ""},
	}
	for _, l := range book.Lists() {
		for _, c := range l.Codes {
			for name, value := range c.Attributes {
				rule, ok := attributes[l.Name+" "+name]
				switch {
				case name == "absence" || name == "htcds" || name == "m49":
				case !ok:
					t.Errorf("%s %s: nobody knows the attribute %s", l.Name, c.Code, name)
				case value != "" && rule.list != "" && !book.Has(rule.list, value):
					t.Errorf("%s %s: %s is no code of %s", l.Name, c.Code, value, rule.list)
				case rule.list == "" && !slices.Contains(strings.Fields(rule.values), value):
					t.Errorf("%s %s: %s says %q", l.Name, c.Code, name, value)
				}
			}
		}
	}
}

func TestEveryPlaceCountryAndProvinceBelongsSomewhere(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for _, c := range list(t, book, "citizenship").Codes {
		if len(c.Code) == 2 && c.Attributes["region"] == "" {
			t.Errorf("%s has no region of origin", c.Code)
		}
	}
	provinces, regions := list(t, book, "province").Codes, map[string]int{}
	for _, c := range provinces {
		regions[c.Attributes["region"]]++
	}
	if len(provinces) != 107 || len(regions) != 20 || regions["IT-25"] != 12 {
		t.Errorf("%d provinces in %d regions, %d of them in Lombardy", len(provinces), len(regions), regions["IT-25"])
	}
	for place, channel := range map[string]string{"cas": "reception_awareness", "sai": "reception_awareness", "informal": "community_outreach", "formal": "community_outreach", "worship": "community_outreach", "school": "", "other": ""} {
		if c, _ := list(t, book, "place").Find(place); c.Attributes["channel"] != channel {
			t.Errorf("%s leads to channel %q", place, c.Attributes["channel"])
		}
	}
}

func TestCodesMapToTheHumanTraffickingCaseDataStandard(t *testing.T) {
	t.Parallel()
	// Pick lists of prs_Gender and org_Type in the field standards 2.0.
	standard := map[string]string{
		"gender":            "Feminine Masculine TransgenderFeminine TransgenderMasculine NonConforming NonSpecifiedUnknown",
		"organisation_kind": "NGO LawEnforcement HealthServiceOrganisation CentralGovernmentOrganisation LocalGovernmentOrganisation ImmigrationService LegalService CorporateBusiness SchoolOrCollege",
	}
	book := shipped(t)
	for name, values := range standard {
		mapped := 0
		for _, c := range list(t, book, name).Codes {
			if value, ok := c.Attributes["htcds"]; ok {
				mapped++
				if !slices.Contains(strings.Fields(values), value) {
					t.Errorf("%s %s: %s is not in the standard", name, c.Code, value)
				}
			}
		}
		if mapped < 9 {
			t.Errorf("%s: only %d codes are mapped", name, mapped)
		}
	}
}

func TestEveryRoleHasAName(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for _, rule := range policy.Table() {
		if !book.Has("role", string(rule.Role)) {
			t.Errorf("role %s has no label", rule.Role)
		}
	}
}

func TestLabelsFallBackToEnglishAndThenToTheCode(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	for _, x := range []struct{ list, code, lang, want string }{
		{"gender", "woman", "it", "Donna"},
		{"gender", "woman", "fr", "Woman"},
		{"gender", "no_such_code", "it", "no_such_code"},
		{"no_such_list", "woman", "it", "woman"},
	} {
		if got := book.Label(x.list, x.code, x.lang); got != x.want {
			t.Errorf("%s %s in %s is %q, want %q", x.list, x.code, x.lang, got, x.want)
		}
	}
}

func TestCodesKeepTheOrderOfTheirList(t *testing.T) {
	t.Parallel()
	l := list(t, shipped(t), "age_band")
	if l.Place("0-13") != 0 || l.Place("51+") != 6 || l.Place("nothing") != len(l.Codes) {
		t.Errorf("places %d, %d, %d", l.Place("0-13"), l.Place("51+"), l.Place("nothing"))
	}
	if first := shipped(t).Lists()[0].Name; first != "action_type" {
		t.Errorf("lists are not sorted by name: %s comes first", first)
	}
}
