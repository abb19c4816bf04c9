package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"time"

	"relucert"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are the command's flags.
type settings struct {
	rows, peak string
	proofs     bool
	grid       bool
	portfolio  bool
	seed       uint64
	coverage   int
	farm       bool
	repeat     int
	opts       relucert.Options
}

func parse() settings {
	var s settings
	flag.StringVar(&s.rows, "rows", "", "measure only rows whose name matches this regular expression, and print the table")
	flag.StringVar(&s.peak, "peak", "", "solve the row of this name once and print the peak memory in bytes")
	flag.BoolVar(&s.proofs, "certificates", false, "measure writing and checking certificates instead")
	flag.BoolVar(&s.grid, "grid", false, "measure the grid of larger problems instead, on one thread")
	flag.BoolVar(&s.portfolio, "portfolio", false, "measure instead how far auto is behind the better method, on one thread")
	flag.Uint64Var(&s.seed, "seed", 1, "of the portfolio's instances")
	flag.BoolVar(&s.farm, "farm", false, "measure one tree with many workers instead")
	flag.IntVar(&s.coverage, "coverage", 0, "measure instead how often intervals hold the truth, on so many data sets a setting")
	flag.IntVar(&s.repeat, "repeat", 5, "runs of each instance")
	flag.IntVar(&s.opts.Threads, "threads", 0, "workers; 0 is all cores")
	flag.DurationVar(&s.opts.TimeLimit, "limit", time.Minute, "time limit of one run")
	flag.Parse()
	return s
}

func run(ctx context.Context) error {
	s := parse()
	if s.peak != "" {
		return printPeak(ctx, s.peak, s.opts)
	}
	chosen, err := regexp.Compile(s.rows)
	if err != nil {
		return err
	}
	if s.proofs {
		rows, err := measureProofs(ctx, chosen, s)
		return errors.Join(err, publish(s, "certificates.md", func(out io.Writer) error { return writeProofs(out, rows, thisMachine()) }))
	}
	if s.grid {
		rows, err := measureGrid(ctx, chosen, s)
		return errors.Join(err, publish(s, "grid.md", func(out io.Writer) error { return writeGrid(out, rows, thisMachine()) }))
	}
	if s.portfolio {
		rows, err := measureContests(ctx, chosen, s)
		return errors.Join(err, publish(s, "portfolio.md", func(out io.Writer) error { return writeContests(out, rows, thisMachine()) }))
	}
	if s.farm {
		one, all, err := measureFarms(ctx)
		if err != nil {
			return err
		}
		return publish(s, "farm.md", func(out io.Writer) error { return writeFarms(out, one, all, thisMachine()) })
	}
	if s.coverage > 0 {
		all, err := measureCoverage(ctx, s.coverage)
		return errors.Join(err, publish(s, "coverage.md", func(out io.Writer) error { return writeCoverage(out, all, thisMachine()) }))
	}
	rows, err := measureAll(ctx, chosen, s)
	return errors.Join(err, publish(s, "results.md", func(out io.Writer) error { return write(out, rows, thisMachine()) }))
}

// publish writes a table of all rows to its file, one of chosen rows to
// standard output.
func publish(s settings, name string, write func(io.Writer) error) error {
	if s.rows != "" {
		return write(os.Stdout)
	}
	file, err := os.Create(filepath.Join("bench", name))
	if err != nil {
		return fmt.Errorf("%w (run it in the repository's root)", err)
	}
	return errors.Join(write(file), file.Close())
}

// measureAll measures the chosen rows and tells standard error how it goes.
func measureAll(ctx context.Context, chosen *regexp.Regexp, s settings) ([]measurement, error) {
	var all []measurement
	for _, r := range table {
		if !chosen.MatchString(r.name) {
			continue
		}
		m, err := measure(ctx, r, s.repeat, s.opts)
		if err != nil {
			return all, fmt.Errorf("%s: %w", r.name, err)
		}
		if r.memory > 0 {
			if m.peak, err = peakOf(ctx, r, s.opts.TimeLimit); err != nil {
				return all, err
			}
		}
		fmt.Fprintf(os.Stderr, "%-45s %s of %s, %s\n", r.name, measured(m), target(m), m.status)
		all = append(all, m)
	}
	return all, nil
}
