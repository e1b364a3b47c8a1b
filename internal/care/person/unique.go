package person

import (
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Unique counts the people of the installation whom the facts that stand in clear tell from everybody else: nobody has the same gender, age, citizenship, region,
// province and first day. Who knows these of somebody recognises their record without any name.
func Unique(tx *store.Tx) (unique, all int64, err error) {
	err = tx.QueryRow(`SELECT COALESCE(SUM(CASE WHEN n = 1 THEN 1 ELSE 0 END), 0), COALESCE(SUM(n), 0)
FROM (SELECT COUNT(*) AS n FROM person_persons WHERE NOT detached GROUP BY gender, age_band, citizenship, region, province, day) g`).Scan(&unique, &all)
	return unique, all, errs.Wrap(err, "count who is unique")
}

// CountErased is how many people of the grant's own organisation were erased who still count in reports.
func CountErased(tx *store.Tx) (int64, error) {
	within, args := store.Within(tx.Grant().Own(), "organisation_id", 1)
	n, err := tx.Tally(`SELECT COUNT(*) FROM person_persons WHERE detached AND `+within, args, "person", "network")
	return n, errs.Wrap(err, "count who was erased")
}

// Faces is what is left in clear of each erased person themselves, by husk: one word that says all of it, counted once.
func Faces(tx *store.Tx) (map[string]map[string]int, error) {
	faces := map[string]map[string]int{}
	_, err := store.List(tx, func(row store.Row) (none struct{}, err error) {
		var id string
		said := make([]string, 6)
		err = row.Scan(&id, &said[0], &said[1], &said[2], &said[3], &said[4], &said[5])
		faces[id] = map[string]int{strings.Join(said, " "): 1}
		return none, err
	}, `SELECT id, gender, age_band, citizenship, region, province, day FROM person_persons WHERE detached AND guard IS NULL AND code = id`)
	return faces, errs.Wrap(err, "read what is left")
}
