// Command report measures how fast the report is counted (W4 of performance.md): nine breakdowns over a million persons and
// five million events, for twenty arbitrary periods, beside DuckDB and PostgreSQL with the same rows in the same run. Every figure of
// every period must be the same in all three, or nothing is printed. It prints one JSON line.
//
// Ours is the real path: a store on the disk, loaded by the engine through its views, and report.Run with the definition in
// definition/, which is the interim report's kind of tables in its own language. No figure is kept between two runs; what the
// columns keep is an index of themselves, made by the first report, whose time is printed.
// The others hold the rows as a specialist would give them: already joined, codes as enumerations, persons as numbers, in the
// order of days, in memory or warm (sql/). DuckDB has two threads.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"approdo/bench/gauge"
	"approdo/bench/gen"
	"approdo/internal/base/codebook"
)

var (
	persons  = flag.Int("persons", 1_000_000, "persons; five events for each")
	smaller  = flag.Int("smaller", 100_000, "persons of the world from which growth is measured; 0 for none")
	periods  = flag.Int("periods", 20, "arbitrary periods; the first is ten years, the second one year")
	rounds   = flag.Int("rounds", 5, "rounds over the periods, of which the median counts")
	relinks  = flag.Int("relinks", 1000, "people merged and split again at the end")
	pg       = flag.Bool("postgres", true, "measure PostgreSQL too, once")
	duck     = flag.Bool("duckdb", true, "measure DuckDB too")
	seed     = flag.Uint64("seed", 1, "of the world and the periods")
	keep     = flag.String("keep", "", "folder in which the worlds are kept for the next run, instead of a temporary one")
	here     = flag.String("here", "bench/report", "folder of this program's files")
	profiled = flag.String("profile", "", "file for a processor profile of our counting")
)

func main() {
	flag.Parse()
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// line is what is printed.
type line struct {
	Bench    string        `json:"bench"`
	Persons  int           `json:"persons"`
	Events   int           `json:"events"`
	Periods  int           `json:"periods"`
	Rounds   int           `json:"rounds"`
	Figures  int           `json:"figures"` // compared, all periods
	Equal    bool          `json:"equal"`
	Ours     oursLine      `json:"ours"`
	DuckDB   *peerLine     `json:"duckdb,omitempty"`
	Postgres *peerLine     `json:"postgres,omitempty"`
	Skipped  string        `json:"postgres_skipped,omitempty"`
	Growth   *growthLine   `json:"growth,omitempty"`
	Relinked *relinkedLine `json:"relinked,omitempty"`
	gauge.Machine
}

// growthLine compares with the smaller world: the exponent is 1 when ten times the rows take ten times as long.
type growthLine struct {
	Persons  int     `json:"persons"`
	WallMS   float64 `json:"wall_ms"`
	Exponent float64 `json:"exponent"`
}

func run(ctx context.Context) (err error) {
	l := line{Bench: "report", Rounds: *rounds, Equal: true, Machine: gauge.Here()}
	folder := *keep
	if folder == "" {
		if folder, err = os.MkdirTemp("", "report"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	book, err := codebook.Load()
	if err != nil {
		return err
	}
	var small *measured
	if *smaller > 0 {
		if small, err = measure(ctx, book, folder, *smaller, false); err != nil {
			return err
		}
	}
	large, err := measure(ctx, book, folder, *persons, true)
	if err != nil {
		return err
	}
	large.fill(&l)
	if small != nil {
		mine, theirs := small.wall(), large.wall()
		l.Growth = &growthLine{*smaller, gauge.MS(mine), exponent(float64(*smaller), float64(*persons), mine, theirs)}
	}
	return gauge.Print(l)
}

func exponent(few, many float64, quick, slow time.Duration) float64 {
	return math.Round(1000*math.Log(float64(slow)/float64(quick))/math.Log(many/few)) / 1000
}

// draw gives arbitrary periods from a month to ten years; the first is all of them, the second one year in the middle.
func draw(w *gen.World, n int) []period {
	days := w.Days()
	list := []period{{gen.First, gen.Last}, {"2020-01-01", "2020-12-31"}}
	chance := rand.New(rand.NewPCG(*seed, 4))
	for len(list) < n {
		length := int(30 * math.Pow(float64(len(days))/30, chance.Float64()))
		start := chance.IntN(len(days) - length + 1)
		list = append(list, period{days[start], days[start+length-1]})
	}
	return list[:n]
}

// world gives the generated world, its store and its files, made now or kept from before.
func world(ctx context.Context, book *codebook.Book, folder string, persons int) (*gen.World, string, error) {
	w, err := gen.New(book, persons, *seed)
	if err != nil {
		return nil, "", err
	}
	dir := filepath.Join(folder, fmt.Sprintf("%d-%d", persons, *seed))
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		return w, dir, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, "", err
	}
	began := time.Now()
	if err := w.Tables(dir); err != nil {
		return nil, "", err
	}
	if err := fillStore(ctx, w, dir, book); err != nil {
		return nil, "", err
	}
	gauge.Say("%d persons and %d events written in %s", persons, w.Events(), time.Since(began).Round(time.Second))
	return w, dir, os.WriteFile(filepath.Join(dir, "complete"), nil, 0o644)
}

// profile runs fn, and writes where the processor was if that was asked for.
func profile(wanted bool, fn func() error) error {
	if *profiled == "" || !wanted {
		return fn()
	}
	file, err := os.Create(*profiled)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	err = fn()
	pprof.StopCPUProfile()
	return errors.Join(err, file.Close())
}

func collect() { runtime.GC() }
