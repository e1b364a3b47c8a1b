package rights

import (
	"fmt"
	"slices"
	"strings"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/care/report"
)

// Shapes says how far what is left of erased people can be told apart by how much it is. Figures need to know which records were one person's: so a husk says how many records of which kind there
// were, in which quarter, and as much of their order as figures need. Whoever knows that of somebody, from a copy made before or because they worked with them, finds their husk where no other of the organisation has as many.
type Shapes struct {
	Husks    int64
	Facts    int64 // of them, alone with what was known of themselves: gender, age, origin, province and the quarter in which they were known first
	Kinds    int64 // of them, alone with the numbers of records of each kind
	Quarters int64 // alone with those numbers in each quarter, and in their order
}

// Crowd is how many people of an organisation must have been erased before one more is lost among them.
const Crowd = report.Crowd

// Erased counts the people of an organisation of whom only what figures count is left: among them hides whoever is erased next.
func Erased(tx *store.Tx, o network.OrganisationID) (n int, err error) {
	of, err := person.Left(tx)
	for _, organisation := range of {
		if organisation == string(o) {
			n++
		}
	}
	return n, err
}

// FindShapes counts them, in every organisation.
func FindShapes(tx *store.Tx) (s Shapes, err error) {
	of, err := person.Left(tx)
	if err != nil {
		return s, err
	}
	facts, err := person.Faces(tx)
	if err != nil {
		return s, err
	}
	kinds, quarters := map[string]map[string]int{}, map[string]map[string]int{}
	for husk := range of {
		kinds[husk], quarters[husk] = map[string]int{}, map[string]int{}
	}
	for _, n := range kept.Nouns {
		_, err := store.List(tx, func(row store.Row) (husk string, err error) {
			var day string
			if err = row.Scan(&husk, &day); err == nil && kinds[husk] != nil {
				kinds[husk][n.Name]++
				quarters[husk][n.Name+" "+day]++
			}
			return husk, err
		}, `SELECT COALESCE(person_id, ''), day FROM `+n.Table)
		if err != nil {
			return s, errs.Wrap(err, "count what is left in", n.Table)
		}
	}
	s.Husks, s.Facts, s.Kinds, s.Quarters = int64(len(of)), alone(facts, of), alone(kinds, of), alone(quarters, of)
	return s, nil
}

// alone counts the husks whose counts no other of their organisation has.
func alone(counts map[string]map[string]int, of map[string]string) (n int64) {
	alike := map[string]int64{}
	shape := func(husk string) string {
		var parts []string
		for what, times := range counts[husk] {
			parts = append(parts, fmt.Sprintf("%s %d", what, times))
		}
		slices.Sort(parts)
		return of[husk] + " " + strings.Join(parts, ", ")
	}
	for husk := range counts {
		alike[shape(husk)]++
	}
	for _, times := range alike {
		if times == 1 {
			n++
		}
	}
	return n
}
