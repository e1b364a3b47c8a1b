package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost of a new verifier: 64 MiB and three passes, about a sixth of a second on a laptop.
const (
	passMemory  = 64 << 10 // KiB
	passPasses  = 3
	passThreads = 1
	passSalt    = 16
	passKey     = 32
)

// Bounds on what a verifier may ask for, so that a damaged one cannot exhaust the machine.
const (
	maxMemory = 1 << 20 // KiB
	maxPasses = 16
)

// Passphrase makes the verifier of a passphrase: Argon2id with its own salt and cost, in the usual PHC text form. The
// same passphrase typed on another keyboard is the same: it is normalised (NFKC) first.
func Passphrase(pass string) (verifier string, err error) {
	salt := make([]byte, passSalt)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := stretchPassphrase(pass, salt, passPasses, passMemory, passThreads, passKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, passMemory, passPasses, passThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// PassphraseMatches reports whether pass made the verifier. It takes as long for a wrong passphrase as for the right
// one; an unreadable verifier matches nothing.
func PassphraseMatches(verifier, pass string) bool {
	fields := strings.Split(verifier, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" {
		return false
	}
	var version int
	var memory, passes uint32
	var threads uint8
	if _, err := fmt.Sscanf(fields[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil {
		return false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(fields[4])
	key, errKey := base64.RawStdEncoding.DecodeString(fields[5])
	if errSalt != nil || errKey != nil || len(key) < 16 || memory > maxMemory || passes == 0 || passes > maxPasses || threads == 0 {
		return false
	}
	return subtle.ConstantTimeCompare(key, stretchPassphrase(pass, salt, passes, memory, threads, uint32(len(key)))) == 1
}

func stretchPassphrase(pass string, salt []byte, passes, memory uint32, threads uint8, size uint32) []byte {
	return argon2.IDKey(norm.NFKC.Bytes([]byte(pass)), salt, passes, memory, threads, size)
}
