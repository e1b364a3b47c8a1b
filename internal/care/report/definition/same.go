package definition

import "reflect"

// Same reports whether two tables say the same, wherever the words stand.
func (t *Table) Same(other *Table) bool {
	return reflect.DeepEqual(placeless(reflect.ValueOf(*t)).Interface(), placeless(reflect.ValueOf(*other)).Interface())
}

var wordType = reflect.TypeFor[Word]()

// placeless copies a value with every line forgotten; nothing and an empty list are the same.
func placeless(v reflect.Value) reflect.Value {
	if v.Type() == wordType {
		return reflect.ValueOf(Word{Text: v.Interface().(Word).Text})
	}
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(placeless(v.Field(i)))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(placeless(v.Elem()))
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = reflect.Append(out, placeless(v.Index(i)))
		}
	default:
		out.Set(v)
	}
	return out
}
