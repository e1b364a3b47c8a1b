package vault_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/care/vault"
	"approdo/internal/testkit"
)

// Whoever wants to do something about a planned outing that has ended is told how it ended; no other refusal says so.
func TestARefusalSaysHowAPlanEnded(t *testing.T) {
	t.Parallel()
	h := found(t, testkit.Store(t))
	end := func(fn func(tx *store.Tx) error) error {
		return h.store.Write(t.Context(), h.bea.grant(policy.PlannedRecord, ""), fn)
	}
	id := h.bea.plans(vault.PlannedCard{Day: "2024-05-03", Mode: "outdoor", Zone: "Stazione"})
	h.must(end(func(tx *store.Tx) error { return vault.Plans.End(tx, id, vault.PlannedCancelled, "") }))
	err := end(func(tx *store.Tx) error { return vault.Plans.End(tx, id, vault.PlannedMade, "outing") })
	if state, ended := vault.Plans.Ended(err); !ended || state != vault.PlannedCancelled {
		t.Errorf("%v says %q, %t", err, state, ended)
	}
	for _, other := range []error{nil, io.EOF, end(func(tx *store.Tx) error { return vault.Plans.End(tx, "none", vault.PlannedCancelled, "") })} {
		if state, ended := vault.Plans.Ended(other); ended || state != "" {
			t.Errorf("%v says %q, %t", other, state, ended)
		}
	}
}

// A field takes so many characters, however many bytes they are, and not one more; what was written is not repeated.
func TestAFieldTakesSoManyCharactersAndNoMore(t *testing.T) {
	t.Parallel()
	h := found(t, testkit.Store(t))
	who := h.someone().ID
	var draft vault.Draft
	h.must(h.store.Read(t.Context(), h.ada.grant(policy.IdentityRecord, ""), func(tx *store.Tx) (err error) {
		draft, err = vault.Write(tx, who)
		return err
	}))
	var planned vault.SharedDraft[vault.PlannedCard]
	h.must(h.store.Read(t.Context(), h.bea.grant(policy.PlannedRecord, ""), func(tx *store.Tx) (err error) {
		planned, err = vault.Plans.New(tx, h.Street)
		return err
	}))
	long := func(n int) string { return strings.Repeat("é", n) }
	for name, c := range map[string]struct {
		field string
		most  int
		seal  func(text string) error
	}{
		"a line of a card": {"name", 2_000, func(text string) error { _, err := draft.Seal(h.ada.id, &vault.NameCard{Name: text}, 0); return err }},
		"a text of a card": {"text", 20_000, func(text string) error { _, err := draft.Seal(h.ada.id, &vault.NoteCard{Text: text}, 0); return err }},
		"a line of a planned outing": {"zone", 2_000, func(text string) error {
			_, err := planned.Seal(h.bea.id, vault.PlannedCard{Day: "2024-05-03", Mode: "outdoor", Zone: text})
			return err
		}},
	} {
		if err := c.seal(long(c.most)); err != nil {
			t.Errorf("%s of %d characters: %v", name, c.most, err)
		}
		err := c.seal(long(c.most + 1))
		var wrong errs.List
		if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Key != "vault.too_long" || wrong[0].Field != c.field || strings.Contains(err.Error(), "é") {
			t.Errorf("%s of %d characters: %.200v", name, c.most+1, err)
		}
	}
}
