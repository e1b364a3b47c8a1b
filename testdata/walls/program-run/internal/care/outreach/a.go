package outreach

import "os/exec"

var look = exec.Command("sqlite3", "care.db")
