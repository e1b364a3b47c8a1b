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
	"slices"
	"time"

	"approdo/internal/base/codebook"
	"approdo/internal/base/errs"
	"approdo/internal/base/machine"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
)

// Standing is where the folder's clock stands when the demonstration is made: noon of 30 November 2024 in Italy.
var Standing = time.Date(2024, time.November, 30, 11, 0, 0, 0, time.UTC)

// batch is how many records share a transaction.
const batch = 400

// MemoryLimit is the soft limit (debug.SetMemoryLimit, bytes) under which the demonstration is made: with what SQLite and the derivations of passwords take besides, the process stays under 256 MB.
const MemoryLimit = 110 << 20

// Progress is told how many of the records are written.
type Progress func(done, total int)

// Make founds the demonstration network in an empty store and fills it. seed decides who and when; now is the machine's
// time, from which the folder's clock is shifted to Standing. tell may be nil.
func Make(ctx context.Context, s *store.Store, keys *seal.Keys, book *codebook.Book, seed uint64, now time.Time, tell Progress) error {
	shift := Standing.Sub(now).Round(time.Second)
	charter, err := network.ReadCharter(networkFile)
	if err != nil {
		return err
	}
	founding, err := charter.Prepare(book)
	if err != nil {
		return err
	}
	if err := founding.Admit(ctx, keys, Passphrase); err != nil {
		return err
	}
	grant := policy.System(policy.Demo)
	if err := founding.Entrust(keys); err != nil {
		return err
	}
	err = s.Write(ctx, grant, func(tx *store.Tx) error {
		if err := founding.Establish(tx, true, shift); err != nil {
			return err
		}
		book, err = befriend(tx, book)
		return err
	})
	if err != nil {
		return err
	}
	vaults, err := openVaults(ctx, s, book, founding)
	if err != nil {
		return err
	}
	var records []record
	for _, file := range [][]byte{alzavola, bussola} {
		p, err := stage(ctx, s, book, charter, file, seed)
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
	defer s.SetClock(func() time.Time { return machine.Now().Add(shift) })
	done := 0
	for some := range slices.Chunk(records, batch) {
		if err := write(ctx, s, some); err != nil {
			return err
		}
		done += len(some)
		tell.say(done, len(records))
	}
	if err := vaults.restrict(ctx, s); err != nil {
		return err
	}
	return vaults.plan(ctx, s, seed)
}

// write makes records in one transaction, at noon of the last one's day.
func write(ctx context.Context, s *store.Store, records []record) error {
	noon := records[len(records)-1].on.Add(11 * time.Hour)
	s.SetClock(func() time.Time { return noon })
	err := s.Write(ctx, policy.System(policy.Demo), func(tx *store.Tx) error {
		for _, r := range records {
			if err := r.write(tx); err != nil {
				return err
			}
		}
		return nil
	})
	return errs.Wrap(err, "write demonstration", noon.Format(time.DateOnly))
}

func (tell Progress) say(done, total int) {
	if tell != nil {
		tell(done, total)
	}
}
