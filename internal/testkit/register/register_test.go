package register_test

import (
	"reflect"
	"testing"

	"approdo/internal/testkit/register"
)

func TestARegisterIsTheSameForTheSameSeed(t *testing.T) {
	for _, fault := range register.Faults() {
		a, b := register.Faulty(7, fault), register.Faulty(7, fault)
		if !reflect.DeepEqual(a.Truth, b.Truth) || len(a.Files) == 0 || len(a.Files[0].Bytes) != len(b.Files[0].Bytes) {
			t.Errorf("%s: two registers of one seed differ", fault)
		}
	}
	if a, b := register.Sound(7), register.Sound(8); reflect.DeepEqual(a.Truth, b.Truth) {
		t.Error("two seeds give one register")
	}
}
