package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"approdo/internal/testkit"
)

// period is a question: the report from one day to another, both included.
type period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// counting is how one report was counted by another database.
type counting struct {
	wall, cpu time.Duration
	memory    int64 // MB, resident
	figures   figures
}

// duckdb is a Node process that holds the tables in DuckDB's memory, ready for questions.
type duckdb struct {
	process *exec.Cmd
	ask     io.WriteCloser
	answer  *bufio.Reader
	Version string
	load    time.Duration
}

func startDuckDB(folder, here string) (*duckdb, error) {
	d := &duckdb{process: exec.Command("node", filepath.Join(here, "duckdb.mjs"), folder)}
	d.process.Stderr = os.Stderr
	var err error
	if d.ask, err = d.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := d.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	d.answer = bufio.NewReaderSize(out, 1<<20)
	if err := d.process.Start(); err != nil {
		return nil, err
	}
	var ready struct {
		Version string
		Load    float64
	}
	if err := d.read(&ready); err != nil {
		return nil, errors.Join(fmt.Errorf("DuckDB did not start (npm ci in %s?)", here), err, d.process.Wait())
	}
	d.Version, d.load = ready.Version, milliseconds(ready.Load)
	return d, nil
}

func milliseconds(ms float64) time.Duration { return time.Duration(ms * float64(time.Millisecond)) }

func (d *duckdb) read(into any) error {
	line, err := d.answer.ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, into)
}

func (d *duckdb) count(p period) (counting, error) {
	if err := json.NewEncoder(d.ask).Encode(p); err != nil {
		return counting{}, err
	}
	var told struct {
		Wall, CPU float64
		Memory    int64
		Answers   answers
	}
	if err := d.read(&told); err != nil {
		return counting{}, err
	}
	f, err := told.Answers.figures()
	return counting{milliseconds(told.Wall), milliseconds(told.CPU), told.Memory >> 20, f}, err
}

// do runs statements that answer nothing.
func (d *duckdb) do(statements ...string) error {
	if err := json.NewEncoder(d.ask).Encode(map[string]any{"do": statements}); err != nil {
		return err
	}
	var told struct{}
	return d.read(&told)
}

func (d *duckdb) stop() error { return errors.Join(d.ask.Close(), d.process.Wait()) }

// queries are the SQL files, in the order in which they run.
var queries = []string{"persons", "gross", "actions", "provinces", "enrolments"}

// postgres is a throwaway server of PostgreSQL with the same tables, asked through psql.
type postgres struct {
	address string
	stop    func() error
	prepare string
	load    time.Duration
}

func startPostgres(folder, here string) (*postgres, error) {
	p := &postgres{}
	var err error
	if p.address, p.stop, err = testkit.DurablePostgres(); err != nil {
		return nil, err
	}
	began := time.Now()
	tables, err := os.ReadFile(filepath.Join(here, "sql", "tables.sql"))
	if err != nil {
		return nil, err
	}
	var script strings.Builder
	fmt.Fprintf(&script, "\\i '%s'\n%s", filepath.Join(folder, "types.sql"), tables)
	for _, table := range []string{"contacts", "actions", "enrolments", "protections"} {
		fmt.Fprintf(&script, "\\copy %s FROM '%s' (FORMAT csv, HEADER true)\nCREATE INDEX ON %s (day);\n", table, filepath.Join(folder, table+".csv"), table)
	}
	script.WriteString("VACUUM ANALYZE;\n")
	if _, err := p.run(script.String()); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	p.load = time.Since(began)
	for _, name := range queries {
		text, err := os.ReadFile(filepath.Join(here, "sql", name+".sql"))
		if err != nil {
			return nil, errors.Join(err, p.stop())
		}
		p.prepare += fmt.Sprintf("PREPARE %s_query (date, date) AS %s;\n", name, text)
	}
	return p, nil
}

// run gives a script to psql. Memory for sorting is what one would give a server of this size for such questions.
func (p *postgres) run(script string) (string, error) {
	c := exec.Command("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1", p.address)
	c.Stdin = strings.NewReader("SET work_mem = '512MB';\nSET max_parallel_workers_per_gather = 2;\n" + script)
	c.Stderr = os.Stderr
	out, err := c.Output()
	return string(out), err
}

// count asks once; the wall time is what psql says that the five queries took.
func (p *postgres) count(of period) (counting, error) {
	script := p.prepare + "\\timing on\n"
	for _, name := range queries {
		script += fmt.Sprintf("\\echo = %s\nEXECUTE %s_query ('%s', '%s');\n", name, name, of.From, of.To)
	}
	out, err := p.run(script)
	if err != nil {
		return counting{}, err
	}
	c, a, name := counting{}, answers{}, ""
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if named, ok := strings.CutPrefix(line, "= "); ok {
			name = named
			a[name] = nil
			continue
		}
		if taken, ok := strings.CutPrefix(line, "Time: "); ok {
			var ms float64
			if _, err := fmt.Sscanf(taken, "%f ms", &ms); err != nil {
				return c, err
			}
			c.wall += milliseconds(ms)
			continue
		}
		a[name] = append(a[name], strings.Split(line, "|"))
	}
	c.figures, err = a.figures()
	return c, err
}
