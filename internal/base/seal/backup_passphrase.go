package seal

import (
	"io"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"

	"approdo/internal/base/errs"
)

// scryptWork is the power of two of scrypt's cost: a second and 256 MiB. A file that asks for more is refused, since it may be made to
// exhaust the machine.
const scryptWork = 18

// EncryptWithPassphrase encrypts what is written to the writer it returns, until Close, so that the passphrase opens it.
func EncryptWithPassphrase(dst io.Writer, pass string) (io.WriteCloser, error) {
	to, err := age.NewScryptRecipient(norm.NFKC.String(pass))
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.passphrase_empty", err)
	}
	to.SetWorkFactor(scryptWork)
	return age.Encrypt(dst, to)
}

// DecryptWithPassphrase reads what EncryptWithPassphrase encrypted. Its errors mean what those of DecryptBackup do.
func DecryptWithPassphrase(src io.Reader, pass string) (io.Reader, error) {
	by, err := age.NewScryptIdentity(norm.NFKC.String(pass))
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.passphrase_empty", err)
	}
	by.SetMaxWorkFactor(scryptWork)
	plain, err := age.Decrypt(src, by)
	if err != nil {
		return nil, notOpened()
	}
	return &refusing{plain}, nil
}
