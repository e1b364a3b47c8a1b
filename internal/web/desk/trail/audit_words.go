package trail

import (
	"cmp"
	"encoding/json"
	"strings"

	"approdo/internal/web/kit"

	"approdo/internal/base/audit"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// trailWords says entries in words: it knows the names behind ids that the reader may see.
type trailWords struct {
	d             *Desk
	p             *i18n.Printer
	accounts      map[string]network.Account
	accountList   []network.Account // of the organisations in scope, by log-in name
	organisations map[string]network.Organisation
	members       []network.Organisation
	persons       map[string]string      // id → code
	left          map[int64]kit.Exported // by entry: what the details say of a file that left
}

// trailWords reads the names that entries in the grant's scope may carry.
func (d *Desk) trailWords(tx *store.Tx, p *i18n.Printer, entries ...audit.Entry) (*trailWords, error) {
	w := &trailWords{
		d: d, p: p, accounts: map[string]network.Account{}, organisations: map[string]network.Organisation{}, persons: map[string]string{},
	}
	scope := tx.Grant().Scope()
	accounts, err := network.Accounts(tx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if scope.Sees(string(a.OrganisationID)) {
			w.accounts[string(a.ID)] = a
			w.accountList = append(w.accountList, a)
		}
	}
	organisations, err := network.Organisations(tx)
	if err != nil {
		return nil, err
	}
	for _, o := range organisations {
		w.organisations[string(o.ID)] = o
		if o.Member {
			w.members = append(w.members, o)
		}
	}
	return w, w.meet(tx, entries)
}

// meet reads the codes of those whom entries are about.
func (w *trailWords) meet(tx *store.Tx, entries []audit.Entry) (err error) {
	for _, e := range entries {
		if _, known := w.persons[e.Person]; e.Person == "" || known {
			continue
		}
		if w.persons[e.Person], err = person.CodeOf(tx, person.ID(e.Person)); err != nil {
			return err
		}
	}
	return nil
}

// who is the account's first name, or which part of the program acted with nobody logged in.
func (w *trailWords) who(actor string) string {
	if a, ok := w.accounts[actor]; ok {
		return a.Name
	}
	job, ok := strings.CutPrefix(actor, "job:")
	if !ok {
		return kit.Short(actor)
	}
	job, who, _ := strings.Cut(job, ":")
	name := w.say("audit.job.", job)
	if who != "" {
		name += " (" + who + ")"
	}
	return name
}

// whoDid is who acted; where somebody entered or left, it is they, and not the server that let them.
func (w *trailWords) whoDid(e audit.Entry) string {
	if a, ok := w.accounts[e.Record]; ok && e.Decision != audit.Denied && e.Action == string(policy.SessionOpen) {
		return a.Name
	}
	return w.who(e.Actor)
}

func (w *trailWords) when(e audit.Entry) string { return w.d.Moment(w.p, e.At) }

func (w *trailWords) organisation(id string) string {
	if o, ok := w.organisations[id]; ok {
		return o.Name
	}
	return kit.Short(id)
}

func (w *trailWords) role(role string) string {
	if role == "" {
		return ""
	}
	return w.d.Book.Label("role", role, w.p.Lang())
}

// from is the organisation and the role of who acted.
func (w *trailWords) from(e audit.Entry) string {
	parts := []string{}
	for _, part := range []string{w.organisation(e.Organisation), w.role(e.Role)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

// former are codes that entries of earlier versions carry, and what they are called now. The trail is never rewritten: none of them may come to mean another thing.
var former = map[string]string{
	"course": "timeline", "plan": "planned_outing", "plan.view": string(policy.PlannedView), "plan.record": string(policy.PlannedRecord),
}

// say finds the words of a code; a code of another version of the program stands as it is.
func (w *trailWords) say(area, code string) string { return TrailWord(w.p, area, code) }

func TrailWord(p *i18n.Printer, area, code string) string {
	key := area + strings.ReplaceAll(cmp.Or(former[code], code), ".", "_")
	if !i18n.Shipped().Has(p.Lang(), key) {
		return code
	}
	return p.T(key)
}

func (w *trailWords) action(action string) string { return w.say("audit.action.", action) }

// about says which thing, and whose page where it was a person's. An id that stands for nothing the reader knows says nothing: the entry's own
// page has it.
func (w *trailWords) about(e audit.Entry) string {
	text, which := w.say("audit.object.", e.Object), w.persons[e.Person]
	if which == "" {
		which = w.which(e)
	}
	if which == "" || which == text {
		return text
	}
	return text + " · " + which
}

// which says which record of its kind.
func (w *trailWords) which(e audit.Entry) string {
	if a, ok := w.accounts[e.Record]; ok {
		return a.Name
	}
	if o, ok := w.organisations[e.Record]; ok {
		return o.Name
	}
	switch e.Object {
	case audit.Export:
		if words := w.say("audit.what.", e.Record); words != e.Record {
			return words
		}
	case "retention":
		if words := w.say("desk.retention.rule.", e.Record); words != e.Record {
			return words
		}
	case "checkpoint", "code":
		return e.Record
	}
	return ""
}

// know learns the codes of the people whom details name.
func (w *trailWords) know(tx *store.Tx, details []byte) (err error) {
	var x struct {
		Person string   `json:"person"`
		Shown  []string `json:"shown"`
	}
	if json.Unmarshal(details, &x) != nil {
		return nil
	}
	for _, id := range append(x.Shown, x.Person) {
		if id != "" && err == nil {
			w.persons[id], err = person.CodeOf(tx, person.ID(id))
		}
	}
	return err
}

// decision says whether it was allowed, and how often it was not.
func (w *trailWords) decision(e audit.Entry) string {
	if e.Decision != audit.Denied {
		return w.p.T("audit.allowed")
	}
	return w.p.T("audit.denied", "count", e.Count)
}

func (w *trailWords) purpose(e audit.Entry) string {
	if e.Purpose == "" {
		return ""
	}
	if label := w.d.Book.Label("reveal_purpose", e.Purpose, w.p.Lang()); label != e.Purpose {
		return label
	}
	return w.say("audit.purpose.", e.Purpose)
}

// rule is the line of the policy's table that allowed it, or why it was refused.
func (w *trailWords) rule(e audit.Entry) string { return kit.RuleWords(w.p, e.Rule) }

// actions are all that the table knows, for the question which.
func trailActions() []string {
	var list []string
	seen := map[policy.Action]bool{}
	for _, rule := range policy.Table() {
		for _, a := range rule.Actions {
			if !seen[a] {
				seen[a] = true
				list = append(list, string(a))
			}
		}
	}
	return append(list, string(policy.SessionOpen), string(policy.System(policy.Operator).Action()))
}
