package written_test

import (
	"testing"
	"time"

	"approdo/internal/care/sheet/written"
)

func TestADayIsReadInEveryOrderItCanHave(t *testing.T) {
	for cell, want := range map[string][2]string{
		"03/04/2024": {"2024-04-03", "2024-03-04"}, "1° marzo 2024": {"2024-03-01", "2024-03-01"}, "lun 13.05.24": {"2024-05-13", "0001-01-01"}, "45415": {"2024-05-03", "2024-05-03"},
		"annullato 03/04/2024": {"0001-01-01", "0001-01-01"}, "31/02/2024": {"0001-01-01", "0001-01-01"},
	} {
		r := written.Day(cell, false)
		if got := [2]string{r.DayFirst.Format(time.DateOnly), r.MonthFirst.Format(time.DateOnly)}; got != want {
			t.Errorf("%s is %v, want %v", cell, got, want)
		}
		if r.Valid() != (want != [2]string{"0001-01-01", "0001-01-01"}) {
			t.Errorf("%s: valid is %v", cell, r.Valid())
		}
	}
}

func TestDurationsAreReadAsMinutes(t *testing.T) {
	for cell, want := range map[string]int64{"2:30": 150, "2,5": 150, "90 min": 90, "21:30-23:45": 135, "2.30": -1, "26:00:00": 1560} {
		got, ok := written.Hours(cell, 2880)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%s is %d minutes, want %d", cell, got, want)
		}
	}
	if minutes, ok := written.Span("22:00", "1.30"); minutes != 210 || !ok {
		t.Errorf("past midnight %d, %v", minutes, ok)
	}
	if _, ok := written.Span("9:00", "7:00"); ok {
		t.Error("an outing of nearly a day is believed")
	}
}

func TestAYearThatIsNotWrittenIsMissed(t *testing.T) {
	for cell, want := range map[string]bool{"02/04": true, "mar 2 aprile": true, "02/04/2024": false, "aprile": false, "12": false} {
		if written.Yearless(cell) != want {
			t.Errorf("%s: %v", cell, !want)
		}
	}
	if got := written.WithYear("2/4/", 2024); got != "2/4/2024" {
		t.Errorf("with its year %s", got)
	}
}
