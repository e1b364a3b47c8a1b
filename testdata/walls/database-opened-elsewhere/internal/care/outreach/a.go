package outreach

import "database/sql"

func open(path string) (*sql.DB, error) { return sql.Open("sqlite", path) }
