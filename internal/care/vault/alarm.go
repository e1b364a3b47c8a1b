package vault

import (
	"approdo/internal/base/audit"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
)

// Alarm puts on record that something an organisation keeps is not what the program kept, since somebody wrote past it, and tells its officers
// and whoever follows the person it is about, if it is about one. what is the error that says so; reader is the account that came upon it.
// The same is told once an hour, and on record each time.
func Alarm(tx *store.Tx, what *errs.Error, reader string) error {
	who := person.ID(what.Arg("person"))
	tx.NoteAbout(string(who), "incident", what.Arg("record"), audit.Details{"what": audit.Code(what.Arg("object")), "account": audit.ID(reader)})
	return warnOf(tx, network.OrganisationID(what.Arg("organisation")), warning{kind: WarningForged, person: who, reason: what.Arg("object")})
}
