// Package gauge holds what every measurement prints beside its own figures: on which machine, at which commit, how busy that
// machine was, and the processor time and memory that were used.
package gauge

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Machine says where a measurement was made. Load is how many processes wanted to run on average during the last minute
// before it began: above CPUs, wall times are those of a shared machine.
type Machine struct {
	Processor string  `json:"processor"`
	CPUs      int     `json:"cpus"`
	Load      float64 `json:"load"`
	Go        string  `json:"go"`
	Commit    string  `json:"commit"`
}

// Here describes this machine, as far as its system tells.
func Here() Machine {
	m := Machine{CPUs: runtime.NumCPU(), Go: runtime.Version()}
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				m.Processor = strings.TrimSpace(value)
				break
			}
		}
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		first, _, _ := strings.Cut(string(load), " ")
		m.Load, _ = strconv.ParseFloat(first, 64) // an unreadable load is none
	}
	if out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output(); err == nil {
		m.Commit = strings.TrimSpace(string(out))
	}
	return m
}

// Print writes one JSON line.
func Print(line any) error { return json.NewEncoder(os.Stdout).Encode(line) }

// Say tells a person what is going on, on the other channel.
func Say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// Median is the middle one; of an even number, the lower of the two in the middle. It panics when there is none.
func Median[T int | int64 | float64 | time.Duration](of []T) T {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[(len(sorted)-1)/2]
}

// Percentile is the value that so many of a hundred do not exceed.
func Percentile[T int | int64 | float64 | time.Duration](of []T, percent int) T {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}

// CPU is the processor time this process has used.
func CPU() time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// ticks a second are how Linux tells the processor time of another process, on every machine that Go knows.
const ticks = 100

// CPUOf is the processor time that another process has used, to a hundredth of a second; 0 where the system does not tell.
func CPUOf(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(stat), ") ") // the program's name may hold blanks
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / ticks
}

// Heap is the memory in use after everything unused was given up, in MB.
func Heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc >> 20)
}

// Peak is the most memory that this process ever held, in MB; 0 where the system does not tell.
func Peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes int64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
			return kilobytes >> 10
		}
	}
	return 0
}

// MS turns a duration into milliseconds with two decimals.
func MS(d time.Duration) float64 {
	return float64(d.Round(10*time.Microsecond)) / float64(time.Millisecond)
}

// Ratio is how many times slower the first is, with one decimal.
func Ratio(slower, faster time.Duration) float64 {
	return float64(int64(10*float64(slower)/float64(max(faster, 1))+0.5)) / 10
}
