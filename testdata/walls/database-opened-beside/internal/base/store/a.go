package store

import "os"

func digest(path string) ([]byte, error) { return os.ReadFile(path) }
