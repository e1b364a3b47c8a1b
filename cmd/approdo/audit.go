package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type audit struct {
	Check      auditCheck      `cmd:"" default:"withargs" help:"Recompute the trail's tree and compare it with what is stored and signed."`
	Checkpoint auditCheckpoint `cmd:"" help:"Sign the trail as it stands now and write the checkpoint."`
	Key        auditKey        `cmd:"" help:"Write the key that verifies checkpoints, to note it down."`
	Bundle     auditBundle     `cmd:"" help:"Write the trail to a file that can be verified elsewhere."`
	Verify     auditVerify     `cmd:"" help:"Verify such a file, with nothing but the file and what was kept."`
}

type auditCheck struct{ where }

func (a auditCheck) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.CheckTree(ctx, a.place(), app.Shown(os.Stdout), lang)
}

type auditCheckpoint struct{ where }

func (a auditCheckpoint) Run(ctx context.Context) error {
	return app.Checkpoint(ctx, a.place(), app.Shown(os.Stdout))
}

type auditKey struct{ where }

func (a auditKey) Run(ctx context.Context) error {
	return app.VerifierKey(ctx, a.place(), app.Shown(os.Stdout))
}

type auditBundle struct {
	where
	Out string `required:"" help:"File to write; - for standard output." type:"path" placeholder:"FILE"`
}

func (a auditBundle) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.BundleTrail(ctx, a.place(), a.Out, app.Shown(os.Stdout), lang)
}

type auditVerify struct {
	File   string `arg:"" help:"The file." type:"path"`
	Key    string `help:"The verifier key as it was noted down. Without it the key in the file is used, which proves less." placeholder:"KEY"`
	Kept   string `help:"File of checkpoints that were kept elsewhere." type:"path" placeholder:"FILE"`
	For    string `help:"Organisation that reads the file, by its code or name: what is hidden must not be its own." placeholder:"CODE"`
	Person string `help:"Say who saw the person with this code or id." placeholder:"CODE"`
}

func (a auditVerify) Run(lang *i18n.Printer) error {
	return app.VerifyBundle(app.VerifyOrder{File: a.File, Key: a.Key, Kept: a.Kept, For: a.For, Person: a.Person}, app.Shown(os.Stdout), lang)
}
