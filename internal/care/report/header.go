package report

import (
	"strings"

	"approdo/internal/base/i18n"
)

// HeaderID and QualityID are the tables that the engine makes itself, first and last.
const (
	HeaderID  = "T0"
	QualityID = "T16"
)

// fingerprintRow is the row that says over which facts was counted.
const fingerprintRow = "snapshot"

// header is the table of words that says what was counted, how, and over which facts.
func (r *run) header(doc *Document) Table {
	t := Table{ID: HeaderID, Title: say("report.header.title"), Unit: "words", Kind: "overlapping", Columns: []Heading{}}
	add := func(code string, text func(*i18n.Printer) string) {
		label := Label{}
		for _, lang := range i18n.Languages() {
			label[lang] = text(i18n.For(lang))
		}
		t.Rows = append(t.Rows, Row{Code: code, Label: say("report.header." + code), Values: Values{}, Text: label})
	}
	same := func(text string) func(*i18n.Printer) string { return func(*i18n.Printer) string { return text } }
	p := doc.Parameters
	add("project", same(r.params.project.Code+" · "+r.params.project.Name))
	if funder := r.params.project.Funder; funder != "" {
		add("funder", same(funder))
	}
	add("period", func(say *i18n.Printer) string { return say.Period(p.From, p.To) })
	add("cutoff", func(say *i18n.Printer) string { return say.Day(p.To) })
	add("scope", func(say *i18n.Printer) string { return r.scopeWords(say, p) })
	add("edition", func(say *i18n.Printer) string { return say.T("report.edition." + p.Edition) })
	add("persons", func(say *i18n.Printer) string { return say.T("report.header.rule_persons") })
	add("unlinked", func(say *i18n.Printer) string { return say.T("report.header.rule_unlinked") })
	add("absent", func(say *i18n.Printer) string { return say.T("report.header.rule_absent") })
	if known, unsure := r.unlinkedAtRoot(); known >= 0 {
		add("unlinked_count", func(say *i18n.Printer) string {
			return say.T("report.header.unlinked_persons", "count", known, "unsure", unsure)
		})
	}
	if doc.Snapshot != "" {
		add(fingerprintRow, same(doc.Snapshot))
	}
	add("definition", same(doc.Definition))
	return t
}

func (r *run) scopeWords(say *i18n.Printer, p Parameters) string {
	kind, code, _ := strings.Cut(p.Scope, ":")
	words := say.T("report.scope." + kind)
	switch kind {
	case "org":
		o, _ := r.snap.Organisation(code)
		words += ": " + o.Name
	case "province":
		words += ": " + r.snap.Book.Label("province", code, say.Lang())
	}
	if kind != "org" && p.Organisations != nil {
		words += " (" + strings.Join(p.Organisations, ", ") + ")"
	}
	return words
}

// unlinkedAtRoot counts the unlinked persons of the first table of persons; negative when there is none.
func (r *run) unlinkedAtRoot() (known, unsure int64) {
	for _, t := range r.report.Tables {
		if c := r.counted[t.ID.Text]; c != nil && c.crowd != nil && t.Details == nil {
			return c.crowd.unlinked, c.crowd.maybe
		}
	}
	return -1, 0
}
