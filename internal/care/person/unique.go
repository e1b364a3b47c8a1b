package person

import (
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
