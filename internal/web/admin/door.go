package admin

import (
	"net/http"
	"strconv"
	"time"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// visit is whoever stands at the door under a name, from an address, and perhaps in a browser that was let in before. What the browser keeps is
// looked at for every name alike.
func (a *Admin) visit(r *page.Request, login string) (network.Visit, error) {
	v := network.Visit{Login: login, Address: r.Address()}
	if r.Devices() == "" {
		return v, nil
	}
	err := a.Store.Read(r.Context(), policy.System(policy.Login), func(tx *store.Tx) error {
		e, err := network.FindEntrance(tx, login, network.Password)
		if err == nil {
			v.Device, err = network.FindDevice(tx, a.Keys, e.Account, r.Devices())
		}
		return err
	})
	return v, err
}

// line is where a visit waits for its key derivation.
func line(v network.Visit) seal.Line {
	if v.Device.Known() {
		return seal.Line{Known: true, Source: v.Device.Name()}
	}
	return seal.Line{Source: v.Address}
}

// try unlocks the seed of a log-in name. Known or not, the name costs the same: a wait if it comes too early, a turn in the line, which may be full (both
// *held), and then, once the try is counted, one derivation.
func (a *Admin) try(r *page.Request, v network.Visit, kind network.SlotKind, secret string) (e network.Entrance, seed seal.Seed, err error) {
	grant := policy.System(policy.Login)
	var wait time.Duration
	err = a.Store.Read(r.Context(), grant, func(tx *store.Tx) (err error) {
		wait, err = network.Wait(tx, a.Keys, v)
		return err
	})
	if err == nil && wait > 0 {
		err = tooEarly(wait)
	}
	if err != nil {
		return e, seed, err
	}
	turn, err := a.Keys.Turn(r.Context(), line(v))
	if known, is := errs.Of(err); is && known.Key == "seal.busy" {
		err = full()
	}
	if err != nil {
		return e, seed, err
	}
	defer turn.End()
	err = a.Store.Write(r.Context(), grant, func(tx *store.Tx) (err error) {
		wait, err = network.Knock(tx, a.Keys, v)
		return err
	})
	if err == nil && wait > 0 { // others of the same visit were quicker
		err = tooEarly(wait)
	}
	if err != nil {
		return e, seed, err
	}
	err = a.Store.Read(r.Context(), grant, func(tx *store.Tx) (err error) {
		e, err = network.FindEntrance(tx, v.Login, kind)
		return err
	})
	if err == nil {
		seed, err = e.Open(turn, secret)
	}
	return e, seed, err
}

// held is a try that was not looked at: it came too early, or too many came at once.
type held struct {
	status  int
	seconds int // after which to come back
	problem *errs.Error
}

func (h *held) Error() string { return h.problem.Error() }

// crowded is how many seconds somebody is sent away for when the line is full.
const crowded = 10

func full() *held {
	return &held{http.StatusServiceUnavailable, crowded, errs.E(errs.Invalid, "admin.login.crowded", "count", crowded)}
}

func tooEarly(wait time.Duration) *held {
	seconds := int(wait / time.Second)
	return &held{http.StatusTooManyRequests, seconds, errs.E(errs.Invalid, "admin.login.wait", "count", seconds)}
}

// later answers a try that was not looked at, the same for every name.
func (h *held) later(r *page.Request, fields *page.Fields, ask func(*page.Request, int, *page.Fields) error) error {
	r.Writer().Header().Set("Retry-After", strconv.Itoa(h.seconds))
	fields.Keep(h.problem)
	return ask(r, h.status, fields)
}
