package generate

import (
	"cmp"
	"math"
	"math/rand/v2"
	"strconv"

	"relucert/dataset"
)

// MetersOptions are the numbers of meters and of days.
type MetersOptions struct {
	Count, Days int
	Truth       bool // the meters' true numbers instead of their days
	Seed        uint64
}

// meter is a building: energy a day by outdoor temperature, as the five-parameter model has it.
type meter struct{ base, heatingBalance, coolingBalance, heatingSlope, coolingSlope, noise float64 }

// Meters is the days of made-up buildings, each its number, the outdoor temperature in °F, and the energy used in kWh:
//
//	base + heating·(balance − t)⁺ + cooling·(t − balance)⁺ + noise·N(0, 1)
//
// Temperatures follow the year, with weather that lasts some days. With Truth it is a row of these numbers a
// building. What is known is the least SSE, of all buildings together: at most that of the truth.
func Meters(o MetersOptions) (*dataset.Dataset, Known, error) {
	if err := cmp.Or(atLeast("meters", o.Count, 1), atLeast("days", o.Days, 1)); err != nil {
		return nil, Known{}, err
	}
	rng := newRand(o.Seed)
	days, residual := &dataset.Dataset{Features: []string{"meter", "temperature"}, Target: "kwh"}, 0.0
	truth := &dataset.Dataset{Features: []string{"meter", "base", "heating_balance", "cooling_balance", "heating_slope", "cooling_slope"}, Target: "noise"}
	for i := range o.Count {
		m, number := newMeter(rng), float64(i+1)
		truth.X = append(truth.X, number, m.base, m.heatingBalance, m.coolingBalance, m.heatingSlope, m.coolingSlope)
		truth.Y = append(truth.Y, m.noise)
		for _, t := range weather(rng, o.Days) {
			noise := m.noise * rng.NormFloat64()
			energy := round(m.at(t)+noise, 2)
			days.X, days.Y = append(days.X, number, t), append(days.Y, energy)
			residual += (energy - m.at(t)) * (energy - m.at(t))
		}
	}
	if o.Truth {
		return truth, leastSSE(residual), nil
	}
	return days, leastSSE(residual), nil
}

func newMeter(rng *rand.Rand) meter {
	between := func(low, high float64) float64 { return round(low+(high-low)*rng.Float64(), 2) }
	return meter{between(10, 30), between(48, 58), between(62, 72), between(0.3, 2), between(0.3, 2), between(1, 4)}
}

func (m meter) at(t float64) float64 {
	return m.base + m.heatingSlope*max(0, m.heatingBalance-t) + m.coolingSlope*max(0, t-m.coolingBalance)
}

// weather is temperatures about 57 °F, 22 more in summer and less in winter, with an error of 6 that keeps 0.7 of itself a day.
func weather(rng *rand.Rand, days int) []float64 {
	all, lasting := make([]float64, days), 0.0
	for day := range all {
		lasting = 0.7*lasting + 6*math.Sqrt(1-0.7*0.7)*rng.NormFloat64()
		all[day] = round(57-22*math.Cos(2*math.Pi*float64(day)/365)+lasting, 1)
	}
	return all
}

// round is v to so many decimals, the double that its text reads as.
func round(v float64, decimals int) float64 {
	r, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', decimals, 64), 64)
	return r
}
