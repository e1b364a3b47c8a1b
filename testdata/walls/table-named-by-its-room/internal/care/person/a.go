package person

// Table is where people stand.
const Table = "person_persons"
