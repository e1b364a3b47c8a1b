package app

import (
	"fmt"
	"io"
	"runtime/debug"

	"approdo/internal/base/i18n"
	"approdo/internal/base/store"
)

// Version says which commit the program was built from, for which system, and which version of the tables it brings a database to.
func Version(out io.Writer, lang *i18n.Printer) error {
	commit, built, changed := "", "", false
	system := map[string]string{}
	b, known := debug.ReadBuildInfo()
	if known {
		for _, s := range b.Settings {
			switch s.Key {
			case "vcs.revision":
				commit = s.Value
			case "vcs.time":
				built = s.Value
			case "vcs.modified":
				changed = s.Value == "true"
			case "GOOS", "GOARCH":
				system[s.Key] = s.Value
			}
		}
	}
	tables, err := store.Newest()
	if err != nil {
		return err
	}
	switch {
	case commit == "":
		fmt.Fprintln(out, lang.T("app.version_unknown"))
	case changed:
		fmt.Fprintln(out, lang.T("app.version_changed", "commit", commit, "moment", built))
	default:
		fmt.Fprintln(out, lang.T("app.version", "commit", commit, "moment", built))
	}
	fmt.Fprintln(out, lang.T("app.version_tables", "tables", tables))
	if known {
		fmt.Fprintln(out, lang.T("app.version_built", "go", b.GoVersion, "system", system["GOOS"]+"/"+system["GOARCH"]))
	}
	return nil
}
