package report_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/care/report"
)

// crowd has many persons with five contacts each.
func crowd(tb testing.TB, persons int) *world {
	w := newWorld(tb)
	r := rand.New(rand.NewPCG(1, 2))
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	for i := range 5 * persons {
		w.contact(fmt.Sprint("p", r.IntN(persons)), fmt.Sprintf("2024-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)), values{
			"channel": one("contact_unit", "contact_unit", "reception_awareness", "community_outreach", "desk"),
			"setting": one("sexual_outdoor", "sexual_indoor", "labour", "undefined"), "province": one("IT-BS", "IT-BG", "IT-MN", "IT-PV"),
			"gender": one("woman", "man", "trans_woman"), "origin": one("AL", "NG", "RO", "BR", "PK", "MA"), "organisation": one("A", "B"),
		})
		if i%10 == 0 {
			w.add("actions", fmt.Sprint("p", r.IntN(persons)), "2024-06-01", values{"type": one("legal_advice", "service_referral", "mediation")})
		}
	}
	return w
}

func BenchmarkRun(b *testing.B) {
	w := crowd(b, 100_000)
	s, d := w.snapshot(), w.interim()
	for b.Loop() {
		if _, err := report.Run(s, d, report.Params{Sees: policy.System(policy.Operator).Scope()}); err != nil {
			b.Fatal(err)
		}
	}
}
