package sheet_test

import (
	"slices"
	"testing"

	"approdo/internal/care/sheet"
)

// Rows of one day that were each in another place may be the stops of one outing.
func TestTheStopsOfOneOutingAreAskedAbout(t *testing.T) {
	t.Parallel()
	file := text("Data;Unità;Modalità;Zona;Equipe;Ore;Km;Donne", "02/04/2024;faro-strada;strada;Stazione;AB;1;5;3", "02/04/2024;faro-strada;strada;Porto;AB;1;5;2", "09/04/2024;faro-strada;strada;Stazione;AB;2;5;4")
	if got := sums(town(t).preview(t, "outings", file, sheet.Map{})); got != "ask stages" {
		t.Fatalf("says %q", got)
	}
	for answer, want := range map[string][2][]int64{"sum": {{120, 120}, {10, 5}}, "once": {{60, 120}, {5, 5}}, "each": {{60, 60, 120}, {5, 5, 5}}, "leave_out": {{120}, {5}}} {
		o := town(t)
		o.take(t, "outings", file, answering("stages="+answer))
		if got := o.minutes(t); !slices.Equal(got, want[0]) {
			t.Errorf("%s: %v minutes, want %v", answer, got, want[0])
		}
		if got := o.kilometres(t); !slices.Equal(got, want[1]) {
			t.Errorf("%s: %v km, want %v", answer, got, want[1])
		}
		if p := o.preview(t, "outings", file, answering("stages="+answer)); p.New != 0 {
			t.Errorf("%s, once more: %d new", answer, p.New)
		}
	}
	place := text("Data;Unità;Modalità;Ore;Place", "02/04/2024;faro-strada;strada;1;Stazione", "02/04/2024;faro-strada;strada;2;Porto", "09/04/2024;faro-strada;strada;3;Stazione", "09/04/2024;faro-strada;strada;4;Porto")
	if p := town(t).preview(t, "outings", place, answering("left=leave_out")); sums(p) != "ask stages" {
		t.Errorf("a column that was left out says %q", sums(p))
	}
	for name, file := range map[string][]byte{
		"two teams":     text("Data;Unità;Modalità;Zona;Equipe;Ore", "02/04/2024;faro-strada;strada;Stazione;AB;1", "02/04/2024;faro-strada;strada;Porto;CD;1"),
		"without zones": text("Data;Unità;Modalità;Ore", "02/04/2024;faro-strada;strada;1", "02/04/2024;faro-strada;strada;2"),
		"two units":     text("Data;Unità;Modalità;Zona;Ore", "02/04/2024;faro-strada;strada;Stazione;1", "02/04/2024;faro-sportello;strada;Porto;2"),
	} {
		if p := town(t).preview(t, "outings", file, sheet.Map{}); slices.Contains(asked(p), "stages") {
			t.Errorf("%s says %q", name, sums(p))
		}
	}
}
