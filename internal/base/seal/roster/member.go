package roster

import (
	"io"
	"slices"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/internal/envelope"
)

// Member is somebody, or something, whose key the roster vouches for: a colleague, the papers of an organisation, the key of a month's backups. Nothing else is sealed
// to, and nothing but a Roster without a fault makes one. The zero Member is nobody: sealing to it fails.
type Member struct {
	id           string
	organisation string
	public       seal.Public
	recipient    string // of backups, which have no public key of the other kind
	roles        []string
	rights       []Right
	series       int64
	commitment   []byte
}

// Person is a colleague whose key was confirmed; false for anybody else, and while the roster has a fault.
func (r *Roster) Person(account string) (Member, bool) {
	p, found := r.people[account]
	if !found || p.standing != Confirmed || r.fault != nil {
		return Member{}, false
	}
	return Member{id: p.account, organisation: p.organisation, public: p.public, roles: p.roles, rights: p.rights}, true
}

// InForce is the recovery key that an organisation's papers in force make.
func (r *Roster) InForce(organisation string) (Member, bool) {
	return r.papers(organisation, r.houses[organisation].inForce)
}

// Coming is the one that coming papers make.
func (r *Roster) Coming(organisation string) (Member, bool) {
	return r.papers(organisation, r.houses[organisation].coming)
}

func (r *Roster) papers(organisation string, p papers) (Member, bool) {
	if p.series == 0 || r.fault != nil {
		return Member{}, false
	}
	return Member{id: organisation, organisation: organisation, public: p.public, series: p.series, commitment: p.commitment}, true
}

// Backup is the key of a month's backups.
func (r *Roster) Backup(id string) (Member, bool) {
	b, found := r.backups[id]
	if !found || r.fault != nil {
		return Member{}, false
	}
	return Member{id: id, recipient: b.recipient}, true
}

// IsZero reports whether it is nobody.
func (m Member) IsZero() bool { return m.id == "" }

// ID is of the account, the organisation of papers, or the backup's key.
func (m Member) ID() string { return m.id }

// Organisation is whose the colleague or the papers are.
func (m Member) Organisation() string { return m.organisation }

// Public is the public key.
func (m Member) Public() seal.Public { return m.public }

// Roles are those in which a colleague was confirmed.
func (m Member) Roles() []string { return m.roles }

// Has reports whether a colleague was confirmed with a right.
func (m Member) Has(r Right) bool { return slices.Contains(m.rights, r) }

// Series counts an organisation's papers, from one.
func (m Member) Series() int64 { return m.series }

// Commitment recognises the shares that stand on papers.
func (m Member) Commitment() []byte { return m.commitment }

// Is reports whether both are the same, with the same key.
func (m Member) Is(other Member) bool {
	return m.id == other.id && string(m.public) == string(other.public) && m.recipient == other.recipient && m.series == other.series
}

// Seal seals a secret so that only the member opens it, with the same context. It is the one way to seal anything to anybody.
func (m Member) Seal(plain []byte, context ...string) ([]byte, error) {
	if m.IsZero() {
		return nil, errs.E(errs.Internal, "seal.no_key")
	}
	return envelope.Seal(m.public, plain, context...)
}

// Encrypts reports whether backups for the member are encrypted to a recipient.
func (m Member) Encrypts(recipient string) bool { return m.recipient != "" && m.recipient == recipient }

// Encrypt encrypts a backup that is written to the writer it returns, until Close.
func (m Member) Encrypt(dst io.Writer) (io.WriteCloser, error) {
	if m.recipient == "" {
		return nil, errs.E(errs.Internal, "seal.no_key")
	}
	return envelope.Encrypt(dst, m.recipient)
}
