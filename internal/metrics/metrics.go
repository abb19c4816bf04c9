// Package metrics answers Prometheus how far a search by many workers is.
package metrics

import (
	"math"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"relucert/internal/crowd"
)

// Gauges are what is answered.
type Gauges struct {
	registry *prometheus.Registry
	all      []gauge
}

// gauge is a value with where it is from.
type gauge struct {
	prometheus.Gauge
	of func(*crowd.Status) float64
}

// New makes them.
func New() *Gauges {
	g := &Gauges{registry: prometheus.NewRegistry()}
	g.add("sse_lower", "lower bound of the least SSE, not all of it checked", func(s *crowd.Status) float64 { return s.Lower })
	g.add("sse", "SSE of the best network so far, NaN before there is one", sse)
	g.add("nodes", "nodes processed, in results that count", func(s *crowd.Status) float64 { return float64(s.Nodes) })
	g.add("subtrees", "subtrees without a result", func(s *crowd.Status) float64 { return float64(s.Open) })
	g.add("leased", "subtrees that somebody works on", func(s *crowd.Status) float64 { return float64(s.Leased) })
	g.add("oldest_lease_seconds", "how long the oldest lease has lasted", func(s *crowd.Status) float64 { return s.Oldest.Seconds() })
	g.add("workers", "workers who have given a sign of life", func(s *crowd.Status) float64 { return float64(len(s.Workers)) })
	g.add("proofs", "certificates that are proved", func(s *crowd.Status) float64 { return float64(s.Parts) })
	g.add("results", "results that count", func(s *crowd.Status) float64 { return float64(s.Results) })
	g.add("refused", "results whose proof did not hold", func(s *crowd.Status) float64 { return float64(s.Refused) })
	g.add("lapsed", "leases of workers who fell silent", func(s *crowd.Status) float64 { return float64(s.Lapsed) })
	g.add("revoked", "results that were taken back", func(s *crowd.Status) float64 { return float64(s.Revoked) })
	return g
}

func sse(s *crowd.Status) float64 {
	if s.SSE == nil {
		return math.NaN()
	}
	return *s.SSE
}

func (g *Gauges) add(name, help string, of func(*crowd.Status) float64) {
	v := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "relucert", Name: name, Help: help})
	g.registry.MustRegister(v)
	g.all = append(g.all, gauge{v, of})
}

// Set brings them up to date.
func (g *Gauges) Set(s crowd.Status) {
	for _, v := range g.all {
		v.Set(v.of(&s))
	}
}

// Listen answers at an address, until end.
func (g *Gauges) Listen(address string) (end func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(g.registry, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener) // until Close
	return func() { server.Close() }, nil
}
