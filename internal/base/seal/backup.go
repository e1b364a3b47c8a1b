package seal

import (
	"io"

	"filippo.io/age"
)

// BackupKey opens the backups of one month. A backup holds people who have since been erased, so its key must die: the
// server makes a new one every 30 days and destroys each after 60.
//
// The server keeps only the recipient, to which a member of the roster encrypts, and the key sealed to the organisation's
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

// Sealed gives the key to the function that seals to an organisation's recovery key, a method of a member of the roster. Context says which key it is.
func (b BackupKey) Sealed(seal func(plain []byte, context ...string) ([]byte, error), context ...string) ([]byte, error) {
	if b.identity == nil {
		return nil, noKey()
	}
	return seal([]byte(b.identity().String()), append([]string{backupContext}, context...)...)
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
