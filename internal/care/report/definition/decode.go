package definition

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// errShape says that a list stands where a word is wanted, or the like. The reader turns it into a message with file and line.
type errShape struct{ line int }

func (e errShape) Error() string { return "a definition has another shape" }

func line(n ast.Node) int { return n.GetToken().Position.Line }

// UnmarshalYAML reads a word: a text, a number or a truth value, as written.
func (w *Word) UnmarshalYAML(n ast.Node) error {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.BoolNode:
		*w = Word{Text: strings.TrimSpace(n.GetToken().Value), Line: line(n)}
		return nil
	}
	return errShape{line(n)}
}

// UnmarshalYAML reads one word or a list of words.
func (w *Words) UnmarshalYAML(n ast.Node) error {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		var one Word
		if err := one.UnmarshalYAML(n); err != nil {
			return err
		}
		*w = Words{one}
		return nil
	}
	for _, item := range list.Values {
		var one Word
		if err := one.UnmarshalYAML(item); err != nil {
			return err
		}
		*w = append(*w, one)
	}
	return nil
}

// UnmarshalYAML reads a mapping from columns to codes, in the order in which it is written.
func (f *Filter) UnmarshalYAML(n ast.Node) error {
	for _, pair := range pairs(n) {
		var c Condition
		if err := errors.Join(c.Column.UnmarshalYAML(pair.Key), c.Codes.UnmarshalYAML(pair.Value)); err != nil {
			return errShape{line(n)}
		}
		*f = append(*f, c)
	}
	if len(*f) == 0 {
		return errShape{line(n)}
	}
	return nil
}

func pairs(n ast.Node) []*ast.MappingValueNode {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}
	}
	return nil
}

// UnmarshalYAML reads one dimension or a list of them.
func (d *Dimensions) UnmarshalYAML(n ast.Node) error {
	items := []ast.Node{n}
	if list, ok := n.(*ast.SequenceNode); ok {
		items = list.Values
	}
	for _, item := range items {
		var one Dimension
		if err := yaml.NodeToValue(item, &one, yaml.Strict()); err != nil {
			return err
		}
		*d = append(*d, one)
	}
	return nil
}

// UnmarshalYAML reads a measure, short (one word) or long.
func (m *Measure) UnmarshalYAML(n ast.Node) error {
	if len(pairs(n)) == 0 {
		err := m.Measure.UnmarshalYAML(n)
		m.Code = m.Measure
		return err
	}
	type long Measure // without this method
	if err := yaml.NodeToValue(n, (*long)(m), yaml.Strict()); err != nil {
		return err
	}
	if m.Code.Text == "" {
		m.Code = m.Measure
	}
	return nil
}
