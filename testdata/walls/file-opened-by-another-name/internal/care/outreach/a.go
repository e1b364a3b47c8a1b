package outreach

import o "os"

func read(name string) ([]byte, error) { return o.ReadFile(name) }
