package relucert_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"; "relucert/network"
)

func BenchmarkWarm(b *testing.B) {
	for _, c := range strings.Fields(os.Getenv("CASES")) { // file:k:bound
		part := strings.Split(c, ":")
		k, _ := strconv.Atoi(part[1])
		bound, _ := strconv.ParseFloat(part[2], 64)
		d, _, err := dataset.Open("/tmp/q/"+part[0]+".csv", dataset.Options{Target: "y"})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c, func(b *testing.B) {
			method, _ := relucert.ParseMethod(os.Getenv("METHOD")); least := time.Hour
			for range b.N {
				start := time.Now()
				var p relucert.Problem; p.Data, p.Output, p.NormBound, p.NoBias = d, network.None, bound, true; p.Signs = make([]int, k)
				for j := range p.Signs {
					p.Signs[j] = 1
				}
				r, err := relucert.Fit(context.Background(), p, relucert.Options{Threads: 1, Gap: 1e-4, Method: method})
				if err != nil {
					b.Fatal(err)
				}
				least = min(least, time.Since(start))
				b.ReportMetric(float64(r.Nodes), "nodes")
			}
			b.ReportMetric(float64(least.Microseconds()), "least-us")
		})
	}
	fmt.Print()
}
