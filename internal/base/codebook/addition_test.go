package codebook_test

import (
	"slices"
	"sync"
	"testing"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

var operator = policy.System(policy.Operator)

func truckStop() codebook.Addition {
	return codebook.Addition{List: "setting", Code: "truck_stop", Label: map[string]string{"it": "Area di sosta", "en": "Truck stop"}}
}

// add writes additions one by one, each against the book that holds those before it.
func add(t *testing.T, s *store.Store, additions ...codebook.Addition) error {
	return s.Write(t.Context(), operator, func(tx *store.Tx) error {
		book := shipped(t)
		for _, a := range additions {
			if err := codebook.Add(tx, book, a); err != nil {
				return err
			}
			book = book.With([]codebook.Addition{a})
		}
		return nil
	})
}

// inForce reads the book with the additions of the store.
func inForce(t *testing.T, s *store.Store) *codebook.Book {
	t.Helper()
	var additions []codebook.Addition
	if err := s.Read(t.Context(), operator, func(tx *store.Tx) (err error) {
		additions, err = codebook.Additions(tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return shipped(t).With(additions)
}

func TestANetworkAddsACodeAndRetiresIt(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		if err := add(t, s, truckStop()); err != nil {
			t.Fatal(err)
		}
		book := inForce(t, s)
		if got, _ := list(t, book, "setting").Match("area di SOSTA"); got != "truck_stop" {
			t.Errorf("the new label means %q", got)
		}
		if shipped(t).Has("setting", "truck_stop") {
			t.Error("the shipped book changed")
		}
		if err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
			return codebook.Retire(tx, "setting", "truck_stop")
		}); err != nil {
			t.Fatal(err)
		}
		book = inForce(t, s)
		if got, ok := list(t, book, "setting").Match("Area di sosta"); ok {
			t.Errorf("a retired code still matches: %s", got)
		}
		if got := book.Label("setting", "truck_stop", "it"); got != "Area di sosta" {
			t.Errorf("a retired code lost its label: %q", got)
		}
		offered := func(c codebook.Code) bool { return c.Code == "truck_stop" }
		if !book.Has("setting", "truck_stop") || slices.ContainsFunc(list(t, book, "setting").Offered(), offered) {
			t.Error("a retired code must be kept, and not offered")
		}
	})
}

func TestEveryProcessLearnsOfANewCode(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	if err := add(t, s, truckStop()); err != nil {
		t.Fatal(err)
	}
	if err := s.Read(t.Context(), operator, func(tx *store.Tx) error {
		changes, err := store.Changes(tx, 0)
		if len(changes) != 1 || changes[0].Kind != "network" {
			t.Errorf("changes: %+v", changes)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAnAdditionThatWouldConfuseIsRefused(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	if err := add(t, s, truckStop()); err != nil {
		t.Fatal(err)
	}
	with := func(change func(*codebook.Addition)) codebook.Addition {
		a := codebook.Addition{List: "setting", Code: "harbour", Label: map[string]string{"it": "Porto", "en": "Harbour"}}
		change(&a)
		return a
	}
	for name, x := range map[string]struct {
		addition codebook.Addition
		key      string
	}{
		"unknown list":       {with(func(a *codebook.Addition) { a.List = "colour" }), "codebook.no_list"},
		"closed list":        {with(func(a *codebook.Addition) { a.List = "newness" }), "codebook.closed"},
		"shipped code":       {with(func(a *codebook.Addition) { a.Code = "labour" }), "codebook.taken"},
		"alias as code":      {with(func(a *codebook.Addition) { a.Code = "strada" }), "codebook.taken"},
		"label in use":       {with(func(a *codebook.Addition) { a.Label["it"] = "STRADA" }), "codebook.taken"},
		"ill-formed code":    {with(func(a *codebook.Addition) { a.Code = "Harbour Nord" }), "codebook.bad_code"},
		"missing language":   {with(func(a *codebook.Addition) { delete(a.Label, "it") }), "codebook.no_label"},
		"label says nothing": {with(func(a *codebook.Addition) { a.Label["en"] = " - " }), "codebook.no_label"},
	} {
		t.Run(name, func(t *testing.T) {
			err := add(t, s, x.addition)
			var keys []string
			if failures, ok := err.(errs.List); ok {
				for _, e := range failures {
					keys = append(keys, e.Key)
				}
			} else if e, ok := errs.Of(err); ok {
				keys = append(keys, e.Key)
			}
			if !slices.Equal(keys, []string{x.key}) {
				t.Errorf("refused with %v (%v), want %s", keys, err, x.key)
			}
		})
	}
	again := truckStop()
	again.Label = map[string]string{"it": "Parcheggio", "en": "Parking"}
	book := inForce(t, s)
	if err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		return codebook.Add(tx, book, again)
	}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a code added twice: %v", err)
	}
}

func TestAnUnknownAdditionCannotBeRetired(t *testing.T) {
	t.Parallel()
	s := testkit.Store(t)
	err := s.Write(t.Context(), operator, func(tx *store.Tx) error {
		return codebook.Retire(tx, "setting", "labour")
	})
	if errs.KindOf(err) != errs.NotFound {
		t.Errorf("retiring a shipped code: %v", err)
	}
}

func TestTheShippedBookOutranksWhatATableSays(t *testing.T) {
	t.Parallel()
	book := shipped(t).With([]codebook.Addition{
		{List: "setting", Code: "labour", Label: map[string]string{"it": "Nulla", "en": "Nothing"}, Retired: true},
		{List: "newness", Code: "twice", Label: map[string]string{"it": "Due volte", "en": "Twice"}},
		{List: "nowhere", Code: "x", Label: map[string]string{"it": "X", "en": "X"}},
		{List: "gender", Code: "lady", Label: map[string]string{"it": "Donna", "en": "Lady"}},
	})
	if c, _ := list(t, book, "setting").Find("labour"); c.Retired || c.Label["it"] != "Lavoro" {
		t.Errorf("a shipped code was redefined: %+v", c)
	}
	if book.Has("newness", "twice") || book.Has("nowhere", "x") {
		t.Error("a closed or unknown list grew")
	}
	genders := list(t, book, "gender")
	if got, _ := genders.Match("donna"); got != "woman" {
		t.Errorf("donna now means %s", got)
	}
	if got, _ := genders.Match("Lady"); got != "lady" {
		t.Errorf("Lady means %q", got)
	}
	if genders.Place("lady") >= genders.Place("not_asked") {
		t.Error("an added value stands among the absences")
	}
	for at, c := range genders.Codes {
		if genders.Place(c.Code) != at {
			t.Errorf("%s stands at %d, not %d", c.Code, at, genders.Place(c.Code))
		}
	}
}

func TestWhoeverHoldsABookSeesWhatItLearns(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	derived := book.With(nil)
	book.Learn([]codebook.Addition{truckStop()})
	if !book.Has("setting", "truck_stop") || book.Shipped("setting", "truck_stop") || !book.Shipped("setting", "labour") {
		t.Error("the book does not know the addition, or does not know it from what was shipped")
	}
	if derived.Has("setting", "truck_stop") {
		t.Error("a book made before learned it too")
	}
	retired := truckStop()
	retired.Retired = true
	book.Learn([]codebook.Addition{retired})
	if l, _ := book.List("setting"); len(l.Offered()) != len(list(t, derived, "setting").Codes) {
		t.Error("the retired code is still offered")
	}
}

func TestABookIsReadWhileItLearns(t *testing.T) {
	t.Parallel()
	book := shipped(t)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 200 {
				book.Label("setting", "truck_stop", "it")
				book.Lists()
			}
		})
	}
	for range 50 {
		book.Learn([]codebook.Addition{truckStop()})
	}
	readers.Wait()
}

// TestNoAddressIsAddedToAList: a code of a network's stands in facts in clear, and its label is read by everybody.
func TestNoAddressIsAddedToAList(t *testing.T) {
	t.Parallel()
	for _, label := range []string{
		"Via Roma 5", "via_roma_5", "Viale dei Mille, 12", "Piazza Garibaldi", "VIA ROMA", "casa in via roma 5", "Vicolo Corto", "5 Oak Street", "casa@esempio.org", "333 123 4567", "3331234567", "via_roma",
		"V.le Roma 12", "P.zza Garibaldi 3", "C.so Buenos Aires 33", "V. Mazzini 7", "Str. Nuova 5", "Borgo Pinti 12", "Lungotevere Testaccio 5", "Località Pian di Spille 3", "Viuzzo 3", "Mazzini 12, Torino", "casa di via Garibaldi",
		"via garibaldi", "casa_via_garibaldi", "06-1234-5678", "+39 333-12-34-567", "333\u20111234\u2011567", "+39·333·123·4567", "333_12_34_567", "３３３１２３４５６７", "maria(at)example.org", "www.casarosa.it", "Vico lungo 7",
	} {
		if !codebook.Addressed(label) {
			t.Errorf("%q passes for the name of a project", label)
		}
	}
	for _, label := range []string{
		"Prima luce", "Corso di italiano", "Via telefono", "Area di sosta", "Piazza o parco", "Unità di strada", "Progetto 21", "Gabbianella 2024-2026", "Orsa minore", "On the road", "p_alzavola",
		"gabbianella_2024_2026", "Corso serale", "Via di fuga", "Via libera", "Piazza pubblica", "Corso di italiano 2024/2025", "Unità V. di strada", "Fondo 2023, 2024", "Casa e lavoro", "Strada o marciapiede", "Borgo", "Fase 2", "Via web o telefono",
	} {
		if codebook.Addressed(label) {
			t.Errorf("%q is refused as an address", label)
		}
	}
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		for _, a := range []codebook.Addition{
			{List: "receiving_project", Code: "via_roma_5", Label: map[string]string{"it": "Prima luce", "en": "First light"}},
			{List: "receiving_project", Code: "prima_luce", Label: map[string]string{"it": "Via Roma 5", "en": "First light"}},
			{List: "place", Code: "park", Label: map[string]string{"it": "Il parco", "en": "5 Oak Street"}},
		} {
			if err := add(t, s, a); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%v is added: %v", a, err)
			}
		}
	})
}
