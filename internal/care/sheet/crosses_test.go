package sheet_test

import (
	"slices"
	"testing"
)

func TestColumnsOfCrossesAreOfferedAsOne(t *testing.T) {
	o := field(t)
	p := o.preview(t, "contacts", fieldCase(t, "41-crosses-in-columns/registro.csv"), answering())
	if got := asked(p); !slices.Equal(got, []string{"crosses"}) {
		t.Errorf("asked %v", got)
	}
	field(t).try(t, []step{{file: "41-crosses-in-columns/registro.csv", answers: []string{"crosses=one"}}},
		"2024-04-02 - woman NG", "2024-04-03 - man minor RO")
	field(t).try(t, []step{{file: "41-crosses-in-columns/registro.csv", answers: []string{"crosses=leave_out"}, says: "2 empty, 3 empty"}})
	field(t).try(t, []step{{file: "Data;M;F\n02/04/2024;x;x\n03/04/2024;;✓\n", answers: []string{"crosses=one"}, skip: true, says: "2 refused expected_code"}}, "2024-04-03 - woman")
}

func TestAColumnOfAnswersIsNoColumnOfCrosses(t *testing.T) {
	o := field(t)
	for _, file := range []string{"Data;Sesso;Minorenne\n02/04/2024;F;x\n", "Data;Sesso;Nigeria;Romania\n02/04/2024;F;3;4\n"} {
		if got := asked(o.preview(t, "contacts", []byte(file), answering())); slices.Contains(got, "crosses") {
			t.Errorf("%q: asked %v", file, got)
		}
	}
}
