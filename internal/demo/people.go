package demo

import (
	_ "embed"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
)

//go:embed people.yaml
var peopleFile []byte

// people says who may be met where: invented mixtures, not statistics.
type people struct {
	Languages map[string][]string `yaml:"languages"` // country → languages spoken with its people
	Profiles  map[string]profile  `yaml:"profiles"`
	regions   map[string]string   // country → region, as the code list says
}

type profile struct {
	Ages    map[string]int            `yaml:"ages"`
	Genders map[string]int            `yaml:"genders"`
	From    map[string]map[string]int `yaml:"from"` // gender → country → weight; "any" for the genders not named
}

func readPeople(book *codebook.Book) (*people, error) {
	p := &people{regions: map[string]string{}}
	if err := yaml.UnmarshalWithOptions(peopleFile, p, yaml.Strict()); err != nil {
		return nil, errs.Wrap(err, "read people")
	}
	if list, ok := book.List("citizenship"); ok {
		for _, c := range list.Codes {
			p.regions[c.Code] = c.Attributes["region"]
		}
	}
	return p, nil
}

// facts are the coded facts of one individual.
type facts struct {
	gender, age, ageSource, citizenship, region, regionSource, language string
}

// draw invents somebody of a profile. Whoever is known by a code has told more; of a passer-by most is an estimate.
func (p *people) draw(d draw, name string, known bool) facts {
	mix := p.Profiles[name]
	f := facts{gender: d.of(mix.Genders), age: d.of(mix.Ages), ageSource: "estimated"}
	from, ok := mix.From[f.gender]
	if !ok {
		from = mix.From["any"]
	}
	code := d.of(from)
	f.region, f.language = p.regions[code], pick(d, p.Languages[code])
	told := 42
	if known {
		told = 84
	}
	if d.chance(told) {
		f.citizenship, f.regionSource = code, "declared"
		if d.chance(80) {
			f.ageSource = "declared"
		}
	} else {
		f.citizenship, f.regionSource = d.of(map[string]int{"not_asked": 80, "refused": 12, "unknown": 8}), "estimated"
	}
	if !known {
		f.blur(d)
	}
	return f
}

// blur takes from what is recorded of a passer-by what nobody could tell.
func (f *facts) blur(d draw) {
	switch {
	case d.chance(6):
		f.age, f.ageSource = "adult", "estimated"
	case d.chance(4):
		f.age, f.ageSource = "not_recorded", "not_recorded"
	}
	if f.regionSource == "estimated" && d.chance(9) {
		f.region, f.regionSource = "unknown", "not_recorded"
	}
	if d.chance(5) {
		f.language = "not_recorded"
	}
}
