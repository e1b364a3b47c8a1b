package app_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"approdo/internal/base/store"
	"approdo/internal/care/rights"
	registry "approdo/internal/care/work"
	"approdo/internal/testkit"
)

// covered says of each table without a hash over all of it what vouches for its rows, or why nothing does. The records of the registry's nouns are facts: bounded where they are read, without a
// hash (SECURITY.md).
var covered = map[string]string{
	"audit_blinds":          "the tree: without it no leaf is what it was",
	"audit_checkpoints":     "each is signed, and compared with the one before and with those kept outside",
	"audit_details":         "each entry commits to its details",
	"audit_entries":         "the tree",
	"audit_hashes":          "the tree",
	"audit_head":            "the tree, and the counter outside",
	"audit_subjects":        "each entry commits to whom it is about",
	"intake_receipts":       "what was sent already: a row planted or taken away makes one record less or more, as facts",
	"network_attempts":      "tries of the last quarter of an hour: who empties it gives tries away, as slow as before",
	"network_channels":      "the hash over the network's lists",
	"network_drafts":        "empty once a network stands",
	"network_fundings":      "the hash over the network's lists",
	"network_letters":       "who is called by mail, never of what; what it is stands among warnings",
	"network_organisations": "the hash over the network's lists, and the roster",
	"network_partners":      "the hash over the network's lists",
	"network_projects":      "the hash over the network's lists",
	"network_provinces":     "the hash over the network's lists",
	"network_roster":        "a chain of signatures, from keys that stand outside",
	"network_slots":         "the roster says which was made last",
	"network_targets":       "the hash over the network's lists",
	"network_units":         "the hash over the network's lists",
	"network_unsent":        "sealed to its account with a mark under the key file, for a day",
	"outreach_attendees":    "facts",
	"outreach_meetings":     "facts",
	"outreach_outings":      "facts",
	"outreach_presences":    "facts",
	"person_persons":        "each row's hash over id, code and organisation, and the trail; the rest are facts",
	"report_papers":         "the hash of its frozen report",
	"report_runs":           "each row's hash, and the trail",
	"report_withdrawn":      "each row's hash",
	"rights_holds":          "each row's hash, and the trail",
	"rights_requests":       "each row's hash, and the trail",
	"rights_scatters":       "how far husks were written anew: at worst once more",
	"store_changes":         "each line has a mark under the key file: what is none of the program's, or is missing, makes everything be read anew",
	"store_sums":            "hashes, numbered, and the last numbers outside",
	"vault_erasures":        "each row's hash, and the trail",
	"vault_erasures_once":   "of an earlier version: emptied once",
	"vault_of_persons":      "the trail",
	"vault_followers":       "each row's hash, and the trail",
	"vault_followers_once":  "of an earlier version: a row is told",
	"vault_followings_once": "of an earlier version: a row is told",
	"vault_person_keys":     "sealed under keys of the roster; one that is missing where something is sealed is told",
	"vault_of_teams":        "each row's hash, and the trail",
	"vault_records":         "the trail",
}

// apart are columns of tables with a hash, or a total, over which it is not.
var apart = map[string]string{
	"network_accounts.*":             "the roster says everything but the log-in name",
	"network_networks.demonstration": "the roster says it",
	"network_networks.clock_shift":   "goes with the demonstration",
	"network_networks.keyfile":       "compared with the key file at each start",
	"network_networks.lists":         "the hash over the lists itself",
	"vault_chunks.body":              "each file is an authenticated stream; its length is told",
}

// TestEveryTableIsVouchedForOrNamed: a new table of which nobody has said what vouches for it fails, and so does a column that a hash leaves out.
func TestEveryTableIsVouchedForOrNamed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../base/store/sums.txt")
	if err != nil {
		t.Fatal(err)
	}
	hashed := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); words[0] == "sum" || words[0] == "total" {
			for _, column := range words[4:] {
				hashed[words[3]] = append(hashed[words[3]], strings.TrimRight(column, "?#"))
			}
		}
	}
	stations(t, func(t *testing.T, x *station) {
		i := testkit.Intrude(t, store.Options{Dir: x.place.Dir, Database: x.place.Database})
		tables := (&attacked{station: x}).tables(i)
		for _, table := range tables {
			columns, summed := hashed[table]
			_, said := covered[table]
			said = said || slices.ContainsFunc(rights.Registry().Nouns, func(n registry.Kept) bool { return n.Table == table })
			if said == summed && table != "store_changes" {
				t.Errorf("%s: what vouches for its rows? (sums.txt, or say why not)", table)
			}
			if !summed {
				continue
			}
			there, _ := i.Rows(`SELECT * FROM ` + table)
			for _, c := range there {
				if c != "guard" && !slices.Contains(columns, c) && apart[table+"."+c] == "" && apart[table+".*"] == "" {
					t.Errorf("%s.%s: the hash over the table leaves it out", table, c)
				}
			}
		}
		for table := range covered {
			if !slices.Contains(tables, table) && table != "store_changes" {
				t.Errorf("%s is no table any more", table)
			}
		}
	})
}
