package codebook

import (
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Unmarshal reads tame YAML strictly, with one rule of its own: where a text is wanted, what stands there is the text. A
// reader of YAML takes 012 for the number ten, 1.50 for 1.5 and 1_000 for 1000, and a code that is never shown to the
// person who wrote it would be another one.
func Unmarshal(text []byte, into any) error {
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return err
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return yaml.UnmarshalWithOptions(text, into, yaml.Strict())
	}
	body := literally(file.Docs[0].Body, reflect.TypeOf(into))
	return yaml.NodeToValue(body, into, yaml.Strict())
}

// literally gives a node with its numbers and truths as texts wherever the type wants texts.
func literally(n ast.Node, t reflect.Type) ast.Node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n := n.(type) {
	case *ast.AnchorNode:
		n.Value = literally(n.Value, t)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		if t.Kind() == reflect.String {
			return ast.String(n.GetToken())
		}
	case *ast.SequenceNode:
		if t.Kind() == reflect.Slice {
			for i := range n.Values {
				n.Values[i] = literally(n.Values[i], t.Elem())
			}
		}
	case *ast.MappingNode:
		for _, pair := range n.Values {
			literally(pair, t)
		}
	case *ast.MappingValueNode:
		switch t.Kind() {
		case reflect.Map:
			if key, ok := literally(n.Key, t.Key()).(ast.MapKeyNode); ok {
				n.Key = key
			}
			n.Value = literally(n.Value, t.Elem())
		case reflect.Struct:
			if field, ok := named(t, n.Key.GetToken().Value); ok {
				n.Value = literally(n.Value, field)
			}
		}
	}
	return n
}

// named is the type of the field that goes by a name in YAML.
func named(t reflect.Type, name string) (reflect.Type, bool) {
	for field := range t.Fields() {
		tag, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if tag == name || tag == "" && strings.EqualFold(field.Name, name) {
			return field.Type, true
		}
	}
	return nil, false
}
