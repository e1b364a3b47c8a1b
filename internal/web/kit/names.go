package kit

import (
	"strconv"
	"strings"
	"unicode"

	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
)

// AccountNames are the names of the network's accounts, by id.
func AccountNames(tx *store.Tx) (map[string]string, error) {
	accounts, err := network.Accounts(tx)
	names := map[string]string{}
	for _, a := range accounts {
		names[string(a.ID)] = a.Name
	}
	return names, err
}

// Colleagues are the names of the members of the reader's organisation.
func Colleagues(tx *store.Tx) (map[network.AccountID]string, error) {
	names := map[network.AccountID]string{}
	list, err := network.Members(tx)
	for _, a := range list {
		names[a.ID] = a.Name
	}
	return names, err
}

func (c *Teller) Named(names map[network.AccountID]string, id network.AccountID) string {
	if name := names[id]; name != "" {
		return name
	}
	return c.P.T("card.somebody")
}

// RoleName is the role in the reader's language.
func (d *Desk) RoleName(p *i18n.Printer, role policy.Role) string {
	return d.Book.Label("role", string(role), p.Lang())
}

// RoleNames are several roles in a line.
func (d *Desk) RoleNames(p *i18n.Printer, roles []policy.Role) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = d.RoleName(p, role)
	}
	return strings.Join(names, ", ")
}

// Short is the end of an id: enough to tell records apart on a page.
func Short(id string) string {
	if len(id) > 8 {
		return "…" + id[len(id)-8:]
	}
	return id
}

// Number reads a whole number above zero, 0 when there is none.
func Number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// RuleWords says a rule as people read it. The trail keeps its name, which never changes; one of another version of the program stands
// as it is.
func RuleWords(p *i18n.Printer, name string) string {
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

// Itoa writes a number as it stands in addresses and hidden fields.
func Itoa(n int64) string { return strconv.FormatInt(n, 10) }
