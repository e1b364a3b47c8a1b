package demo

import (
	_ "embed"
	"slices"

	"approdo/internal/base/network"
)

//go:embed network.yaml
var networkFile []byte

// Passphrase opens every account of the demonstration. It is public on purpose: there is nobody real in it.
const Passphrase = "esempio-approdo"

// Account is somebody who can log in to the demonstration.
type Account struct {
	Login        string
	Name         string
	Organisation string // its name
	Role         string // list role
	Lead         bool   // of the organisation that leads the network
}

// Accounts lists one account for each role, as the network's file orders them. It panics when the file that is part of the program cannot be read.
func Accounts() []Account {
	charter, err := network.ReadCharter(networkFile)
	if err != nil {
		panic("demo: " + err.Error())
	}
	var list []Account
	for _, a := range charter.Accounts {
		for _, role := range a.Roles {
			if slices.ContainsFunc(list, func(b Account) bool { return b.Role == role }) {
				continue
			}
			at := slices.IndexFunc(charter.Organisations, func(o network.CharterOrganisation) bool { return o.Code == a.Organisation })
			o := charter.Organisations[at]
			list = append(list, Account{Login: a.Login, Name: a.Name, Organisation: o.Name, Role: role, Lead: o.Lead})
		}
	}
	return list
}
