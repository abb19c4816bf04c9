package check

import (
	"crypto/sha256"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// TestWidenTogether makes the exact rules of short data from several goroutines at
// once, as workers do that meet a dual record and a near miss.
func TestWidenTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(37, 1))
	for range 100 {
		p := newProblem(t, rng)
		p.csv = strings.ReplaceAll(p.csv, "/", ".")
		p.header.Data = sha256.Sum256([]byte(p.csv))
		p.load(t)
		rules, start := make([]*dualExact, 4), make(chan bool)
		var all sync.WaitGroup
		for k := range rules {
			all.Go(func() {
				<-start
				rules[k] = newDualExact(p.c)
				newBoundExact(p.c)
			})
		}
		close(start)
		all.Wait()
		proof, _ := p.dualProof()
		want, _ := rules[0].prove(proof)
		for _, rule := range rules {
			if v, _ := rule.prove(proof); v.Cmp(want) != 0 {
				t.Fatalf("%v and %v", v, want)
			}
		}
	}
}
