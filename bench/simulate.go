package main

import (
	"fmt"
	"io"

	"relucert/internal/simulation"
)

// simulated is a farm that no cluster is at hand for.
type simulated struct {
	simulation.Setting
	simulation.Outcome
}

// judging is the share of a unit's time that judging its result takes: relucheck's of fit's in farm.md.
const judging = 0.2

func simulateFarms() (all []simulated, err error) {
	for _, c := range []struct {
		workers, judges int
		each            float64 // seconds of work for each worker
	}{{1, 1, 600}, {8, 2, 600}, {64, 16, 600}, {1000, 256, 100}, {1000, 256, 600}} {
		s := simulation.Setting{Seed: 1, Workers: c.workers, Unit: 20, Lease: 30, Parts: 32, Latency: 0.002, Overhead: 0.2, Judging: judging, Judges: c.judges, Pulse: 0.1, Limit: 1e6,
			Work: simulation.Work{Total: c.each * float64(c.workers), Grain: 0.2, Skew: 0.9}}
		out, err := simulation.Run(s)
		if err != nil {
			return all, err
		}
		all = append(all, simulated{s, out})
	}
	return all, nil
}

func writeSimulated(out io.Writer, all []simulated, on machine) error {
	on.head(out, "One tree, many workers: simulated")
	fmt.Fprintf(out, `The coordinator's table is the real one; workers, network and tree are made up (package simulation). Assumed: units of 20 s; a bundle of nodes takes 0.2 s (400 nodes of the
tree in farm.md); what is below a node falls apart in two, the larger with a share uniform between 1/2 and 0.9; bounds are random; 2 ms a message; 0.2 s a unit to read and write what it is of;
judging takes %.0f %% of a unit's time, on so many cores of the coordinator's machine as are named. The first unit, and the end, when there is too little work for all, count. Efficiency is the work over workers times seconds.

| workers | work for each, s | cores that judge | efficiency | seconds | units | messages a second |
| --- | --- | --- | --- | --- | --- | --- |
`, 100*judging)
	for _, s := range all {
		fmt.Fprintf(out, "| %d | %.0f | %d | %.0f %% | %.0f | %d | %.0f |\n", s.Workers, s.Work.Total/float64(s.Workers), s.Judges, 100*s.Efficiency, s.Seconds, s.Units, float64(s.Messages)/s.Seconds)
	}
	return nil
}
