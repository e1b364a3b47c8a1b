package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"approdo/internal/app"
	"approdo/internal/base/i18n"
)

type backup struct {
	where
	Out        string `required:"" help:"File to write." type:"path" placeholder:"FILE"`
	Force      bool   `help:"Replace the file if it is there."`
	Passphrase bool   `help:"Lock with a passphrase, typed twice, instead of the recovery key."`
}

func (b backup) Run(ctx context.Context, lang *i18n.Printer) error {
	return app.Backup(ctx, b.place(), app.BackupOrder{Out: b.Out, Force: b.Force, Passphrase: b.Passphrase}, newAsker(os.Stdin), app.Shown(os.Stdout), lang)
}

type restore struct {
	fresh
	File     string `arg:"" optional:"" help:"The backup." type:"path"`
	Era      bool   `help:"Instead: let an installation go on from where its database stands, though it was further once."`
	Key      string `help:"File of the backup's key. Default: the one beside the backup." type:"path" placeholder:"FILE"`
	Erasures string `help:"Register of erasures to replay. Default: the one beside the backup." type:"path" placeholder:"FILE"`
	Wanting  bool   `name:"incomplete-register" help:"Go on although the register of erasures is missing, ends too early or was edited: whoever is not in it any more comes back."`
	Former   bool   `name:"former-papers" help:"With --era: go on with papers that were replaced after the state of this database."`
	SharesFD int    `name:"shares-fd" help:"Read the shares, one a line, from this file descriptor instead of the terminal." placeholder:"N"`
}

// Validate asks for one of the two: a backup, or the era.
func (r restore) Validate() error {
	switch {
	case r.Era && r.File != "":
		return errors.New("unexpected argument " + r.File)
	case !r.Era && r.File == "":
		return errors.New(`expected "<file>"`)
	}
	return nil
}

// Run never takes shares as arguments: any user of the machine can list the arguments of a running command, and shells keep them in a file.
func (r restore) Run(ctx context.Context, lang *i18n.Printer) error {
	from := os.Stdin
	if r.SharesFD > 0 {
		from = os.NewFile(uintptr(r.SharesFD), "shares")
	}
	order := app.RestoreOrder{File: r.File, Key: r.Key, Erasures: r.Erasures, Wanting: r.Wanting, Former: r.Former}
	if r.Era {
		return app.BeginEra(ctx, r.place(), order, newAsker(from), app.Shown(os.Stdout), lang)
	}
	return app.Restore(ctx, r.place(), order, newAsker(from), app.Shown(os.Stdout), lang)
}

// asker asks at a terminal, on standard error so that an output sent elsewhere stays clean; from a pipe it reads lines.
type asker struct {
	from     *os.File
	lines    *bufio.Reader
	terminal bool
}

func newAsker(from *os.File) *asker {
	return &asker{from, bufio.NewReaderSize(from, 4<<10), term.IsTerminal(int(from.Fd()))}
}

func (a *asker) Person() bool { return a.terminal }

// Line shows what is typed, since nobody copies fifty letters blind, and then wipes it from the screen.
func (a *asker) Line(prompt string) (string, error) {
	if a.terminal {
		fmt.Fprintln(app.Shown(os.Stderr), prompt)
	}
	line, err := a.lines.ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	line = strings.TrimRight(line, "\r\n")
	if a.terminal {
		rows := 1
		if width, _, e := term.GetSize(int(a.from.Fd())); e == nil && width > 0 {
			rows += len([]rune(line)) / width
		}
		fmt.Fprintf(os.Stderr, "\x1b[%dA\x1b[J", rows) // up, and clear to the end
	}
	return strings.TrimSpace(line), err
}

func (a *asker) Secret(prompt string) (string, error) {
	if !a.terminal {
		line, err := a.lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	}
	fmt.Fprintln(app.Shown(os.Stderr), prompt)
	b, err := term.ReadPassword(int(a.from.Fd()))
	return string(b), err
}
