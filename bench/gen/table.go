package gen

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The tables of the other databases: the rows of the views as reports see them, with the columns that the report of the measurement reads.
// Persons and unlinked individuals are numbers, which is the fastest that those databases can join.
var (
	contactColumns    = "person,day,channel,project,organisation,unit,province,setting,advert,newness,gender,age_band,origin,protection,reaches,headcount\n"
	actionColumns     = "person,individual,day,project,unit_kind,province,type,in_charge\n"
	enrolmentColumns  = "person,day,project,province,kind,source\n"
	protectionColumns = "person,day,answer\n"
)

// types are the enumerations of those databases, except channel: its order decides, so the statements themselves make it.
func (w *World) types() string {
	var b strings.Builder
	list := func(name string, lists ...[]string) {
		codes := slices.Concat(lists...)
		slices.Sort(codes)
		fmt.Fprintf(&b, "CREATE TYPE %s AS ENUM ('%s');\n", name, strings.Join(slices.Compact(codes), "', '"))
	}
	numbered := func(n int, code func(int) string) []string {
		codes := make([]string, n)
		for i := range codes {
			codes[i] = code(i)
		}
		return codes
	}
	list("project", []string{Project, Other})
	list("organisation", numbered(Organisations, OrganisationCode))
	list("unit", numbered(Units, UnitCode))
	list("unit_kind", UnitKinds[:])
	list("province", w.provinces.codes)
	list("setting", settings.codes)
	list("newness", newnesses.codes, []string{"known"})
	list("gender", genders.codes)
	list("age_band", ages.codes)
	list("origin", w.countries.codes, slices.Collect(maps.Values(w.regions)), []string{"not_asked"})
	list("protection", answers.codes, []string{"not_recorded"})
	list("action_type", types.codes)
	list("kind", []string{"own", "elsewhere"})
	list("source", sources.codes)
	return b.String()
}

// Tables writes types.sql and contacts.csv, actions.csv, enrolments.csv and protections.csv into a folder. An empty field is NULL.
func (w *World) Tables(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "types.sql"), []byte(w.types()), 0o644); err != nil {
		return err
	}
	reaches := map[string]bool{}
	for _, channel := range Reaching {
		reaches[channel] = true
	}
	contact := func(l *line, c Contact) {
		l.number(c.Person).text(w.Day(c.Day), c.Channel, ProjectOf(c.Unit), OrganisationCode(OrganisationOf(c.Unit)), UnitCode(c.Unit), c.Province, c.Setting)
		l.flag(c.Advert).text(c.Newness, c.Gender, c.AgeBand, c.Origin(), c.Protection).flag(reaches[c.Channel]).number(c.Headcount)
	}
	for name, write := range map[string]func(*line){
		"contacts": func(l *line) {
			l.head(contactColumns)
			for i := range w.Count(Contacts) {
				contact(l, w.Contact(i))
				l.end()
			}
			for i := range w.Count(Interviews) {
				contact(l, w.Interview(i))
				l.end()
			}
			for i := range 2 * w.Count(Meetings) {
				contact(l, w.Attendees(i/2, i%2))
				l.end()
			}
		},
		"actions": func(l *line) {
			l.head(actionColumns)
			for i := range w.Count(Actions) {
				a := w.Action(i)
				l.number(a.Person).number(a.Contact).text(w.Day(a.Day), ProjectOf(a.Unit), KindOf(a.Unit), a.Province, a.Type).flag(a.InCharge).end()
			}
		},
		"enrolments": func(l *line) {
			l.head(enrolmentColumns)
			for i := range w.Count(Enrolments) {
				e := w.Enrolment(i)
				l.number(e.Person).text(w.Day(e.Day), ProjectOf(e.Unit), e.Province, e.Type, e.Source).end()
			}
		},
		"protections": func(l *line) {
			l.head(protectionColumns)
			for i := range w.Count(Protections) {
				_, person, day, _, answer := w.Protection(i)
				l.number(person).text(w.Day(day), answer).end()
			}
		},
	} {
		if err := writeFile(filepath.Join(dir, name+".csv"), write); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, write func(*line)) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	l := &line{to: bufio.NewWriterSize(file, 1<<20)}
	write(l)
	if err := l.to.Flush(); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}

// line writes rows of comma-separated fields that never need quotes. Errors wait in the writer until it is flushed.
type line struct {
	to    *bufio.Writer
	field []byte
	begun bool
}

func (l *line) head(columns string) { _, _ = io.WriteString(l.to, columns) }

func (l *line) comma() {
	if l.begun {
		l.field = append(l.field, ',')
	}
	l.begun = true
}

func (l *line) text(fields ...string) *line {
	for _, f := range fields {
		l.comma()
		l.field = append(l.field, f...)
	}
	return l
}

// number writes nothing for Nobody.
func (l *line) number(n int) *line {
	l.comma()
	if n != Nobody {
		l.field = strconv.AppendInt(l.field, int64(n), 10)
	}
	return l
}

func (l *line) flag(b bool) *line {
	if b {
		return l.text("1")
	}
	return l.text("0")
}

func (l *line) end() {
	_, _ = l.to.Write(append(l.field, '\n'))
	l.field, l.begun = l.field[:0], false
}
