package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type report struct {
	where
	Name        string `arg:"" help:"The report: the folder of its definitions, as interim."`
	Project     string `help:"Code of the project. Default: the network's standard one." placeholder:"P"`
	From        string `help:"First day, 2024-03-01. Default: the project's." placeholder:"DAY"`
	To          string `help:"Last day, included. Default: the project's." placeholder:"DAY"`
	Scope       string `default:"network" help:"network, org:CODE or province:IT-BS."`
	Edition     string `default:"internal" help:"internal or funder."`
	Definitions string `help:"Folder of definitions to use instead of the shipped ones." type:"path" placeholder:"DIR"`
	Format      string `default:"json" help:"json, csv, xlsx, pdf or html."`
	Out         string `help:"File to write; - for standard output." default:"-" placeholder:"F"`
	Freeze      bool   `help:"Also keep the report for ever, as it is now."`
}

func (r report) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.Report(ctx, r.place(), app.ReportOrder{
		Name: r.Name, Project: r.Project, From: r.From, To: r.To, Scope: r.Scope, Edition: r.Edition,
		Definitions: r.Definitions, Format: r.Format, Out: r.Out, Freeze: r.Freeze,
	}, os.Stdout, lang)
}

type runs struct {
	List    runsList    `cmd:"" default:"withargs" help:"Frozen reports, the latest first."`
	Show    runsShow    `cmd:"" help:"Write a frozen report, byte for byte as it was."`
	Changes runsChanges `cmd:"" help:"What changed since a report was frozen, and which records."`
}

type runsList struct{ where }

func (r runsList) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.ListRuns(ctx, r.place(), app.Shown(os.Stdout), lang)
}

type runsShow struct {
	where
	ID string `arg:"" help:"Id of the frozen report."`
}

func (r runsShow) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.ShowRun(ctx, r.place(), r.ID, os.Stdout)
}

type runsChanges struct {
	where
	ID string `arg:"" help:"Id of the frozen report."`
}

func (r runsChanges) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.ShowChanges(ctx, r.place(), r.ID, app.Shown(os.Stdout), lang)
}

type definitions struct {
	Out string `required:"" help:"Folder to write to." type:"path" placeholder:"DIR"`
}

func (d definitions) Run(lang *i18n.Printer) error {
	return app.Definitions(d.Out, app.Shown(os.Stdout), lang)
}
