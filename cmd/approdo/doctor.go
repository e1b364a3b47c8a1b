package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type doctor struct {
	where
	Format string   `default:"text" help:"text or json."`
	Accept []string `help:"Checks whose danger is known and accepted, by their name in the JSON form: volume_bare,key_inside." placeholder:"CHECK"`
	certified
}

func (d doctor) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.Examine(ctx, d.place(), app.ExamineOrder{Format: d.Format, Accept: d.Accept, Transport: app.Transport{Certificate: d.TLSCert, Key: d.TLSKey}}, app.Shown(os.Stdout), lang)
}
