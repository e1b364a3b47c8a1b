package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type trust struct {
	where
	Believe string `placeholder:"DIGITS" help:"Vouch for the tables that differ (terms, papers, codes, log-in names…) as they stood when approdo trust told these digits, once somebody has seen them and put them right. It is on record, and the officers are told."`
}

func (t trust) Run(ctx context.Context, lang *i18n.Printer) error {
	if t.Believe != "" {
		if err := app.Believe(ctx, t.place(), t.Believe); err != nil {
			return err
		}
	}
	return app.Trust(ctx, t.place(), app.Shown(os.Stdout), lang)
}
