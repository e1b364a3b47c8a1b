package audit

import (
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"approdo/internal/base/errs"
)

// What an inspector makes of the head of a bundle: for whom the file is, what things are called, and so what may be hidden in it.

func (in *inspector) open(l line, text []byte) error {
	if l.Is != "bundle" || l.Version < 1 || l.Version > BundleVersion || l.Size < 0 {
		return errs.E(errs.Invalid, "audit.not_a_bundle")
	}
	in.report.Bundle = Bundle{Version: l.Version, Origin: l.Origin, Key: l.Key, Zone: l.Zone, Made: l.Made, Size: l.Size, Of: l.Of, Since: l.Since}
	copy(in.blind[:], l.Blind)
	copy(in.report.Bundle.Blinds[:], l.Blinds)
	in.blinder = NewBlinder(in.report.Bundle.Blinds)
	in.preamble.Write(text)
	in.person = in.Person
	if in.Key != nil {
		return nil
	}
	var err error
	if in.Key, err = Verifier(l.Key); err != nil {
		return errs.E(errs.Invalid, "audit.not_a_bundle", err)
	}
	return nil
}

// call learns what an id is called.
func (in *inspector) call(l line, text []byte) bool {
	if in.begun || in.report.Signed {
		return false
	}
	in.preamble.Write(text)
	switch {
	case l.Is == "code" && in.Person != "" && l.Name == in.Person:
		in.person = l.ID
	case l.Is == "name" && len(in.names) < mostNames:
		in.names[l.ID] = Named{l.ID, l.Name, l.Code}
	}
	return true
}

// sign verifies the signature over the lines before it.
func (in *inspector) sign(l line) bool {
	if in.begun || in.report.Signed || in.report.Bundle.Version < 2 {
		return false
	}
	opened, err := note.Open([]byte(l.Note), note.VerifierList(in.Key))
	in.report.Signed = err == nil && opened.Text == preambleText(in.Key.Name(), tlog.Hash(in.preamble.Sum(nil)))
	return true
}

// begin ends the preamble: only what was signed of it counts, and the file must be for the one who reads it.
func (in *inspector) begin() {
	if in.begun {
		return
	}
	in.begun = true
	of := in.report.Bundle.Of
	if !in.report.Signed { // names would be whoever's who had the file in hand
		clear(in.names)
		in.person = in.Person
		if in.report.Bundle.Version > 1 {
			in.blame(Fault{Problem: Unsigned})
		}
	}
	in.report.Whose = in.name(of)
	if whose := in.names[of]; in.For != "" && of != "" && in.For != of && !strings.EqualFold(in.For, whose.Name) && !strings.EqualFold(in.For, whose.Code) {
		in.blame(Fault{Problem: Foreign})
	}
}

// name is what an organisation is called, or its id where it has no name.
func (in *inspector) name(id string) string {
	if n := in.names[id].Name; n != "" {
		return n
	}
	return id
}

// unblind gives an entry the blind that its leaf is made with, if it is as new as the file says.
func (in *inspector) unblind(e *Entry) {
	if b := in.report.Bundle; b.Version > 1 && (e.Version >= Blinded) != (e.N >= b.Since) {
		in.blame(Fault{N: e.N, Problem: Beheaded})
	}
	switch {
	case in.report.Bundle.Of == "":
		in.blinder.Blind(e)
	case e.Version >= Blinded:
		e.Blind = in.blind
	}
}

// hidden judges an entry that is not shown: whoever sees all has none, and of one's own organisation none may be.
func (in *inspector) hidden(l line) {
	in.report.Hidden++
	b := in.report.Bundle
	switch {
	case b.Of == "":
		in.blame(Fault{N: l.N, Problem: Concealed})
	case l.Format >= Blinded:
		if l.Mark == in.blind.Mark(l.Body) {
			in.blame(Fault{N: l.N, Problem: Concealed})
		}
	case b.Version > 1 && l.N >= b.Since:
		in.blame(Fault{N: l.N, Problem: Concealed})
	default:
		in.report.Unproven++
	}
}
