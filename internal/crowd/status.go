package crowd

import (
	"context"
	"encoding/json"
	"math"
	"path/filepath"
	"time"

	"relucert/internal/checkpoint"
	"relucert/internal/coordinator"
	"relucert/internal/queue"
)

// Status is how far a search is. Its bounds prove nothing.
type Status struct {
	coordinator.Counts
	Time      time.Time            `json:"time"`
	Lower     float64              `json:"sse_lower"`
	SSE       *float64             `json:"sse"`       // or what the objective has in its place; nil: no network yet
	Objective string               `json:"objective"` // in words: SSE, or another; "": a certificate is checked
	Open      int                  `json:"subtrees"`  // without a result
	Leased    int                  `json:"leased"`
	Parts     int                  `json:"proofs"`
	Oldest    time.Duration        `json:"oldest_lease"`
	Rate      float64              `json:"nodes_per_second"`
	Left      time.Duration        `json:"time_left"` // by the trend of the bound; 0: not known
	Workers   []coordinator.Worker `json:"workers"`
	// Messages and Bytes are what has come to the coordinator and gone from it.
	Messages uint64 `json:"messages"`
	Bytes    uint64 `json:"bytes"`
}

func statusOf(t *coordinator.Table, now time.Time) *Status {
	s := &Status{Counts: t.Counts, Time: now, Lower: t.Lower(), Parts: len(t.Parts()), Workers: t.Workers()}
	if math.IsInf(s.Lower, 0) || math.IsNaN(s.Lower) {
		s.Lower = 0
	}
	s.Open, s.Leased, s.Oldest = t.Leases(now)
	return s
}

func (f *Foreman) status(now time.Time) Status {
	s := statusOf(f.table, now)
	s.Lower = min(s.Lower, f.sse)
	if f.best != nil {
		s.SSE = new(f.sse)
	}
	s.Messages, s.Bytes = f.Queue.Traffic()
	if f.Tree != nil {
		s.Objective = f.Tree.Objective()
	}
	f.trend.add(now, s.Nodes, s.Lower)
	s.Rate, s.Left = f.trend.rate(), f.trend.left(f.sse)
	return *s
}

// tellEvery is how often it is told how far the search is.
const tellEvery = time.Second

// tell tells about once a second how far the search is.
func (f *Foreman) tell(ctx context.Context) {
	f.mu.Lock()
	now := time.Now()
	if now.Sub(f.told) < tellEvery {
		f.mu.Unlock()
		return
	}
	f.told = now
	s := f.status(now)
	f.mu.Unlock()
	if text, err := json.Marshal(s); err == nil {
		f.Queue.Set(ctx, queue.Status, text) // who does not hear of it hears of the next
	}
	if f.Tell != nil {
		f.Tell(s)
	}
}

// trend is the course of the search, some minutes back.
type trend struct{ points []point }

type point struct {
	at    time.Time
	nodes int64
	lower float64
}

const trendLength = 300 // points

func (t *trend) add(at time.Time, nodes int64, lower float64) {
	if t.points = append(t.points, point{at, nodes, lower}); len(t.points) > trendLength {
		t.points = t.points[1:]
	}
}

func (t *trend) ends() (first, last point, seconds float64) {
	if len(t.points) == 0 {
		return first, last, 0
	}
	first, last = t.points[0], t.points[len(t.points)-1]
	return first, last, last.at.Sub(first.at).Seconds()
}

// rate is nodes a second.
func (t *trend) rate() float64 {
	first, last, seconds := t.ends()
	if seconds <= 0 {
		return 0
	}
	return float64(last.nodes-first.nodes) / seconds
}

// left is how long the bound takes to the SSE if it goes on as it did; 0: it does not go on.
func (t *trend) left(sse float64) time.Duration {
	first, last, seconds := t.ends()
	if seconds <= 0 || !(last.lower > first.lower) {
		return 0
	}
	left := (sse - last.lower) / (last.lower - first.lower) * seconds
	return time.Duration(min(left, 1e9) * float64(time.Second)).Round(time.Second)
}

// Look is how far the search in a folder was when its coordinator last wrote that down.
func Look(folder string) (*Status, error) {
	r, err := checkpoint.Look(filepath.Join(folder, tableFolder))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	t, err := coordinator.Read(r, 0)
	if err != nil {
		return nil, err
	}
	s := statusOf(t, time.Time{})
	if sse := r.Float(); r.Text() != "" {
		s.SSE = &sse
	}
	return s, r.Err()
}
