package search_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"relucert/internal/engine/search"
)

// took are quantiles, in µs, of the time that a node of ozone1 with 5 features took, method conic, as recorded.
var took = [][2]float64{{0, 40}, {0.1, 90}, {0.5, 262}, {0.9, 664}, {0.99, 1352}, {1, 12207}}

// quantile is between those of took, geometrically.
func quantile(p float64) float64 {
	for i := 1; ; i++ {
		if a, b := took[i-1], took[i]; p <= b[0] {
			return a[1] * math.Pow(b[1]/a[1], (p-a[0])/(b[0]-a[0]))
		}
	}
}

// slowly is how much slower than recorded the sleepers are, so that what the search itself does is small beside it
// with more workers than processors.
const slowly = 20

// sleeper is a node of an endless tree.
type sleeper struct {
	seed  uint64
	bound float64
}

// sleeping expands the nodes of an endless tree, in the time that recorded ones took.
type sleeping struct{ slept []time.Duration } // a worker

func (s sleeping) Expand(ctx context.Context, worker int, n sleeper, _ search.Moment) search.Expansion[sleeper, int] {
	rng := rand.New(rand.NewPCG(n.seed, 1))
	begin := time.Now()
	select {
	case <-ctx.Done():
		return search.Expansion[sleeper, int]{Unfinished: true}
	case <-time.After(time.Duration(slowly * 1000 * quantile(rng.Float64()))):
	}
	s.slept[worker] += time.Since(begin)
	bound := n.bound + rng.ExpFloat64()
	return search.Expansion[sleeper, int]{Bound: bound, Children: []sleeper{{rng.Uint64(), bound}, {rng.Uint64(), bound}}}
}

// foreseen is a sleeping that foresees.
type foreseen struct{ sleeping }

func (foreseen) Alike(_, _ search.Moment) bool { return true }
func (foreseen) Copy(n sleeper) sleeper        { return n }

// BenchmarkBusy reports which share of the time workers are at a node, from 20,000 open nodes on, with batches that end
// for all, and with nodes that are foreseen.
func BenchmarkBusy(b *testing.B) {
	for _, workers := range []int{2, 16, 64} {
		for _, ahead := range []bool{false, true} {
			b.Run(fmt.Sprintf("workers=%d/ahead=%v", workers, ahead), func(b *testing.B) {
				for range b.N {
					b.ReportMetric(busy(workers, ahead), "busy")
				}
			})
		}
	}
}

func busy(workers int, ahead bool) float64 {
	s := sleeping{make([]time.Duration, workers)}
	var tree search.Tree[sleeper, int] = s
	if ahead {
		tree = foreseen{s}
	}
	var roots []sleeper
	for i := range 20000 {
		roots = append(roots, sleeper{uint64(i), 0})
	}
	begin := time.Now()
	search.Run(context.Background(), tree, roots, 0, math.Inf(1), search.Options{Workers: workers, Nodes: int64(600 * workers)})
	all, sum := time.Since(begin), time.Duration(0)
	for _, d := range s.slept {
		sum += d
	}
	return float64(sum) / float64(all) / float64(workers)
}
