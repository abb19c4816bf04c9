package energy_test

import (
	"testing"

	"relucert"
	"relucert/energy"
)

// TestCollapsed: a building that is cooled only has by 5P no heating, not its cooling under heating's name, and one that is heated only has no cooling.
func TestCollapsed(t *testing.T) {
	for _, c := range []struct {
		heat, cool  float64
		model       energy.Model
		some, never string
	}{
		{0, 2, energy.FiveP, "cooling balance point", "heating balance point"},
		{2, 0, energy.FiveP, "heating balance point", "cooling balance point"},
		{0, 2, energy.ThreePH, "base load", "heating balance point"},
		{2, 0, energy.ThreePC, "base load", "cooling balance point"},
	} {
		for seed := range uint64(5) {
			p := relucert.Problem{Data: meter(seed, c.heat, c.cool), Constraints: relucert.Constraints{MinSamples: 8}}
			f, err := energy.Train(t.Context(), c.model, p, relucert.Options{NodeLimit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			if len(f.Line.Kinks) == c.model.Breakpoints() {
				continue // noise has something of the other kind
			}
			got := map[string]float64{}
			quantities, err := f.Quantities(0.95)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range quantities {
				got[q.Name] = q.Value
			}
			_, ok := got[c.some]
			_, wrong := got[c.never]
			if base, known := got["base load"]; !ok || wrong || !known || c.model == energy.FiveP && (base < 15 || base > 25) {
				t.Errorf("%v, seed %d: %v", c.model, seed, got)
			}
		}
	}
}
