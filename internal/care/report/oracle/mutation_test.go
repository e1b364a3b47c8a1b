package oracle_test

// mutants are the mistakes that somebody could make in the engine or in a definition of the interim report. One line each: what is
// wrong, where, and the text that makes it so.
var mutants = []mistake{
	// The period, the project, the scope and the grant.
	{"the last day does not belong to the period", "column/segment.go", `slices.BinarySearch(g.days, to+1)`, `slices.BinarySearch(g.days, to)`},
	{"the first day does not belong to the period", "column/segment.go", `slices.BinarySearch(g.days, from)`, `slices.BinarySearch(g.days, from+1)`},
	{"other projects count", "population.go", `Column("project"); ok {`, `Column("project"); ok && len(r.params.province) > 5 {`},
	{"the grant is not asked", "population.go", `if r.params.organisations != nil {`, `if len(r.params.organisations) > 1 {`},
	{"the province of the scope is ignored", "population.go", `r.params.province != "" {`, `len(r.params.province) > 5 {`},
	{"what a population leaves out is what it takes", "population.go", `f.Pass[i] = !f.Pass[i]`, `f.Pass[i] = f.Pass[i] || false`},
	{"channels that reach nobody count", "definitions/interim/T1.yaml", `population: {view: contacts, where: {reaches: true}}`, `population: {view: contacts}`},

	// One person, one row.
	{"the latest contact attributes", "attribution.go", `t.Attribution.Text == definition.Latest`, `t.Attribution.Text != definition.Latest`},
	{"of two contacts in doubt the latest attributes", "first.go", "\t\tif f.latest {\n\t\t\tday = ^day", "\t\tif !f.latest {\n\t\t\tday = ^day"},
	{"whoever is met twice on a day is not compared", "column/index.go", `g.days[before] == g.days[i] {`, `g.days[before] == g.days[i]+1 {`},
	{"a person counts for each contact", "column/outermost.go", `return ^before >> (p & 63) & 1`, `return 1`},
	{"persons are taken for others", "column/outermost.go", `persons[p>>6] >> (p & 63) & 1 << k`, `persons[p>>6] >> (p & 62) & 1 << k`},
	{"an unlinked row is a person", "attribution.go", `.Or(loose.Also(r.newness(view, "new")))`, `.Or(loose)`},
	{"the order of the channels does not break ties", "first.go", `uint64(f.by.rank[codes[i]])`, `uint64(f.by.rank[codes[i]])*0`},
	{"later columns break ties the wrong way round", "first.go", "t.rank[view.Code(t.codes, b)]; x != y {\n\t\t\treturn x < y", "t.rank[view.Code(t.codes, b)]; x != y {\n\t\t\treturn x > y"},
	{"the contact read last breaks ties", "first.go", `case best.ref == 0 || key < best.key:`, `case best.ref == 0 || key <= best.key:`},
	{"a detail counts persons of other rows", "attribution.go", `pass[code] = in == row`, `pass[code] = in == row || in != noRow`},
	{"gross counts strangers", "attribution.go", `.Or(linked.Of(c.members))`, `.Or(linked)`},
	{"a person counts for each contact in gross", "tally.go", "\t\taddUp(loose, amount, s.by, cells)", "\t\taddUp(loose.Or(linked), amount, s.by, cells)"},
	{"gross counts each person once in the total", "persons.go", "v.total = sum(v.cells)\n\t\tcase m.Only", "v.total = c.total\n\t\tcase m.Only"},
	{"provinces attribute persons on their own", "definitions/interim/T7.yaml", `details: {table: T1}`, `population: {view: contacts, where: {reaches: true}}`},

	// Whoever has no name.
	{"known individuals count", "attribution.go", `.Or(loose.Also(r.newness(view, "new")))`, `.Or(loose.Without(loose.Also(r.newness(view, "unsure"))))`},
	{"unsure individuals count", "attribution.go", `.Or(loose.Also(r.newness(view, "new")))`, `.Or(loose.Also(r.newness(view, "new"))).Or(loose.Also(r.newness(view, "unsure")))`},
	{"unsure individuals are forgotten", "attribution.go", `loose.Also(r.newness(view, "unsure")))`, `loose.Without(loose))`},
	{"a headcount counts one", "column/count.go", `numbers[rows[k]] - 1`, `min(numbers[rows[k]], 1) - 1`},
	{"whoever stands in several rows counts several times in the total", "tally.go", `int64(column.Union(persons).Len() + column.Union(individuals).Len())`, `sum(cells)`},
	{"each action for an individual is for another", "tally.go", `	loose = loose.Without(individual)`, `	individual = individual.Without(individual)`},
	{"presences are persons", "definitions/interim/T14.yaml", `{measure: persons, code: persons, label: {it: Persone incontrate, en: Persons met}, population: {view: contacts, except: {mode: ""}}}`, `{measure: sum, of: presences, code: persons, label: {it: Persone incontrate, en: Persons met}}`},

	// International protection.
	{"answers after the cut-off count", "digest.go", `pop.from = column.FirstDay`, `pop.from, pop.to = column.FirstDay, column.LastDay`},
	{"answers before the period do not count", "digest.go", `pop.from = column.FirstDay`, `pop.from = r.params.from`},
	{"the first answer counts", "persons.go", `Pass: says}), "answer", true)`, `Pass: says}), "answer", false)`},
	{"the wrong answer of a day counts", "persons.go", `Pass: says}), "answer", true)`, `Pass: says}), "organisation", true)`},
	{"a silence takes the place of an answer", "persons.go", `[][]string{unasked, reasons} {`, `[][]string{unasked} {`},
	{"the last code of a list breaks ties", "axis.go", `rank[code] = int32(i)`, `rank[code] = int32(len(rank) - i)`},
	{"answers are added to what the contact says", "persons.go", "\t\t\ttotals[said]--\n", ""},
	{"an answer moves nobody from one value to another", "persons.go", `cells[place-said+answered]++`, `cells[place]++`},
	{"protection is that of the first contact", "definitions/interim/T2.yaml", `{column: protection, at: end, `, `{column: protection, `},

	// Rows and parts.
	{"a part looks beyond its row", "persons.go", "\t\tr.filter(c.view, a.column, r.codesOf(a, row)),\n", ""},
	{"codes of no row fall into the first", "axis.go", `a.lut[i] = other`, `a.lut[i] = 0`},
	{"actions for persons in charge count", "definitions/interim/T5.yaml", "    in_charge: false\n", ""},
	{"actions of every unit count", "definitions/interim/T5.yaml", "    unit_kind: contact_unit\n", ""},
	{"elsewhere is own", "rows.go", `v := values[i%len(x.rows)]`, `v := values[i%len(x.rows)/2]`},
	{"interviewed persons are those first met in interviews", "definitions/interim/T13.yaml", `row: identification_interview, value: gross`, `row: identification_interview, value: attributed`},
	{"the quality of contacts counts meetings and interviews", "quality.go", `.rows().OfNoun(noun)`, `.rows(); _ = noun`},

	// Counting many rows at once.
	{"a filter keeps what does not pass", "column/rows.go", `s.words[w] &= pass`, `s.words[w] &^= pass`},
	{"the last row of a stretch is lost", "column/rows.go", `^uint64(0) >> (-high & 63)`, `^uint64(0) >> (-high & 63) >> 1`},
	{"rows before the first day of a stretch count", "column/rows.go", "\ts.words[0] &= ^uint64(0) << (low & 63)\n", ""},
	{"bits are counted of the wrong rows", "column/count.go", `bits.OnesCount64(word & rows[w])`, `bits.OnesCount64(word | rows[w])`},
	{"a row of two columns stands where the first says", "column/count.go", `of[codes[i]] + of2[codes2[i]]`, `of[codes[i]] + of2[codes2[i]]*0`},
	{"a row of three columns stands where two of them say", "column/count.go", `place += step.Of[c.codes[step.Column][i]]`, `place += step.Of[c.codes[step.Column][i]] * 0`},

	// Arithmetic.
	{"percentages are cut off", "tally.go", `(2000*part + whole) / (2 * whole)`, `1000 * part / whole`},
	{"percentages round halves to even", "tally.go", `return Tenth((2000*part + whole) / (2 * whole))`, "n := (2000*part + whole) / (2 * whole)\n\tif (2000*part+whole)%(2*whole) == 0 {\n\t\tn -= n % 2\n\t}\n\treturn Tenth(n)"},
	{"hours are cut off", "tally.go", `(2*minutes + 6) / 12`, `minutes / 6`},

	// Columns kept current.
	{"a person's change is not followed", "column/change.go", `c.people[key], c.ids[key] = true, change.ID`, `c.ids[key] = change.ID`},
	{"rows that changed stay as well", "column/set.go", `if !changed.touch(v.base, i) {`, `if i >= 0 {`},
}
