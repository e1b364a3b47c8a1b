package admin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"approdo/internal/base/policy"
	"approdo/internal/base/store"
	"approdo/internal/testkit"
)

// TestARoleThatSeesFarIsLedToASecondFactorFirst goes through set-up, log-in with a code, its reuse, and recovery.
func TestARoleThatSeesFarIsLedToASecondFactorFirst(t *testing.T) {
	t.Parallel()
	testkit.Stores(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		ada, code := h.joined("ada", policy.Coordinator)
		ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
		for _, path := range []string{"/", "/members", "/nothing/at/all"} {
			ada.get(path).leads(t, "/account/second")
		}
		secret := ada.get("/account/second").says(t, http.StatusOK, "Your role sees far").secret(t)
		if again := ada.get("/account/second").secret(t); again != secret {
			t.Error("the picture changes while it is being scanned")
		}
		if picture := ada.get("/account/second/picture"); picture.status != http.StatusOK || picture.header.Get("Content-Type") != "image/svg+xml" || picture.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the picture: %d %v", picture.status, picture.header)
		}
		ada.post("/account/second", "code", "000000").says(t, http.StatusUnprocessableEntity, "do not match")
		before := ada.cookie
		ada.post("/account/second", "code", digits(t, secret, -1)).leads(t, "/account")
		ada.get("/").says(t, http.StatusOK, "at work")
		stolen := *ada
		stolen.cookie = before
		stolen.get("/").leads(t, "/login")

		other := h.somebody("198.51.100.7")
		other.post("/login", "login", "ada", "passphrase", password).says(t, http.StatusUnprocessableEntity, "do not match")
		used := digits(t, secret, 0)
		other.post("/login", "login", "ada", "passphrase", password, "code", used).leads(t, "/")
		third := h.somebody("198.51.100.7")
		third.post("/login", "login", "ada", "passphrase", password, "code", used).says(t, http.StatusUnprocessableEntity, "do not match")

		lost := h.somebody("198.51.100.7")
		lost.post("/recover", "login", "ada", "recovery", strings.ToLower(code[:len(code)-1])+"?", "password", "tre gatti e una barca", "again", "tre gatti e una barca").
			says(t, http.StatusUnprocessableEntity)
		lost.post("/recover", "login", "ada", "recovery", strings.ToLower(strings.ReplaceAll(code, "-", " ")), "password", "tre gatti e una barca", "again", "tre gatti e una barca").
			leads(t, "/account/recovery")
		other.get("/").leads(t, "/login")
		fresh := lost.get("/account/recovery").groups()
		if strings.Join(fresh, "-") == code {
			t.Error("a recovery code is shown twice")
		}
		lost.post("/account/recovery", "groups", fresh[2]+fresh[5]).leads(t, "/account")
		lost.get("/").leads(t, "/account/second")
		third.post("/recover", "login", "ada", "recovery", code, "password", "una barca e tre gatti", "again", "una barca e tre gatti").
			says(t, http.StatusUnprocessableEntity, "do not match")
		if a := h.account("ada"); a.Status != policy.Confirmed || a.SecondFactor {
			t.Errorf("after recovery: %+v", a)
		}
	})
}

func TestAPasswordIsChangedByWhoKnowsItAndEndsAllOtherSessions(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	ada, _ := h.joined("ada", policy.DeskWorker)
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	elsewhere := h.somebody("198.51.100.8")
	elsewhere.agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0"
	elsewhere.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	key := strings.TrimPrefix(ada.get("/").text, "at work, ")

	list := ada.get("/account").says(t, http.StatusOK, "Firefox · Android", "Edge · Windows", "This one")
	if strings.Contains(list.text, "198.51.100") {
		t.Error("the list of sessions shows an address")
	}
	ada.post("/account/password", "current", "non è questa", "password", "tre gatti e una barca", "again", "tre gatti e una barca").
		says(t, http.StatusUnprocessableEntity, "not the password you use now")
	before := ada.cookie
	ada.post("/account/password", "current", password, "password", "tre gatti e una barca", "again", "tre gatti e una barca").leads(t, "/account")
	ada.get("/").says(t, http.StatusOK, "at work, "+key)
	elsewhere.get("/").leads(t, "/login")
	ada.cookie = before
	ada.get("/").leads(t, "/login")
	ada.post("/login", "login", "ada", "passphrase", password).says(t, http.StatusUnprocessableEntity)
	ada.post("/login", "login", "ada", "passphrase", "tre gatti e una barca").leads(t, "/")
	ada.get("/").says(t, http.StatusOK, "at work, "+key)
}

func TestASessionEndsOthersAndOnlyOnesOwn(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	nora := h.member("nora", h.Faro, policy.OutreachWorker)
	wanda := h.somebody("192.0.2.9")
	wanda.cookie = testkit.Enter(t, h.store, h.ring, "wanda", h.Seeds["wanda"])
	second := h.somebody("192.0.2.9")
	second.cookie = testkit.Enter(t, h.store, h.ring, "wanda", h.Seeds["wanda"])
	end := regexp.MustCompile(`action="(/account/sessions/[0-9a-f-]{36}/end)"`).FindStringSubmatch(wanda.get("/account").text)
	if end == nil {
		t.Fatal("no other session can be ended")
	}
	nora.post(end[1]).says(t, http.StatusNotFound)
	second.get("/").says(t, http.StatusOK)
	wanda.post(end[1]).leads(t, "/account")
	second.get("/").leads(t, "/login")
	wanda.get("/").says(t, http.StatusOK)
	second.cookie = testkit.Enter(t, h.store, h.ring, "wanda", h.Seeds["wanda"])
	wanda.post("/account/sessions/end").leads(t, "/account")
	second.get("/").leads(t, "/login")
	nora.get("/").says(t, http.StatusOK)
}

// TestACodeThatWasNeverTypedBackIsMadeAgain: what the process forgot it cannot show, and the password is enough for another.
func TestACodeThatWasNeverTypedBackIsMadeAgain(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	teo := h.member("teo", h.Faro, policy.OrganisationAdmin)
	ada := h.somebody("198.51.100.7")
	ada.post(teo.invites("ada", policy.Volunteer), "password", password, "again", password).leads(t, "/account/recovery")
	h.start()
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	ada.get("/").leads(t, "/account/recovery")
	ada.get("/account/recovery").says(t, http.StatusOK, "was not confirmed")
	ada.post("/account/recovery", "groups", "ABCD EFGH").leads(t, "/account/recovery")
	ada.post("/account/recovery/renew", "current", "sbagliata davvero").says(t, http.StatusUnprocessableEntity, "not the password")
	ada.post("/account/recovery/renew", "current", password).leads(t, "/account/recovery")
	groups := ada.get("/account/recovery").groups()
	ada.post("/account/recovery", "groups", groups[2]+groups[5]).leads(t, "/account")
	ada.get("/").leads(t, "/account/waiting")
}

// TestASecondFactorGoesOnlyWithThePassword, and a short password does not stay alone.
func TestASecondFactorGoesOnlyWithThePassword(t *testing.T) {
	t.Parallel()
	h := open(t, testkit.Store(t))
	ada, _ := h.joined("ada", policy.DeskWorker)
	ada.post("/login", "login", "ada", "passphrase", password).leads(t, "/")
	secret := ada.get("/account/second").secret(t)
	ada.post("/account/second", "code", digits(t, secret, 0)).leads(t, "/account")
	ada.post("/account/password", "current", password, "password", "gatto!9x", "again", "gatto!9x").leads(t, "/account")
	ada.post("/account/second/remove", "current", password).says(t, http.StatusUnprocessableEntity, "not the password")
	ada.post("/account/second/remove", "current", "gatto!9x").says(t, http.StatusUnprocessableEntity, "at least 15 characters")
	ada.post("/account/password", "current", "gatto!9x", "password", password, "again", password).leads(t, "/account")
	ada.post("/account/second/remove", "current", password).leads(t, "/account/second")
	if h.account("ada").SecondFactor {
		t.Error("the second factor is still there")
	}
}
