package app_test

import (
	"os"
	"testing"

	"approdo/internal/testkit"
)

// TestMain gives installations that tests make a place for their key files.
func TestMain(m *testing.M) {
	settings, err := os.MkdirTemp("", "approdo-settings")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_CONFIG_HOME", settings)
	testkit.LightPasswords()
	code := m.Run()
	os.RemoveAll(settings)
	os.Exit(code)
}
