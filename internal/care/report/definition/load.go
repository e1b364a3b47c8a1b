package definition

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// ReportFile is the file that names the report and its tables.
const ReportFile = "report.yaml"

// index is what report.yaml says.
type index struct {
	ID     Word  `yaml:"id"`
	Title  Text  `yaml:"title"`
	Tables Words `yaml:"tables"`
}

// Load reads the report in a folder: report.yaml and a file NAME.yaml for each table it lists. Whatever the language does not know (a
// key, a column, a code, a table) is refused with an Invalid error that carries file, line and the word.
func Load(folder fs.FS, book *codebook.Book) (*Report, error) {
	hash := seal.NewHash()
	read := func(name string, into any) error {
		content, err := readFile(folder, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%s %d\n", name, len(content))
		hash.Write(content)
		return parse(name, content, into)
	}
	var list index
	if err := read(ReportFile, &list); err != nil {
		return nil, err
	}
	report := &Report{ID: list.ID.Text, Title: list.Title}
	for _, word := range list.Tables {
		t := &Table{File: word.Text + ".yaml"}
		if err := read(t.File, t); err != nil {
			return nil, err
		}
		if t.ID.Text != word.Text {
			return nil, errs.E(errs.Invalid, "report.definition_other_id", "file", t.File, "line", t.ID.Line, "name", t.ID.Text)
		}
		report.Tables = append(report.Tables, t)
	}
	report.Digest = hex.EncodeToString(hash.Sum(nil))
	if err := check(report, list, book); err != nil {
		return nil, err
	}
	return report, nil
}

// parse reads YAML into one of the shapes of this package. Names for repeated parts (& and *) are no part of the language: a few lines of
// them stand for more than a machine can hold.
func parse(name string, content []byte, into any) error {
	file, err := parser.ParseBytes(content, 0)
	if err != nil {
		return refusal(name, err)
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if n := repeated(doc.Body); n != nil {
			return refusal(name, errShape{line(n)})
		}
	}
	if err := yaml.UnmarshalWithOptions(content, into, yaml.Strict()); err != nil {
		return refusal(name, err)
	}
	return nil
}

// repeated finds the first part that has a name, or stands for one that has.
func repeated(n ast.Node) ast.Node {
	var found repeats
	ast.Walk(&found, n)
	return found.first
}

type repeats struct{ first ast.Node }

// Visit stands behind ast.Visitor.
func (r *repeats) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode, *ast.TagNode:
		if r.first == nil {
			r.first = n
		}
		return nil
	}
	return r
}

// readFile reads one file of a definition, unless it could exhaust the machine.
func readFile(folder fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(folder, name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, errs.E(errs.Invalid, "report.definition_missing_file", "file", name, err)
	}
	if info.Size() > codebook.MostText {
		return nil, errs.E(errs.Invalid, "codebook.not_tame", "file", name)
	}
	content, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, errs.E(errs.Invalid, "report.definition_missing_file", "file", name, err)
	}
	return codebook.Tame(content)
}

// refusal turns what the YAML reader says into a message with file and line.
func refusal(file string, err error) error {
	var shape errShape
	if errors.As(err, &shape) {
		return errs.E(errs.Invalid, "report.definition_shape", "file", file, "line", shape.line, err)
	}
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		token := unknown.GetToken()
		return errs.E(errs.Invalid, "report.definition_unknown_key", "file", file, "line", token.Position.Line, "name", token.Value, err)
	}
	line := 1
	var other yaml.Error
	if errors.As(err, &other) && other.GetToken() != nil {
		line = other.GetToken().Position.Line
	}
	return errs.E(errs.Invalid, "report.definition_shape", "file", file, "line", line, err)
}
