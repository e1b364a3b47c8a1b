// Package demo makes the demonstration network: fictional organisations, people and nine months of raw records, written
// only through the services that real work uses.
//
// network.yaml founds the network. Each project has a script (alzavola.yaml, bussola.yaml): numbers of people met, met
// again, helped and enrolled, by channel, setting and place. A seeded source of chance decides the rest: who they are,
// when, with which unit, who comes back. Alzavola is the golden project: whatever the seed, its interim report gives the
// figures of testdata/interim-figures.json, because each person is first met where the script says and meets other
// channels only later. Bussola is the living project: it holds every other channel, action and code, up to the folder's
// today. The code that reports knows nothing of the scripts.
//
// Passes work in memory (play.go lists them in order); what they leave is a list of records, each one call of a service,
// written from the first day to the last while the store's clock walks along, as if people had worked all the time.
package demo

import (
	"context"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Standing is where the folder's clock stands when the demonstration is made: noon of 30 November 2024 in Italy.
var Standing = time.Date(2024, time.November, 30, 11, 0, 0, 0, time.UTC)

// batch is how many records share a transaction.
const batch = 400

// Make founds the demonstration network in an empty store and fills it. seed decides who and when; now is the machine's
// time, from which the folder's clock is shifted to Standing. Each progress is told how many of the records are written.
func Make(ctx context.Context, s *store.Store, keys *seal.Keys, book *codebook.Book, seed uint64, now time.Time, progress ...func(done, total int)) error {
	shift := Standing.Sub(now).Round(time.Second)
	plan, err := network.ReadPlan(networkFile)
	if err != nil {
		return err
	}
	founding, err := plan.Prepare(book)
	if err != nil {
		return err
	}
	if err := founding.Admit(ctx, keys, Passphrase); err != nil {
		return err
	}
	grant := policy.System(policy.Demo)
	if err := s.Write(ctx, grant, func(tx *store.Tx) error { return founding.Found(tx, true, shift) }); err != nil {
		return err
	}
	vaults, err := openVaults(ctx, s, book, founding)
	if err != nil {
		return err
	}
	var records []record
	for _, file := range [][]byte{alzavola, bussola} {
		p, err := stage(ctx, s, book, plan, file, seed)
		if err != nil {
			return err
		}
		if err := p.act(); err != nil {
			return err
		}
		if err := vaults.seal(p); err != nil {
			return err
		}
		records = append(records, p.records...)
	}
	inOrder(records)
	defer s.SetClock(func() time.Time { return time.Now().Add(shift) })
	if err := write(ctx, s, grant, records, progress); err != nil {
		return err
	}
	return vaults.plan(ctx, s, seed)
}

// write makes the records in batches, each at noon of its last day.
func write(ctx context.Context, s *store.Store, grant policy.Grant, records []record, progress []func(done, total int)) error {
	for done := 0; done < len(records); {
		some := records[done:min(done+batch, len(records))]
		noon := some[len(some)-1].on.Add(11 * time.Hour)
		s.SetClock(func() time.Time { return noon })
		err := s.Write(ctx, grant, func(tx *store.Tx) error {
			for _, r := range some {
				if err := r.write(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return errs.Wrap(err, "write demonstration")
		}
		done += len(some)
		for _, tell := range progress {
			tell(done, len(records))
		}
	}
	return nil
}
