package main

import (
	"context"
	"os"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type admin struct {
	Status   adminStatus   `cmd:"" help:"The check list before going live; exit status 1 while something stands in the way."`
	Invite   adminInvite   `cmd:"" help:"Invite a member, or with the login name alone make a new invitation; the link is told once."`
	Confirm  adminConfirm  `cmd:"" help:"Confirm the first member of an organisation, whom no colleague can confirm."`
	Suspend  adminSuspend  `cmd:"" help:"Keep a member out for now."`
	Reset    adminReset    `cmd:"" help:"Make a new invitation for a member who lost password and recovery code."`
	Recovery adminRecovery `cmd:"" help:"The recovery key, in three papers."`
	Live     adminLive     `cmd:"" help:"Go live: from then on identities can be entrusted."`
	Recover  adminRecover  `cmd:"" help:"Give a member the keys with two shares, when no colleague is left who could."`
	Clock    adminClock    `cmd:"" help:"Say that this machine's clock is right now, after it was ahead while something was recorded."`
}

// office is the installation and the organisation that an admin command is about.
type office struct {
	where
	Organisation string `help:"Code of the organisation. Default: the one that leads." placeholder:"CODE"`
	SharesFD     int    `name:"shares-fd" help:"Read shares, one a line, from this file descriptor instead of the terminal." placeholder:"N"`
}

// desk never takes shares as arguments: any user of the machine can list the arguments of a running command.
func (o office) desk(lang *i18n.Printer) app.Desk {
	from := os.Stdin
	if o.SharesFD > 0 {
		from = os.NewFile(uintptr(o.SharesFD), "shares")
	}
	return app.Desk{Place: o.place(), Ask: newAsker(from), Out: app.Shown(os.Stdout), Lang: lang, Code: o.Organisation}
}

type adminStatus struct{ office }

func (a adminStatus) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).Status(ctx)
}

type adminInvite struct {
	office
	Login string   `arg:"" help:"The log-in name."`
	Name  string   `help:"As colleagues know them; for who is new."`
	Role  []string `help:"Role of who is new, more than one with commas."`
	Email string   `help:"For neutral mails."`
}

func (a adminInvite) Run(ctx context.Context, lang *i18n.Printer) error {
	if a.Name == "" && len(a.Role) == 0 {
		return a.desk(lang).Reset(ctx, a.Login)
	}
	return a.desk(lang).Invite(ctx, app.Newcomer{Login: a.Login, Name: a.Name, Email: a.Email, Language: lang.Lang(), Roles: a.Role})
}

type adminConfirm struct {
	office
	Login       string   `arg:"" help:"The log-in name."`
	Fingerprint string   `arg:"" help:"The five groups that the member reads from their screen, in quotes."`
	Role        []string `help:"Role in which the member is to work, more than one with commas; all of them."`
}

func (a adminConfirm) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).Confirm(ctx, a.Login, a.Fingerprint, a.Role)
}

type adminSuspend struct {
	office
	Login string `arg:"" help:"Log-in name."`
}

func (a adminSuspend) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).Suspend(ctx, a.Login)
}

type adminReset struct {
	office
	Login string `arg:"" help:"Log-in name."`
}

func (a adminReset) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).Reset(ctx, a.Login)
}

type adminRecovery struct {
	Make  adminPapersMake  `cmd:"" help:"Make the recovery key and show its three shares, one after the other."`
	Check adminPapersCheck `cmd:"" help:"Type the papers back."`
}

type adminPapersMake struct {
	office
	Custodian []string `required:"" sep:"none" help:"Who keeps a share; three times." placeholder:"NAME"`
}

func (a adminPapersMake) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).MakePapers(ctx, a.Custodian)
}

type adminPapersCheck struct{ office }

func (a adminPapersCheck) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).CheckPapers(ctx)
}

type adminLive struct{ office }

func (a adminLive) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).GoLive(ctx)
}

type adminRecover struct {
	office
	Login       string `arg:"" help:"Log-in name of the member who gets the keys."`
	Fingerprint string `arg:"" optional:"" help:"The five groups that a member who waits to be confirmed reads from their screen, in quotes."`
}

func (a adminRecover) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).Recover(ctx, a.Login, a.Fingerprint)
}

type adminClock struct {
	office
	Day string `arg:"" help:"The day it is today, like 2026-03-31: it must be what this machine says too."`
}

func (a adminClock) Run(ctx context.Context, lang *i18n.Printer) error {
	return a.desk(lang).Clock(ctx, a.Day)
}
