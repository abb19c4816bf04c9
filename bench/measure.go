package main

import (
	"context"
	"slices"
	"time"

	"relucert"
)

// measurement is what running a row gave.
type measurement struct {
	row
	seconds, nodes float64 // medians
	gap            float64 // the largest
	status         string  // of all runs, or how many were optimal
	runs           int
	peak           uint64 // bytes, 0: not measured
}

// enough is the time after which a row is not repeated any more.
const enough = 20 * time.Second

// measure solves each instance of a row repeat times.
func measure(ctx context.Context, r row, repeat int, opts relucert.Options) (measurement, error) {
	m := measurement{row: r}
	var seconds, nodes []float64
	statuses := map[relucert.Status]int{}
	begin := time.Now()
	opts.Gap = r.gap
	for seed := uint64(1); seed <= r.seeds; seed++ {
		problem, err := r.load(seed)
		if err != nil {
			return m, err
		}
		for run := 0; run < repeat && (run == 0 || time.Since(begin) < enough) && ctx.Err() == nil; run++ {
			start := time.Now()
			result, err := relucert.Fit(ctx, problem, opts)
			if err != nil {
				return m, err
			}
			seconds = append(seconds, time.Since(start).Seconds())
			nodes = append(nodes, float64(result.Nodes))
			statuses[result.Status]++
			m.gap = max(m.gap, result.Gap())
		}
	}
	m.runs, m.seconds, m.nodes = len(seconds), median(seconds), median(nodes)
	m.status = describe(statuses)
	return m, ctx.Err()
}

// median is the lower middle of values, 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[(len(values)-1)/2]
}
