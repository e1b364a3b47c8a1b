package desk

import (
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// accountNames are the names of the network's accounts, by id.
func accountNames(tx *store.Tx) (map[string]string, error) {
	accounts, err := network.Accounts(tx)
	names := map[string]string{}
	for _, a := range accounts {
		names[string(a.ID)] = a.Name
	}
	return names, err
}

// colleagues are the names of the members of the reader's organisation.
func colleagues(tx *store.Tx) (map[network.AccountID]string, error) {
	names := map[network.AccountID]string{}
	list, err := network.Members(tx)
	for _, a := range list {
		names[a.ID] = a.Name
	}
	return names, err
}

func (c *teller) named(names map[network.AccountID]string, id network.AccountID) string {
	if name := names[id]; name != "" {
		return name
	}
	return c.p.T("card.somebody")
}

// roleName is the role in the reader's language.
func (d *Desk) roleName(p *i18n.Printer, role policy.Role) string {
	return d.Book.Label("role", string(role), p.Lang())
}

// roleNames are several roles in a line.
func (d *Desk) roleNames(p *i18n.Printer, roles []policy.Role) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = d.roleName(p, role)
	}
	return strings.Join(names, ", ")
}

// short is the end of an id: enough to tell records apart on a page.
func short(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}

// number reads a whole number above zero, 0 when there is none.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// ruleWords says a rule as people read it. The trail keeps its name, which never changes; one of another version of the program stands
// as it is.
func ruleWords(p *i18n.Printer, name string) string {
	key := RuleKey(name)
	if !i18n.Shipped().Has(p.Lang(), key) {
		return name
	}
	return p.T(key)
}

// RuleKey is the key of the catalogues under which a rule has its words: its name, in letters and lines.
func RuleKey(name string) string {
	words := strings.FieldsFunc(strings.ReplaceAll(name, "'", ""), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return "policy.rule." + strings.Join(words, "_")
}
