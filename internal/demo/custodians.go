package demo

import (
	"encoding/base64"

	"approdo/internal/base/errs"
	"approdo/internal/base/seal"
)

// Shares are those of the recovery key of every organisation of the demonstration, public like its passphrase, so that anybody may try a backup and
// a restore. In a real network they stand on three papers and nowhere else.
var Shares = [3]string{
	"1QE43-53DW3-V5QJD-0Q98M-05S3P-QEXJN-96MSW-R165A-TWN4D-B19A0-M6GCT",
	"278CR-32AJQ-DQEGY-72N24-QFXV7-C6823-QMBXM-D9GKT-E2EKA-5WEZ7-R00X2",
	"3MSYW-BRG2Q-CJAZ4-TAZY6-WP11R-3HJHG-6231C-2HV2J-2841Q-0QCNF-01G7W",
}

const commitment = "AcaF5pTBlDep41Hl83QmhmuWdWVFWyP2WEHoo1sYqB+dNJvYwwHzTudG9shYyX3qdg8FAZuUJ/yOAD5whs8E7lK2AwUA809yTJD/RmAWggRalBuLSYMPA9zBgEGZECYRdA=="

// recoveryKey combines two of the shares, as custodians would.
func recoveryKey() (*seal.Identity, []byte, error) {
	recognises, err := base64.StdEncoding.DecodeString(commitment)
	if err != nil {
		return nil, nil, errs.Wrap(err, "read commitment")
	}
	seed, err := seal.Combine(recognises, Shares[0], Shares[1])
	if err != nil {
		return nil, nil, err
	}
	id, err := seed.Identity()
	return id, recognises, err
}
