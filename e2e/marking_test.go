package e2e_test

import (
	"bytes"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"approdo/internal/care/vault"
)

// brand begins every mark; nothing else in the program, its lists and its demonstration is called so. proof is its harmless twin: it is put, through forms,
// where texts may stand in clear, and has to be seen there by the sweep that must see no mark.
const (
	brand = "Zqwexla"
	proof = "Vykwobba"
)

// marking gives each field a mark of its own and remembers which field that was.
type marking struct {
	r     *running
	given map[string]string // a way in which the mark can be read → the field it was typed into
	of    string            // what is being filled: card, plan, typed
	count int               // of words
	days  int

	person, code string // who is marked
	plans        []string
	file         string // address of the marked file
	request      string // for access, of the same person
}

func newMarking(r *running) *marking { return &marking{r: r, given: map[string]string{}} }

// fields are what was marked; a field can be read in several ways.
func (m *marking) fields(of string) []string {
	list := map[string]bool{}
	for _, field := range m.given {
		if strings.HasPrefix(field, of) {
			list[field] = true
		}
	}
	return slices.Sorted(maps.Keys(list))
}

func (m *marking) remember(field string, ways ...string) string {
	for _, way := range ways {
		m.given[strings.ToLower(way)] = m.of + " " + field
	}
	return ways[0]
}

// word marks a field of text.
func (m *marking) word(field string) string {
	m.count++
	return m.remember(field, fmt.Sprintf("%s%03d", brand, m.count))
}

// day marks a field of a day, of a month in which nothing else happens.
func (m *marking) day(field string) string {
	m.days++
	return m.remember(field, fmt.Sprintf("2091-01-%02d", m.days), fmt.Sprintf("%d gennaio 2091", m.days), fmt.Sprintf("%d January 2091", m.days))
}

// hour marks a field of a time of day. Two figures stand in many places: only in quotes, and before or after a dash, do they tell something.
func (m *marking) hour(field string) string {
	m.count++
	hour := fmt.Sprintf("0%d:%02d", 1+m.count%5, 1+m.count%59)
	m.remember(field, `"`+hour+`"`, "–"+hour, hour+"–")
	return hour
}

// phone marks a field of numbers: with a word, and with a number that nobody has.
func (m *marking) phone(field string) string {
	m.count++
	number := fmt.Sprintf("399 86753%02d", m.count)
	m.remember(field, "+39 "+number, strings.ReplaceAll(number, " ", ""))
	return "+39 " + number + "\n" + m.word(field+", word")
}

// sweeper sees every mark, in each way in which it can be read.
func (m *marking) sweeper() *sweeper {
	words := []string{brand}
	for way := range m.given {
		if !strings.HasPrefix(way, strings.ToLower(brand)) {
			words = append(words, way)
		}
	}
	return newSweeper(words...)
}

// fill gives every field of a form that one can type into a mark.
func (m *marking) fill(form url.Values, asked []control) url.Values {
	for _, c := range asked {
		switch {
		case c.kind == "date":
			form.Set(c.name, m.day(c.name))
		case c.kind == "time":
			form.Set(c.name, m.hour(c.name))
		case c.kind == "file" || c.name == "unit":
		case c.name == "phones":
			form.Set(c.name, m.phone(c.name))
		default:
			form.Set(c.name, m.word(c.name))
		}
	}
	return form
}

// records makes a person, as whoever will follow them.
func (m *marking) records(token string) {
	t := m.r.t
	text := m.r.says(token, "/people/new", nil, http.StatusOK)
	form, _ := m.r.form(text, "/people")
	for name, value := range map[string]string{"gender": "woman", "age_band": "not_asked", "region": "not_asked", "citizenship": "not_asked", "province": "IT-BS"} {
		form.Set(name, value)
	}
	to := m.r.posts(t, token, "/people", form)
	m.person, _, _ = strings.Cut(to, "?")
	found := regexp.MustCompile(`<title>([A-Z][0-9]+-[A-Z]+)`).FindStringSubmatch(m.r.says(token, m.person, nil, http.StatusOK))
	if found == nil {
		t.Fatal("the person has no code")
	}
	m.code = found[1]
}

// card marks every field of every section, as the forms ask for them.
func (m *marking) card(token string) {
	t := m.r.t
	m.of = "card"
	for _, section := range vault.Sections() {
		text := m.r.says(token, m.person+"/card/edit", url.Values{"section": {string(section)}}, http.StatusOK)
		form, asked := m.r.form(text, m.person+"/card/save")
		blank, err := vault.Blank(section)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, c := range asked {
			names = append(names, c.name)
		}
		slices.Sort(names)
		if kept := slices.Sorted(maps.Keys(blank.Fields())); !slices.Equal(names, kept) {
			t.Errorf("%s: the form asks for %q, the card keeps %q", section, names, kept)
		}
		m.r.posts(t, token, m.person+"/card/save", m.fill(form, asked))
	}
}

// attach marks a file: what it is called here, and what stands in it, in pieces and pieces of pieces. Its name elsewhere is marked as well, and kept nowhere.
func (m *marking) attach(token string) {
	m.of = "card"
	m.sends(token, m.word("file's name"), []byte(strings.Repeat(m.word("file's body")+" ", 40_000)), http.StatusSeeOther)
	text := m.r.says(token, m.person+"/card", url.Values{"section": {"files"}}, http.StatusOK)
	found := regexp.MustCompile(`formaction="(` + regexp.QuoteMeta(m.person) + `/files/[0-9a-f-]{36})"`).FindStringSubmatch(text)
	if found == nil {
		m.r.t.Fatal("the file is not listed")
	}
	m.file = found[1]
	m.of = "typed"
	m.sends(token, m.word("refused file's name"), append([]byte{0, 1, 2}, strings.Repeat(m.word("refused file's body")+"\x00", 40_000)...), http.StatusUnprocessableEntity)
	m.sends(token, m.word("file's name, too long a file"), bytes.Repeat([]byte(m.word("too long a file")), 1_200_000), http.StatusUnprocessableEntity)
}

// sends sends a file to the person as a browser does.
func (m *marking) sends(token, name string, body []byte, want int) {
	m.of = "typed"
	response := m.r.sendsFile(token, m.person+"/files", m.word("file's name elsewhere")+".txt", body, map[string]string{"file_name": name, "purpose": ""})
	if got := read(m.r.t, response); got.status != want {
		m.r.t.Fatalf("a file is answered with %d instead of %d: %.1500s", got.status, want, words(got.body))
	}
}

func (r *running) sendsFile(token, path, name string, body []byte, fields map[string]string) *http.Response {
	r.t.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	for field, text := range fields {
		if err := form.WriteField(field, text); err != nil {
			r.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(body)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		r.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.address+path, &sent)
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.AddCookie(&http.Cookie{Name: "session", Value: token})
	return exchange(r.t, request)
}

// plan marks every field of an outing to come, on a day of its own, and again of one tonight, which the first page of the team shows.
func (m *marking) plan(token, tonight string) {
	m.of = "plan"
	text := m.r.says(token, "/plans/new", nil, http.StatusOK)
	unit := regexp.MustCompile(`<option value="([0-9a-f-]{36})"`).FindStringSubmatch(text)
	if unit == nil {
		m.r.t.Fatal("no unit goes out")
	}
	for _, day := range []string{"", tonight} {
		form, asked := m.r.form(m.r.says(token, "/plans/new", nil, http.StatusOK), "/plans") // each under a key of its own
		form = m.fill(form, asked)
		form.Set("unit", unit[1])
		if day != "" {
			form.Set("day", day)
		}
		to := m.r.posts(m.r.t, token, "/plans", form)
		path, _, _ := strings.Cut(to, "?")
		m.plans = append(m.plans, path)
	}
	form, asked := m.r.form(m.r.says(token, m.plans[0]+"/edit", nil, http.StatusOK), m.plans[0]+"/edit")
	m.r.posts(m.r.t, token, m.plans[0]+"/edit", m.fill(form, asked)) // what stood there before is no longer read by anybody
}

// shows demands that every mark of a kind can be read in some texts: one that cannot was not kept, and its absence elsewhere would prove nothing.
func (m *marking) shows(t *testing.T, of string, texts ...string) {
	t.Helper()
	read := map[string]bool{}
	s := m.sweeper()
	for _, text := range texts {
		for _, x := range s.look("", []byte(text)) {
			read[m.given[strings.ToLower(x.word)]] = true
		}
	}
	for _, field := range m.fields(of) {
		if !read[field] {
			t.Errorf("%s cannot be read by whom it is for", field)
		}
	}
}
