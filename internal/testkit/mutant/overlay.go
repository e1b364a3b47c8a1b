package mutant

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Overlay writes files into a folder and gives the file that `go build -overlay` wants. The compiler's cache knows packages by what
// is in them, so that a second program of the same changes is not compiled again.
func Overlay(dir string, files map[string]string) (path string, err error) {
	replace := map[string]string{}
	for as, text := range files {
		at := filepath.Join(dir, fmt.Sprintf("%d-%s", len(replace), filepath.Base(as)))
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			return "", err
		}
		replace[as] = at
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, text, 0o600)
}
