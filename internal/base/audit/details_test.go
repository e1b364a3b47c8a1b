package audit_test

import (
	"encoding/json"
	"testing"

	"approdo/internal/base/audit"
)

// TestNoTextFitsIntoDetails: whatever a mistake hands over, a sentence, a name, a telephone or an address never stands in the trail.
func TestNoTextFitsIntoDetails(t *testing.T) {
	typed := []string{
		"Ildebranda Quagliotti", "ildebranda quagliotti", "Zoé", "d'Angelo", "Milena;Vetrova", "+39 333 000 1122", "3330001122", "a@example.org", "via Roma 3", "x\ny", "x\x00", "…",
		"=1+1", "<b>", "\"", "фатима", "2024-13-41 she said", string(make([]byte, 200)),
	}
	for _, text := range typed {
		for name, value := range map[string]audit.Value{"code": audit.Code(text), "day": audit.Day(text), "digest": audit.HexDigest(text), "codes": audit.Codes([]string{text})} {
			if got, err := json.Marshal(value); err != nil || string(got) != `"unsaid"` && string(got) != `["unsaid"]` {
				t.Errorf("%q as a %s says %s, %v", text, name, got, err)
			}
		}
		if text != "3330001122" { // an id may be a number
			if got, err := json.Marshal(audit.ID(text)); err != nil || string(got) != `"unsaid"` || audit.Record(text) != audit.Unsaid {
				t.Errorf("%q as an id says %s, %v", text, got, err)
			}
		}
	}
	type section string
	for want, value := range map[string]audit.Value{
		`"names"`: audit.Code(section("names")), `"IT-BS"`: audit.Code("IT-BS"), `"18-25"`: audit.Code("18-25"), `"org:faro"`: audit.Code("org:faro"), `""`: audit.Code(""), `12`: audit.Count(12),
		`"2024-05-01"`: audit.Day("2024-05-01"), `"2024-05-01T10:00:00Z"`: audit.Day("2024-05-01T10:00:00Z"), `true`: audit.Yes(true), `"0aff"`: audit.Digest([]byte{10, 255}),
		`["a-1","b-2"]`: audit.IDs([]section{"a-1", "b-2"}), `"0191f2a0-1111-7222-8333-444455556666"`: audit.ID("0191f2a0-1111-7222-8333-444455556666"), `[]`: audit.Codes([]string(nil)),
	} {
		if got, err := json.Marshal(value); err != nil || string(got) != want {
			t.Errorf("%s instead of %s, %v", got, want, err)
		}
	}
}
