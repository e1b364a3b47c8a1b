package machine_test

import (
	"os"
	"path/filepath"
	"testing"

	"approdo/internal/base/machine"
)

const mounts = `22 1 254:1 / / rw,relatime - ext4 /dev/mapper/root rw
23 22 8:1 / /boot rw - ext4 /dev/sda1 rw
24 22 0:40 / /tmp rw - tmpfs tmpfs rw
25 22 0:50 / /srv/share rw - nfs4 server:/x rw
26 22 0:51 / /home/b rw - btrfs /dev/sda3 rw
27 22 254:2 / /srv/my\040data rw - xfs /dev/mapper/vg-data rw
28 22 0:60 / /vault rw - fuse.gocryptfs /x rw
29 22 9:0 / /raid rw - ext4 /dev/md0 rw
30 22 99:9 / /gone rw - ext4 /dev/gone rw
31 22 0:33 / /overlay rw - overlay overlay rw
`

// machineOf builds what a kernel shows: a root on LUKS, a bare boot partition, a logical volume on LUKS, a mirror of one encrypted and one bare disk.
func machineOf(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("proc/self/mountinfo", mounts)
	write("sys/dev/block/254:1/dm/uuid", "CRYPT-LUKS2-abc-root\n")
	write("sys/dev/block/254:1/slaves/sda2/size", "1")
	write("sys/dev/block/8:1/size", "1")
	write("sys/class/block/sda3/size", "1")
	write("sys/dev/block/254:2/dm/uuid", "LVM-xyz\n")
	write("sys/dev/block/254:2/slaves/dm-5/dm/uuid", "CRYPT-LUKS2-abc-data\n")
	write("sys/dev/block/9:0/slaves/dm-6/dm/uuid", "CRYPT-LUKS2-abc-one\n")
	write("sys/dev/block/9:0/slaves/sdc/size", "1")
	return root
}

func TestAVolumeIsEncryptedOnlyIfAllItStandsOnIs(t *testing.T) {
	root := machineOf(t)
	for dir, want := range map[string]machine.Cover{
		"/var/lib/approdo": machine.Encrypted,
		"/boot":            machine.Bare,
		"/boot/deep/er":    machine.Bare,
		"/bootstrap":       machine.Encrypted, // not below /boot
		"/tmp/x":           machine.Memory,
		"/srv/share/d":     machine.Unknown,
		"/home/b/d":        machine.Bare,
		"/srv/my data/d":   machine.Encrypted,
		"/vault":           machine.Encrypted,
		"/raid/d":          machine.Bare,
		"/gone/d":          machine.Unknown,
		"/overlay/d":       machine.Unknown,
	} {
		if got := machine.Volume(root, dir); got != want {
			t.Errorf("%s is %s, want %s", dir, got, want)
		}
	}
	if got := machine.Volume(t.TempDir(), "/"); got != machine.Unknown {
		t.Errorf("a machine that shows nothing: %s", got)
	}
}

func TestThisMachineAnswers(t *testing.T) {
	dir := t.TempDir()
	t.Logf("the volume of a temporary folder is %s", machine.Volume("/", dir))
	if free, known := machine.Room(dir); known && free <= 0 {
		t.Errorf("%d bytes free", free)
	}
	if private, known, err := machine.Private(dir); err != nil || known && private != (mode(t, dir)&0o077 == 0) {
		t.Errorf("private %v %v %v", private, known, err)
	}
}

func mode(t *testing.T, name string) os.FileMode {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}
