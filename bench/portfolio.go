package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"time"

	"relucert"
	"relucert/hardness/generate"
	"relucert/internal/budget"
	"relucert/network"
)

// contest is one instance of the portfolio's grid, and what its methods took.
type contest struct {
	row
	conic, sign, auto outcome
	confirmed         bool // auto's optimum
}

// outcome is what a method came to, in seconds of the processor.
type outcome struct {
	seconds, gap float64
	nodes        int64
	optimal      bool
}

// grace is what auto may take beside a multiple of the best method's time.
const grace = 0.005

// behind is how many times the best method's time auto took, 0 if none was done.
func (c *contest) behind() float64 {
	best := c.best()
	if best == 0 {
		return 0
	}
	return max(0, c.auto.seconds-grace) / best
}

func (c *contest) best() float64 {
	switch {
	case c.conic.optimal && c.sign.optimal:
		return min(c.conic.seconds, c.sign.seconds)
	case c.conic.optimal:
		return c.conic.seconds
	case c.sign.optimal:
		return c.sign.seconds
	}
	return 0
}

// runOn solves an instance with one thread until the processor has spent the limit.
func runOn(ctx context.Context, p relucert.Problem, m relucert.Method, limit float64) (outcome, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	begin := budget.Processor()
	opts := relucert.Options{Method: m, Threads: 1, EventEvery: time.Millisecond, OnEvent: func(relucert.Event) {
		if budget.Processor()-begin > limit {
			stop()
		}
	}}
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		return outcome{}, err
	}
	return outcome{budget.Processor() - begin, r.Gap(), r.Nodes, r.Status == relucert.Optimal}, nil
}

// Where auto seems this far behind, all are run again, and the least times count: those of one search differ by a fifth.
const (
	doubtful = 1.8
	mostRuns = 5
)

// run has the instance solved by each method, and by auto with enough time to be seen to be behind.
func (c *contest) run(ctx context.Context, p relucert.Problem, limit float64) error {
	for _, by := range []struct {
		method relucert.Method
		to     *outcome
	}{{relucert.Conic, &c.conic}, {relucert.Sign, &c.sign}, {relucert.Auto, &c.auto}} {
		if best := c.best(); by.method == relucert.Auto && best > 0 {
			limit = 4*best + grace
		}
		found, err := runOn(ctx, p, by.method, limit)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if before := by.to; !before.optimal || found.optimal && found.seconds < before.seconds {
			*by.to = found
		}
	}
	return nil
}

// measureContests measures the chosen instances.
func measureContests(ctx context.Context, chosen *regexp.Regexp, s settings) (all []contest, err error) {
	limit := s.opts.TimeLimit.Seconds()
	for _, r := range contests(s.seed) {
		if !chosen.MatchString(r.name) {
			continue
		}
		c := contest{row: r}
		p, err := r.load(1)
		if err != nil {
			return all, err
		}
		for runs := 0; runs == 0 || runs < mostRuns && c.behind() > doubtful; runs++ {
			if err := c.run(ctx, p, limit); err != nil {
				return all, err
			}
		}
		if c.auto.optimal {
			proved, err := confirm(ctx, r, relucert.Options{Threads: 1})
			if c.confirmed = proved == "yes"; err != nil {
				return all, err
			}
		}
		fmt.Fprintf(os.Stderr, "%-60s %s\n", r.name, c.String())
		all = append(all, c)
	}
	return all, nil
}

func (r outcome) String() string {
	if r.optimal {
		return fmt.Sprintf("%.3f s", r.seconds)
	}
	return fmt.Sprintf("%.0f %% open", 100*r.gap)
}

func (c *contest) String() string {
	text := fmt.Sprintf("conic %v, sign %v, auto %v", c.conic, c.sign, c.auto)
	if b := c.behind(); b > 0 {
		text += fmt.Sprintf(", %.2f", b)
	}
	return text
}

// The portfolio's grid.
var (
	inputs  = []int{3, 4, 5, 6, 7, 8, 9, 10}
	samples = []int{50, 100, 200, 500}
	labels  = []struct {
		name  string
		noise float64
		units bool
	}{{"noise 0.1", 0.1, true}, {"noise 0.5", 0.5, true}, {"noise only", 1, false}}
	classes = []struct {
		name string
		network.Class
	}{
		{"‖w‖ ≤ 1", network.Class{NoBias: true, Output: network.None, NormBound: 1}},
		{"no bias", network.Class{NoBias: true, Output: network.None}},
		{"bias, ‖w‖ ≤ 1", network.Class{Output: network.None, NormBound: 1}},
		{"affine", network.Class{Output: network.Affine}},
	}
)

// mostInputsOfTwo is for two units.
const mostInputsOfTwo = 5

// contests are 400 instances: one unit, and two on some of few inputs; every other one is asked for with any signs.
func contests(seed uint64) (all []row) {
	for _, n := range inputs {
		for _, m := range samples {
			for l := range labels {
				for c := range classes {
					units := 1
					if n <= mostInputsOfTwo && (l+c)%3 == 0 {
						units = 2
					}
					all = append(all, contestRow(seed, len(all), n, m, units, l, c))
				}
			}
		}
	}
	for _, m := range samples {
		for c := range classes {
			all = append(all, contestRow(seed, len(all), 3, m, 2, 1, c))
		}
	}
	return all
}

func contestRow(seed uint64, number, n, m, units, l, c int) row {
	label, class, any := labels[l], classes[c].Class, number%2 == 1
	signs := slices.Repeat([]int{1, -1}, units)[:units]
	o := generate.PlantedOptions{Features: n, Samples: m, Noise: label.noise, Seed: 1000*seed + uint64(number)}
	if label.units {
		o.Signs = signs
	}
	if class.Units = units; !any {
		class.Units, class.Signs = 0, signs
	}
	name := fmt.Sprintf("n=%d, m=%d, %s, %s, k=%d", n, m, label.name, classes[c].name, units)
	if any {
		name += ", any signs"
	}
	return row{name: name, gap: relucert.Auto.DefaultGap(), seeds: 1, load: func(uint64) (relucert.Problem, error) {
		data, _, err := generate.Planted(o)
		return relucert.Problem{Data: data, Class: class}, err
	}}
}

// writeContests prints the grid as Markdown: what it says of all, and each instance.
func writeContests(out io.Writer, all []contest, on machine) error {
	var b bytes.Buffer
	on.head(&b, "The portfolio")
	fmt.Fprintf(&b, "One thread, gap 1e-4, seconds of the processor; a method that is not done at the limit has its gap here. Behind is auto's time but for %v s,\n"+
		"as a multiple of the better method's; where that is over %v, the least of %d runs of each counts. Confirmed: relucheck proved the certificate of another run by auto.\n\n", grace, doubtful, mostRuns)
	writeContestSummary(&b, all)
	fmt.Fprintln(&b, "| instance | conic | sign | auto | behind | confirmed |\n| --- | --- | --- | --- | --- | --- |")
	for i := range all {
		c := &all[i]
		behind, confirmed := "", ""
		if c.best() > 0 {
			behind = fmt.Sprintf("%.2f", c.behind())
		}
		if c.auto.optimal {
			confirmed = map[bool]string{true: "yes", false: "**no**"}[c.confirmed]
		}
		fmt.Fprintf(&b, "| %s | %v | %v | %v | %s | %s |\n", c.name, c.conic, c.sign, c.auto, behind, confirmed)
	}
	_, err := out.Write(b.Bytes())
	return err
}

// most is how far auto may be behind.
const most = 2.2

func writeContestSummary(out io.Writer, all []contest) {
	var behind, log []float64
	over := 0
	for i := range all {
		c := &all[i]
		if c.best() == 0 {
			continue
		}
		behind = append(behind, c.behind())
		log = append(log, math.Log(c.auto.seconds/c.best()))
		if c.behind() > most {
			over++
		}
	}
	if len(behind) == 0 {
		return
	}
	slices.Sort(behind)
	sum := 0.
	for _, v := range log {
		sum += v
	}
	fmt.Fprintf(out, "%d instances; on %d of them a method was done. There auto takes %.2f times the better one's time in the geometric mean; behind is %.2f in the median,\n"+
		"%.2f at most, and more than %v on %d.\n\n", len(all), len(behind), math.Exp(sum/float64(len(log))), median(behind), behind[len(behind)-1], most, over)
}
