package sheet

import (
	"maps"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
)

// replacement is an answer that replaces imports.
type replacement struct {
	answer  Answer
	imports map[string]bool
}

// replacements are the answers of a question that replace imports.
type replacements []replacement

// of gives the imports that an answer replaces; none for one that replaces nothing.
func (list replacements) of(answer string) map[string]bool {
	for _, r := range list {
		if r.answer.ID == answer {
			return r.imports
		}
	}
	return nil
}

func answersOf(list replacements) (answers []Answer) {
	for _, r := range list {
		answers = append(answers, r.answer)
	}
	return answers
}

// replacements offers to replace imports, each by itself and then all of them, if nothing stands in the way of undoing them. An answer for one of several
// names it, so that it never means another. Each says how many rows of the imports the file does not hold.
func (d *Draft) replacements(tx *store.Tx, c *comparison, versions []version) (list replacements, err error) {
	all := map[string]bool{}
	for _, v := range versions {
		c.versions[v.id] = true
		uses, err := d.desk.Uses(tx, v.id)
		if err != nil {
			return nil, err
		}
		if len(uses) > 0 {
			continue
		}
		all[v.id] = true
		if len(versions) > 1 {
			rows, gone := c.weigh(map[string]bool{v.id: true})
			words := Words{"ask.answer.replace_this", []any{
				"when", i18n.ISODay(v.when[:len("2006-01-02")]), "first", i18n.ISODay(v.first), "last", i18n.ISODay(v.last), "rows", rowsCounted(rows), "gone", rowsGone(gone),
			}}
			list = append(list, replacement{Answer{"replace." + v.id, words}, map[string]bool{v.id: true}})
		}
	}
	if len(all) == 0 || len(all) < len(versions) {
		return list, nil
	}
	r := replacement{Answer{ID: "replace"}, all}
	if len(all) > 1 {
		r.answer.ID = "replace_all"
	}
	r.answer.Words = c.replacing(all)
	return append(list, r), nil
}

// replacing says which imports are replaced together.
func (c *comparison) replacing(imports map[string]bool) Words {
	when := make([]string, 0, len(imports))
	for id := range imports {
		when = append(when, c.earlier[id].when)
	}
	slices.Sort(when)
	rows, gone := c.weigh(imports)
	key := "ask.answer.replace"
	if gone > 0 {
		key = "ask.answer.replace_losing"
	}
	return Words{key, []any{"count", len(imports), "when", strings.Join(daysOf(when), ", "), "rows", rowsCounted(rows), "gone", rowsGone(gone)}}
}

// weigh counts the rows of imports, and those of them that the file does not hold.
func (c *comparison) weigh(imports map[string]bool) (rows, gone int) {
	for id := range imports {
		rows += c.earlier[id].rows
	}
	gone = rows
	for _, s := range c.known {
		if imports[s.imported] {
			gone--
		}
	}
	return rows, gone
}

func rowsCounted(n int) []Words { return []Words{{"ask.rows_counted", []any{"count", n}}} }

func rowsGone(n int) []Words {
	if n == 0 {
		return []Words{{Key: "ask.rows_stay"}}
	}
	return []Words{{"ask.rows_gone", []any{"count", n}}}
}

// daysOf cuts instants to their days.
func daysOf(instants []string) []string {
	days := make([]string, len(instants))
	for i, at := range instants {
		days[i] = at[:min(len(at), len("2006-01-02"))]
	}
	return slices.Compact(days)
}

// replace takes imports for undone: their rows, their records and the persons they made are not there.
func (c *comparison) replace(tx *store.Tx, imports map[string]bool) error {
	for id := range imports {
		c.replaced = append(c.replaced, id)
		records, err := store.List(tx, func(r store.Row) (id string, err error) { return id, r.Scan(&id) }, `SELECT record FROM sheet_rows WHERE import_id = $1 AND record <> ''`, id)
		if err != nil {
			return errs.Wrap(err, "list records of import", id)
		}
		for _, record := range records {
			c.goes[record] = true
		}
	}
	slices.Sort(c.replaced)
	maps.DeleteFunc(c.known, func(_ int, s standing) bool { return imports[s.imported] && s.record != "" }) // rows that are gone outlive their import
	return nil
}
