package energy_test

import (
	"fmt"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/energy"
	"relucert/hardness/generate"
)

func TestCover(t *testing.T) {
	o := generate.MetersOptions{Count: 300, Days: 365, Seed: 1}
	days, _, _ := generate.Meters(o)
	o.Truth = true
	truth, _, _ := generate.Meters(o)
	in, n, open, few := map[string]int{}, 0, 0, 0
	for i := range truth.Rows() {
		d := &dataset.Dataset{Features: []string{"t"}, Target: "kwh", Y: days.Y[i*365 : (i+1)*365]}
		for r := range 365 {
			d.X = append(d.X, days.Row(i*365 + r)[1])
		}
		p := relucert.Problem{Data: d, Constraints: relucert.Constraints{MinSamples: 8}}
		f, err := energy.Train(t.Context(), energy.FiveP, p, relucert.Options{Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		if f.Result.Status != relucert.Optimal {
			open++
		}
		q, err := f.Quantities(0.95)
		if err != nil {
			few++
			fmt.Println(i, err, f.Line)
			continue
		}
		n++
		m := truth.Row(i)
		ask := energy.FiveP.Ask(p)
		reg, err := f.Line.Regions(t.Context(), ask, .95, relucert.Options{Threads: 1})
		if err != nil {
			t.Fatal(err)
		}
		for j := range 2 {
			for _, v := range reg[j].Outer {
				if v[0] <= m[2+j] && m[2+j] <= v[1] {
					in["profile "+q[1+j].Name]++
				}
			}
		}
		for j, v := range []float64{m[1], m[2], m[3], m[4], m[5]} {
			if q[j].Low <= v && v <= q[j].High {
				in[q[j].Name]++
			}
		}
	}
	fmt.Println(n, open, few, in)
}
