package roster

import (
	"bytes"
	"maps"
	"slices"

	"approdo/internal/base/seal"
)

// rule decides whether a signer may say so, and applies it if so. Why says what is missing, for the log; it is empty when all is right. Nothing is changed otherwise.
type rule func(r *Roster, a Anchor, by signer, s Statement) (why string)

var rules = map[Kind]rule{
	Adopted: adopted, Own: owned, Founder: founded, Colleague: confirmed, Changed: changed,
	Recovery: recovered, Key: keyed, Given: given, Closed: closed, Backup: backedUp, NewEra: began, Leads: leads, Guarded: guarded,
}

// adopted is the first statement of an installation that is older than its roster: all that stood when it began. The file Trust names it.
func adopted(r *Roster, a Anchor, by signer, s Statement) string {
	mark, err := s.mark()
	switch {
	case r.n != 0:
		return "first"
	case !by.installation || err != nil || !a.Trust.Has(TrustAdopted, mark):
		return "trust"
	}
	for _, x := range s.Statements {
		if !r.adopt(x) {
			return "adopted"
		}
	}
	for id := range r.people {
		r.left(id)
	}
	return ""
}

// adopt takes one of the things that stood.
func (r *Roster) adopt(s Statement) bool {
	public, err := seal.ParsePublic(s.Public)
	switch {
	case s.Kind != Key && err != nil:
		return false
	case s.Kind == Colleague:
		r.people[s.Subject] = person{
			account: s.Subject, organisation: s.Organisation, name: s.Name, mail: s.Mail, public: public, marks: s.Marks, roles: s.Roles, rights: s.Rights, standing: s.Standing,
		}
		return true
	case s.Kind == Recovery:
		h := r.houses[s.Organisation]
		p := papers{s.Series, public, s.Commitment, ""}
		switch s.State {
		case Coming:
			h.coming = p
		case InForce:
			h.inForce = p
		default:
			h.former = append(slices.Clone(h.former), p)
		}
		r.houses[s.Organisation] = h
		return true
	case s.Kind == Key:
		r.keep(s, r.publics(s.Holders))
		return true
	}
	return false
}

// owned: whoever has a key says that it is theirs, and which slots open its seed. Another key needs that the account was invited anew.
func owned(r *Roster, _ Anchor, _ signer, s Statement) string {
	p, known := r.people[s.Subject]
	public := seal.Public(s.Public)
	switch {
	case s.Subject == "" || s.Organisation == "":
		return "subject"
	case known && p.organisation != s.Organisation:
		return "organisation"
	case known && bytes.Equal(p.public, public):
		p.marks = s.Marks
	case known && p.standing != Invited:
		return "another key"
	default:
		p = person{account: s.Subject, organisation: s.Organisation, public: public, marks: s.Marks, standing: Waiting}
	}
	r.people[s.Subject] = p
	return ""
}

// founded: somebody whom the file Trust names, of an organisation that has nothing to open yet.
func founded(r *Roster, a Anchor, by signer, s Statement) string {
	p := r.people[s.Subject]
	switch {
	case !by.installation:
		return "installation"
	case r.houses[s.Organisation].live():
		return "live"
	case p.standing != Waiting || p.organisation != s.Organisation || !bytes.Equal(p.public, s.Public):
		return "claim"
	case !a.Trust.Has(TrustFounder, p.public.Mark()):
		return "trust"
	}
	r.admit(p, s)
	return ""
}

// opens reports whether an account signed that holds the key of its organisation's team, or may hold it where there is none yet.
func (r *Roster) opens(by signer, organisation string) bool {
	h := r.houses[organisation]
	return by.holds(organisation, Hold) && (!h.live() || r.compartments[h.team].has(by.person))
}

func (c Compartment) has(p person) bool {
	public, held := c.holders[p.account]
	return held && bytes.Equal(public, p.public)
}

// publics are the public keys of accounts, as they are now.
func (r *Roster) publics(accounts []string) map[string]seal.Public {
	m := make(map[string]seal.Public, len(accounts))
	for _, id := range accounts {
		if p, known := r.people[id]; known {
			m[id] = p.public
		}
	}
	return m
}

// may reports whether each of the accounts may hold a key of an organisation.
func (r *Roster) may(accounts []string, organisation string) bool {
	return !slices.ContainsFunc(accounts, func(id string) bool {
		p := r.people[id]
		return p.organisation != organisation || !p.works(Hold)
	})
}

// confirmed: a colleague who holds the team's key compared the key of one whom they know, in the roles that they saw; or two custodians did.
func confirmed(r *Roster, _ Anchor, by signer, s Statement) string {
	p := r.people[s.Subject]
	switch {
	case by.person.account == s.Subject && s.Subject != "":
		return "oneself"
	case !(by.holds(s.Organisation, Vouch) && r.opens(by, s.Organisation)) && (!by.inForce || by.papers != s.Organisation):
		return "vouch"
	case p.standing != Waiting && p.standing != Confirmed || p.organisation != s.Organisation || !bytes.Equal(p.public, s.Public):
		return "claim"
	}
	r.admit(p, s)
	return ""
}

func (r *Roster) admit(p person, s Statement) {
	p.name, p.mail, p.roles, p.rights, p.standing = s.Name, s.Mail, s.Roles, s.Rights, Confirmed
	r.people[p.account] = p
}

// changed: less than before; or a role that neither opens nor watches. It takes two to take anything from who watches, and from the last who holds keys: one proposed it, and one who
// confirms or watches signs. So it does to call who watches by another name, or at another address.
func changed(r *Roster, _ Anchor, by signer, s Statement) string {
	p, known := r.people[s.Subject]
	takes := !within(p.roles, s.Roles) || !within(p.rights, s.Rights) || s.Standing != p.standing
	narrower := within(s.Roles, p.roles) && within(s.Rights, p.rights)
	renamed := r.guards >= Addresses && p.works(Watch) && (s.Name != p.name || s.Mail != p.mail) || r.guards >= Owners && p.works(Hold) && s.Name != p.name
	light := by.holds(s.Organisation, Administer) && within(s.Rights, append(slices.Clone(p.rights), Administer))
	second := by.holds(s.Organisation, Vouch) || by.holds(s.Organisation, Watch)
	switch {
	case !known || p.organisation != s.Organisation:
		return "subject"
	case by.person.account == s.Subject:
		return "oneself"
	case !by.installation && !by.holds(s.Organisation, Administer) && !second:
		return "administer"
	case !narrower && !light:
		return "wider"
	case !follows(s.Standing, p.standing):
		return "standing"
	case (r.Guarded(p.account) && takes || renamed) && !second:
		return "two"
	}
	p.name, p.mail, p.roles, p.rights, p.standing = s.Name, s.Mail, s.Roles, s.Rights, s.Standing
	r.people[p.account] = p
	r.left(p.account)
	return ""
}

func within[T comparable](some, all []T) bool {
	return !slices.ContainsFunc(some, func(x T) bool { return !slices.Contains(all, x) })
}

// follows reports whether a standing may become another without a colleague who confirms.
func follows(next, now Standing) bool {
	switch next {
	case now:
		return true
	case Waiting:
		return now == Confirmed || now == Suspended
	case Suspended:
		return now == Confirmed || now == Waiting
	case Invited:
		return now == Confirmed || now == Waiting
	case Left:
		return true
	}
	return false
}

// recovered: papers come from who holds keys, and are put in force by another; before an organisation has anything to open they are in force at once.
func recovered(r *Roster, a Anchor, by signer, s Statement) string {
	h := r.houses[s.Organisation]
	public, err := seal.ParsePublic(s.Public)
	holder := r.opens(by, s.Organisation)
	next := papers{s.Series, public, s.Commitment, by.person.account}
	switch {
	case s.State == Dropped && holder && h.coming.series == s.Series && s.Series > 0:
		h.coming = papers{}
		r.houses[s.Organisation] = h
		return ""
	case err != nil || s.Series < 1 || s.Organisation == "":
		return "public"
	case !h.live() && s.State == InForce && (holder || by.installation && a.Trust.Has(TrustPapers, public.Mark())):
		h.inForce = next
	case h.live() && s.State == Coming && holder && s.Series > h.inForce.series && h.coming.series == 0:
		h.coming = next
	case h.live() && s.State == InForce && holder && h.coming.series == s.Series && bytes.Equal(h.coming.public, public) && h.coming.maker != by.person.account:
		next.commitment, next.maker = h.coming.commitment, h.coming.maker
		h.former = append(slices.Clone(h.former), h.inForce)
		h.inForce, h.coming = next, papers{}
	default:
		return "papers"
	}
	r.houses[s.Organisation] = h
	return ""
}

// keyed: the next key of a compartment, or the same one sealed to other papers, by who holds the present one; the first of a team by whoever goes live. It says to whom the
// key was sealed.
func keyed(r *Roster, _ Anchor, by signer, s Statement) string {
	was, known := r.compartments[s.Subject]
	h := r.houses[s.Organisation]
	first := !known && s.Type == Team && !h.live()
	holders := r.publics(s.Holders)
	same := known && s.Epoch == was.Epoch
	if same {
		holders = was.holders
	}
	switch {
	case s.Subject == "" || s.Organisation == "" || len(s.Mark) == 0:
		return "subject"
	case known && !was.has(by.person), !known && !first && !by.holds(s.Organisation, Hold), first && !by.installation && !by.holds(s.Organisation, Hold):
		return "hold"
	case !known && (s.Epoch != 1 || s.Type == Team && h.live()):
		return "first"
	case known && (was.Organisation != s.Organisation || was.Type != s.Type || was.About != s.About):
		return "another"
	case known && s.Epoch != was.Epoch+1 && !(same && (was.Mark == nil || bytes.Equal(was.Mark, s.Mark))):
		return "epoch"
	case s.Series != h.inForce.series:
		return "papers"
	case !same && !r.may(s.Holders, s.Organisation):
		return "holders"
	}
	r.keep(s, holders)
	if c := r.compartments[s.Subject]; same {
		c.knew = was.knew
		r.compartments[s.Subject] = c
	}
	return ""
}

// Team is the type of the compartment of which an organisation has one.
const Team = "team"

// keep puts a key in place of the one before.
func (r *Roster) keep(s Statement, holders map[string]seal.Public) {
	r.compartments[s.Subject] = Compartment{
		ID: s.Subject, Organisation: s.Organisation, Type: s.Type, Epoch: s.Epoch, Series: s.Series, Mark: s.Mark, Reserve: s.Reserve, About: s.About, holders: holders,
	}
	if s.About != "" {
		r.confided[s.About] = s.Subject
	}
	if s.Type == Team {
		h := r.houses[s.Organisation]
		h.team = s.Subject
		r.houses[s.Organisation] = h
	}
}

// given: the key of a compartment was sealed to others, by who holds it, or by two papers.
func given(r *Roster, _ Anchor, by signer, s Statement) string {
	was, known := r.compartments[s.Subject]
	switch {
	case !known || was.Organisation != s.Organisation || was.Epoch != s.Epoch:
		return "subject"
	case !was.has(by.person) && (by.papers != s.Organisation || !by.inForce && by.series != was.Series):
		return "hold"
	case !r.may(s.Holders, s.Organisation):
		return "holders"
	}
	was.holders = own(was.holders)
	maps.Copy(was.holders, r.publics(s.Holders))
	r.compartments[s.Subject] = was
	return ""
}

// closed: a compartment that is not a team's, by who holds its key. The installation closes it with the person it is about, who was erased: they stay confided to it, and so to
// nobody.
func closed(r *Roster, _ Anchor, by signer, s Statement) string {
	was, known := r.compartments[s.Subject]
	switch {
	case !known || was.Type == Team || was.Organisation != s.Organisation:
		return "subject"
	case !by.installation && !was.has(by.person):
		return "hold"
	}
	delete(r.compartments, s.Subject)
	if !by.installation && r.confided[was.About] == was.ID {
		delete(r.confided, was.About)
	}
	return ""
}

// backedUp: the installation made a key for backups and sealed it to the papers in force of an organisation.
func backedUp(r *Roster, _ Anchor, by signer, s Statement) string {
	if _, known := r.backups[s.Subject]; known || s.Subject == "" || s.Recipient == "" || !by.installation {
		return "backup"
	}
	r.backups[s.Subject] = backup{s.Recipient, s.About}
	return ""
}

// began: two custodians say that the trail begins again, and who left meanwhile. Where nothing can be opened yet there are none.
func began(r *Roster, _ Anchor, by signer, s Statement) string {
	if !(by.inForce && (r.lead == "" || r.lead == by.papers)) && (r.Opens() || !by.installation) || s.Epoch != r.era.N+1 {
		return "papers"
	}
	r.era = Era{s.Epoch, s.Size, s.Root, r.n + 1}
	for _, id := range s.Departed {
		if p, known := r.people[id]; known {
			p.standing = Left
			r.people[id] = p
			r.left(id)
		}
	}
	return ""
}

// leads: the installation says once which organisation leads, and whether everything is an example.
func leads(r *Roster, _ Anchor, by signer, s Statement) string {
	if !by.installation || r.lead != "" || s.Organisation == "" {
		return "lead"
	}
	r.lead, r.example = s.Organisation, s.Type == Demonstration
	return ""
}

// Addresses is the step from which on the roster knows where notices go to those who watch.
const Addresses = 4

// Owners is the step from which on people are bound to their organisations and the network's own lists are under the key file, what shelters are called stands sealed, and who holds keys is
// called by another name by two only.
const Owners = 5

// Sums is the step from which on small tables that decide carry one hash each, and rows of planned outings, warnings and imports one of their own.
const Sums = 6

// Receivers is the step from which on the project that takes somebody over is a code of a list.
const Receivers = 7

// Numbered is the step from which on every small table on which trust rests carries a hash, each is numbered, and what was said before a correction carries one of its own.
const Numbered = 8

// Totalled is the step from which on a total stands over each table whose rows come and go with the work: what imports remember, what was said before corrections, by what somebody is found.
const Totalled = 9

// Imports is the step from which on the list of imports carries a hash as well.
const Imports = 10

// Uncounted is the step from which on what an erasure leaves does not say how much it destroyed: so many records are had by few, and those who remain show some of what they had.
const Uncounted = 11

// guarded: the installation says up to which step rows of earlier versions are under the key file, and where notices go to those who watch, as it stands.
func guarded(r *Roster, _ Anchor, by signer, s Statement) string {
	if !by.installation || s.Epoch <= r.guards {
		return "guards"
	}
	r.guards = s.Epoch
	for _, x := range s.Statements {
		if p, known := r.people[x.Subject]; known && p.has(Watch) {
			p.mail = x.Mail
			r.people[x.Subject] = p
		}
	}
	return ""
}
