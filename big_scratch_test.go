package relucert_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

func BenchmarkOzone(b *testing.B) {
	names := strings.Split("temp,ibh,humidity,vis,doy,dpg,wind,ibt,vh", ",")
	for _, c := range strings.Fields(os.Getenv("OZONE")) { // n:k:nodes
		part := strings.Split(c, ":")
		n, _ := strconv.Atoi(part[0])
		k, _ := strconv.Atoi(part[1])
		nodes, _ := strconv.Atoi(part[2])
		d, _, err := dataset.Open("/work/hC/examples/ozone1.csv", dataset.Options{Target: "O3", Features: names[:n]})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c, func(b *testing.B) {
			least := time.Hour
			for range b.N {
				start := time.Now()
				var p relucert.Problem
				p.Data, p.Output, p.Units = d, network.Affine, k
				r, err := relucert.Fit(context.Background(), p, relucert.Options{Threads: 1, Gap: 1e-4, Method: relucert.Conic, NodeLimit: int64(nodes)})
				if err != nil {
					b.Fatal(err)
				}
				least = min(least, time.Since(start))
				b.ReportMetric(float64(r.Nodes), "nodes")
				b.ReportMetric(r.SSELower, "lower")
			}
			b.ReportMetric(float64(least.Microseconds()), "least-us")
		})
	}
}
