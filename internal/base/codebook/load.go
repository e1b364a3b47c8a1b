package codebook

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"golang.org/x/sync/errgroup"
)

//go:embed lists/*.yaml
var shipped embed.FS

// lists are read once: reading YAML is most of what it costs to start, and nothing changes a shipped list.
var lists = sync.OnceValues(func() (map[string]*List, error) { return load(shipped) })

// Load gives a book of the shipped lists. It fails only when the program itself was built with a broken list.
func Load() (*Book, error) {
	shipped, err := lists()
	if err != nil {
		return nil, err
	}
	return newBook(shipped), nil
}

// file is a list as its YAML file writes it. A file with a part name is a part that lists include.
type file struct {
	List       string            `yaml:"list"`
	Part       string            `yaml:"part"`
	Version    int64             `yaml:"version"`
	Closed     bool              `yaml:"closed"`
	Label      map[string]string `yaml:"label"`
	Attributes map[string]string `yaml:"attributes"` // given to every code of this file
	Codes      []entry           `yaml:"codes"`
	Include    []inclusion       `yaml:"include"`
}

// entry is one line of a list: {code: woman, it: Donna, en: Woman, aliases: "F, femmina", htcds: Feminine}.
// A key of two letters is a language, aliases are separated by commas, retired is "yes" or absent, and every
// other key is an attribute.
type entry map[string]string

// inclusion appends the codes of a part to a list, with attributes that they have only there.
type inclusion struct {
	Part       string            `yaml:"part"`
	Attributes map[string]string `yaml:"attributes"`
}

func load(files fs.FS) (map[string]*List, error) {
	names, err := fs.Glob(files, "lists/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("codebook: %w", err)
	}
	all := make([]file, len(names))
	var readers errgroup.Group // the files do not know each other
	for i, name := range names {
		readers.Go(func() (err error) {
			all[i], err = read(files, name)
			return err
		})
	}
	if err := readers.Wait(); err != nil {
		return nil, err
	}
	return bind(all)
}

// bind makes the lists of all files, with parts put where lists include them.
func bind(all []file) (map[string]*List, error) {
	parts := map[string]file{}
	for _, f := range all {
		if f.Part != "" {
			parts[f.Part] = f
		}
	}
	lists := make(map[string]*List, len(all))
	var clashes []string
	for _, f := range all {
		if f.Part != "" {
			continue
		}
		l := &List{Name: f.List, Label: f.Label, Version: f.Version, Closed: f.Closed, Codes: f.codes(nil)}
		for _, include := range f.Include {
			part, ok := parts[include.Part]
			if !ok {
				clashes = append(clashes, f.List+": no part "+include.Part)
			}
			l.Codes = append(l.Codes, part.codes(include.Attributes)...)
		}
		clashes = append(clashes, l.index(l.Codes)...)
		lists[l.Name] = l
	}
	if len(clashes) > 0 {
		return nil, errors.New("codebook: " + strings.Join(clashes, "; "))
	}
	return lists, nil
}

func read(files fs.FS, name string) (file, error) {
	var f file
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return f, fmt.Errorf("codebook: %w", err)
	}
	if err := yaml.UnmarshalWithOptions(text, &f, yaml.Strict()); err != nil {
		return f, fmt.Errorf("codebook: %s: %w", name, err)
	}
	if stem := strings.TrimSuffix(path.Base(name), ".yaml"); stem != f.List+f.Part {
		return f, fmt.Errorf("codebook: %s: names itself %q", name, f.List+f.Part)
	}
	return f, nil
}

func (f file) codes(more map[string]string) []Code {
	codes := make([]Code, len(f.Codes))
	for i, e := range f.Codes {
		codes[i] = e.read()
		maps.Copy(codes[i].Attributes, f.Attributes)
		maps.Copy(codes[i].Attributes, more)
	}
	return codes
}

func (e entry) read() Code {
	c := Code{Label: map[string]string{}, Attributes: map[string]string{}}
	for key, value := range e {
		switch {
		case key == "code":
			c.Code = value
		case key == "aliases":
			for alias := range strings.SplitSeq(value, ",") {
				c.Aliases = append(c.Aliases, strings.TrimSpace(alias))
			}
		case key == "retired":
			c.Retired = true
		case len(key) == len("it"):
			c.Label[key] = value
		default:
			c.Attributes[key] = value
		}
	}
	return c
}
