// Command approdo is the working system of an anti-trafficking network: flags only, the work is in package app.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	_ "time/tzdata" // a day begins in the network's zone, also on machines without a zone database

	"github.com/alecthomas/kong"

	"approdo/internal/app"
	"approdo/internal/base/errs"
	"approdo/internal/base/i18n"
)

type cli struct {
	Lang string `help:"Language of messages and documents: it or en. Default: the environment's." placeholder:"LANG"`

	Serve       serve       `cmd:"" help:"Answer with the pages; in an empty folder, with the set-up."`
	Demo        demo        `cmd:"" help:"Make the demonstration network if its folder is empty, and serve it."`
	Init        initialise  `cmd:"" help:"Found the network that a file describes."`
	Report      report      `cmd:"" help:"Make a report from raw records."`
	Runs        runs        `cmd:"" help:"List frozen reports, or say what changed since one."`
	Import      importer    `cmd:"" help:"Take in a spreadsheet."`
	Imports     imports     `cmd:"" help:"List imports, or undo one."`
	Definitions definitions `cmd:"" help:"Write the shipped report definitions to a folder, to read or edit."`
	Admin       admin       `cmd:"" help:"Set up, invite, recover and go live without a browser."`
	Backup      backup      `cmd:"" help:"Write everything into one sealed file."`
	Restore     restore     `cmd:"" help:"Make an installation in an empty folder out of a backup."`
	Doctor      doctor      `cmd:"" help:"Say what is unsafe about an installation."`
	Trust       trust       `cmd:"" help:"Say whose keys the installation goes by, to be held against the papers, and what does not agree."`
	Audit       audit       `cmd:"" help:"Check the audit trail, take it out, verify it elsewhere."`
	Version     version     `cmd:"" help:"Say which program this is, and which tables it knows."`
}

// where is the installation a command works on.
type where struct {
	Dir      string `required:"" help:"Folder of the installation." placeholder:"D" type:"path"`
	Database string `help:"postgres://… instead of SQLite in the folder." env:"APPRODO_DATABASE"`
	KeyFile  string `help:"The key file, best on another volume than the database. Default: where approdo.yaml in the folder says." env:"APPRODO_KEY_FILE" type:"path" placeholder:"FILE"`
}

func (w where) place() app.Place {
	return app.Place{Dir: w.Dir, Database: w.Database, KeyFile: w.KeyFile}
}

// fresh is where an installation may be made.
type fresh struct {
	where
	KeyBeside bool `help:"Put the key file of a new installation into the folder: whoever takes the folder has all. Default: away from it."`
}

func (f fresh) place() app.Place {
	p := f.where.place()
	p.KeyBeside = f.KeyBeside
	return p
}

func main() { os.Exit(run(os.Args[1:])) }

// run answers the exit status: 0 done, 1 failed, 2 usage, 3 refused because a table does not reconcile.
func run(args []string) int {
	var c cli
	lang := speak(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	parser, err := kong.New(&c, kong.Name("approdo"), kong.Description("The working system of an anti-trafficking network."), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(app.Shown(os.Stderr), "approdo:", err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if wanted := asked(args); wanted != "" {
		lang = speak(wanted)
	}
	if err != nil {
		fmt.Fprintln(app.Shown(os.Stderr), "approdo: "+mistyped(lang, err))
		return 2
	}
	parsed.BindTo(context.Background(), (*context.Context)(nil))
	if err = asOwner(parsed, lang); err == nil {
		err = parsed.Run(lang)
	}
	if err != nil {
		fmt.Fprintln(app.Shown(os.Stderr), "approdo: "+strings.ReplaceAll(lang.Error(err), "\n", "\n  "))
		if errs.KindOf(err) == errs.Internal {
			fmt.Fprintln(app.Shown(os.Stderr), "  "+err.Error())
		}
	}
	return app.ExitStatus(err)
}

// asOwner lets root go on as the owner of the folder that a command works on: what root wrote there the service could neither renew nor remove.
func asOwner(parsed *kong.Context, lang *i18n.Printer) error {
	for _, flag := range parsed.Flags() {
		if flag.Name != "dir" {
			continue
		}
		name, err := app.AsOwner(flag.Target.String())
		if err == nil && name != "" {
			fmt.Fprintln(app.Shown(os.Stderr), lang.T("app.as_owner", "name", name))
		}
		return err
	}
	return nil
}

// asked finds the language on a command line, also on one that was not understood.
func asked(args []string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return value
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// speak chooses the first of our languages that is wanted, such as it_IT.UTF-8.
func speak(wanted ...string) *i18n.Printer {
	for _, w := range wanted {
		for _, l := range i18n.Languages() {
			if strings.HasPrefix(strings.ToLower(w), l) {
				return i18n.For(l)
			}
		}
	}
	return i18n.For("en")
}
