package main

import (
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type version struct{}

func (version) Run(lang *i18n.Printer) error { return app.Version(app.Shown(os.Stdout), lang) }
