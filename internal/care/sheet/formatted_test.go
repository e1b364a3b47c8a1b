package sheet_test

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"approdo/internal/care/sheet"
)

// formatted is a workbook of outings with numbers below one heading, in a format.
func formatted(t *testing.T, heading, format string, numbers ...float64) []byte {
	t.Helper()
	rows := []string{"Data;Unità;Modalità;" + heading}
	for i := range numbers {
		rows = append(rows, "0"+itoa(i+2)+"/04/2024;faro-strada;strada;1")
	}
	return marked(t, rows, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		for i, n := range numbers {
			cell := "D" + itoa(i+2)
			must(t, f.SetCellValue("Sheet1", cell, n))
			must(t, f.SetCellStyle("Sheet1", cell, cell, style))
		}
	})
}

// A number that a sheet shows otherwise than it is stored is asked about where it makes a difference; a percentage counts nothing.
func TestANumberThatIsShownAsAnotherIsAskedAbout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		heading, format string
		numbers         []float64
		says            string
		answers         map[string][]int64 // minutes by answer
	}{
		"whole hours":           {"Ore", "0", []float64{2.5, 3.75}, "ask shown.D", map[string][]int64{"stored": {150, 225}, "shown": {180, 240}}},
		"tenths of an hour":     {"Ore", "0.0", []float64{2.25, 3}, "ask shown.D", map[string][]int64{"stored": {135, 180}, "shown": {138, 180}}},
		"as they are":           {"Ore", "0.00", []float64{2.25, 3.5}, "", map[string][]int64{"": {135, 210}}},
		"rounded to the minute": {"Ore", "0.000", []float64{2.33333333, 3}, "", map[string][]int64{"": {140, 180}}},
		"minutes and seconds":   {"Durata", "mm:ss", []float64{25.0 / 1440, 40.0 / 1440}, "", map[string][]int64{"": {25, 40}}},
		"hours that are hidden": {"Durata", "mm:ss", []float64{90.0 / 1440, 150.0 / 1440}, "ask shown.D", map[string][]int64{"stored": {90, 150}, "shown": {30, 30}}},
		"days that are hidden":  {"Durata", "h:mm", []float64{26.0 / 24, 2.0 / 24}, "ask shown.D", map[string][]int64{"stored": {1560, 120}, "shown": {120, 120}}},
		"hours beyond a day":    {"Durata", "[h]:mm", []float64{26.0 / 24, 2.5 / 24}, "", map[string][]int64{"": {1560, 150}}},
		"percentages":           {"Donne", "0%", []float64{1, 2}, "ask shown.D", nil},
		"thousands":             {"Km", "0,", []float64{3000, 4000}, "ask shown.D, ask odometer.D", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := formatted(t, c.heading, c.format, c.numbers...)
			if got := sums(town(t).preview(t, "outings", file, sheet.Map{})); got != c.says {
				t.Errorf("says %q, want %q", got, c.says)
			}
			for answer, want := range c.answers {
				o := town(t)
				o.take(t, "outings", file, answering("shown.D="+answer))
				if got := o.minutes(t); !slices.Equal(got, want) {
					t.Errorf("%q: %v minutes, want %v", answer, got, want)
				}
			}
		})
	}
}

// Times of two numbers that would be very long may be minutes and seconds.
func TestTimesThatMayBeMinutesAndSecondsAreAskedAbout(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"Data;Unità;Modalità;Durata\n02/04/2024;faro-strada;strada;25:30\n03/04/2024;faro-strada;strada;40:10\n": "ask seconds.D",
		"Data;Unità;Modalità;Minuti\n02/04/2024;faro-strada;strada;5:30\n03/04/2024;faro-strada;strada;10:10\n":  "ask clock.D",
		"Data;Unità;Modalità;Minuti\n02/04/2024;faro-strada;strada;1:30\n03/04/2024;faro-strada;strada;2:10\n":   "",
		"Data;Unità;Modalità;Durata\n02/04/2024;faro-strada;strada;2:30\n03/04/2024;faro-strada;strada;3:10\n":   "",
	} {
		if got := sums(town(t).preview(t, "outings", []byte(file), sheet.Map{})); got != want {
			t.Errorf("%s says %q, want %q", file, got, want)
		}
	}
	file := text("Data;Unità;Modalità;Durata", "02/04/2024;faro-strada;strada;25:30", "03/04/2024;faro-strada;strada;40:10")
	if p := town(t).preview(t, "outings", text("Data;Unità;Modalità;Durata", "02/04/2024;faro-strada;strada;67:10"), answering("seconds.D=minutes")); p.New != 1 {
		t.Errorf("more than an hour: %s", sums(p))
	}
	for answer, want := range map[string][]int64{"minutes": {26, 40}, "duration": {1530, 2410}, "moment": {0, 0}} {
		o := town(t)
		o.take(t, "outings", file, answering("seconds.D="+answer))
		if got := o.minutes(t); !slices.Equal(got, want) {
			t.Errorf("%s: %v minutes, want %v", answer, got, want)
		}
	}
}
