// Package machine asks the machine what the program cannot see of itself: whether the volume under a folder is encrypted, how much room is left on it, and who
// may read a file. What cannot be told is said to be unknown; nothing is guessed.
package machine

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Cover says whether what is written to a volume is encrypted on its way to the disk.
type Cover string

// The covers. Encryption by the disk itself, by a virtual machine's host or by a storage service cannot be seen from inside: it is Bare or Unknown.
const (
	Unknown   Cover = "unknown"
	Encrypted Cover = "encrypted"
	Bare      Cover = "bare"
	Memory    Cover = "memory" // never reaches a disk, and is gone with the power
)

// encrypting are file systems that encrypt by themselves.
var encrypting = []string{"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs"}

// Volume finds the cover of the volume that holds a folder, on Linux: the mount that holds the folder, its block device, and whether that device or one it stands on
// is dm-crypt (LUKS). root is "/" but in tests.
func Volume(root, dir string) Cover {
	m, found := mountOf(root, dir)
	switch {
	case !found:
		return Unknown
	case slices.Contains(encrypting, m.kind):
		return Encrypted
	case m.kind == "tmpfs", m.kind == "ramfs":
		return Memory
	}
	device := filepath.Join(root, "sys/dev/block", m.device)
	if _, err := os.Stat(device); err != nil {
		// Such as btrfs, whose device number is no block device's: its source names one.
		if !strings.HasPrefix(m.source, "/dev/") {
			return Unknown
		}
		device = filepath.Join(root, "sys/class/block", path.Base(resolved(root, m.source)))
	}
	return block(device, 0)
}

// deepest bounds how many devices stand on one another.
const deepest = 8

// block looks at a block device, and at those it stands on: all of them must be encrypted.
func block(device string, depth int) Cover {
	if _, err := os.Stat(device); err != nil || depth > deepest {
		return Unknown
	}
	uuid, err := os.ReadFile(filepath.Join(device, "dm/uuid"))
	if err == nil && strings.HasPrefix(string(uuid), "CRYPT-") {
		return Encrypted
	}
	below, err := os.ReadDir(filepath.Join(device, "slaves"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Unknown
	}
	if len(below) == 0 {
		return Bare
	}
	for _, d := range below {
		if cover := block(filepath.Join(device, "slaves", d.Name()), depth+1); cover != Encrypted {
			return cover
		}
	}
	return Encrypted
}

// mount is one line of the kernel's list.
type mount struct{ device, point, kind, source string }

// mountOf finds the mount with the longest point above a folder; of two with the same the later hides the earlier.
func mountOf(root, dir string) (mount, bool) {
	f, err := os.Open(filepath.Join(root, "proc/self/mountinfo"))
	if err != nil {
		return mount{}, false
	}
	defer f.Close()
	var best mount
	found := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		left, right, ok := strings.Cut(lines.Text(), " - ")
		a, b := strings.Fields(left), strings.Fields(right)
		if !ok || len(a) < 5 || len(b) < 2 {
			continue
		}
		m := mount{device: a[2], point: unescaped(a[4]), kind: b[0], source: unescaped(b[1])}
		if above(m.point, dir) && len(m.point) >= len(best.point) {
			best, found = m, true
		}
	}
	return best, found
}

// above reports whether a folder is point or lies below it.
func above(point, dir string) bool {
	return point == "/" || dir == point || strings.HasPrefix(dir, strings.TrimSuffix(point, "/")+"/")
}

// unescaped undoes the kernel's way of writing spaces in paths.
func unescaped(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}

// resolved follows a link such as /dev/mapper/home to the device's own name.
func resolved(root, name string) string {
	if to, err := filepath.EvalSymlinks(filepath.Join(root, name)); err == nil {
		return to
	}
	return name
}
