package energy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/energy"
)

// meter is a year of days: heating below 50, cooling above 70.
func meter(seed uint64, heat, cool float64) *dataset.Dataset {
	random := rand.New(rand.NewPCG(seed, 0))
	d := &dataset.Dataset{Name: "meter", Features: []string{"temperature"}, Target: "energy"}
	for day := range 365 {
		x := 60 - 25*math.Cos(2*math.Pi*float64(day)/365) + 5*random.NormFloat64()
		d.X = append(d.X, x)
		d.Y = append(d.Y, 20+heat*max(0, 50-x)+cool*max(0, x-70)+2*random.NormFloat64())
	}
	return d
}

// Each model comes back as what its samples were made by, with its own words.
func TestSelect(t *testing.T) {
	for _, c := range []struct {
		heat, cool float64
		want       energy.Model
	}{{1, 2, energy.FiveP}, {1, 0, energy.ThreePH}, {0, 2, energy.ThreePC}} {
		p := relucert.Problem{Data: meter(5, c.heat, c.cool), Constraints: relucert.Constraints{MinSamples: 8}}
		choices, all, err := energy.Select(t.Context(), energy.Models, p, relucert.Options{})
		if err != nil {
			t.Fatal(err)
		}
		best := all[choices.Chosen]
		if best.Model != c.want || len(all) != 5 {
			t.Errorf("%v, want %v", best.Model, c.want)
		}
		quantities, err := best.Quantities(0.99)
		if err != nil {
			t.Fatal(err)
		}
		truth := map[string]float64{"base load": 20, "heating balance point": 50, "cooling balance point": 70, "heating slope": c.heat, "cooling slope": c.cool}
		for _, q := range quantities {
			if v, ok := truth[q.Name]; !ok || q.Low > v || q.High < v {
				t.Errorf("%v: %+v, in truth %g", best.Model, q, v)
			}
		}
		if len(quantities) != best.Line.Parameters() {
			t.Errorf("%v: %d quantities, %d parameters", best.Model, len(quantities), best.Line.Parameters())
		}
	}
}

// A richer model is never worse, and each has the slopes of its name.
func TestModels(t *testing.T) {
	p := relucert.Problem{Data: meter(rand.Uint64(), 0.5, 1)}
	sse := map[energy.Model]float64{}
	for _, m := range energy.Models {
		f, err := energy.Train(t.Context(), m, p, relucert.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sse[m] = f.Result.SSE
	}
	for _, c := range [][2]energy.Model{{energy.FourP, energy.TwoP}, {energy.FourP, energy.ThreePC}, {energy.FourP, energy.ThreePH}} {
		if sse[c[0]] > sse[c[1]]*(1+1e-9) {
			t.Errorf("%v has SSE %g, %v %g", c[0], sse[c[0]], c[1], sse[c[1]])
		}
	}
}

func TestParse(t *testing.T) {
	for _, m := range energy.Models {
		if p, err := energy.Parse(m.String()); err != nil || p != m {
			t.Errorf("%v reads as %v, %v", m, p, err)
		}
	}
	if m, err := energy.Parse("3pc"); err != nil || m != energy.ThreePC {
		t.Error("3pc is not 3PC")
	}
	if _, err := energy.Parse("6P"); err == nil {
		t.Error("6P was read")
	}
}
