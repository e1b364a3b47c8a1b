package codebook_test

import (
	"maps"
	"slices"
	"testing"

	"approdo/internal/base/codebook"
)

func TestWhereATextIsWantedWhatStandsThereIsTheText(t *testing.T) {
	type part struct {
		Code string `yaml:"code"`
	}
	type whole struct {
		Code   string            `yaml:"code"`
		Lead   bool              `yaml:"lead"`
		Most   int64             `yaml:"most"`
		Names  map[string]string `yaml:"names"`
		Counts map[string]int64  `yaml:"counts"`
		Words  []string          `yaml:"words"`
		Parts  []part            `yaml:"parts"`
	}
	for _, code := range []string{"012", "12", "0o14", "0x1f", "0b11", "1_000", "no", "No", "true", "True", "1.50", "1e3", ".5", "+12", "-0", "00", ".inf", ".nan", "2024-03-01", "12345678901234567890123"} {
		text := "code: " + code + "\nlead: true\nmost: 1900\nnames: {" + code + ": " + code + "}\ncounts: {" + code + ": 7}\nwords: [" + code + ", '007']\nparts:\n  - code: " + code + "\n  - {code: " + code + "}\n"
		var got whole
		if err := codebook.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		if got.Code != code || !got.Lead || got.Most != 1900 || !maps.Equal(got.Names, map[string]string{code: code}) ||
			!maps.Equal(got.Counts, map[string]int64{code: 7}) || !slices.Equal(got.Words, []string{code, "007"}) || !slices.Equal(got.Parts, []part{{code}, {code}}) {
			t.Errorf("%s: read as %+v", code, got)
		}
	}
	var got whole
	if err := codebook.Unmarshal([]byte("code: a\nshoes: 3\n"), &got); err == nil {
		t.Error("a field that is none was taken")
	}
	if err := codebook.Unmarshal([]byte("lead: perhaps\n"), &got); err == nil {
		t.Error("a word was taken for a truth")
	}
}
