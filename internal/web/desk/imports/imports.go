// Package imports holds the screens that take spreadsheets in.
package imports

import (
	"approdo/internal/care/sheet"
	"approdo/internal/web/kit"
)

// Desk is what these screens depend on.
type Desk struct {
	*kit.Desk
	Sheets *sheet.Desk

	uploads uploads // files read and not yet recorded
}

// Leaving forgets what a session had uploaded and not recorded; it is told the session's token.
func (d *Desk) Leaving(token string) { d.uploads.dropAll(token) }
