package years_test

import (
	"testing"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/care/sheet/years"
)

func TestWhatPeopleWriteForAnAge(t *testing.T) {
	book, err := codebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, _ := book.List("age_band")
	for cell, want := range map[string]string{
		"23": "18-25", "23 anni": "18-25", "circa 23": "18-25", "~24": "18-25", "19-20": "18-25", "20-30": "", "22.583": "18-25", "1.999": "", "25.30": "", "boh": "", "'17": "14-17",
	} {
		if band, _, ok := years.Read(list, cell); ok != (want != "") || ok && band != want {
			t.Errorf("%q is %q", cell, band)
		}
	}
}

func TestYearsOfBirth(t *testing.T) {
	day := time.Date(2024, 4, 2, 0, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		cell  string
		whole bool
		want  int
	}{
		{"06", false, 2006},
		{"'99", false, 1999},
		{"85", false, 1985},
		{"24", false, 2024},
		{"25", false, 1925},
		{"1999", true, 1999},
		{"2.001", true, 2001},

		{"22", true, 0},
		{"06", true, 2006},
		{"'99", true, 1999},
		{"2025", true, 0},
		{"boh", false, 0},
		{"", false, 0},
	} {
		if got := years.Birth(x.cell, day, x.whole); got != x.want {
			t.Errorf("%q is %d, want %d", x.cell, got, x.want)
		}
	}
}
