package testkit

import (
	"testing"
	_ "unsafe" // for go:linkname
)

// slotMemory is how much each guess of a password fills, in KiB. Package seal gives nobody a way to change it: only the linker does, in
// programs that hold this package, which are tests and measurements.
//
//go:linkname slotMemory approdo/internal/base/seal.slotMemory
var slotMemory uint32

// full is what the program itself takes, once LightPasswords made it less.
var full uint32

// LightPasswords lets the passwords of a test program cost a thousandth of the memory and time. It is for TestMain, and changes nothing of
// what opens and what does not: only what a guess costs, which the tests of seal, and those with FullPasswords, measure.
func LightPasswords() {
	if !testing.Testing() {
		panic("testkit: light passwords are for tests")
	}
	full = slotMemory
	slotMemory = full >> 10
}

// FullPasswords lets passwords cost what they cost in the program, until the test ends. Such a test runs alone.
func FullPasswords(t *testing.T) {
	t.Helper()
	t.Setenv("TESTKIT_PASSWORDS", "full") // refused in a test that runs beside others
	light := slotMemory
	slotMemory = full
	t.Cleanup(func() { slotMemory = light })
}
