package machine_test

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"approdo/internal/base/machine"
)

// TestANameIsHeldByOneAndLeavesNothing: whoever comes while one lets go must not hold a file that is not there any more.
func TestANameIsHeldByOneAndLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var holding, held atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 200 {
				c, free, err := machine.ClaimName(filepath.Join(dir, ".one"))
				if err != nil {
					t.Error(err)
					return
				}
				if !free {
					continue
				}
				if holding.Add(1) != 1 {
					t.Error("two hold it")
				}
				held.Add(1)
				holding.Add(-1)
				if err := c.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if held.Load() == 0 {
		t.Error("nobody held it")
	}
	one, _, err := machine.ClaimName(filepath.Join(dir, ".one"))
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	if _, free, err := machine.ClaimName(filepath.Join(dir, ".other")); err != nil || !free {
		t.Errorf("beside a name that is held another is free: %v, %v", free, err)
	}
	if _, free, err := machine.ClaimName(filepath.Join(dir, ".one")); err != nil || free {
		t.Errorf("a name that is held is free: %v, %v", free, err)
	}
	gone, _, err := machine.ClaimName(filepath.Join(dir, ".gone"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, ".gone")); err != nil {
		t.Fatal(err)
	}
	if err := gone.Close(); err != nil {
		t.Errorf("a name that somebody took away is not let go of: %v", err)
	}
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(dir, ".link")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := machine.ClaimName(filepath.Join(dir, ".link")); err == nil {
		t.Error("a link is followed")
	}
}
