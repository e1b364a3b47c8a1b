package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type importer struct {
	where
	Kind         string            `arg:"" enum:"contacts,actions,persons,outings,enrolments" help:"What the rows are: contacts, actions, persons, outings or enrolments."`
	File         string            `arg:"" help:"CSV or XLSX, as it is." type:"path"`
	Map          string            `help:"File that says what columns mean (YAML)." type:"path" placeholder:"M"`
	SaveMap      string            `help:"Write what was guessed as a map, to correct it." type:"path" placeholder:"M"`
	Organisation string            `help:"Code of the organisation whose records these are." placeholder:"CODE"`
	DryRun       bool              `help:"Show what would be recorded, record nothing."`
	SkipBad      bool              `help:"Record the good rows of a file that has bad ones."`
	Answer       map[string]string `help:"Answer a question that the preview asks; may be repeated." placeholder:"QUESTION=ANSWER"`
	Word         []string          `help:"Say what a word means that was not understood; may be repeated. CODE is of the field's list, or - for nothing." placeholder:"COLUMN:WORD=CODE" sep:"none"`
}

func (i importer) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.Import(ctx, i.place(), app.ImportOrder{
		Kind: i.Kind, File: i.File, Map: i.Map, SaveMap: i.SaveMap, Organisation: i.Organisation, DryRun: i.DryRun, SkipBad: i.SkipBad, Answers: i.Answer, Words: i.Word,
	}, app.Shown(os.Stdout), lang)
}

type imports struct {
	List importsList `cmd:"" default:"withargs" help:"What was imported, the latest first."`
	Undo importsUndo `cmd:"" help:"Take a whole import back, unless its rows were used since."`
}

type importsList struct{ where }

func (i importsList) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.ListImports(ctx, i.place(), app.Shown(os.Stdout), lang)
}

type importsUndo struct {
	where
	ID string `arg:"" help:"Id of the import."`
}

func (i importsUndo) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.UndoImport(ctx, i.place(), i.ID, app.Shown(os.Stdout), lang)
}
