package work

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Husk is what stays of an erased person, so that figures stay true. It says how much coarser their records become.
type Husk interface {
	Name() string                           // id under which the records go on
	Province(told, unit string) string      // that may be said of a record
	Weight(answer string) (says, place int) // how much an answer says, and where it stands in its list
}

// Erase does to everything kept about a person what its declaration says, and answers how many rows of each table were erased or emptied. Records move on to
// the husk, which must stand.
func (k Registry) Erase(tx *store.Tx, who string, h Husk) (map[string]int64, error) {
	records, err := k.About(tx, who)
	if err != nil {
		return nil, err
	}
	all, err := k.pasts(tx, who)
	if err != nil {
		return nil, err
	}
	stays, useless := settled(all, h)
	counts, err := k.Clear(tx, who, records)
	for _, r := range useless {
		if err == nil {
			_, err = tx.Exec(`DELETE FROM `+r.Table+` WHERE id = $1`, r.said["id"])
		}
	}
	for _, n := range k.Nouns {
		if err == nil {
			err = k.move(tx, n, stays, who, h)
		}
	}
	return counts, errs.Wrap(err, "erase", who)
}

// Clear does to the places of a person, and of records about them, what their declarations say.
func (k Registry) Clear(tx *store.Tx, who string, records []Reference) (map[string]int64, error) {
	ids := []string{who}
	for _, r := range records {
		ids = append(ids, r.ID)
	}
	counts := map[string]int64{}
	for _, p := range k.Places {
		of := ids[:1]
		if p.Holds == Record {
			of = ids
		}
		n, err := p.clear(tx, of)
		if err != nil {
			return nil, errs.Wrap(err, "erase "+p.Table, who)
		}
		counts[p.Table] += n
	}
	return counts, nil
}

// Release does to the places of records, which have other ids now, what their declarations say.
func (k Registry) Release(tx *store.Tx, records []string) error {
	for _, p := range k.Places {
		if p.Holds != Record {
			continue
		}
		if _, err := p.clear(tx, records); err != nil {
			return errs.Wrap(err, "release "+p.Table)
		}
	}
	return nil
}

// idsAtOnce is how many ids are looked for in one statement.
const idsAtOnce = 200

func (p Place) clear(tx *store.Tx, ids []string) (all int64, err error) {
	if p.Take != nil {
		return p.Take(tx, ids)
	}
	for some := range slices.Chunk(ids, idsAtOnce) { // a place without index is read once
		n, err := p.clearSome(tx, some)
		if err != nil {
			return all, err
		}
		all += n
	}
	return all, nil
}

func (p Place) clearSome(tx *store.Tx, ids []string) (int64, error) {
	where, args := p.where(ids)
	switch p.Fate {
	case Erased:
		return tx.Exec(`DELETE FROM `+p.Table+` WHERE `+where, args...)
	case Emptied:
		return tx.Exec(`UPDATE `+p.Table+` SET `+p.Column+` = $`+strconv.Itoa(len(args)+1)+` WHERE `+where, append(args, p.With)...)
	default:
		return 0, nil
	}
}

// where is the condition that a row of the place is about one of some ids.
func (p Place) where(ids []string) (string, []any) {
	var args []any
	var wheres, places []string
	for i, id := range ids {
		place := "$" + strconv.Itoa(i+1)
		args, places = append(args, id), append(places, place)
		where := `REPLACE(` + p.Column + `, ` + place + `, '') <> ` + p.Column
		if p.Where != "" {
			where = strings.ReplaceAll(p.Where, "$1", place)
		}
		wheres = append(wheres, where)
	}
	where := strings.Join(wheres, " OR ")
	if p.Where == "" && p.Holds != Text {
		where = p.Column + ` IN (` + strings.Join(places, ", ") + `)`
	}
	return where, args
}

// move writes the records of a kind about a person anew under the husk, in no order, coarser: the first day of their stretch or one behind it, the province that may be said. A record has
// another id afterwards, and what refers to it follows.
func (k Registry) move(tx *store.Tx, n Kept, all []*past, who string, h Husk) error {
	of := slices.DeleteFunc(slices.Clone(all), func(r *past) bool { return r.Name != n.Name })
	rand.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
	for _, r := range of {
		day := r.coarse()
		set := map[string]any{"id": NewID(), "day": day, "recorded": day}
		maps.Copy(set, n.Loses)
		if n.At {
			set["province"] = h.Province(r.said["province"], r.said["unit_id"])
		}
		if err := k.rewrite(tx, n, r.said["id"], who, h.Name(), set); err != nil {
			return errs.Wrap(err, "move "+n.Name+" of", who)
		}
	}
	return nil
}

// rewrite puts a new row in the place of an old one: what is not set stays as it was.
func (k Registry) rewrite(tx *store.Tx, n Kept, old, who, husk string, set map[string]any) error {
	args := []any{old, who, husk}
	values := n.Columns()
	for i, column := range values {
		value, changes := set[column]
		switch {
		case changes:
			args = append(args, value)
			values[i] = `CAST($` + strconv.Itoa(len(args)) + ` AS TEXT)`
		case column == "person_id":
			values[i] = `CASE WHEN person_id = $2 THEN $3 ELSE person_id END`
		case column == "revision": // the trail tells how often the old record was changed
			values[i] = `0`
		default:
			values[i] = n.keeps(column)
		}
	}
	_, err := tx.Exec(`INSERT INTO `+n.Table+` (`+strings.Join(n.Columns(), ", ")+`) SELECT `+strings.Join(values, ", ")+` FROM `+n.Table+` WHERE id = $1`, args...)
	for _, other := range k.Nouns {
		if err == nil && other.Through.Table == n.Table {
			_, err = tx.Exec(`UPDATE `+other.Table+` SET `+other.Through.Column+` = $2 WHERE `+other.Through.Column+` = $1`, old, set["id"])
		}
	}
	if err == nil {
		_, err = tx.Exec(`DELETE FROM `+n.Table+` WHERE id = $1`, old)
	}
	return err
}

// Quarter is the first day of a day's quarter.
func Quarter(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return fmt.Sprintf("%04d-%02d-01", d.Year(), (int(d.Month())-1)/3*3+1)
}

// QuarterEnd is the last day of a day's quarter.
func QuarterEnd(day string) string {
	d, err := time.Parse(time.DateOnly, Quarter(day))
	if err != nil {
		return day
	}
	return d.AddDate(0, 3, -1).Format(time.DateOnly)
}
