package seal

import (
	"runtime"
	"runtime/metrics"
)

// A derivation leaves what it worked with for the collector, which comes when there is as much garbage as there was in use: on a machine of 256 MB that is after two or three of them, and too late.
const (
	littleInUse = 128 << 20 // above it the collector comes often enough by itself, by what a machine of that size has
	muchLeft    = 32 << 20
)

// sweep collects what derivations left before another begins.
func sweep() {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 || s[1].Value.Kind() != metrics.KindUint64 {
		return
	}
	if inUse := s[0].Value.Uint64(); inUse < littleInUse && s[1].Value.Uint64() > inUse+muchLeft {
		runtime.GC()
	}
}
