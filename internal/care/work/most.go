package work

// What a number of a record says at most, wherever it is said: in a form, a file, the tables, a report.
const (
	MostServed     = 24 * 60 // minutes of a service
	MostOut        = 48 * 60 // minutes of an outing
	MostKilometres = 5000    // of an outing
	MostHanded     = 1e6     // materials, or adverts, of an outing
	MostHeads      = 1e5     // people of whom one line tells
	MostPresent    = 1e7     // people of all lines of an outing
)
