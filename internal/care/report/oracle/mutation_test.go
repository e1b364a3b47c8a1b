package oracle_test

// mutants are the mistakes that somebody could make in the engine or in a definition of the interim report. One line each: what is
// wrong, where, and the text that makes it so.
var mutants = []mutant{
	// The period, the project, the scope and the grant.
	{"the last day does not belong to the period", "column/segment.go", `slices.BinarySearch(g.days, to+1)`, `slices.BinarySearch(g.days, to)`},
	{"the first day does not belong to the period", "column/segment.go", `slices.BinarySearch(g.days, from)`, `slices.BinarySearch(g.days, from+1)`},
	{"other projects count", "population.go", `Column("project"); ok {`, `Column("project"); ok && len(r.params.province) > 5 {`},
	{"the grant is not asked", "population.go", `if r.params.organisations != nil {`, `if len(r.params.organisations) > 1 {`},
	{"the province of the scope is ignored", "population.go", `r.params.province != "" {`, `len(r.params.province) > 5 {`},
	{"what a population leaves out is what it takes", "population.go", `f.Pass[i] = !f.Pass[i]`, `f.Pass[i] = f.Pass[i] || false`},
	{"channels that reach nobody count", "definitions/interim/T1.yaml", `population: {view: contacts, where: {reaches: true}}`, `population: {view: contacts}`},

	// One person, one row.
	{"the latest contact attributes", "attribution.go", "\tif f.latest {\n\t\tday = ^day", "\tif !f.latest {\n\t\tday = ^day"},
	{"whoever is met twice on a day is not compared", "column/knowledge.go", `if last[p] == days[i] {`, `if last[p] == days[i]+1 {`},
	{"an unlinked row is a person", "attribution.go", `return c.loose[k-len(c.persons)]`, `return weight{certain: 1}`},
	{"the order of the channels does not break ties", "attribution.go", `uint64(first.rank[part.Codes(first.codes)[i]])`, `uint64(first.rank[part.Codes(first.codes)[i]])*0`},
	{"later columns break ties the wrong way round", "attribution.go", "t.rank[view.Code(t.codes, b)]; x != y {\n\t\t\treturn x < y", "t.rank[view.Code(t.codes, b)]; x != y {\n\t\t\treturn x > y"},
	{"the contact read last breaks ties", "attribution.go", `case best.ref == 0 || key < best.key:`, `case best.ref == 0 || key <= best.key:`},
	{"a detail counts persons of other rows", "attribution.go", `pass[code] = in == row`, `pass[code] = in == row || in != noRow`},
	{"gross counts strangers", "tally.go", `among != nil && !among.has(int32(subject))`, `among != nil && subject < 0`},
	{"a person counts for each contact in gross", "tally.go", `c.seen[bit>>6]>>(bit&63)&1 == 0`, `c.seen[bit>>6]>>(bit&63)&1 <= 1`},
	{"gross counts each person once in the total", "persons.go", "v.total = sum(v.cells)\n\t\tcase m.Only", "v.total = c.total\n\t\tcase m.Only"},
	{"provinces attribute persons on their own", "definitions/interim/T7.yaml", `details: {table: T1}`, `population: {view: contacts, where: {reaches: true}}`},

	// Whoever has no name.
	{"known individuals count", "attribution.go", `case l.isNew[code]:`, `case l.isNew[code] || !l.isUnsure[code]:`},
	{"unsure individuals count", "attribution.go", `weight{unsure: heads}`, `weight{certain: heads}`},
	{"unsure individuals are forgotten", "attribution.go", `weight{unsure: heads}`, `weight{}`},
	{"a headcount counts one", "attribution.go", `int32(part.Numbers(l.headcount)[i])`, `min(int32(part.Numbers(l.headcount)[i]), 1)`},
	{"each action for an individual is for another", "tally.go", `return r.snap.Persons() + int(individuals[i])`, `return -1`},
	{"presences are persons", "definitions/interim/T14.yaml", `{measure: persons, code: persons, label: {it: Persone incontrate, en: Persons met}, population: {view: contacts, except: {mode: ""}}}`, `{measure: sum, of: presences, code: persons, label: {it: Persone incontrate, en: Persons met}}`},

	// International protection.
	{"answers after the cut-off count", "digest.go", `pop.from = column.FirstDay`, `pop.from, pop.to = column.FirstDay, column.LastDay`},
	{"answers before the period do not count", "digest.go", `pop.from = column.FirstDay`, `pop.from = r.params.from`},
	{"the first answer counts", "persons.go", `days[i] > last[p]`, `days[i] < last[p]`},
	{"the wrong answer of a day counts", "persons.go", `rank[codes[i]] < rank[old]`, `rank[codes[i]] > rank[old]`},
	{"protection is that of the first contact", "definitions/interim/T2.yaml", `{column: protection, at: end, `, `{column: protection, `},

	// Rows and parts.
	{"a part looks beyond its row", "persons.go", "r.filter(c.view, a.column, r.codesOf(a, row)),\n\t}, true", "}, false"},
	{"codes of no row fall into the first", "axis.go", `a.lut[i] = other`, `a.lut[i] = 0`},
	{"actions for persons in charge count", "definitions/interim/T5.yaml", "    in_charge: false\n", ""},
	{"actions of every unit count", "definitions/interim/T5.yaml", "    unit_kind: contact_unit\n", ""},
	{"elsewhere is own", "rows.go", `v := values[i%len(x.rows)]`, `v := values[i%len(x.rows)/2]`},
	{"interviewed persons are those first met in interviews", "definitions/interim/T13.yaml", `row: identification_interview, value: gross`, `row: identification_interview, value: attributed`},
	{"the quality of contacts counts meetings and interviews", "quality.go", `if nouns[i] == noun {`, `if i >= 0 {`},

	// Arithmetic.
	{"percentages are cut off", "tally.go", `(2000*part + whole) / (2 * whole)`, `1000 * part / whole`},
	{"percentages round halves to even", "tally.go", `return Tenth((2000*part + whole) / (2 * whole))`, "n := (2000*part + whole) / (2 * whole)\n\tif (2000*part+whole)%(2*whole) == 0 {\n\t\tn -= n % 2\n\t}\n\treturn Tenth(n)"},
	{"hours are cut off", "tally.go", `(2*minutes + 6) / 12`, `minutes / 6`},

	// Columns kept current.
	{"a person's change is not followed", "column/change.go", `c.people[key], c.ids[key] = true, change.ID`, `c.ids[key] = change.ID`},
	{"rows that changed stay as well", "column/set.go", `if !changed.touch(v.base, i) {`, `if i >= 0 {`},
}
