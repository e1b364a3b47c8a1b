package app_test

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/rights"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// kind is one way in which somebody who can write to the database, and has no key file, tries to gain something. In statements @name stands for somebody or something of the
// campaign, and past.t for table t as it was before.
type kind struct {
	name string
	edit []string
	more func(*work) // what no statement says
	// believes is the control: whether a program that goes by its tables alone would give it to them.
	believes string           // a query that counts
	control  func(*work) bool // or more than a query
	// gains reports whether the true program does.
	gains func(*work) bool
}

// holder counts colleagues for whom a program that goes by its tables would seal the team's key, with a public key.
func holder(public string) string {
	return `SELECT COUNT(*) FROM network_accounts a JOIN network_roles r ON r.account_id = a.id AND r.role IN ('case_manager', 'outreach_worker', 'desk_worker', 'mediator')
JOIN vault_grants g ON g.account_id = a.id JOIN vault_compartments c ON c.id = g.compartment_id AND c.epoch = g.epoch
WHERE a.status = 'confirmed' AND a.organisation_id = @faro AND c.id = @team AND a.public = (` + public + `)`
}

// of is the public key that stands in somebody's row.
func of(login string) string {
	return `SELECT public FROM network_accounts WHERE login = '` + login + `'`
}

// planted gives somebody a row among those who hold the team's key, like med's.
func planted(login string) string {
	return `INSERT INTO vault_grants (compartment_id, account_id, epoch, public, sealed, by_account, made)
SELECT compartment_id, @` + login + `, epoch, @` + login + `_print, sealed, by_account, made FROM vault_grants WHERE account_id = @med AND compartment_id = @team`
}

// sealedTo lets the team's key be changed, and reports whether it was sealed to somebody.
func sealedTo(login string) func(*work) bool {
	return func(w *work) bool {
		_ = w.turns("ada")
		return w.opened(login)
	}
}

// unnoticed is what the writer gains where the edit itself is what they want.
func unnoticed(w *work) bool { return len(w.noticed()) == 0 }

// puts are the statements that put tables back.
func puts(tables ...string) (list []string) {
	for _, table := range tables {
		list = append(list, `DELETE FROM `+table)
	}
	for _, table := range tables {
		list = append(list, `INSERT INTO `+table+` SELECT * FROM past.`+table)
	}
	return list
}

var trailTables = []string{"audit_entries", "audit_hashes", "audit_details", "audit_subjects", "audit_checkpoints", "audit_head", "audit_blinds"}

const sectionOf = ` WHERE person_id = @zefira AND kind = 'safe_contact'`

var kinds = slices.Concat(tableKinds, feedKinds)

var tableKinds = []kind{
	// Keys, and whose they are.
	{name: "another key in a colleague's row", edit: []string{`UPDATE network_accounts SET public = @thief_public WHERE id = @victim`}, believes: holder(`@thief_public`), gains: sealedTo("thief")},
	{
		name:     "another key in a colleague's row and in what they were given",
		edit:     []string{`UPDATE network_accounts SET public = @thief_public WHERE id = @victim`, `UPDATE vault_grants SET public = @thief_print WHERE account_id = @victim`},
		believes: holder(`@thief_public`), gains: sealedTo("thief"),
	},
	{
		name: "a colleague who never was",
		edit: []string{
			`INSERT INTO network_accounts (id, organisation_id, login, name, language, email, status, public) VALUES ('planted', @faro, 'planted', 'P', 'it', '', 'confirmed', @thief_public)`,
			`INSERT INTO network_roles (account_id, role) VALUES ('planted', 'case_manager')`,
			`INSERT INTO vault_grants (compartment_id, account_id, epoch, public, sealed, by_account, made) SELECT compartment_id, 'planted', epoch, @thief_print, sealed, by_account, made FROM vault_grants WHERE account_id = @med AND compartment_id = @team`,
		},
		believes: holder(`@thief_public`), gains: sealedTo("thief"),
	},
	{name: "a role more", edit: []string{`INSERT INTO network_roles (account_id, role) VALUES (@vito, 'case_manager')`, planted("vito")}, believes: holder(of("vito")), gains: sealedTo("vito")},
	{name: "somebody who left is back", edit: []string{`UPDATE network_accounts SET status = 'confirmed' WHERE id = @bea`, planted("bea")}, believes: holder(of("bea")), gains: sealedTo("bea")},
	{name: "somebody of another organisation", edit: []string{`UPDATE network_accounts SET organisation_id = @faro WHERE id = @remo`, planted("remo")}, believes: holder(of("remo")), gains: sealedTo("remo")},
	{name: "a key for a colleague who was given none", edit: []string{planted("cleo")}, believes: holder(of("cleo")), gains: sealedTo("cleo")},
	{name: "members, roles and keys of before", edit: append(puts("network_accounts", "network_roles", "vault_grants"), `UPDATE vault_grants SET epoch = 2 WHERE compartment_id = @team`), believes: holder(of("bea")), gains: sealedTo("bea")},
	{name: "a colleague under another's name", edit: []string{`UPDATE network_accounts SET name = 'med' WHERE id = @vito`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @vito AND name = 'med'`, gains: unnoticed},
	{name: "a colleague locked out", edit: []string{`UPDATE network_accounts SET status = 'suspended' WHERE id = @victim`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @victim AND status = 'suspended'`, gains: unnoticed},
	{name: "a watcher who is none", edit: []string{`INSERT INTO network_roles (account_id, role) VALUES (@vito, 'data_protection_officer')`}, believes: `SELECT COUNT(*) FROM network_roles WHERE account_id = @vito AND role = 'data_protection_officer'`, gains: func(w *work) bool {
		_, err := w.grant("vito", policy.AuditView, "")
		return err == nil
	}},

	{name: "a watcher who is told elsewhere", edit: []string{`UPDATE network_accounts SET email = 'elsewhere' WHERE id = @olga`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @olga AND email = 'elsewhere'`, gains: unnoticed},
	{name: "somebody who left waits to be confirmed", edit: []string{`UPDATE network_accounts SET status = 'accepted' WHERE id = @bea`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @bea AND status = 'accepted'`, gains: unnoticed},

	{name: "another organisation leads", edit: []string{`UPDATE network_organisations SET lead = (id = @molo)`}, believes: `SELECT COUNT(*) FROM network_organisations WHERE id = @molo AND lead`, gains: func(w *work) bool { w.restarts(); return w.leads("remo") }},

	{name: "a demonstration with a clock of its own", edit: []string{`UPDATE network_networks SET demonstration = TRUE, clock_shift = -7200`}, believes: `SELECT COUNT(*) FROM network_networks WHERE demonstration AND clock_shift <> 0`, gains: func(w *work) bool {
		w.restarts()
		return w.in.Network.Demonstration || w.in.Network.ClockShift != 0
	}},

	{name: "somebody moved to another organisation", edit: []string{`UPDATE person_persons SET organisation_id = @molo WHERE id = @zefira`}, believes: `SELECT COUNT(*) FROM person_persons WHERE id = @zefira AND organisation_id = @molo`, gains: func(w *work) bool {
		return w.knows("remo", w.person("zefira"))
	}},
	{name: "a name put on a shelter", edit: []string{`UPDATE network_units SET kind = 'shelter', name = 'planted' WHERE organisation_id = @faro`}, believes: `SELECT COUNT(*) FROM network_units WHERE name = 'planted'`, gains: func(w *work) bool { w.restarts(); return w.called("planted") || unnoticed(w) }},

	// What decides in small tables, and rows that say what became of something.
	{name: "a term of retention that is over", edit: []string{`INSERT INTO rights_terms (rule, months, account, changed) VALUES ('never_assessed', -600, '', '2024-01-01T00:00:00Z')`}, believes: `SELECT COUNT(*) FROM rights_terms WHERE months < 1`, gains: func(w *work) bool { return w.terms() == nil || unnoticed(w) }},
	{name: "papers that nobody typed back", edit: []string{`INSERT INTO vault_shares (organisation_id, series, number, custodian, checked) VALUES (@faro, 1, 9, 'planted', '2024-05-02T10:00:00Z')`}, believes: `SELECT COUNT(*) FROM vault_shares WHERE custodian = 'planted'`, gains: unnoticed},
	{name: "two log-in names swapped", edit: []string{`UPDATE network_accounts SET login = 'swapped' WHERE login = 'ada'`, `UPDATE network_accounts SET login = 'ada' WHERE login = 'tina'`, `UPDATE network_accounts SET login = 'tina' WHERE login = 'swapped'`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE login = 'ada' AND id = @tina`, gains: func(w *work) bool {
		return w.suspends("ada") == nil || unnoticed(w)
	}},
	{name: "a planned outing that nobody cancelled", edit: []string{`UPDATE vault_of_teams SET state = 'cancelled'`}, believes: `SELECT COUNT(*) FROM vault_of_teams WHERE state = 'cancelled'`, gains: unnoticed},
	{name: "a warning that nobody gave", edit: []string{`INSERT INTO vault_notices (id, account_id, kind, person_id, about, reason, made) VALUES ('planted', @ada, 'glass', @zefira, @vito, 'danger', '2999-01-01T00:00:00Z')`}, believes: `SELECT COUNT(*) FROM vault_notices WHERE id = 'planted'`, gains: unnoticed},
	{name: "a code that nobody added", edit: []string{`INSERT INTO codebook_codes (list, code, labels, attributes, retired) VALUES ('channel', 'planted', 'notjson', '{}', FALSE)`}, believes: `SELECT COUNT(*) FROM codebook_codes WHERE code = 'planted'`, gains: unnoticed},
	{name: "a colleague in another team", edit: []string{`INSERT INTO network_teams (account_id, unit_id) SELECT @vito, id FROM network_units WHERE organisation_id = @molo`}, believes: `SELECT COUNT(*) FROM network_teams WHERE account_id = @vito`, gains: unnoticed},
	{name: "another clock for the network", edit: []string{`UPDATE network_networks SET zone = 'Pacific/Kiritimati', name = 'planted'`}, believes: `SELECT COUNT(*) FROM network_networks WHERE name = 'planted'`, gains: unnoticed},
	{name: "a table of the network that counts something else", edit: []string{
		`INSERT INTO report_tables (id, report, number, version, retired, draft, revision, account, changed) VALUES ('planted', 'interim', 1, 1, FALSE, '', 1, @ada, '2024-01-01T00:00:00Z')`,
		`INSERT INTO report_versions (table_id, version, definition, account, used) VALUES ('planted', 1, '', @ada, '2024-01-01T00:00:00Z')`,
	}, believes: `SELECT COUNT(*) FROM report_versions WHERE table_id = 'planted'`, gains: unnoticed},

	// Small tables of which a row is taken away, planted, or put back with the hash over its table.
	{name: "a session taken away", edit: []string{`DELETE FROM network_sessions`}, believes: `SELECT 1 - COUNT(*) FROM network_sessions`, gains: unnoticed},
	{name: "an invitation taken away", edit: []string{`DELETE FROM network_invitations WHERE token = @link`}, believes: `SELECT 1 - COUNT(*) FROM network_invitations WHERE token = @link`, gains: unnoticed},
	{name: "broken glass taken away", edit: []string{`DELETE FROM vault_glasses`}, believes: `SELECT 1 - COUNT(*) FROM vault_glasses`, gains: unnoticed},
	{name: "warnings taken away", edit: []string{`DELETE FROM vault_notices`}, believes: `SELECT 1 - COUNT(*) FROM vault_notices`, gains: unnoticed},
	{name: "a key taken from a colleague", edit: []string{`DELETE FROM vault_grants WHERE account_id = @victim AND compartment_id = @team`}, believes: `SELECT 1 - COUNT(*) FROM vault_grants WHERE account_id = @victim AND compartment_id = @team`, gains: unnoticed},
	{name: "the key of a person taken away", edit: []string{`DELETE FROM vault_person_keys WHERE person_id = @zefira`}, believes: `SELECT 1 - COUNT(*) FROM vault_person_keys WHERE person_id = @zefira`, gains: unnoticed},
	{name: "the hour's readings forgotten", edit: []string{`DELETE FROM vault_readings`}, believes: `SELECT 1 - COUNT(*) FROM vault_readings`, gains: unnoticed},
	{name: "who followed whom forgotten", edit: []string{`DELETE FROM vault_followings`}, believes: `SELECT 1 - COUNT(*) FROM vault_followings`, gains: unnoticed},
	{name: "a browser that was never let in", edit: []string{`INSERT INTO network_devices (token, account_id, epoch, session, seen) VALUES (@cookie, @vito, 0, @cookie, '2024-05-17')`}, believes: `SELECT COUNT(*) FROM network_devices`, gains: unnoticed},
	{name: "a backup that nobody made", edit: []string{`INSERT INTO backup_backups (id, made, key, digest, size, entries) VALUES ('planted', '2999-01-01T00:00:00Z', 'passphrase', @cookie, 1, 1)`}, believes: `SELECT COUNT(*) FROM backup_backups WHERE id = 'planted'`, gains: unnoticed},
	{name: "headings that mean something else", edit: []string{`INSERT INTO sheet_mappings (organisation_id, kind, headings, mapping) VALUES (@faro, 'contacts', @cookie, '{}')`}, believes: `SELECT COUNT(*) FROM sheet_mappings WHERE headings = @cookie`, gains: unnoticed},
	{name: "what was said before a correction", edit: []string{`INSERT INTO work_corrections (id, noun, record, reason, before, account, recorded) VALUES ('planted', 'person', @zefira, 'mistyped', '{}', @ada, '2024-05-17T10:00:00Z')`}, believes: `SELECT COUNT(*) FROM work_corrections WHERE id = 'planted'`, gains: unnoticed},
	{name: "warnings of before with the hash over them", edit: []string{
		`DELETE FROM vault_notices`, `INSERT INTO vault_notices SELECT * FROM past.vault_notices`,
		`DELETE FROM store_sums WHERE name = 'warnings'`, `INSERT INTO store_sums SELECT * FROM past.store_sums WHERE name = 'warnings'`,
	}, believes: `SELECT COUNT(*) FROM store_sums s JOIN past.store_sums p ON p.name = s.name AND p.revision = s.revision WHERE s.name = 'warnings'`, gains: func(w *work) bool { w.restarts(); return unnoticed(w) }},
	{name: "all small tables of before with the hashes over them", more: func(w *work) {
		w.editAll(puts("store_sums", "vault_grants", "vault_compartments", "vault_notices", "network_sessions", "vault_readings"))
	}, believes: `SELECT COUNT(*) FROM vault_compartments WHERE id = @team AND epoch = 1`, gains: unnoticed},
	{name: "hashes over small tables taken away", edit: []string{`DELETE FROM store_sums`}, believes: `SELECT 1 - COUNT(*) FROM store_sums`, gains: unnoticed},
	{name: "a number of changes that cannot be", edit: []string{`UPDATE store_sums SET revision = 9223372036854775807`}, believes: `SELECT COUNT(*) FROM store_sums WHERE revision > 1000000`, gains: unnoticed},

	// Tables whose rows come and go with the work.
	{name: "a correction that is forgotten", edit: []string{`DELETE FROM work_corrections`}, believes: `SELECT 1 - COUNT(*) FROM work_corrections`, gains: unnoticed},
	{name: "another word in a correction, with a hash of another", edit: []string{`UPDATE work_corrections SET reason = 'learned_later'`}, believes: `SELECT COUNT(*) FROM work_corrections WHERE reason = 'learned_later'`, gains: unnoticed},
	{name: "a row of a file that was never taken in", edit: []string{`DELETE FROM sheet_rows WHERE identity = (SELECT identity FROM sheet_rows ORDER BY identity DESC LIMIT 1)`}, believes: `SELECT 2 - COUNT(*) FROM sheet_rows WHERE kind = 'contact'`, gains: func(w *work) bool { return w.imports(w.place) == nil || unnoticed(w) }},
	{name: "a code of a file that means nobody", edit: []string{`DELETE FROM sheet_persons`}, believes: `SELECT 1 - COUNT(*) FROM sheet_persons`, gains: func(w *work) bool { return w.imports(w.place) == nil || unnoticed(w) }},
	{name: "an import that is undone by half", edit: []string{`DELETE FROM sheet_rows WHERE identity = (SELECT identity FROM sheet_rows ORDER BY identity DESC LIMIT 1)`}, believes: `SELECT 2 - COUNT(*) FROM sheet_rows WHERE kind = 'contact'`, gains: func(w *work) bool { return w.undoes() == nil || unnoticed(w) }},
	{name: "what an import filled in about somebody", edit: []string{`INSERT INTO sheet_fills (import_id, person_id, fact, before, told) SELECT id, @zefira, 'gender', 'woman', 'man' FROM sheet_imports`}, believes: `SELECT COUNT(*) FROM sheet_fills`, gains: func(w *work) bool { return w.undoes() == nil || unnoticed(w) }},
	{name: "a telephone that is found no more", edit: []string{`DELETE FROM vault_tokens`}, believes: `SELECT 1 - COUNT(*) FROM vault_tokens`, gains: unnoticed},
	{name: "a telephone of before", edit: puts("vault_tokens"), believes: `SELECT COUNT(*) FROM vault_tokens t JOIN past.vault_tokens p ON p.token = t.token`, gains: unnoticed},
	{name: "half of a file", edit: []string{`DELETE FROM vault_chunks WHERE n = 0`}, believes: `SELECT 1 - COUNT(*) FROM vault_chunks`, gains: unnoticed},
	{name: "a role taken from somebody who was invited", edit: []string{`DELETE FROM network_roles WHERE account_id = 'gina'`}, believes: `SELECT 1 - COUNT(*) FROM network_roles WHERE account_id = 'gina'`, gains: unnoticed},
	{name: "corrections of before with their total", edit: puts("work_corrections", "store_sums"), believes: `SELECT COUNT(*) FROM store_sums s JOIN past.store_sums p ON p.name = s.name AND p.revision = s.revision WHERE s.name = 'tokens'`, gains: func(w *work) bool { w.restarts(); return unnoticed(w) }},
	{name: "a total of another table", edit: []string{`UPDATE store_sums SET total = (SELECT o.total FROM store_sums o WHERE o.name = 'rows'), guard = (SELECT o.guard FROM store_sums o WHERE o.name = 'rows'), revision = (SELECT o.revision FROM store_sums o WHERE o.name = 'rows') WHERE name = 'corrections'`}, believes: `SELECT COUNT(*) FROM store_sums s JOIN store_sums o ON o.total = s.total AND o.name <> s.name`, gains: unnoticed},

	// What acts by itself, what keeps the watch busy, and what stands beside the database.
	{name: "a constraint that refuses warnings", more: func(w *work) { w.constrains() }, control: func(w *work) bool { return !w.takes(warning) }, gains: unnoticed},
	{name: "a table of somebody else's that puts back what is deleted", more: func(w *work) { w.refers() }, control: func(w *work) bool { return w.returns() }, gains: unnoticed},
	{name: "warnings taken away behind a table that nobody can compare", edit: []string{`CREATE TABLE stranger (a JSON)`, `DELETE FROM vault_notices`}, believes: `SELECT 1 - COUNT(*) FROM vault_notices`, gains: unnoticed},
	{name: "a departure taken out of the register of erasures", more: func(w *work) { w.cuts() }, control: func(w *work) bool { return !w.registered() }, gains: unnoticed},

	// Facts carry no hash: what cannot be is told.
	{name: "minutes below nothing", edit: []string{outingOf(`'2024-05-17'`, "-5")}, believes: `SELECT COUNT(*) FROM outreach_outings WHERE minutes < 0`, gains: unnoticed},
	{name: "more minutes than two days have", edit: []string{outingOf(`'2024-05-17'`, "4611686018427387904")}, believes: `SELECT COUNT(*) FROM outreach_outings WHERE minutes > 2880`, gains: unnoticed},
	{name: "a day that nobody can ask about", edit: []string{outingOf(`'0001-01-01'`, "5")}, believes: `SELECT COUNT(*) FROM outreach_outings WHERE day < '1000'`, gains: unnoticed},
	{name: "more heads than a line tells", edit: []string{`INSERT INTO outreach_presences (outing_id, gender, region, headcount) VALUES ('planted', 'woman', 'west_africa', 4611686018427387904)`}, believes: `SELECT COUNT(*) FROM outreach_presences`, gains: unnoticed},

	// The recovery key.
	{name: "another recovery key", edit: []string{`UPDATE vault_recoveries SET public = @thief_public WHERE organisation_id = @faro`}, believes: `SELECT COUNT(*) FROM vault_recoveries WHERE state = 'in_force' AND public = @thief_public`, gains: sealedTo("thief")},
	{name: "papers put in force by nobody", edit: []string{
		`UPDATE vault_recoveries SET state = 'former' WHERE organisation_id = @faro`,
		`INSERT INTO vault_recoveries (organisation_id, series, state, public, commitment, by_account, made, replaced) SELECT organisation_id, 2, 'in_force', @thief_public, commitment, by_account, made, '' FROM vault_recoveries WHERE organisation_id = @faro`,
	}, believes: `SELECT COUNT(*) FROM vault_recoveries WHERE state = 'in_force' AND public = @thief_public`, gains: sealedTo("thief")},
	{name: "papers that nobody made are coming", edit: []string{
		`INSERT INTO vault_recoveries (organisation_id, series, state, public, commitment, by_account, made, replaced) SELECT organisation_id, 2, 'coming', @thief_public, commitment, @tina, made, '' FROM vault_recoveries WHERE organisation_id = @faro`,
		`INSERT INTO vault_shares (organisation_id, series, number, custodian, checked) VALUES (@faro, 2, 1, 'A', '2024-05-02T10:00:00Z'), (@faro, 2, 2, 'B', '2024-05-02T10:00:00Z'), (@faro, 2, 3, 'C', '2024-05-02T10:00:00Z')`,
	}, believes: `SELECT COUNT(*) FROM vault_recoveries WHERE state = 'coming' AND public = @thief_public`, gains: func(w *work) bool { return w.forces("ada") == nil || w.opened("thief") }},
	{name: "what is sealed to the papers", more: func(w *work) { w.swapsReserve() }, believes: `SELECT COUNT(*) FROM vault_compartments WHERE id = @team AND recovery = @reserve`, gains: unnoticed},
	{name: "of which papers the reserve is", edit: []string{`UPDATE vault_compartments SET series = 7 WHERE id = @team`}, believes: `SELECT COUNT(*) FROM vault_compartments WHERE series = 7`, gains: unnoticed},

	// Keys of teams and of restricted cards.
	{name: "a team's key that the writer knows", more: func(w *work) { w.knowsTheKey() }, control: func(w *work) bool { return w.openKey("ada") == string(w.here["known"].([]byte)) }, gains: func(w *work) bool {
		return w.writes("ada", w.person("nuova"), &vault.NameCard{Name: sentinel}, 0) == nil
	}},
	{name: "the team's key of before", edit: puts("vault_compartments", "vault_grants", "vault_person_keys"), believes: `SELECT COUNT(*) FROM vault_compartments WHERE id = @team AND epoch = 1`, gains: func(w *work) bool {
		return w.writes("ada", w.person("nuova"), &vault.NameCard{Name: sentinel}, 0) == nil
	}},
	{name: "a restricted card back with the team", edit: []string{`DELETE FROM vault_person_keys WHERE person_id = @rosa`, `INSERT INTO vault_person_keys SELECT * FROM past.rosa_keys`}, believes: `SELECT COUNT(*) FROM vault_person_keys WHERE person_id = @rosa AND compartment_id = @team`, gains: reader("tina", "rosa")},
	{name: "a restricted card without its key", edit: []string{`DELETE FROM vault_person_keys WHERE person_id = @rosa`}, believes: `SELECT 1 - COUNT(*) FROM vault_person_keys WHERE person_id = @rosa`, gains: func(w *work) bool {
		return w.writes("tina", w.person("rosa"), &vault.NoteCard{Text: "of a card that only some may know"}, 0) == nil
	}},
	{name: "a restricted card without its compartment", edit: []string{
		`DELETE FROM vault_person_keys WHERE person_id = @rosa`, `INSERT INTO vault_person_keys SELECT * FROM past.rosa_keys`,
		`DELETE FROM vault_grants WHERE compartment_id IN (SELECT id FROM vault_compartments WHERE kind = 'case')`, `DELETE FROM vault_compartments WHERE kind = 'case'`,
	}, believes: `SELECT COUNT(*) FROM vault_person_keys WHERE person_id = @rosa AND compartment_id = @team`, gains: reader("tina", "rosa")},
	{name: "one more who may open a restricted card", edit: []string{`INSERT INTO vault_grants (compartment_id, account_id, epoch, public, sealed, by_account, made)
SELECT g.compartment_id, @tina, g.epoch, @tina_print, g.sealed, g.by_account, g.made FROM vault_grants g JOIN vault_compartments c ON c.id = g.compartment_id WHERE c.kind = 'case' AND g.account_id = @med`}, believes: `SELECT COUNT(*) FROM vault_grants g JOIN vault_compartments c ON c.id = g.compartment_id WHERE c.kind = 'case' AND g.account_id = @tina`, gains: func(w *work) bool { return w.stays("tina", vault.Case) }},

	// The roster itself.
	{name: "the roster's last line taken away", edit: []string{`DELETE FROM network_roster WHERE n = (SELECT MAX(n) FROM network_roster)`}, believes: `SELECT @lines - COUNT(*) FROM network_roster`, gains: unnoticed},
	{name: "a line of the roster a second time", edit: []string{`INSERT INTO network_roster (n, statement, signer, signature, stamp) SELECT (SELECT MAX(n) + 1 FROM network_roster), statement, signer, signature, stamp FROM network_roster WHERE n = @line`}, believes: `SELECT COUNT(*) - 1 FROM network_roster WHERE statement = (SELECT statement FROM network_roster WHERE n = @line)`, gains: unnoticed},
	{name: "a line of the roster edited", edit: []string{`UPDATE network_roster SET statement = REPLACE(statement, '"vito"', '"tina"')`}, believes: `SELECT 1 - COUNT(*) FROM network_roster WHERE statement LIKE '%"vito"%'`, gains: unnoticed},
	{name: "the roster emptied", edit: []string{`DELETE FROM network_roster`}, believes: `SELECT 1 - COUNT(*) FROM network_roster`, gains: func(w *work) bool { w.restarts(); return sealedTo("thief")(w) || unnoticed(w) }},
	{name: "the roster, and all that it vouches for, as before", edit: puts("network_roster", "network_accounts", "network_roles", "vault_compartments", "vault_grants", "vault_person_keys", "vault_recoveries"), believes: holder(of("bea")), gains: func(w *work) bool {
		w.restarts()
		return sealedTo("bea")(w)
	}},

	// Ways in.
	{name: "a session made somebody else's", edit: []string{`UPDATE network_sessions SET account_id = @ada, epoch = (SELECT epoch FROM network_accounts WHERE id = @ada) WHERE account_id = @vito`}, believes: `SELECT COUNT(*) FROM network_sessions WHERE token = @cookie AND account_id = @ada`, gains: func(w *work) bool { return w.session() == "ada" }},
	{name: "a session that never ends", edit: []string{`UPDATE network_sessions SET made = '2999-01-01T00:00:00Z', seen = '2999-01-01T00:00:00Z' WHERE account_id = @vito`}, believes: `SELECT COUNT(*) FROM network_sessions WHERE made > '2900'`, gains: func(w *work) bool {
		w.later(13 * time.Hour)
		return w.session() != ""
	}},
	{name: "a session for a cookie of one's own", edit: []string{
		`DELETE FROM network_sessions`,
		`INSERT INTO network_sessions (id, token, account_id, epoch, device, made, seen, guard) SELECT 'planted', @cookie, id, epoch, '', '2999-01-01T00:00:00Z', '2999-01-01T00:00:00Z', @cookie FROM network_accounts WHERE id = @ada`,
	}, believes: `SELECT COUNT(*) FROM network_sessions WHERE token = @cookie AND account_id = @ada`, gains: func(w *work) bool { return w.session() == "ada" }},
	{name: "an invitation for a link of one's own", edit: []string{`UPDATE network_invitations SET token = @own_link WHERE account_id = 'gina'`}, believes: `SELECT COUNT(*) FROM network_invitations WHERE token = @own_link`, gains: func(w *work) bool { _, err := w.invited("their own link"); return err == nil }},
	{name: "an invitation that confirms", edit: []string{`UPDATE network_invitations SET founding = TRUE`}, believes: `SELECT COUNT(*) FROM network_invitations WHERE founding AND account_id = 'gina'`, gains: func(w *work) bool { i, err := w.invited(w.link); return err == nil && i.Founding }},
	{name: "an invitation that does not end", edit: []string{`UPDATE network_invitations SET expires = '2999-01-01T00:00:00Z'`}, believes: `SELECT COUNT(*) FROM network_invitations WHERE expires > '2900'`, gains: func(w *work) bool {
		w.later(8 * 24 * time.Hour)
		_, err := w.invited(w.link)
		return err == nil
	}},
	{name: "a password of before", edit: []string{`UPDATE network_slots SET slot = (SELECT p.slot FROM past.network_slots p WHERE p.account_id = network_slots.account_id AND p.kind = network_slots.kind) WHERE account_id = @ada`}, control: func(w *work) bool { return w.slotOpens("ada", w.earlier) }, gains: func(w *work) bool { return w.enters("ada", w.earlier) }},
	{name: "no second factor", edit: []string{`UPDATE network_accounts SET factor = NULL WHERE id = @ada`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @ada AND factor IS NULL`, gains: func(w *work) bool { return w.enters("ada", w.password) }},
	{name: "a second factor of before", edit: []string{`UPDATE network_accounts SET factor = (SELECT p.factor FROM past.network_accounts p WHERE p.id = @ada) WHERE id = @ada`}, believes: `SELECT COUNT(*) FROM network_accounts a JOIN past.network_accounts p ON p.id = a.id AND p.factor = a.factor WHERE a.id = @ada`, gains: func(w *work) bool { return w.enters("ada", w.password) }},
	{name: "a second factor of one's own", edit: []string{`UPDATE network_accounts SET factor = @thief_public WHERE id = @ada`}, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @ada AND factor = @thief_public`, gains: func(w *work) bool { return w.enters("ada", w.password) }},
	{name: "a proposal that nobody made", edit: []string{`INSERT INTO network_proposals (account_id, step, roles, by_account, made, guard) VALUES (@olga, 'left', '[]', @boss, '2024-05-02T10:00:00Z', @cookie)`}, believes: `SELECT COUNT(*) FROM network_proposals`, gains: func(w *work) bool { return w.proposed() > 0 }},

	// Who may read.
	{name: "somebody made to follow", edit: []string{`INSERT INTO vault_followers (person_id, follower, since) VALUES (@zefira, @med_follows, '2024-05-01')`}, believes: `SELECT COUNT(*) FROM vault_followers WHERE follower = @med_follows`, gains: reader("med", "zefira")},
	{name: "somebody made to follow by an earlier version", edit: []string{`INSERT INTO vault_followers_once (person_id, account_id, since) VALUES (@zefira, @med, '2024-05-01T00:00:00Z')`}, believes: `SELECT COUNT(*) FROM vault_followers_once WHERE account_id = @med`, gains: func(w *work) bool {
		w.restarts()
		return reader("med", "zefira")(w)
	}},
	{name: "who follows somebody taken away", edit: []string{`DELETE FROM vault_followers WHERE person_id = @zefira`}, believes: `SELECT 1 - COUNT(*) FROM vault_followers WHERE person_id = @zefira`, gains: unnoticed},
	{name: "broken glass that does not close", edit: []string{`UPDATE vault_glasses SET until = '2999-01-01T00:00:00Z'`}, believes: `SELECT COUNT(*) FROM vault_glasses WHERE state = 'open' AND until > '2900'`, gains: func(w *work) bool {
		w.later(2 * time.Hour)
		return reader("cleo", "zefira")(w)
	}},

	// What was recorded.
	{name: "a section of before", edit: []string{`DELETE FROM vault_records` + sectionOf, `INSERT INTO vault_records SELECT * FROM past.vault_records` + sectionOf}, believes: `SELECT COUNT(*) FROM vault_records` + sectionOf + ` AND revision = 1`, gains: contact("never by phone")},
	{name: "all sections of before", edit: puts("vault_records"), believes: `SELECT COUNT(*) FROM vault_records` + sectionOf + ` AND revision = 1`, gains: contact("never by phone")},
	{name: "a section of somebody else's", edit: []string{`UPDATE vault_records SET sealed = (SELECT o.sealed FROM vault_records o WHERE o.person_id = @rosa AND o.kind = 'safe_contact'), revision = 2` + sectionOf}, believes: `SELECT COUNT(*) - 1 FROM vault_records WHERE sealed = (SELECT o.sealed FROM vault_records o WHERE o.person_id = @rosa AND o.kind = 'safe_contact')`, gains: contact("through her sister")},
	{name: "a section taken away", edit: []string{`DELETE FROM vault_records` + sectionOf}, believes: `SELECT 1 - COUNT(*) FROM vault_records` + sectionOf, gains: func(w *work) bool {
		_, err := w.reads("ada", w.person("zefira"), vault.SafeContact)
		return key(err) == "test.nothing"
	}},
	{name: "a file that was removed", edit: []string{`INSERT INTO vault_of_persons SELECT * FROM past.vault_of_persons WHERE id = @file`, `INSERT INTO vault_chunks SELECT * FROM past.vault_chunks WHERE file_id = @file`}, believes: `SELECT COUNT(*) FROM vault_of_persons WHERE id = @file`, gains: func(w *work) bool {
		list, err := w.files("ada", w.person("zefira"))
		return err == nil && len(list) == 2
	}},
	{name: "a file taken away", edit: []string{`DELETE FROM vault_chunks`, `DELETE FROM vault_of_persons`}, believes: `SELECT 1 - COUNT(*) FROM vault_of_persons`, gains: func(w *work) bool { _, err := w.files("ada", w.person("zefira")); return err == nil }},
	{name: "a planned outing of before", edit: puts("vault_of_teams"), believes: `SELECT COUNT(*) FROM vault_of_teams WHERE id = @plan AND revision = 1`, gains: func(w *work) bool { zone, _ := w.zone("ada"); return zone == "the first place" }},
	{name: "a planned outing taken away", edit: []string{`DELETE FROM vault_of_teams`}, believes: `SELECT 1 - COUNT(*) FROM vault_of_teams`, gains: unnoticed},
	{name: "another figure in a frozen report", edit: []string{`UPDATE report_papers SET document = records WHERE run_id = @report`}, believes: `SELECT COUNT(*) FROM report_papers WHERE run_id = @report AND document = records`, gains: reported("report")},
	{name: "a frozen report of another day", edit: []string{`UPDATE report_runs SET frozen = '2020-01-01T00:00:00Z' WHERE id = @report`}, believes: `SELECT COUNT(*) FROM report_runs WHERE frozen < '2021'`, gains: reported("report")},
	{name: "a frozen report under another name", edit: []string{
		`INSERT INTO report_runs SELECT 'other', report, organisation_id, scope, parameters, definition, snapshot, account, frozen, held, sealed FROM report_runs WHERE id = @report`,
		`INSERT INTO report_papers SELECT 'other', document, records, keyed FROM report_papers WHERE run_id = @report`,
	}, believes: `SELECT COUNT(*) FROM report_runs WHERE id = 'other'`, gains: func(w *work) bool { _, err := w.report("other"); return err == nil }},
	{name: "a frozen report taken away", edit: []string{`DELETE FROM report_papers WHERE run_id = @report`, `DELETE FROM report_runs WHERE id = @report`}, believes: `SELECT 1 - COUNT(*) FROM report_runs WHERE id = @report`, gains: unnoticed},

	// The trail.
	{name: "the last entries of the trail taken away", edit: []string{`DELETE FROM audit_entries WHERE n >= (SELECT size - 3 FROM audit_head)`}, believes: `SELECT (SELECT size FROM audit_head) - (SELECT COUNT(*) FROM audit_entries)`, gains: unnoticed},
	{name: "who did it, in the trail", edit: []string{`UPDATE audit_entries SET actor = @vito WHERE n = @entry`}, believes: `SELECT COUNT(*) FROM audit_entries WHERE n = @entry AND actor = @vito`, gains: unnoticed},
	{name: "two entries of the trail exchanged", edit: []string{`UPDATE audit_entries SET n = -1 WHERE n = @entry`, `UPDATE audit_entries SET n = n - 1 WHERE n = @entry + 1`, `UPDATE audit_entries SET n = @entry + 1 WHERE n = -1`}, believes: `SELECT COUNT(*) FROM audit_entries a JOIN past.audit_entries p ON p.n = @entry AND p.at = a.at AND p.details = a.details WHERE a.n = @entry + 1`, gains: unnoticed},
	{name: "a checkpoint taken away", edit: []string{`DELETE FROM audit_checkpoints WHERE n = 1`}, believes: `SELECT 1 - MAX(n) FROM audit_checkpoints`, gains: signs},
	{name: "a checkpoint of before", edit: []string{`UPDATE audit_checkpoints SET note = (SELECT p.note FROM past.audit_checkpoints p WHERE p.n = 0), size = (SELECT p.size FROM past.audit_checkpoints p WHERE p.n = 0) WHERE n = 1`}, believes: `SELECT COUNT(*) FROM audit_checkpoints c JOIN past.audit_checkpoints p ON p.note = c.note WHERE c.n = 1`, gains: signs},
	{name: "a checkpoint of another network", edit: []string{`UPDATE audit_checkpoints SET note = @foreign WHERE n = 0`}, believes: `SELECT COUNT(*) FROM audit_checkpoints WHERE note = @foreign`, gains: unnoticed},
	{name: "a later checkpoint of another network", edit: []string{`INSERT INTO audit_checkpoints (n, size, note) SELECT MAX(n) + 1, MAX(size), @foreign FROM audit_checkpoints`}, believes: `SELECT COUNT(*) FROM audit_checkpoints WHERE note = @foreign`, gains: signs},
	{name: "the trail of before", edit: puts(trailTables...), believes: `SELECT 1 - MAX(n) FROM audit_checkpoints`, gains: signs},
	{name: "everything of before", more: func(w *work) { w.editAll(puts(w.tables(w.writer)...)) }, believes: `SELECT COUNT(*) FROM network_accounts WHERE id = @bea AND status = 'confirmed'`, gains: func(w *work) bool { w.restarts(); return signs(w) || sealedTo("bea")(w) }},
}

// outingOf plants an outing.
func outingOf(day, minutes string) string {
	return `INSERT INTO outreach_outings (id, organisation_id, unit_id, project_id, day, province, mode, minutes, kilometres, on_call, materials, adverts, recorded)
SELECT 'planted', u.organisation_id, u.id, p.id, ` + day + `, 'IT-BG', 'outdoor', ` + minutes + `, 0, FALSE, 0, 0, '2024-05-17' FROM network_units u CROSS JOIN network_projects p ORDER BY u.id, p.id LIMIT 1`
}

func reader(login, who string) func(*work) bool {
	return func(w *work) bool {
		e, err := w.reads(login, w.person(who), vault.Names)
		name, _ := e.Content.(*vault.NameCard)
		return err == nil && name != nil && strings.HasPrefix(name.Name, sentinel)
	}
}

func contact(said string) func(*work) bool {
	return func(w *work) bool {
		e, err := w.reads("ada", w.person("zefira"), vault.SafeContact)
		card, _ := e.Content.(*vault.SafeContactCard)
		return err == nil && card != nil && card.How == said
	}
}

func reported(which string) func(*work) bool {
	return func(w *work) bool {
		id := w.here[which].(string)
		shown, err := w.report(id)
		return err == nil && !bytes.Equal(shown, w.frozen[id])
	}
}

// signs reports whether a checkpoint is signed over what was put back.
func signs(w *work) bool {
	w.t.Helper()
	return app.Checkpoint(w.t.Context(), w.place, new(bytes.Buffer)) == nil
}

// opened reports whether somebody's keys open a key of the team that was made since the attack.
func (w *work) opened(login string) bool {
	w.t.Helper()
	for as, query := range map[string]string{
		"grant":    `SELECT CAST(epoch AS TEXT), sealed FROM vault_grants WHERE compartment_id = @team AND epoch > 2`,
		"recovery": `SELECT CAST(epoch AS TEXT), recovery FROM vault_compartments WHERE id = @team AND epoch > 2`,
	} {
		query, args := w.named(query)
		_, rows := w.writer.Rows(query, args...)
		for _, row := range rows {
			sealed, _ := row[1].([]byte)
			if _, err := w.actors[login].opens.Open(sealed, as, w.here["team"].(string), text(row[0]).(string)); err == nil {
				return true
			}
		}
	}
	return false
}

// stays reports whether the next key of a compartment would be sealed to somebody.
func (w *work) stays(login string, kind vault.CompartmentKind) bool {
	w.t.Helper()
	_, rows := w.writer.Rows(`SELECT id FROM vault_compartments WHERE kind = '` + string(kind) + `'`)
	for _, row := range rows {
		list, err := w.staying(vault.CompartmentID(text(row[0]).(string)))
		for _, m := range list {
			if err == nil && m.ID() == string(w.actors[login].id) {
				return true
			}
		}
	}
	return false
}

// forces puts coming papers in force.
func (w *work) forces(login string) error {
	var mark string
	if err := w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, err := vault.AllPapers(tx, w.faro)
		mark = vault.AtWork(list).Mark()
		return err
	}); err != nil {
		return err
	}
	var r vault.Renewal
	return w.does(login, policy.RecoveryMake, func(tx *store.Tx) (err error) { r, err = vault.Renew(tx, mark); return err }, func() (func(*store.Tx) error, error) {
		renewed, err := r.Seal(w.actors[login].opens)
		return renewed.Record, err
	})
}

// swapsReserve puts something of the writer's where the team's key is sealed to the papers.
func (w *work) swapsReserve() {
	w.t.Helper()
	w.here["reserve"] = testkit.SealTo(w.t, w.actors["thief"].opens.Public(), []byte("of the writer's"), "recovery", w.here["team"].(string), "2")
	w.edits(`UPDATE vault_compartments SET recovery = @reserve WHERE id = @team`)
}

// leads reports whether somebody's organisation leads, so that backups are sealed to its papers and its officers read the whole trail.
func (w *work) leads(login string) (leads bool) {
	w.t.Helper()
	w.must(w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		a, err := network.AccountOf(tx, w.actors[login].id)
		if err != nil {
			return err
		}
		o, err := network.Lead(tx)
		leads = a.Lead || o.ID == a.OrganisationID
		return err
	}))
	return leads
}

// knows reports whether somebody reads the facts of a person of their own organisation.
func (w *work) knows(login string, who person.ID) bool {
	w.t.Helper()
	g, err := w.grant(login, policy.HomeView, "")
	if err == nil {
		err = w.store.Read(w.t.Context(), g, func(tx *store.Tx) error { _, err := person.Mine(tx, who); return err })
	}
	return err == nil
}

// called reports whether a unit is called so.
func (w *work) called(name string) (found bool) {
	w.t.Helper()
	w.must(w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		units, err := network.Units(tx)
		found = slices.ContainsFunc(units, func(u network.Unit) bool { return u.Name == name })
		return err
	}))
	return found
}

func (w *work) session() (login string) {
	_ = w.store.Read(w.t.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		_, a, err := network.FindSession(tx, w.token)
		if err == nil {
			login = a.Login
		}
		return err
	})
	return login
}

func (w *work) invited(link string) (i network.Invitation, err error) {
	err = w.store.Read(w.t.Context(), policy.System(policy.Login), func(tx *store.Tx) (err error) {
		i, err = network.FindInvitation(tx, link)
		return err
	})
	return i, err
}

func (w *work) proposed() (n int) {
	w.t.Helper()
	w.must(w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		list, _, err := network.Proposals(tx)
		n = len(list)
		return err
	}))
	return n
}

// terms reads after how long data are kept.
func (w *work) terms() error {
	return w.store.Read(w.t.Context(), policy.System(policy.Operator, "test"), func(tx *store.Tx) error {
		_, err := rights.Rules(tx)
		return err
	})
}

// suspends keeps out whoever a log-in name is, on the command line.
func (w *work) suspends(login string) error {
	return app.Desk{Place: w.place, Out: new(bytes.Buffer), Lang: i18n.For("en")}.Suspend(w.t.Context(), login)
}
