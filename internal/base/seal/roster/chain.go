package roster

import (
	"bytes"
	"strconv"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Row is a statement as it is kept: with its place, who signed it, and how. The stamp is made with the key file, whoever signs, so that who writes to the database
// alone adds nothing, not even what would give nothing.
type Row struct {
	N         int64 // from 1, without gaps
	Statement string
	Signer    string
	Signature []byte
	Stamp     []byte
}

// Equal reports whether two rows are the same to the last byte.
func (r Row) Equal(o Row) bool {
	return r.N == o.N && r.Statement == o.Statement && r.Signer == o.Signer && bytes.Equal(r.Signature, o.Signature) && bytes.Equal(r.Stamp, o.Stamp)
}

// Anchor is what a roster hangs on, outside the database.
type Anchor struct {
	Keys  *seal.Keys
	Trust *Trust
}

// signing separates signatures of the roster from others of the same keys.
const signing = "roster"

// By is who signs: an account, the papers of an organisation, or, as the zero By, the installation.
type By struct {
	Pen          seal.Pen
	Account      string
	Organisation string // whose papers
	Series       int64  // of these
}

// The texts of signers.
const (
	installation = "installation"
	byAccount    = "account "
	byPapers     = "papers "
)

func (b By) text() string {
	switch {
	case b.Account != "":
		return byAccount + b.Account
	case b.Organisation != "":
		return byPapers + b.Organisation + " " + strconv.FormatInt(b.Series, 10)
	}
	return installation
}

// message is what is signed: the statement in its place, after all those before it.
func (r *Roster) message(n int64, statement, signer string) []byte {
	parts := []string{"approdo roster 1", strconv.FormatInt(n, 10), string(r.head[:]), signer, statement}
	var b []byte
	for _, p := range parts {
		b = append(b, strconv.Itoa(len(p))...)
		b = append(b, ':')
		b = append(b, p...)
	}
	return b
}

// stamp is what the key file makes of a row in its place.
func (a Anchor) stamp(message, signature []byte) []byte {
	token := a.Keys.Token(signing, string(message), string(signature))
	return token[:]
}

// Next signs a statement and gives the roster with it, and the row to keep. Conflict "roster.refused" when no rule lets the signer say so.
func (r *Roster) Next(a Anchor, by By, s Statement) (*Roster, Row, error) {
	text, err := s.Text()
	if err != nil {
		return r, Row{}, err
	}
	pen := by.Pen
	if by.text() == installation {
		if pen, err = a.Keys.Pen(); err != nil {
			return r, Row{}, err
		}
	}
	row := Row{N: r.n + 1, Statement: text, Signer: by.text()}
	message := r.message(row.N, text, row.Signer)
	row.Signature = pen.Sign(message, signing)
	row.Stamp = a.stamp(message, row.Signature)
	next := r.clone()
	if err := next.add(a, row); err != nil {
		return r, Row{}, err
	}
	return next, row, nil
}

// Extend verifies rows that follow, and gives the roster with them. At the first that is not right it stops: the roster up to there has the Fault.
func (r *Roster) Extend(a Anchor, rows []Row) *Roster {
	if len(rows) == 0 || r.fault != nil {
		return r
	}
	next := r.clone()
	for _, row := range rows {
		if err := next.add(a, row); err != nil {
			next.fault = err
			return next
		}
	}
	return next
}

// add verifies one row and applies it; nothing is changed when it is not right.
func (r *Roster) add(a Anchor, row Row) *errs.Error {
	s, readable := parse(row.Statement)
	switch {
	case row.N != r.n+1:
		return errs.E(errs.Conflict, "roster.gap", "n", r.n+1)
	case !readable:
		return errs.E(errs.Conflict, "roster.unreadable", "n", row.N)
	}
	by, known := r.signer(row, s)
	message := r.message(row.N, row.Statement, row.Signer)
	switch {
	case !bytes.Equal(a.stamp(message, row.Signature), row.Stamp):
		return errs.E(errs.Conflict, "roster.bad_signature", "n", row.N)
	case !known:
		return refused(row.N, "signer")
	case by.installation && !a.Keys.Signed(message, row.Signature, signing), !by.installation && !by.public.Verify(message, row.Signature, signing):
		return errs.E(errs.Conflict, "roster.bad_signature", "n", row.N)
	}
	rule, known := rules[s.Kind]
	if !known {
		return refused(row.N, "kind")
	}
	if why := rule(r, a, by, s); why != "" {
		return refused(row.N, why)
	}
	r.n, r.head = row.N, seal.Hash(message, row.Signature)
	r.heads = append(r.heads, r.head)
	return nil
}

// refused is the answer to a statement that nobody allows. Why is for the log.
func refused(n int64, why string) *errs.Error {
	return errs.E(errs.Conflict, "roster.refused", "n", n, "why", why)
}

// signer is who signed a row, as the rows before it know them.
type signer struct {
	installation bool
	person       person // zero unless an account signed that the roster knows
	papers       string // organisation whose papers signed
	series       int64  // of these
	inForce      bool
	public       seal.Public // that verifies
}

func (r *Roster) signer(row Row, s Statement) (by signer, known bool) {
	switch {
	case row.Signer == installation:
		return signer{installation: true}, true
	case strings.HasPrefix(row.Signer, byAccount):
		id := strings.TrimPrefix(row.Signer, byAccount)
		if s.Kind == Own { // whoever says what their key is signs with it
			public, err := seal.ParsePublic(s.Public)
			return signer{public: public}, err == nil && id == s.Subject
		}
		p, found := r.people[id]
		return signer{person: p, public: p.public}, found && p.standing == Confirmed
	case strings.HasPrefix(row.Signer, byPapers):
		o, number, _ := strings.Cut(strings.TrimPrefix(row.Signer, byPapers), " ")
		for i, p := range append([]papers{r.houses[o].inForce}, r.houses[o].former...) {
			if p.series > 0 && strconv.FormatInt(p.series, 10) == number {
				return signer{papers: o, series: p.series, inForce: i == 0, public: p.public}, true
			}
		}
	}
	return signer{}, false
}

// holds reports whether an account of an organisation signed that has a right.
func (b signer) holds(organisation string, right Right) bool {
	return b.person.organisation == organisation && organisation != "" && b.person.works(right)
}
