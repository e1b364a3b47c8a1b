package page

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"sync"
)

const assetPath = "/assets/"

// dist holds what `go run ./internal/web/page/build` made; only .keep before the first build, so that the program compiles on a fresh clone.
//
//go:embed all:dist
var dist embed.FS

// Assets says under which path each built file is served.
type Assets struct {
	Style  string `json:"style"`
	Script string `json:"script"`
	Mark   string `json:"mark"`
	Font   string `json:"font"` // the one every page needs, fetched beside the style
}

// assets reads the list the build left; empty when nothing was built.
var assets = sync.OnceValue(func() Assets {
	var a Assets
	text, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return a
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return Assets{}
	}
	return a
})

func styled() bool { return assets().Style != "" }

// serveAsset serves built files. Their names carry a hash of their content, so a browser need never ask again.
func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path[len(assetPath):]
	info, err := fs.Stat(dist, "dist/"+name)
	if err != nil || info.IsDir() || name == ".keep" || name == "manifest.json" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeFileFS(w, r, dist, "dist/"+name)
}

// fontFace finds the fonts of the built style, which a page in a file cannot fetch.
var fontFace = regexp.MustCompile(`@font-face\s*\{[^}]*\}`)

// sheet is the built style without its fonts, for a page that stands alone.
func sheet() string {
	style, err := fs.ReadFile(dist, "dist"+strings.TrimPrefix(assets().Style, strings.TrimSuffix(assetPath, "/")))
	if err != nil {
		return ""
	}
	return fontFace.ReplaceAllString(string(style), "")
}
