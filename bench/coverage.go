package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/energy"
	"relucert/hardness/generate"
	"relucert/inference"
	"relucert/network"
)

// made is a data set and the broken line that it was made by.
type made struct {
	problem relucert.Problem
	truth   inference.Curve
}

// family is data sets of one kind, each the same for the same number.
type family struct {
	name  string
	count int // 0: as many as asked for
	make  func(number int) made
}

// hits is how many of so many intervals hold the truth.
type hits struct{ in, of int }

// see counts whether one of some intervals holds the truth.
func (h *hits) see(truth float64, intervals ...[2]float64) {
	h.of++
	if slices.ContainsFunc(intervals, func(i [2]float64) bool { return i[0] <= truth && truth <= i[1] }) {
		h.in++
	}
}

// String is the share in percent.
func (h hits) String() string {
	return fmt.Sprintf("%.1f %%", 100*float64(h.in)/float64(max(1, h.of)))
}

// coverage is how often a family's 95 % intervals hold the truth.
type coverage struct {
	family
	sets, without int // without: fits that have no intervals, left out of the rest
	slopes, wald  hits
	outer, inner  hits // of breakpoints, by profile likelihood
}

const (
	coverageLevel = 0.95
	coverageRows  = 60
	coverageLeast = 5 // samples a piece
)

// cover fits the family's first data sets.
func (f family) cover(ctx context.Context, sets int) (*coverage, error) {
	if f.count > 0 {
		sets = min(sets, f.count)
	}
	c := &coverage{family: f, sets: sets}
	for number := range sets {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		if err := c.see(ctx, f.make(number)); err != nil {
			return nil, fmt.Errorf("%s, set %d: %w", f.name, number, err)
		}
	}
	return c, nil
}

func (c *coverage) see(ctx context.Context, m made) error {
	opts := relucert.Options{Threads: 1, Gap: 1e-6}
	r, err := relucert.Fit(ctx, m.problem, opts)
	if err != nil {
		return err
	}
	line, err := inference.Of(&m.problem, r.Network)
	if err != nil {
		return err
	}
	all, err := line.Estimates(coverageLevel)
	if err != nil || len(line.Kinks) != len(m.truth.Kinks) {
		c.without++
		return nil
	}
	regions, err := line.Regions(ctx, m.problem, coverageLevel, opts)
	if err != nil {
		return err
	}
	c.compare(all, m.truth)
	for j, r := range regions {
		c.outer.see(m.truth.Kinks[j], r.Outer...)
		c.inner.see(m.truth.Kinks[j], r.Inner...)
	}
	return nil
}

// compare looks whether the intervals of slopes, which come first, and of breakpoints hold the truth's.
func (c *coverage) compare(all []inference.Estimate, truth inference.Curve) {
	for i, slope := range truth.Slopes {
		if e := all[i]; !e.Known {
			c.slopes.see(slope, [2]float64{e.Low, e.High})
		}
	}
	all = slices.DeleteFunc(all, func(e inference.Estimate) bool { return !e.Place })
	for i, kink := range truth.Kinks {
		c.wald.see(kink, [2]float64{all[i].Low, all[i].High})
	}
}

// lines is data sets about one broken line on [0, 1], with normal errors.
func lines(name string, seed uint64, truth inference.Curve, noise float64, at func(share float64) float64) family {
	return family{name: name, make: func(number int) made {
		random := rand.New(rand.NewPCG(seed, uint64(number)))
		d := &dataset.Dataset{Name: name, Features: []string{"x"}, Target: "y"}
		for i := range coverageRows {
			x := at(float64(i) / (coverageRows - 1))
			d.X, d.Y = append(d.X, x), append(d.Y, truth.At(x)+noise*random.NormFloat64())
		}
		class := network.Class{Units: len(truth.Kinks), Output: network.Affine}
		return made{relucert.Problem{Data: d, Class: class, Constraints: relucert.Constraints{MinSamples: coverageLeast}}, truth}
	}}
}

// meters are those of `relucert generate meters --count 300 --seed 1`, each fitted as `fit --energy 5p --min-samples 8` does.
func meters() (family, error) {
	o := generate.MetersOptions{Count: 300, Days: 365, Seed: 1}
	days, _, err := generate.Meters(o)
	if err != nil {
		return family{}, err
	}
	o.Truth = true
	truth, _, err := generate.Meters(o)
	return family{"300 meters", o.Count, func(number int) made {
		d := &dataset.Dataset{Name: "meter", Features: []string{"temperature"}, Target: "kwh", Y: days.Y[number*o.Days : (number+1)*o.Days]}
		for day := range o.Days {
			d.X = append(d.X, days.Row(number*o.Days + day)[1])
		}
		p := relucert.Problem{Data: d, Constraints: relucert.Constraints{MinSamples: 8}}
		m := truth.Row(number)
		return made{energy.FiveP.Ask(p), inference.Curve{Slopes: []float64{-m[4], 0, m[5]}, Kinks: m[2:4]}}
	}}, err
}

// families are those of bench/coverage.md.
func families() ([]family, error) {
	one := inference.Curve{Level: 1, Slopes: []float64{2, -3}, Kinks: []float64{0.4}}
	two := inference.Curve{Level: 1, Slopes: []float64{2, -3, 1}, Kinks: []float64{0.3, 0.65}}
	even := func(share float64) float64 { return share }
	dense := func(share float64) float64 { return share * share }
	m, err := meters()
	return []family{
		lines("clear, one", 1, one, 0.1, even),
		lines("faint, one", 2, one, 0.4, even),
		lines("unequal spacing, one", 3, one, 0.1, dense),
		lines("clear, two", 4, two, 0.1, even),
		lines("faint, two", 5, two, 0.2, even),
		lines("unequal spacing, two", 6, two, 0.1, dense),
		m,
	}, err
}

// measureCoverage measures all families, and tells standard error how it goes.
func measureCoverage(ctx context.Context, sets int) (all []*coverage, err error) {
	chosen, err := families()
	if err != nil {
		return nil, err
	}
	for _, f := range chosen {
		c, err := f.cover(ctx, sets)
		if err != nil {
			return all, err
		}
		fmt.Fprintf(os.Stderr, "%s: %d sets, slopes %v, breakpoints %v\n", f.name, c.sets, c.slopes, c.outer)
		all = append(all, c)
	}
	return all, nil
}

// writeCoverage prints the table as Markdown.
func writeCoverage(out io.Writer, all []*coverage, on machine) error {
	var b bytes.Buffer
	on.head(&b, "How often 95 % intervals hold the truth")
	fmt.Fprintf(&b, "%d samples on [0, 1] about a broken line with one or two breakpoints, normal errors, at least %d samples a piece ([coverage.go](coverage.go)\n", coverageRows, coverageLeast)
	fmt.Fprintf(&b, "has lines, noise and seeds); the meters are those of `generate meters --count 300 --seed 1`, fitted with `--energy 5p --min-samples 8`. Wald intervals\n")
	fmt.Fprintf(&b, "come from linearisation. Of profile-likelihood regions, *outer* is proved to miss nothing and ends at samples; *inner* was found to belong. The goal is 93 to\n")
	fmt.Fprintf(&b, "97 %%. Shares are of all slopes and breakpoints of a setting together; *no intervals*: the samples did not determine the line found, which\n")
	fmt.Fprintf(&b, "counts in no share.\n\n")
	fmt.Fprintln(&b, "| setting, breakpoints | data sets | no intervals | slopes, Wald | breakpoints, outer | breakpoints, inner | breakpoints, Wald |")
	fmt.Fprintln(&b, "| --- | --- | --- | --- | --- | --- | --- |")
	for _, c := range all {
		fmt.Fprintf(&b, "| %s | %d | %d | %v | %v | %v | %v |\n", c.name, c.sets, c.without, c.slopes, c.outer, c.inner, c.wald)
	}
	_, err := out.Write(b.Bytes())
	return err
}
