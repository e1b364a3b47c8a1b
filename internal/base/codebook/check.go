package codebook

import (
	"approdo/internal/base/errs"
	"approdo/internal/base/period"
)

// Check gathers everything that is wrong with one record, field by field, so that a person corrects a form once.
type Check struct {
	book *Book
	list errs.List
}

// Check starts checking a record against the book's lists.
func (b *Book) Check() *Check { return &Check{book: b} }

// Code demands that value is a code of the list, retired ones included: history keeps its words.
func (c *Check) Code(field, list, value string) {
	if !c.book.Has(list, value) {
		c.list.Add(errs.E(errs.Invalid, "check.code", "list", list).On(field))
	}
}

// Attribute is what a code of a list says besides its words; empty for one that says nothing.
func (c *Check) Attribute(list, value, name string) string {
	if l, ok := c.book.List(list); ok {
		if code, ok := l.Find(value); ok {
			return code.Attributes[name]
		}
	}
	return ""
}

// Day demands an ISO day of the calendar that is not after today, another ISO day, and no older than any record (period.First).
func (c *Check) Day(field, value, today string) {
	if wrong := period.Day(value); wrong != nil && wrong.Key == "period.far" {
		c.list.Add(wrong.On(field))
	} else if wrong != nil {
		c.list.Add(errs.E(errs.Invalid, "check.day").On(field))
	} else if value > today {
		c.list.Add(errs.E(errs.Invalid, "check.day_ahead").On(field))
	}
}

// Amount demands a whole number from least to most.
func (c *Check) Amount(field string, value, least, most int64) {
	if value < least || value > most {
		c.list.Add(errs.E(errs.Invalid, "check.amount", "least", least, "most", most).On(field))
	}
}

// Given demands that something was chosen or written.
func (c *Check) Given(field string, given bool) {
	if !given {
		c.list.Add(errs.E(errs.Invalid, "check.given").On(field))
	}
}

// Refuse adds a failure of another rule.
func (c *Check) Refuse(field, key string, args ...any) {
	c.list.Add(errs.E(errs.Invalid, key, args...).On(field))
}

// Err is nil when nothing was wrong.
func (c *Check) Err() error { return c.list.Err() }
