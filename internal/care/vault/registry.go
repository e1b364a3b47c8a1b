package vault

import "approdo/internal/care/work"

// Registry is what this room keeps about people: all of it goes with their keys, but for the certificate.
var Registry = work.Registry{Places: []work.Place{
	{Table: "vault_person_keys", Column: "person_id"},
	{Table: "vault_records", Column: "person_id", Sign: "recorded"},
	{Table: "vault_chunks", Column: "file_id", Where: `file_id IN (SELECT id FROM vault_of_persons WHERE person_id = $1)`},
	{Table: "vault_of_persons", Column: "person_id", Sign: "recorded"},
	{Table: "vault_tokens", Column: "person_id"},
	{Table: "vault_glasses", Column: "person_id"},
	{Table: "vault_notices", Column: "person_id"},
	{Table: "vault_followers", Column: "person_id", Sign: "since"},
	{Table: "vault_followings", Column: "person_id"},
	{Table: "vault_followers_once", Column: "person_id"}, // rows of an earlier version, which the next start moves
	{Table: "vault_followings_once", Column: "person_id"},
	{Table: "vault_readings", Column: "person_id"},
	{Table: "vault_erasures", Column: "token", Holds: work.Token, Fate: work.Stays, Why: "a database that is put back from an older copy must erase them again"},
	{Table: "vault_erasures_once", Column: "person_id", Fate: work.Stays, Why: "rows of an earlier version, which the next start moves to the register"},
}}
