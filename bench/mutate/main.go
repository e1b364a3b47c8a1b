// Command mutate asks the tests whether they would notice. It makes small mistakes in the rooms where a mistake costs most, drawn with a seed from every
// condition, comparison, sum, constant and returned error there is, and runs the tests that could see each. A mistake that no test sees is
// printed with its place and its line: either a test is missing, or the change makes no difference, and doc/mutants.md says why.
//
// Nothing on the disk changes. All mistakes inside functions are compiled into one program (see package mutant); one in a package's constants gets a
// program of its own. Tests run from the nearest package to the farthest, on SQLite first; what survives is asked of the whole tests too, on both
// databases, with -both.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dearest are the rooms where a mistake costs most, below internal.
const dearest = "base/audit,base/policy,base/store,care/clock,care/intake,care/report,care/rights,care/track,care/vault,care/work"

func main() {
	var o order
	rooms := flag.String("rooms", dearest, "rooms below internal, with what is below them")
	flag.Uint64Var(&o.seed, "seed", 1, "what the draw depends on; the same sources and seed give the same mutants")
	flag.IntVar(&o.n, "n", 60, "how many are drawn")
	only := flag.String("only", "", "ask about some, by their numbers: 3,17")
	flag.BoolVar(&o.both, "both", false, "ask whole tests on both databases about what survives the short ones")
	flag.BoolVar(&o.near, "near", false, "ask the tests of the room and its neighbours only")
	tests := flag.String("tests", "", "ask the tests of these rooms below internal only, and of what is below them")
	flag.BoolVar(&o.list, "list", false, "only show what is drawn")
	flag.DurationVar(&o.patience, "patience", 10*time.Minute, "the longest that the tests of one package may take")
	flag.Parse()
	for _, room := range strings.Split(*rooms, ",") {
		o.rooms = append(o.rooms, "./internal/"+room+"/...")
	}
	for _, room := range strings.FieldsFunc(*tests, func(r rune) bool { return r == ',' }) {
		o.tests = append(o.tests, "approdo/internal/"+room+"/")
	}
	for _, number := range strings.FieldsFunc(*only, func(r rune) bool { return r == ',' }) {
		n, err := strconv.Atoi(number)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		o.only = append(o.only, n)
	}
	survivors, err := o.run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if survivors > 0 {
		os.Exit(1)
	}
}

// order is what was asked for.
type order struct {
	rooms      []string // patterns of packages
	seed       uint64
	n          int
	only       []int
	both, list bool
	near       bool
	tests      []string // beginnings of packages; none: all
	patience   time.Duration
}

func (o *order) run() (survivors int, err error) {
	sources, err := load(".", o.rooms)
	if err != nil {
		return 0, err
	}
	drawn, all, err := draw(sources, o.seed, o.n)
	if err != nil {
		return 0, err
	}
	fmt.Printf("seed %d: %d drawn of %d places\n", o.seed, len(drawn), all)
	if o.list {
		for i, m := range drawn {
			fmt.Printf("%3d %s\n", i+1, m)
		}
		return 0, nil
	}
	l, err := newLab(drawn, o)
	if err != nil {
		return 0, err
	}
	defer func() {
		if e := l.close(); err == nil {
			err = e
		}
	}()
	asked := 0
	for i, m := range drawn {
		if len(o.only) > 0 && !slices.Contains(o.only, i+1) {
			continue
		}
		asked++
		began := time.Now()
		by, err := l.ask(i, true)
		if err == nil && by == "" && o.both {
			by, err = l.ask(i, false)
		}
		if err != nil {
			return survivors, fmt.Errorf("%s: %w", m, err)
		}
		took := time.Since(began).Round(100 * time.Millisecond)
		if by != "" {
			fmt.Printf("%3d killed by %s in %v: %s\n", i+1, by, took, m)
			continue
		}
		survivors++
		fmt.Printf("%3d SURVIVED %v: %s\n%s", i+1, took, m, m.diff())
	}
	fmt.Printf("%d of %d survived\n", survivors, asked)
	return survivors, nil
}
