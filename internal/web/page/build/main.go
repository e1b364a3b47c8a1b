// Command build bundles the style, the script, the mark and the fonts of the pages into
// internal/web/page/dist, and the fonts of PDF beside what writes it. Run it from the root of the sources after `npm ci`:
//
//	go run ./internal/web/page/build
//
// Each file's name carries a hash of its content, and manifest.json says which is which.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"approdo/internal/web/page"
)

const (
	sources = "internal/web/page/assets"
	target  = "internal/web/page/dist"
	faces   = "internal/care/report/render/font" // of reports in PDF
)

func main() {
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func build() error {
	if _, err := os.Stat("node_modules"); err != nil {
		return errors.New("node_modules is missing: run `npm ci` first")
	}
	for _, dir := range []string{target, faces} {
		if err := empty(dir); err != nil {
			return err
		}
	}
	if err := copyFaces(); err != nil {
		return err
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{sources + "/css/app.css", sources + "/js/app.js", sources + "/mark.svg"},
		Outdir:            target,
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		PublicPath:        "/assets/",
		Bundle:            true,
		Format:            api.FormatESModule,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderCopy},
		Target:            api.ES2022,
		LegalComments:     api.LegalCommentsNone,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		Metafile:          true,
		Write:             true,
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return errors.New("the assets do not build")
	}
	return manifest(result.Metafile)
}

// empty removes what an earlier build left, except .keep, which is committed so that the embedding compiles on a fresh clone.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == ".keep" {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// copyFaces takes over the two faces that PDF needs.
func copyFaces() error {
	for _, name := range []string{"DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"} {
		face, err := os.ReadFile(filepath.Join("node_modules/dejavu-fonts-ttf/ttf", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(faces, name), face, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// manifest writes which built file plays which part.
func manifest(metafile string) error {
	var meta struct {
		Outputs map[string]json.RawMessage `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return err
	}
	var built page.Assets
	for path := range meta.Outputs {
		name := filepath.Base(path)
		switch {
		case strings.HasSuffix(name, ".css"):
			built.Style = name
		case strings.HasSuffix(name, ".js"):
			built.Script = name
		case strings.HasSuffix(name, ".svg"):
			built.Mark = name
		case strings.HasPrefix(name, "noto-sans-latin-wght-"):
			built.Font = name
		}
	}
	text, err := json.MarshalIndent(built, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "manifest.json"), append(text, '\n'), 0o644)
}
