package network_test

import (
	"os"
	"path/filepath"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
)

func fromNotepad(t *testing.T, name string) (network.Charter, error) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", "48-network-file-from-notepad", name))
	if err != nil {
		t.Fatal(err)
	}
	return network.ReadCharter(file)
}

func TestAPlanIsReadAsItWasTyped(t *testing.T) {
	p, err := fromNotepad(t, "bom-crlf.yaml")
	if err != nil || p.Organisations[0].Units[0].Name != "Unità di strada" || p.Projects[0].Targets["persons_reached"] != 1900 {
		t.Errorf("with a byte order mark: %+v, %v", p, err)
	}
	p, err = fromNotepad(t, "norway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if o := p.Organisations[0]; o.Code != "012" || !o.Lead || o.Units[0].Code != "no" || p.Projects[0].Partners["012"] != "lead" || p.Accounts[0].Organisation != "012" {
		t.Errorf("codes became something else: %+v", p)
	}
}

func TestAPlanOfAnotherEncodingIsRefusedWithItsLine(t *testing.T) {
	_, err := fromNotepad(t, "cp1252.yaml")
	if e, ok := errs.Of(err); !ok || e.Key != "codebook.not_utf8" || e.Args[1] != 9 {
		t.Errorf("founded from it: %v", err)
	}
}
