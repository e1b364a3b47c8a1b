package admin

import (
	"context"
	"net/http"
	"sync"

	"approdo/internal/base/errs"
	"approdo/internal/base/network"
	"approdo/internal/base/policy"
	"approdo/internal/base/seal"
	"approdo/internal/base/store"
	"approdo/internal/web/page"
)

// Foundation is the set-up of an installation in which no network stands yet. Whoever sits at the machine's terminal reads a code there; the
// first browser that says it goes on, and no other gets anything. What is typed is kept until the network stands, so a program that starts again asks for
// its new code and for nothing else.
type Foundation struct {
	*Admin
	Founded func(context.Context) error // a network stands: from now on its pages answer

	mu      sync.Mutex
	code    [32]byte // hash of what the terminal shows; zero once it was said
	browser [32]byte // hash of what that browser keeps
	tries   int
}

// mostCodes is how often a wrong code may be said before the program has to be started again.
const mostCodes = 20

// codeLength is how much of a recovery code makes a set-up code: three groups of four letters, 60 bits.
const codeLength = 14

// NewCode makes the code that the terminal shows.
func (f *Foundation) NewCode() (string, error) {
	code, err := seal.RecoveryCode()
	if err != nil {
		return "", err
	}
	code = code[:codeLength]
	f.mu.Lock()
	defer f.mu.Unlock()
	f.code, f.browser, f.tries = seal.Hash([]byte(tidy(code))), [32]byte{}, 0
	return code, nil
}

// Routes is the table of contents of the set-up.
func (f *Foundation) Routes() []page.Route {
	const get, post = http.MethodGet, http.MethodPost
	return []page.Route{
		{Method: get, Pattern: "/{$}", Action: policy.SessionOpen, Handler: f.begin},
		{Method: get, Pattern: "/login", Action: policy.SessionOpen, Handler: f.begin},
		{Method: get, Pattern: "/found", Action: policy.SessionOpen, Handler: f.codeShow},
		{Method: post, Pattern: "/found", Action: policy.SessionOpen, Handler: f.codeSave},
		{Method: get, Pattern: "/found/network", Action: policy.SessionOpen, Handler: f.only(f.networkShow)},
		{Method: post, Pattern: "/found/network", Action: policy.SessionOpen, Handler: f.only(f.networkSave)},
		{Method: get, Pattern: "/found/file", Action: policy.SessionOpen, Handler: f.only(f.fileShow)},
		{Method: post, Pattern: "/found/file", Action: policy.SessionOpen, Handler: f.only(f.fileSave), Longest: mostFile + 64<<10},
		{Method: get, Pattern: "/found/work", Action: policy.SessionOpen, Handler: f.only(f.workShow)},
		{Method: post, Pattern: "/found/work", Action: policy.SessionOpen, Handler: f.only(f.workSave)},
		{Method: get, Pattern: "/found/you", Action: policy.SessionOpen, Handler: f.only(f.youShow)},
		{Method: post, Pattern: "/found/you", Action: policy.SessionOpen, Handler: f.only(f.youSave)},
	}
}

// grant is of the set-up itself: nobody has an account yet.
func (f *Foundation) grant() policy.Grant { return policy.System(policy.Setup) }

// begin leads to the first page.
func (f *Foundation) begin(r *page.Request) error { return r.Redirect("/found") }

// only lets in the browser that said the code. Everybody else gets the page that asks for it, whatever they asked for.
func (f *Foundation) only(handler page.Handler) page.Handler {
	return func(r *page.Request) error {
		if !f.said(r) {
			return r.Redirect("/found")
		}
		if founded, err := f.stands(r); err != nil || founded {
			return err
		}
		return handler(r)
	}
}

// said reports whether the request comes from the browser that said the code.
func (f *Foundation) said(r *page.Request) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.browser != [32]byte{} && seal.Hash([]byte(r.Token())) == f.browser
}

// stands looks whether somebody else founded the network meanwhile: another process, or the command line. Then its pages answer.
func (f *Foundation) stands(r *page.Request) (bool, error) {
	err := f.Store.Read(r.Context(), f.grant(), func(tx *store.Tx) error {
		_, err := network.Find(tx)
		return err
	})
	switch {
	case err != nil && errs.KindOf(err) == errs.NotFound:
		return false, nil
	case err != nil:
		return false, err
	}
	if err := f.Founded(r.Context()); err != nil {
		return false, err
	}
	r.CloseSession()
	return true, r.Redirect("/")
}

// codeShow asks for the code; who said it goes on where they were.
func (f *Foundation) codeShow(r *page.Request) error {
	if founded, err := f.stands(r); err != nil || founded {
		return err
	}
	if f.said(r) {
		return f.goOn(r)
	}
	return f.codeAsk(r, http.StatusOK, &page.Fields{})
}

// goOn leads to the first step of which nothing was kept.
func (f *Foundation) goOn(r *page.Request) error {
	next := "/found/you"
	err := f.Store.Read(r.Context(), f.grant(), func(tx *store.Tx) error {
		for _, step := range []string{stepFile, stepNetwork, stepWork} {
			answers, kept, err := network.Draft(tx, step)
			switch {
			case err != nil:
				return err
			case step == stepFile && kept:
				return nil
			case step != stepFile && !answers.Right():
				next = "/found/" + step
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.Redirect(next)
}

func (f *Foundation) codeAsk(r *page.Request, status int, fields *page.Fields) error {
	p := r.Printer()
	title := p.T("setup.code.title")
	return r.RenderStatus(status, title, FormPage(p, FormView{
		Header: page.Header{Title: title, Sub: p.T("setup.code.sub")}, Lead: []string{p.T("setup.code.lead"), p.T("setup.code.why")},
		Action: "/found", Fields: fields, Submit: p.T("setup.code.save"),
		Asked: []Asked{{Field: page.Field{Name: "code", Label: p.T("setup.code.code"), Hint: p.T("setup.code.hint"), Autocomplete: "off", Short: true}}},
	}))
}

// codeSave gives this browser, and no other from then on, the way in.
func (f *Foundation) codeSave(r *page.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	if founded, err := f.stands(r); err != nil || founded {
		return err
	}
	token, err := seal.RandomToken()
	if err != nil {
		return err
	}
	if refused := f.say(fields.Text("code"), token); refused != nil {
		fields.Keep(refused.On("code"))
		return f.codeAsk(r, http.StatusUnprocessableEntity, fields)
	}
	r.OpenSession(token)
	return f.goOn(r)
}

// say compares a code with the one on the terminal; the right one is used up.
func (f *Foundation) say(code, token string) *errs.Error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.code == [32]byte{}:
		return errs.E(errs.Invalid, "setup.code.used")
	case f.tries >= mostCodes:
		return errs.E(errs.Invalid, "setup.code.tries")
	case seal.Hash([]byte(tidy(code))) != f.code:
		f.tries++
		return errs.E(errs.Invalid, "setup.code.wrong")
	}
	f.code, f.browser = [32]byte{}, seal.Hash([]byte(token))
	return nil
}

// draft reads what was typed into a step; found is false where nothing was, or something was wrong with it.
func (f *Foundation) draft(r *page.Request, step string) (fields *page.Fields, found bool, err error) {
	fields = &page.Fields{}
	err = f.Store.Read(r.Context(), f.grant(), func(tx *store.Tx) error {
		answers, _, err := network.Draft(tx, step)
		for name, values := range answers {
			fields.Set(name, values...)
		}
		found = answers.Right()
		return err
	})
	return fields, found, err
}

// keep keeps what was typed into a step, wrong or right: whoever comes back finds it. Other steps are forgotten where it takes their place.
func (f *Foundation) keep(r *page.Request, step string, fields *page.Fields, names []string, instead ...string) error {
	answers := network.NewAnswers(len(fields.Problems()) == 0)
	for _, name := range names {
		answers[name] = fields.All(name)
	}
	return f.Store.Write(r.Context(), f.grant(), func(tx *store.Tx) error {
		for _, other := range instead {
			if err := network.KeepDraft(tx, other, nil); err != nil {
				return err
			}
		}
		return network.KeepDraft(tx, step, answers)
	})
}
