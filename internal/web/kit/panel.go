package kit

import (
	"github.com/a-h/templ"

	"approdo/internal/base/store"
	"approdo/internal/care/person"
	"approdo/internal/web/page"
)

// Panel is what one area shows on the page of a person, which another keeps.
type Panel func(r *page.Request, tx *store.Tx, who person.Person) (templ.Component, error)

// PageOfPerson answers with the page of the person of the address, on which a panel stands as it is told, and with what was wrong with the question.
type PageOfPerson func(r *page.Request, status int, panel Panel, problem error) error
