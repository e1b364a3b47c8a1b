package seal

import (
	"runtime"
	"runtime/metrics"
	"sync/atomic"
)

// littleInUse is up to how much memory in use the garbage of a derivation, slotMemory, is worth a collection of its own. Above it the collector comes often enough for it by itself, relative to what a machine of
// that size has.
const littleInUse = 128 << 20

// worthSweeping is from how many KiB of a derivation on; those of tests leave nothing to speak of.
const worthSweeping = 16 << 10

// left says that a derivation left something since the last sweep.
var left atomic.Bool

// sweep collects what derivations left before another begins. The collector comes when there is as much garbage as there was in use, which on a machine of 256 MB is after two or three of them, and too late.
func sweep() {
	if !left.Swap(false) {
		return
	}
	inUse := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(inUse)
	if inUse[0].Value.Kind() == metrics.KindUint64 && inUse[0].Value.Uint64() < littleInUse {
		runtime.GC()
	}
}
