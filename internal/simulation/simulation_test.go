package simulation_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"relucert/internal/simulation"
	"relucert/internal/thorough"
)

// TestSchedules: 200 seeded schedules of kill -9 of workers, coordinator and server, of messages that are dropped, doubled, late and out of
// order, of full disks, clocks that jump, forged results and poisoned subtrees. Simulated are the workers, the network, the disk, the clock and the
// tree; the table and its checkpoints are real. Whenever the table is saved and at the end it covers the whole, and it comes to its end.
func TestSchedules(t *testing.T) {
	var total simulation.Outcome
	for seed := range thorough.Of(uint64(200), 40) {
		rng := rand.New(rand.NewPCG(seed, 92))
		chance := func(most float64) float64 {
			if rng.IntN(2) == 0 {
				return 0
			}
			return most * rng.Float64()
		}
		s := simulation.Setting{Seed: seed, Work: simulation.Work{Total: 50 + 100*rng.Float64(), Grain: 0.2, Skew: 0.6 + 0.35*rng.Float64()},
			Workers: 1 + rng.IntN(12), Unit: 4, Lease: 3, Parts: 1 + rng.IntN(12), Latency: 0.005, Overhead: 0.05, Judging: 0.2, Judges: 1 + rng.IntN(2), Pulse: 0.5,
			Folder: filepath.Join(t.TempDir(), fmt.Sprint(seed)), Limit: 2e4,
			Faults: simulation.Faults{Drop: chance(0.2), Double: chance(0.3), Delay: chance(0.3), DelayBy: 4, Redeliver: chance(0.3), Forge: chance(0.2), Poison: chance(0.05),
				WorkerDies: chance(0.2), CoordinatorDies: chance(0.1), ServerDies: chance(0.1), DiskFull: chance(0.05), ClockJumps: chance(0.05)}}
		got, err := simulation.Run(s)
		if err != nil || !got.Done {
			t.Errorf("seed %d: %v, %+v\n%+v", seed, err, got, s)
		}
		total.Units, total.Messages, total.Wasted, total.Seconds = total.Units+got.Units, total.Messages+got.Messages, total.Wasted+got.Wasted, total.Seconds+got.Seconds
		total.Refused, total.Lapsed, total.Revoked = total.Refused+got.Refused, total.Lapsed+got.Lapsed, total.Revoked+got.Revoked
	}
	t.Logf("%+v", total)
}

// TestEfficiency: without faults nothing is wasted, and most of the time of many workers goes into the work.
func TestEfficiency(t *testing.T) {
	for workers, least := range map[int]float64{1: 0.9, 8: 0.85, 64: 0.7} {
		got, err := simulation.Run(simulation.Setting{Seed: 1, Work: simulation.Work{Total: 300 * float64(workers), Grain: 0.02, Skew: 0.8}, Workers: workers, Unit: 10, Lease: 30,
			Parts: 32, Latency: 0.002, Overhead: 0.1, Judging: 0.1, Judges: 8, Pulse: 0.1, Limit: 1e5})
		if err != nil || !got.Done || got.Wasted != 0 || got.Efficiency < least {
			t.Errorf("%d workers: %v, %+v", workers, err, got)
		}
	}
}
