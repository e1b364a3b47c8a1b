package outreach

import . "os"

func read(name string) ([]byte, error) { return ReadFile(name) }
