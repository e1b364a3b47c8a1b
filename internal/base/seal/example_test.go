package seal_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
)

// A tour of the keys, from the first day of an organisation to the day when nobody can log in any more.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "approdo")
	check(err)
	defer os.RemoveAll(dir)

	// The installation has one key file, outside its database.
	keys, err := seal.OpenKeys(dir)
	check(err)

	// Giulia chooses a password. Her seed is made, and lies in the database inside a slot.
	seed, err := seal.NewSeed()
	check(err)
	slot, err := keys.NewSlot(ctx, seed, "correct horse battery", "giulia", "password")
	check(err)

	// A second slot opens with a code that she keeps in a drawer.
	code, err := seal.RecoveryCode()
	check(err)
	drawer, err := keys.NewSlot(ctx, seed, code, "giulia", "recovery")
	check(err)

	// Her identity follows from the seed. She says that it is hers, and the roster says so on: from its word alone things can be sealed to her.
	giulia, err := seed.Identity()
	check(err)
	member := founder(keys, giulia)

	// Her team has a compartment with a key. A colleague who holds it hands it to her, whether she is there or not.
	compartment, err := seal.NewKey()
	check(err)
	grant, err := member.Seal(compartment.Bytes(), "compartment-1", "epoch-1")
	check(err)

	// A person is met. The person has a key of their own, wrapped in the compartment's, and every record is sealed under it.
	person, err := seal.NewKey()
	check(err)
	wrapped, err := compartment.Wrap(person, "person-1", "epoch-1")
	check(err)
	name := seal.Binding{Organisation: "organisation-1", Person: "person-1", Kind: "name", Revision: 1, Schema: 1}
	record, err := person.Seal(name, []byte("an invented name"))
	check(err)
	phone, err := compartment.Token("phone", "+390000001") // finds the phone again without keeping it
	check(err)

	// Next morning Giulia logs in. Everything opens, one thing after the other.
	seed, err = keys.OpenSlot(ctx, slot, "correct horse battery", "giulia", "password")
	check(err)
	giulia, err = seed.Identity()
	check(err)
	compartment, err = giulia.OpenKey(grant, "compartment-1", "epoch-1")
	check(err)
	person, err = compartment.Unwrap(wrapped, "person-1", "epoch-1")
	check(err)
	text, err := person.Open(name, record)
	check(err)
	fmt.Printf("Giulia reads: %s\n", text)
	again, err := compartment.Token("phone", "+390000001")
	check(err)
	fmt.Println("the phone is known:", again == phone)

	// Between two requests neither the browser nor the server holds the seed: the one has the key, the other the lock.
	cookie, err := seal.NewKey()
	check(err)
	locked, err := seed.Lock(cookie, "session-1")
	check(err)
	seed, err = seal.Unlock(cookie, locked, "session-1")
	check(err)

	// The record of one person, put in the place of another's, does not open. Nor does a wrong password say more than that.
	elsewhere := name
	elsewhere.Person = "person-2"
	_, err = person.Open(elsewhere, record)
	fmt.Println("in another's place:", errs.KindOf(err))
	_, err = keys.OpenSlot(ctx, slot, "wrong", "giulia", "password")
	fmt.Println("a wrong password:", errs.KindOf(err))
	_, err = keys.OpenSlot(ctx, nil, "wrong", "nobody", "password")
	fmt.Println("nobody's password:", errs.KindOf(err))

	// She forgets her password, and types the code in small letters.
	typed, err := seal.NormalizeCode(strings.ToLower(code))
	check(err)
	recovered, err := keys.OpenSlot(ctx, drawer, typed, "giulia", "recovery")
	check(err)
	fmt.Println("the same seed:", recovered.Equal(seed))

	// A photographed page is sealed piece by piece.
	var file bytes.Buffer
	w, err := person.Encrypt(&file, "person-1", "file-1")
	check(err)
	_, err = io.WriteString(w, "an invented page")
	check(err)
	check(w.Close())
	r, err := person.Decrypt(&file, "person-1", "file-1")
	check(err)
	page, err := io.ReadAll(r)
	check(err)
	fmt.Printf("the file: %s\n", page)

	// And nothing of it all ends up in a log.
	fmt.Println(seed, person, giulia)

	// Output:
	// Giulia reads: an invented name
	// the phone is known: true
	// in another's place: denied
	// a wrong password: denied
	// nobody's password: denied
	// the same seed: true
	// the file: an invented page
	// seal: secret seal: secret seal: secret
}

// An organisation's recovery: two of three papers open what everybody lost.
func Example_recovery() {
	// At set-up a seed is made for the organisation and split. Three custodians take a paper each; the seed is forgotten.
	seed, err := seal.NewSeed()
	check(err)
	recovery, err := seed.Identity()
	check(err)
	papers, commitment, err := seal.Split(seed)
	check(err)

	// Each types theirs back, so that no paper with a mistake goes into a safe.
	for _, paper := range papers {
		check(seal.CheckShare(commitment, paper))
	}
	slip := strings.Replace(papers[0], papers[0][3:4], "*", 1)
	fmt.Println("a slip:", errs.KindOf(seal.CheckShare(commitment, slip)))

	// The roster names the recovery key.
	dir, err := os.MkdirTemp("", "approdo")
	check(err)
	defer os.RemoveAll(dir)
	keys, err := seal.OpenKeys(dir)
	check(err)
	inForce := recoveryKey(keys, recovery, commitment)

	// From then on every compartment's key is sealed to the recovery key too, and so is that of the month's backups.
	compartment, err := seal.NewKey()
	check(err)
	spare, err := inForce.Seal(compartment.Bytes(), "compartment-1", "epoch-1")
	check(err)
	month, err := seal.NewBackupKey()
	check(err)
	monthSealed, err := month.Sealed(inForce.Seal, "2026-11")
	check(err)

	// A backup is written every night by the server alone, which cannot read it.
	var backup bytes.Buffer
	w, err := backups(keys, month).Encrypt(&backup)
	check(err)
	_, err = io.WriteString(w, "the whole database")
	check(err)
	check(w.Close())

	// The building burns down. Two custodians meet.
	seed, err = seal.Combine(commitment, papers[2], papers[0])
	check(err)
	recovery, err = seed.Identity()
	check(err)
	month, err = seal.OpenBackupKey(recovery, monthSealed, "2026-11")
	check(err)
	r, err := seal.DecryptBackup(&backup, month)
	check(err)
	database, err := io.ReadAll(r)
	check(err)
	fmt.Printf("restored: %s\n", database)
	opened, err := recovery.OpenKey(spare, "compartment-1", "epoch-1")
	check(err)
	fmt.Println("the compartment opens:", opened.Equal(compartment))

	// Output:
	// a slip: invalid
	// restored: the whole database
	// the compartment opens: true
}

// founder is the first member of a roster, whom the file beside the key file names.
func founder(keys *seal.Keys, id *seal.Identity) roster.Member {
	trust := roster.OpenTrust(keys)
	check(trust.Add(roster.FounderLine(id.Public())))
	r := &roster.Roster{}
	for _, s := range []roster.Statement{
		{Kind: roster.Own, Organisation: "faro", Subject: "giulia", Public: id.Public()},
		{Kind: roster.Founder, Organisation: "faro", Subject: "giulia", Public: id.Public(), Rights: []roster.Right{roster.Hold}},
	} {
		by := roster.By{}
		if s.Kind == roster.Own {
			by = roster.By{Pen: id.Pen(), Account: "giulia"}
		}
		next, _, err := r.Next(roster.Anchor{Keys: keys, Trust: trust}, by, s)
		check(err)
		r = next
	}
	m, _ := r.Person("giulia")
	return m
}

// recoveryKey is that of the first papers, which the file beside the key file names.
func recoveryKey(keys *seal.Keys, id *seal.Identity, commitment []byte) roster.Member {
	trust := roster.OpenTrust(keys)
	check(trust.Add(roster.PapersLine(id.Public())))
	s := roster.Statement{Kind: roster.Recovery, Organisation: "faro", State: roster.InForce, Series: 1, Public: id.Public(), Commitment: commitment}
	r, _, err := (&roster.Roster{}).Next(roster.Anchor{Keys: keys, Trust: trust}, roster.By{}, s)
	check(err)
	m, _ := r.InForce("faro")
	return m
}

// backups is the key of a month's backups, which the installation states.
func backups(keys *seal.Keys, month seal.BackupKey) roster.Member {
	s := roster.Statement{Kind: roster.Backup, Organisation: "faro", Subject: "2026-11", Recipient: month.Recipient()}
	r, _, err := (&roster.Roster{}).Next(roster.Anchor{Keys: keys, Trust: roster.OpenTrust(keys)}, roster.By{}, s)
	check(err)
	m, _ := r.Backup("2026-11")
	return m
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
