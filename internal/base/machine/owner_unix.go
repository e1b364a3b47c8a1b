//go:build unix

package machine

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// AsOwner lets root go on as the owner of a folder, for good, so that what is written there is theirs. It answers the owner's name; empty for whoever goes on as they are.
func AsOwner(dir string) (name string, err error) {
	var about syscall.Stat_t
	if os.Geteuid() != 0 || syscall.Stat(dir, &about) != nil || about.Uid == 0 {
		return "", nil
	}
	name = strconv.FormatUint(uint64(about.Uid), 10)
	if owner, err := user.LookupId(name); err == nil {
		name = owner.Username
	}
	if err = syscall.Setgroups([]int{int(about.Gid)}); err == nil {
		err = syscall.Setgid(int(about.Gid))
	}
	if err == nil {
		err = syscall.Setuid(int(about.Uid))
	}
	return name, err
}
