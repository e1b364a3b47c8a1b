package app

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"approdo/internal/base/backup"
	"approdo/internal/base/i18n"
	"approdo/internal/base/machine"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/web/admin"
	"approdo/internal/web/page"
)

// recent is how old the latest backup may be.
const recent = 7 * 24 * time.Hour

// machine says what the check list says of the machine: the key file, the volume, the backups. None of it stands in the way of going live, since the program cannot see
// all that protects a machine.
func (in *Installation) machine(ctx context.Context, p *i18n.Printer) ([]admin.Line, error) {
	dir, err := filepath.Abs(in.Place.Dir)
	if err != nil {
		return nil, err
	}
	key, err := filepath.Abs(in.Place.keyPath())
	if err != nil {
		return nil, err
	}
	lines := []admin.Line{{Tone: page.Well, Text: p.T("setup.line.key")}} // whoever can read it was refused at the start
	if strings.HasPrefix(key, dir+string(filepath.Separator)) && in.Place.Database == "" {
		lines[0] = admin.Line{Tone: page.Due, Text: p.T("setup.line.key_beside"), Why: p.T("setup.line.key_why")}
	}
	cover := machine.Volume("/", dir)
	volume := admin.Line{Tone: page.Due, Text: p.T("setup.line.volume_" + string(cover)), Why: p.T("setup.line.volume_why")}
	if cover == machine.Encrypted {
		volume.Tone, volume.Why = page.Well, ""
	}
	var newest backup.Made
	var found bool
	err = in.Store.Read(ctx, policy.System(policy.Startup), func(tx *store.Tx) (err error) {
		newest, found, err = backup.Newest(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	copied := admin.Line{Tone: page.Due, Text: p.T("setup.line.backup_none"), Why: p.T("setup.line.backup_why")}
	if found {
		day, _, _ := strings.Cut(newest.At, "T")
		copied.Text = p.T("setup.line.backup", "day", p.Day(day))
		if at, err := time.Parse(time.RFC3339, newest.At); err == nil && machine.Now().Sub(at) < recent {
			copied.Tone, copied.Why = page.Well, ""
		}
	}
	return append(lines, volume, copied), nil
}
