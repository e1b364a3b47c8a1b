package page

import "net/http"

// frame gathers what stands around a page for this request.
func (r *Request) frame(title string) frame {
	f := frame{
		p: r.printer, title: title, path: "/", account: r.account, known: r.known,
		example: r.server.options.Example, assets: assets(),
	}
	if r.Method == http.MethodGet {
		f.path = r.URL.RequestURI()
	}
	if r.known && r.server.options.Menu != nil {
		f.menu = r.server.options.Menu(r)
	}
	return f
}
