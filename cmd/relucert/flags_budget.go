package main

import "github.com/spf13/pflag"

// defineBudget is the flags that say how exactly to search, how long, and on what.
func (o *fitOptions) defineBudget(f *pflag.FlagSet) {
	s := &o.search
	f.Var(share(&s.Gap), "gap", "relative gap at which the search ends (default: 1e-4 by conic and sign, 1e-6 by\nthe others; for a reduction's job as fine as its objective asks)")
	f.Var(reachable(&s.Until, &o.exact), "until", "stop when an SSE of at most this is found, or proved impossible (default: none);\n0 asks for weights in fractions whose SSE is 0, or a proof that there are none,\nas relucert realizable does; --certificate is then for relucheck realizable")
	f.Var(duration(&s.TimeLimit), "time-limit", "stop after this long, reading included, e.g. 30s (default: none)")
	f.Var(counting(&s.NodeLimit), "node-limit", "stop after this many nodes (default: none)")
	f.Var(memory(&o.memory), "memory-limit", "stop at this much memory of the process, e.g. 2GiB; what cannot fit\nis refused at once (default: none)")
	f.Var(counting(&s.Threads), "threads", "worker threads; the result does not depend on it (default: all cores)")
	f.Uint64Var(&s.Seed, "seed", s.Seed, "seed of the local search")
}
