package sheet

// Field is one thing that a row of a kind can tell, as a person chooses it for a column.
type Field struct {
	Name     string // of the keys sheet.field
	List     string // code list of its answers, "unit", "project", or "" for days, numbers and references
	Required bool   // a row without it means nothing
}

// Fields lists what the rows of a kind can tell, in the order in which forms ask for it.
func (d *Desk) Fields(kind Kind) ([]Field, error) {
	f, err := d.form(kind)
	if err != nil {
		return nil, err
	}
	list := make([]Field, len(f.fields))
	for i, x := range f.fields {
		list[i] = Field{Name: x.Name, List: x.List, Required: x.Required}
		if x.Type == typeUnit || x.Type == typeProject {
			list[i].List = string(x.Type)
		}
	}
	return list, nil
}
