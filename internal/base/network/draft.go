package network

import (
	"encoding/json"

	"approdo/internal/base/errs"
	"approdo/internal/base/store"
)

// Answers is what was typed into one step of the set-up, by field.
type Answers map[string][]string

// right is the name under which it is kept that nothing was wrong with the answers.
const right = " right"

// NewAnswers begins the answers of a step; right says whether nothing is wrong with them.
func NewAnswers(isRight bool) Answers {
	if isRight {
		return Answers{right: nil}
	}
	return Answers{}
}

// Right reports whether nothing was wrong with the answers. Of no answers it is false.
func (a Answers) Right() bool {
	_, ok := a[right]
	return ok
}

// Draft reads what was typed into a step of the set-up; found is false before.
func Draft(tx *store.Tx, step string) (answers Answers, found bool, err error) {
	text, found, err := store.One(tx, func(row store.Row) (text string, err error) { return text, row.Scan(&text) },
		`SELECT answers FROM network_drafts WHERE step = $1`, step)
	if err == nil && found {
		err = json.Unmarshal([]byte(text), &answers)
	}
	return answers, found, errs.Wrap(err, "find draft of", step)
}

// KeepDraft keeps what was typed into a step of the set-up until a network stands; nothing where answers are nil. Passwords never belong here.
func KeepDraft(tx *store.Tx, step string, answers Answers) error {
	text, err := json.Marshal(answers)
	if err == nil {
		_, err = tx.Exec(`DELETE FROM network_drafts WHERE step = $1`, step)
	}
	if err == nil && answers != nil {
		_, err = tx.Exec(`INSERT INTO network_drafts (step, answers) VALUES ($1, $2)`, step, string(text))
	}
	tx.Note("draft", step, nil)
	return errs.Wrap(err, "keep draft of", step)
}

// dropDrafts forgets what was typed into the set-up.
func dropDrafts(tx *store.Tx) error {
	_, err := tx.Exec(`DELETE FROM network_drafts`)
	return errs.Wrap(err, "drop drafts")
}
