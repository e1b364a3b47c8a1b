package seal

import (
	"io"

	"filippo.io/age"

	"approdo/internal/base/errs"
)

// BackupKey opens the backups of one month. A backup holds people who have since been erased, so its key must die: the
// server makes a new one every 30 days and destroys each after 60.
//
// The server keeps only the recipient, which encrypts and cannot decrypt, and the key sealed to the organisation's
// recovery public key. So a restore needs two of the three shares, and whoever takes over the server at night reads no
// backup of the past. The sealed key lies beside the backups and never inside one: with that one small file go all
// backups made under it.
type BackupKey struct {
	identity hidden[*age.HybridIdentity]
	hushed
}

const backupContext = "backup key"

// NewBackupKey makes a random key: ML-KEM-768 and X25519 together, as age's own hybrid keys.
func NewBackupKey() (BackupKey, error) {
	identity, err := age.GenerateHybridIdentity()
	return BackupKey{identity: hide(identity)}, err
}

// Recipient is the public half, in age's text form ("age1pq1…"); empty for the zero key.
func (b BackupKey) Recipient() string {
	if b.identity == nil {
		return ""
	}
	return b.identity().Recipient().String()
}

// Seal seals the key to an organisation's recovery key. Context says which key it is.
func (b BackupKey) Seal(recovery Public, context ...string) ([]byte, error) {
	if b.identity == nil {
		return nil, noKey()
	}
	return recovery.Seal([]byte(b.identity().String()), append([]string{backupContext}, context...)...)
}

// OpenBackupKey opens a sealed backup key with the organisation's recovery identity, which takes two shares.
func OpenBackupKey(recovery *Identity, sealed []byte, context ...string) (BackupKey, error) {
	text, err := recovery.Open(sealed, append([]string{backupContext}, context...)...)
	if err != nil {
		return BackupKey{}, err
	}
	identity, err := age.ParseHybridIdentity(string(text))
	if err != nil {
		return BackupKey{}, notOpened()
	}
	return BackupKey{identity: hide(identity)}, nil
}

// EncryptBackup encrypts what is written to the writer it returns, until Close, so that only the key of recipient opens
// it.
func EncryptBackup(dst io.Writer, recipient string) (io.WriteCloser, error) {
	to, err := age.ParseHybridRecipient(recipient)
	if err != nil {
		return nil, errs.E(errs.Invalid, "seal.recipient_damaged")
	}
	return age.Encrypt(dst, to)
}

// DecryptBackup reads a backup. Its errors mean that the file is damaged, cut, or made under another key; what was read
// before one is to be thrown away.
func DecryptBackup(src io.Reader, key BackupKey) (io.Reader, error) {
	if key.identity == nil {
		return nil, noKey()
	}
	plain, err := age.Decrypt(src, key.identity())
	if err != nil {
		return nil, notOpened()
	}
	return &refusing{plain}, nil
}

// refusing turns a stream's failures into our one answer.
type refusing struct{ src io.Reader }

func (r *refusing) Read(p []byte) (int, error) {
	n, err := r.src.Read(p)
	if err != nil && err != io.EOF {
		err = notOpened()
	}
	return n, err
}
