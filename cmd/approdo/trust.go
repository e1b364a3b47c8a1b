package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type trust struct{ where }

func (t trust) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.Trust(ctx, t.place(), os.Stdout, lang)
}
