package page

import "net/http"

// frame gathers what stands around a page for this request.
func (r *Request) frame(title string) frame {
	f := frame{
		p: r.printer, title: title, path: "/", account: r.account, known: r.known,
		example: r.server.options.Example, assets: assets(), done: r.tellDone(),
	}
	if r.Method == http.MethodGet {
		f.path = r.URL.RequestURI()
	}
	if r.known && r.account.Detour == "" && r.server.options.Menu != nil {
		f.menu = r.server.options.Menu(r)
	}
	return f
}

// thumb is how many entries of the menu a thumb reaches on a phone; the others stand behind the last one.
const thumb = 4

// foremost is how many entries of the menu stand in front.
func (f frame) foremost() int {
	if len(f.menu) <= thumb+1 {
		return len(f.menu)
	}
	return thumb
}

// currentIsFurther reports whether the page stands behind the last entry.
func (f frame) currentIsFurther() bool {
	for _, item := range f.menu[f.foremost():] {
		if item.Current {
			return true
		}
	}
	return false
}
