package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type serve struct {
	fresh
	Listen string `default:"127.0.0.1:8420" help:"Address to answer on: a loopback one, or any with --tls-cert and --tls-key."`
	certified
	BehindProxy string   `help:"Make of the reverse proxy on this machine that has the TLS: caddy, traefik, nginx, apache." placeholder:"NAME"`
	Host        []string `help:"Name under which people reach the pages; may be repeated." placeholder:"NAME"`
	Definitions string   `help:"Folder of report definitions to use instead of the shipped ones." type:"path" placeholder:"DIR"`
	Checkpoints string   `help:"File to which each signed checkpoint of the audit trail is added, to keep elsewhere." type:"path" placeholder:"FILE"`
	Readings    int64    `default:"10" help:"Of how many people who are not their own cases somebody may learn who they are in an hour; beyond, the officer is told." placeholder:"N"`
	Mail        letters  `embed:""`
}

// certified names the certificate that the server answers with, the same for the doctor.
type certified struct {
	TLSCert string `name:"tls-cert" env:"APPRODO_TLS_CERT" help:"Certificate (PEM) with which to answer over TLS. A renewed one is read by itself." type:"path" placeholder:"FILE"`
	TLSKey  string `name:"tls-key" env:"APPRODO_TLS_KEY" help:"Its key (PEM)." type:"path" placeholder:"FILE"`
}

// letters says how members are told by mail that there is something to do. The password stands in the environment, where a list of processes does not show it.
type letters struct {
	Server   string `name:"mail" help:"Mail server, smtp://user@host:587 or smtps://user@host:465; its password in APPRODO_MAIL_PASSWORD." placeholder:"URL"`
	Password string `name:"mail-password" hidden:"" env:"APPRODO_MAIL_PASSWORD"`
	From     string `name:"mail-from" help:"Address that letters come from." placeholder:"ADDRESS"`
	Log      string `name:"mail-log" help:"Instead of a server: a file that letters are appended to." type:"path" placeholder:"FILE"`
	Site     string `help:"Address of this installation, for letters." placeholder:"URL"`
}

func (l letters) mail() app.Mail {
	return app.Mail{Server: l.Server, Password: l.Password, From: l.From, Log: l.Log, Site: l.Site}
}

func (s serve) Run(ctx context.Context, lang *i18n.Printer) error {
	in, err := app.OpenOrAwait(ctx, s.place())
	if err != nil {
		return err
	}
	return app.Closing(in, app.Serve(ctx, in, app.Options{
		Definitions: s.Definitions, Checkpoints: s.Checkpoints, Mail: s.Mail.mail(), Readings: s.Readings,
		Transport: app.Transport{Certificate: s.TLSCert, Key: s.TLSKey, Proxy: s.BehindProxy, Hosts: s.Host},
	}, s.Listen, app.Shown(os.Stdout), lang))
}

type demo struct {
	Dir      string `default:"data/demo" help:"Folder of the demonstration." placeholder:"D" type:"path"`
	Database string `help:"postgres://… instead of SQLite in the folder." env:"APPRODO_DATABASE"`
	KeyFile  string `help:"The key file. Default: in the folder." env:"APPRODO_KEY_FILE" type:"path" placeholder:"FILE"`
	Seed     uint64 `default:"1" help:"Another seed gives other records and the same golden figures."`
	Size     string `enum:"small,large" default:"small" help:"large adds 50 000 persons and 500 000 events to the living project; it takes minutes."`
	Reset    bool   `help:"Remove an earlier demonstration in the folder first."`
	NoServe  bool   `help:"Only make it."`
	Listen   string `default:"127.0.0.1:8420" help:"Loopback address to answer on."`
}

func (d demo) Run(ctx context.Context, lang *i18n.Printer) error {
	at := where{Dir: d.Dir, Database: d.Database, KeyFile: d.KeyFile}
	place := at.place()
	if err := app.MakeDemo(ctx, place, d.Seed, d.Size == "large", d.Reset, app.Shown(os.Stdout), lang); err != nil || d.NoServe {
		return err
	}
	return serve{fresh: fresh{where: at}, Listen: d.Listen}.Run(ctx, lang)
}

type initialise struct {
	fresh
	File string `arg:"" help:"The network file (YAML)." type:"path" name:"network.yaml"`
}

func (i initialise) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.Init(ctx, i.place(), i.File, app.Shown(os.Stdout), lang)
}
