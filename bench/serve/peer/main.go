// Command peer is PocketBase with one collection, for the measurement beside it. It takes an address and a folder.
//
// The collection holds the fields of a contact. Everybody may list and create, so that the measurement compares storing and answering,
// not two kinds of log-in; PocketBase's own settings for SQLite are left as they are, its request log is off.
package main

import (
	"fmt"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(address, dir string) error {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: dir, HideStartBanner: true})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	settings := app.Settings()
	settings.Logs.MaxDays = 0
	if err := app.Save(settings); err != nil {
		return err
	}
	if err := app.Save(contacts()); err != nil {
		return err
	}
	return apis.Serve(app, apis.ServeConfig{HttpAddr: address, ShowStartBanner: false})
}

func contacts() *core.Collection {
	c := core.NewBaseCollection("contacts")
	open := ""
	c.ListRule, c.CreateRule, c.ViewRule = &open, &open, &open
	for _, name := range []string{
		"organisation", "unit", "project", "day", "province", "channel", "place", "setting", "language", "information", "newness",
		"gender", "age_band", "citizenship", "region", "region_source", "protection",
	} {
		c.Fields.Add(&core.TextField{Name: name})
	}
	c.Fields.Add(&core.BoolField{Name: "advert"}, &core.AutodateField{Name: "recorded", OnCreate: true})
	c.AddIndex("contacts_unit", false, "unit, day", "")
	c.AddIndex("contacts_list", false, "day, id", "") // as ours has for its list
	return c
}
