package app

import "approdo/internal/base/machine"

// AsOwner lets root go on as the owner of the folder that a command works on, so that the service can renew and remove what is written there. It answers the owner's name; empty for
// whoever goes on as they are.
func AsOwner(dir string) (name string, err error) { return machine.AsOwner(dir) }
