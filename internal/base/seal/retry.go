package seal

import "approdo/internal/base/errs"

// tries is how often work on keys is begun again when somebody changes one in between.
const tries = 4

// Retry does what reads, seals and writes, and begins again when a key was changed between reading and writing: nobody types or presses twice for that. When
// it never comes to rest the answer is the last Conflict "vault.keys_changed".
func Retry(work func() error) (err error) {
	for range tries {
		if err = work(); !KeysChanged(err) {
			return err
		}
	}
	return err
}

// KeysChanged reports whether a key was changed between reading and writing.
func KeysChanged(err error) bool {
	e, known := errs.Of(err)
	return known && e.Key == "vault.keys_changed"
}
