package render_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"approdo/internal/care/report"
)

// written gives the pages of a PDF as they were written, with the texts in them as UTF-16, each sign of which is set to the
// right of the one before.
func written(t *testing.T, file []byte) string {
	t.Helper()
	var b strings.Builder
	for _, part := range bytes.Split(file, []byte("stream\n"))[1:] {
		if z, err := zlib.NewReader(bytes.NewReader(part)); err == nil {
			text, _ := io.ReadAll(z) // what follows the stream is no part of it
			b.Write(text)
		}
	}
	return strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(b.String())
}

func TestArabicIsJoinedAndRunsFromTheRight(t *testing.T) {
	for name, c := range map[string]struct{ text, paper string }{
		"an association":   {"جمعية الأمل", "ﻞﻣﻷﺍ ﺔﻴﻌﻤﺟ"},
		"between Italian":  {"Rete جمعية الأمل onlus", "Rete ﻞﻣﻷﺍ ﺔﻴﻌﻤﺟ onlus"},
		"with a number":    {"جمعية 12,5 (الأمل) x", "(ﻞﻣﻷﺍ) 12,5 ﺔﻴﻌﻤﺟ x"},
		"a number first":   {"12 جمعية", "12 ﺔﻴﻌﻤﺟ"},
		"with vowel signs": {"\u0645\u064f\u062d\u064e\u0645", "\ufee2\ufea4\ufee3"},
		"a pair":           {"سلام", "ﻡﻼﺳ"},
		"Persian":          {"پناه گاه", "ﻩﺎﮔ ﻩﺎﻨﭘ"},
		"Hebrew":           {"שלום a", "םולש a"},
		"an accent apart":  {"Ste\u0301phane", "Stéphane"},
		"Greek":            {"Ομάδα Στήριξης", "Ομάδα Στήριξης"},
		"Italian":          {"Unità (12) d'Angelo", "Unità (12) d'Angelo"},
	} {
		d := small(t)
		d.Tables[1].Title = report.Label{"en": c.text, "it": "x"}
		want, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(" " + c.paper)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(written(t, pdf(t, d, "en")), want) {
			t.Errorf("%s is not written %q", name, c.paper)
		}
	}
}
