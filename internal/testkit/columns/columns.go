// Package columns says for tests what every column of the database holds, in a file that people read, and compares that with what stands there. Whatever could hold the id of a person, or of a
// record about one, is registered in its room (work.Registry); of each other column the file says in a word what it holds, and of JSON under which keys. The words are few, each is a question that
// a value answers, so a wrong one is found as soon as a world holds a row.
package columns

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/store"
	"approdo/internal/care/work"
)

// Book is what is said of columns, by table.
type Book struct {
	Columns map[string]map[string]Says `yaml:"columns"`
	Worlds  map[string][]string        `yaml:"worlds"`  // by the name of a test's world: tables in which it has rows
	Nowhere map[string]string          `yaml:"nowhere"` // tables of which no world has rows, and why
}

// Says is what a column holds. Of JSON it says every key, as a path; * is any.
type Says struct {
	Holds string
	Keys  []string
}

// UnmarshalYAML reads a word alone, or what is said of JSON.
func (s *Says) UnmarshalYAML(unmarshal func(any) error) error {
	if err := unmarshal(&s.Holds); err == nil {
		return nil
	}
	var whole struct {
		Holds string   `yaml:"holds"`
		Keys  []string `yaml:"keys"`
	}
	err := unmarshal(&whole)
	s.Holds, s.Keys = whole.Holds, whole.Keys
	return err
}

// Read reads the file.
func Read(name string) (b Book, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return b, err
	}
	return b, yaml.Unmarshal(text, &b)
}

var (
	uuid  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	coded = regexp.MustCompile(`^[A-Za-z0-9_:. -]{0,60}$`)
	dated = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?)?$`)
)

// words are what a column can be said to hold, each with the question whether a value is that.
var words = map[string]func(v any) bool{
	"number": func(v any) bool { _, is := v.(int64); return is },
	"code": func(v any) bool {
		text, is := v.(string)
		return is && coded.MatchString(text) && !uuid.MatchString(text)
	},
	"day or time":              func(v any) bool { text, is := v.(string); return is && dated.MatchString(text) },
	"JSON":                     func(v any) bool { text, is := v.(string); return is && json.Valid([]byte(text)) },
	"digest":                   opaque,
	"sealed":                   opaque,
	"public key":               opaque,
	"signed root of the trail": opaque,
	"id of its own":            short,
	"words of the network":     short,
	"scope":                    short, // an organisation's id, or the network
	"who acts":                 short, // an account's id, or a job
	"definition of a report":   func(v any) bool { _, is := v.(string); return is },
}

// opaque is what says nothing to whoever has no key.
func opaque(v any) bool {
	switch v := v.(type) {
	case []byte:
		return !uuid.Match(v)
	case string:
		return !uuid.MatchString(v)
	}
	return false
}

func short(v any) bool { text, is := v.(string); return is && len(text) <= 200 }

// things are the tables whose ids a column can be said to hold: "id of an account".
var things = map[string]string{
	"account": "network_accounts", "organisation": "network_organisations", "unit": "network_units", "project": "network_projects", "compartment": "vault_compartments", "import": "sheet_imports",
	"run": "report_runs", "table": "report_tables", "meeting": "outreach_meetings", "outing": "outreach_outings",
}

// known is the table that a word names ids of, and whether it is a word at all.
func known(word string) (table string, ok bool) {
	if _, ok := words[word]; ok {
		return "", true
	}
	for _, article := range []string{"id of a ", "id of an "} {
		if thing, is := strings.CutPrefix(word, article); is && things[thing] != "" {
			return things[thing], true
		}
	}
	return "", false
}

// Unspoken are the columns of which nobody has said what they hold: they could hold the id of a person or of a record about one, whatever their type is, unless they are a yes or no.
func (b Book) Unspoken(tables []store.Table, r work.Registry) (list []string) {
	registered := registered(r)
	for _, t := range tables {
		for _, c := range t.Columns {
			if name := t.Name + "." + c.Name; c.Type != store.Bool && !registered[name] && b.Columns[t.Name][c.Name].Holds == "" {
				list = append(list, name)
			}
		}
	}
	return list
}

// Wrong is what the file says that cannot be: of a column that is not there or is registered, in a word that is none, of a number that it is none or the other way round, and of a table that it is
// in no world.
func (b Book) Wrong(tables []store.Table, r work.Registry) (list []string) {
	types, there := map[string]store.Type{}, map[string]bool{}
	for _, t := range tables {
		there[t.Name] = true
		for _, c := range t.Columns {
			types[t.Name+"."+c.Name] = c.Type
		}
	}
	registered := registered(r)
	for table, columns := range b.Columns {
		for column, says := range columns {
			name := table + "." + column
			_, word := known(says.Holds)
			switch {
			case types[name] == "":
				list = append(list, name+" is not there")
			case registered[name]:
				list = append(list, name+" is registered")
			case !word:
				list = append(list, name+": what is "+says.Holds+"?")
			case (types[name] == store.Integer) != (says.Holds == "number"):
				list = append(list, name+" is a number, or is none")
			case (says.Holds == "JSON") != (says.Keys != nil):
				list = append(list, name+" has keys, or is no JSON")
			}
		}
	}
	seen := map[string]bool{}
	for _, n := range r.Nouns {
		seen[n.Table] = true
	}
	for _, world := range b.Worlds {
		for _, table := range world {
			seen[table] = true
		}
	}
	for table := range there {
		if seen[table] == (b.Nowhere[table] != "") {
			list = append(list, table+" has rows in a world, or it is said why it has none, and not both")
		}
	}
	slices.Sort(list)
	return list
}

func registered(r work.Registry) map[string]bool {
	all := map[string]bool{}
	for _, p := range r.Places {
		all[p.Table+"."+p.Column] = true
	}
	for _, n := range r.Nouns {
		for _, column := range n.Columns() {
			all[n.Table+"."+column] = true
		}
	}
	return all
}

// World is a database as it stands: a store.Sink.
type World struct {
	Tables []store.Table
	Rows   map[string][][]any
}

// Table begins a table.
func (w *World) Table(t store.Table) error { w.Tables = append(w.Tables, t); return nil }

// Row keeps a row.
func (w *World) Row(row []any) error {
	if w.Rows == nil {
		w.Rows = map[string][][]any{}
	}
	name := w.Tables[len(w.Tables)-1].Name
	w.Rows[name] = append(w.Rows[name], row)
	return nil
}

// ids are those of a table.
func (w *World) ids(table string) map[string]bool {
	all := map[string]bool{"": true}
	for _, t := range w.Tables {
		at := slices.IndexFunc(t.Columns, func(c store.Column) bool { return c.Name == "id" })
		if t.Name != table || at < 0 {
			continue
		}
		for _, row := range w.Rows[table] {
			all[fmt.Sprint(row[at])] = true
		}
	}
	return all
}

// Otherwise is what stands in a world and is not what was said: an id of a person, or of a record about one, where nobody registered it; a value that the column's word does not mean; a key of
// JSON of which nobody has said; and a table without rows that is said to have some.
func (b Book) Otherwise(w *World, r work.Registry, name string) (list []string) {
	registered, people := registered(r), w.ids("person_persons")
	for _, n := range r.Nouns {
		for id := range w.ids(n.Table) {
			people[id] = true
		}
	}
	delete(people, "")
	owners := map[string]map[string]bool{}
	said := map[string]bool{}
	complain := func(text string) {
		if !said[text] {
			said[text] = true
			list = append(list, text)
		}
	}
	for _, t := range w.Tables {
		if len(w.Rows[t.Name]) == 0 && slices.Contains(b.Worlds[name], t.Name) {
			complain(t.Name + " has no rows")
		}
		for i, c := range t.Columns {
			column, says := t.Name+"."+c.Name, b.Columns[t.Name][c.Name]
			if registered[column] || c.Type == store.Bool {
				continue
			}
			table, _ := known(says.Holds)
			if table != "" && owners[table] == nil {
				owners[table] = w.ids(table)
			}
			for _, row := range w.Rows[t.Name] {
				v := row[i]
				if v == nil {
					continue
				}
				if text := fmt.Sprintf("%s", v); slices.ContainsFunc(uuid.FindAllString(text, -1), func(id string) bool { return people[id] }) {
					complain(column + " names a person, or a record about one")
				}
				means := words[says.Holds]
				switch {
				case means != nil && !means(v), table != "" && !owners[table][fmt.Sprint(v)]:
					complain(fmt.Sprintf("%s is no %s", column, says.Holds))
				}
				for _, key := range keys(v) {
					if !slices.ContainsFunc(says.Keys, func(known string) bool { return matches(known, key) }) {
						complain(column + ": nobody has said what " + key + " is")
					}
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

// keys are the paths of a value that is a JSON object, or a list of some.
func keys(v any) []string {
	text, is := v.(string)
	if !is || !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[{") {
		return nil
	}
	var x any
	if json.Unmarshal([]byte(text), &x) != nil {
		return nil
	}
	return paths("", x)
}

func paths(at string, x any) (list []string) {
	switch x := x.(type) {
	case map[string]any:
		for key, value := range x {
			path := strings.TrimPrefix(at+"."+strings.ReplaceAll(key, ".", " "), ".")
			list = append(list, path)
			list = append(list, paths(path, value)...)
		}
	case []any:
		for _, value := range x {
			list = append(list, paths(at, value)...)
		}
	}
	return list
}

// matches reports whether a path is the one that was said, of which * is any key.
func matches(said, path string) bool {
	a, b := strings.Split(said, "."), strings.Split(path, ".")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != "*" && a[i] != b[i] {
			return false
		}
	}
	return true
}
