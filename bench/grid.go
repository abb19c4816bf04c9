package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"

	"relucert"
	"relucert/proof/check"
)

// gridRow is a line of the grid: a row, and what a general MIQP solver needs for it.
type gridRow struct {
	row
	miqp float64 // s, the published figure's lower end; 0: none
}

// gridMeasurement is what running a row of the grid gave.
type gridMeasurement struct {
	gridRow
	measurement
	confirmed string
}

// measureGrid runs the chosen rows of the grid once an instance on one thread, the memory in
// a process of its own, and has each claim of an optimum confirmed from a certificate
// that is written in another run.
func measureGrid(ctx context.Context, chosen *regexp.Regexp, s settings) ([]gridMeasurement, error) {
	var all []gridMeasurement
	s.opts.Threads = 1
	for _, r := range grid {
		if !chosen.MatchString(r.name) {
			continue
		}
		m := gridMeasurement{gridRow: r}
		var err error
		if m.measurement, err = measure(ctx, r.row, 1, s.opts); err != nil {
			return all, fmt.Errorf("%s: %w", r.name, err)
		}
		if m.peak, err = peakOf(ctx, r.row, s.opts.TimeLimit); err != nil {
			return all, err
		}
		if m.status == relucert.Optimal.String() {
			if m.confirmed, err = confirm(ctx, r.row, s.opts); err != nil {
				return all, fmt.Errorf("%s: %w", r.name, err)
			}
		}
		fmt.Fprintf(os.Stderr, "%-45s %s of %s, %s %s\n", r.name, gridTime(m.measurement), target(m.measurement), m.status, m.confirmed)
		all = append(all, m)
	}
	return all, nil
}

// confirm solves each instance once more with a certificate and checks it.
func confirm(ctx context.Context, r row, opts relucert.Options) (string, error) {
	folder, err := os.MkdirTemp("", "relucert-bench-*")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	opts.Gap = r.gap
	for seed := uint64(1); seed <= r.seeds; seed++ {
		proved, err := confirmOne(ctx, r, seed, folder, opts)
		if err != nil || !proved {
			return "**no**", err
		}
	}
	return "yes", nil
}

func confirmOne(ctx context.Context, r row, seed uint64, folder string, opts relucert.Options) (bool, error) {
	problem, data, columns, err := onDisk(r, seed, folder)
	if err != nil {
		return false, err
	}
	name := filepath.Join(folder, "proof.rcert")
	proof, err := os.Create(name)
	if err != nil {
		return false, err
	}
	opts.Certificate = &relucert.Certificate{Out: proof}
	result, err := relucert.Fit(ctx, problem, opts)
	if closing := proof.Close(); err == nil {
		err = closing
	}
	if err != nil || result.Status != relucert.Optimal {
		return false, err
	}
	v, err := check.Check(onFile(name), onFile(data), check.Options{Data: columns})
	return err == nil && v.Proved, err
}

func onFile(name string) check.Source {
	return check.Source{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }}
}

// writeGrid prints the grid as Markdown.
func writeGrid(out io.Writer, rows []gridMeasurement, on machine) error {
	var b bytes.Buffer
	on.head(&b, "The grid")
	fmt.Fprintf(&b, "One thread, gap 1e-4 unless the name says otherwise, medians over the instances. MIQP is the lower end of what SCIP 10.0.3\n")
	fmt.Fprintf(&b, "needs with the best of seven formulations. Confirmed: a certificate of another run was proved for every instance.\n\n")
	fmt.Fprintln(&b, "| instance | goal | time, peak memory | nodes | gap | status | MIQP | ratio | confirmed | runs |")
	fmt.Fprintln(&b, "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	sum, count, least := 0.0, 0, math.Inf(1)
	for _, m := range rows {
		miqp, ratio := "", ""
		if m.miqp > 0 {
			miqp, ratio = fmt.Sprintf("%g s", m.miqp), fmt.Sprintf("%.0f", m.miqp/m.seconds)
			sum, count, least = sum+math.Log(m.miqp/m.seconds), count+1, min(least, m.miqp/m.seconds)
		}
		fmt.Fprintf(&b, "| %s | ≤ %g s | %s | %.0f | %.1e | %s | %s | %s | %s | %d |\n", m.gridRow.name, m.gridRow.target.Seconds(),
			gridTime(m.measurement), m.nodes, m.measurement.gap, m.status, miqp, ratio, m.confirmed, m.runs)
	}
	if count > 0 {
		fmt.Fprintf(&b, "\nGeometric mean of the %d ratios: %.0f; the least: %.0f.\n", count, math.Exp(sum/float64(count)), least)
	}
	_, err := out.Write(b.Bytes())
	return err
}

// gridTime is bold where it misses the goal.
func gridTime(m measurement) string {
	text := fmt.Sprintf("%.3g s", m.seconds)
	if m.seconds > m.target.Seconds() || m.status != relucert.Optimal.String() {
		text = "**" + text + "**"
	}
	return fmt.Sprintf("%s, %d MiB", text, m.peak>>20)
}

// grid is the table of larger problems: the families of the first rows are those of table.go.
var grid = []gridRow{
	{row{"planted, ‖w‖ ≤ 1, n=5, m=100", 1e-4, ms(50), 0, 2, bounded(5, 100)}, 0.6},
	{row{"planted, ‖w‖ ≤ 1, n=5, m=200", 1e-4, ms(50), 0, 2, bounded(5, 200)}, 4},
	{row{"planted, ‖w‖ ≤ 1, n=10, m=100", 1e-4, ms(100), 0, 2, bounded(10, 100)}, 1.8},
	{row{"planted, ‖w‖ ≤ 1, n=10, m=200", 1e-4, ms(500), 0, 2, bounded(10, 200)}, 24},
	{row{"planted, ‖w‖ ≤ 1, n=10, m=500", 1e-4, ms(10_000), 0, 2, bounded(10, 500)}, 0},
	{row{"planted, ‖w‖ ≤ 1, n=20, m=500", 1e-4, ms(120_000), 0, 2, bounded(20, 500)}, 0},
	{row{"planted, noise 0.02, ‖w‖ ≤ 1, n=20, m=1000", 1e-4, ms(60_000), 0, 2, planted(20, 1000, 0.02, 1)}, 0},
	{row{"noise, n=2, m=50", 1e-4, ms(60), 0, 2, noise(2, 50)}, 1.2},
	{row{"noise, n=3, m=100", 1e-4, ms(500), 0, 2, noise(3, 100)}, 72},
	{row{"noise, n=4, m=60", 1e-4, ms(80), 0, 2, noise(4, 60)}, 1.6},
	{row{"noise, n=5, m=50", 1e-4, ms(40), 0, 2, noise(5, 50)}, 0.8},
	{row{"noise, n=5, m=100", 1e-4, ms(500), 0, 2, noise(5, 100)}, 66},
	{row{"noise, n=5, m=500", 1e-4, ms(10_000), 0, 2, noise(5, 500)}, 0},
	{row{"noise, n=6, m=200", 1e-4, ms(30_000), 0, 2, noise(6, 200)}, 0},
	{row{"two units, ‖w‖ ≤ 1, n=2, m=40", 1e-4, ms(15), 0, 2, planted(2, 40, 0.1, 2)}, 0.3},
	{row{"two units, ‖w‖ ≤ 1, n=3, m=40", 1e-4, ms(35), 0, 2, planted(3, 40, 0.1, 2)}, 0.7},
	{row{"two units, ‖w‖ ≤ 1, n=5, m=100", 1e-4, ms(30_000), 0, 2, planted(5, 100, 0.1, 2)}, 0},
	{row{"three units, ‖w‖ ≤ 1, n=3, m=60", 1e-4, ms(60_000), 0, 2, planted(3, 60, 0.1, 3)}, 0},
	{row{"ozone1, affine, 1 unit, 5 features", 1e-4, ms(1000), 0, 1, ozone(5).units(1)}, 0},
	{row{"ozone1, affine, 1 unit, 6 features", 1e-4, ms(5000), 0, 1, ozone(6).units(1)}, 0},
	{row{"ozone1, affine, 1 unit, 7 features", 1e-4, ms(20_000), 0, 1, ozone(7).units(1)}, 0},
	{row{"ozone1, affine, 1 unit, 9 features", 1e-4, ms(1_200_000), 0, 1, ozone(9).units(1)}, 0},
	{row{"ozone1, affine, 2 units, 2 features", 1e-4, ms(10_000), 0, 1, ozone(2).units(2)}, 0},
	{row{"ozone1, affine, 2 units, 3 features", 1e-4, ms(120_000), 0, 1, ozone(3).units(2)}, 0},
	{row{"set cover, 30 sets, 40 elements, gap 1e-6", 1e-6, ms(60_000), 0, 1, setCover(30, 40)}, 0},
	{row{"3-colouring of the Grötzsch graph: none, gap 1e-6", 1e-6, ms(60_000), 0, 1, threeColouring(groetzsch)}, 0},
	{row{"3-colouring of 12 vertices and 24 edges, planted, gap 1e-6", 1e-6, ms(60_000), 0, 3, threeColourable(12, 24)}, 0},
	{row{"uf20-01 (SATLIB) through two units, gap 1e-6", 1e-6, ms(60_000), 0, 1, formula("hardness", "instance", "testdata", "uf20-01.cnf")}, 0},
}
