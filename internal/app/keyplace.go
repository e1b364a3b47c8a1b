package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"approdo/internal/base/counter"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
	"approdo/internal/base/seal/roster"
	"approdo/internal/base/store"
)

// settingsFile says, in the folder of an installation, where its key file lies.
const settingsFile = "approdo.yaml"

// mostSettings is how long it may be, in bytes.
const mostSettings = 64 << 10

// settings is what stands in it. Key is a path; one that is not absolute begins in the folder, which only --key-beside writes.
type settings struct {
	Key string `yaml:"key"`
}

// settings reads those of a folder; the zero settings where there are none.
func (p Place) settings() (s settings, err error) {
	name := filepath.Join(p.Dir, settingsFile)
	text, err := seal.ReadBeside(name, mostSettings)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, &s, yaml.Strict())
	}
	if err != nil {
		return s, errs.E(errs.Unavailable, "app.settings_unread", "file", filepath.Join(p.Dir, settingsFile), err)
	}
	return s, nil
}

// keyPath is where the key file lies: where a command names it, else where the folder's settings say, else, in a folder older than these, within. Settings that
// cannot be read name no place; opening the installation says so.
// What belongs to the key file lies beside the file itself, wherever a link to it stands: a link in the folder must not bring another counter with it.
func (p Place) keyPath() string {
	if p.KeyFile != "" {
		return followed(p.KeyFile)
	}
	s, err := p.settings()
	switch {
	case err != nil || s.Key == "":
		return followed(filepath.Join(p.Dir, seal.KeyFile))
	case filepath.IsAbs(s.Key):
		return followed(s.Key)
	default:
		return followed(filepath.Join(p.Dir, s.Key))
	}
}

// beside reports whether somebody decided that the key file lies in the folder.
func (p Place) beside() bool {
	s, err := p.settings()
	return err == nil && s.Key != "" && !filepath.IsAbs(s.Key)
}

// settled decides where the key file of an installation that is made now will lie, and writes it down: whoever takes the folder must not have it. It stays where
// a command named it, or where one lies already.
func (p Place) settled(name string) (Place, error) {
	s, err := p.settings()
	if err != nil {
		return p, err
	}
	there, err := store.Exists(context.Background(), store.Options{Dir: p.Dir, Database: p.Database})
	if err != nil || there { // what a network that stands goes by is not written anew
		return p, err
	}
	_, missing := os.Stat(filepath.Join(p.Dir, seal.KeyFile))
	switch {
	case p.KeyFile != "":
		if _, err := seal.ReadKeyFile(followed(p.KeyFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return p, err
		}
		if _, err := os.Stat(seal.Beside(followed(p.KeyFile), roster.TrustFile)); err == nil && s.Key != p.KeyFile {
			return p, errs.E(errs.Conflict, "app.key_taken", "file", p.KeyFile)
		}
		s.Key = p.KeyFile
	case s.Key != "" || missing == nil:
		return p, nil
	case p.KeyBeside:
		s.Key = seal.KeyFile
	default:
		if s.Key, err = apartKey(name); err != nil {
			return p, err
		}
	}
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return p, errs.E(errs.Unavailable, "app.unwritable", "file", p.Dir, err)
	}
	text, err := yaml.Marshal(s)
	if err == nil {
		err = os.WriteFile(filepath.Join(p.Dir, settingsFile), text, 0o600)
	}
	if err != nil {
		return p, errs.E(errs.Unavailable, "app.unwritable", "file", filepath.Join(p.Dir, settingsFile), err)
	}
	return p, nil
}

// bereft refuses a place whose database is gone: the counter beside the key file was written by a network that stood. To begin another over it would make what was copied of that network
// worthless, and let whoever took its database away pass for its founder.
func (p Place) bereft() error {
	file := seal.Beside(p.keyPath(), counter.File)
	if _, err := os.Stat(file); err == nil {
		return errs.E(errs.Conflict, "app.database_gone", "key", p.keyPath(), "counter", file)
	}
	return nil
}

var unusual = regexp.MustCompile(`[^a-z0-9]+`)

// apartKey is a new place away from the folder: among the settings of who runs the program, or of the machine where that is the system itself.
func apartKey(name string) (string, error) {
	home, err := configHome()
	if err != nil {
		return "", errs.E(errs.Invalid, "app.no_key_home", err)
	}
	name = strings.Trim(unusual.ReplaceAllString(strings.ToLower(name), "-"), "-")
	return filepath.Join(home, "approdo", fmt.Sprintf("%s-%08x.%s", name, rand.Uint32(), seal.KeyFile)), nil
}

// configHome is where settings are kept that belong to whoever runs the program.
func configHome() (string, error) {
	if os.Getenv("XDG_CONFIG_HOME") == "" && os.Getuid() == 0 {
		return "/etc", nil
	}
	return os.UserConfigDir()
}

// within reports whether a file lies in a folder, or right beside it.
func within(file, dir string) bool {
	file, dir = followed(file), followed(dir)
	rel, err := filepath.Rel(dir, file)
	return err == nil && (!strings.HasPrefix(rel, "..") || filepath.Dir(file) == filepath.Dir(dir))
}

// followed is a name with its links followed, as far as they lead somewhere.
func followed(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		name = abs
	}
	if target, err := filepath.EvalSymlinks(name); err == nil {
		return target
	}
	return name
}
