package main

import (
	"os"
	"path/filepath"
	"time"

	"relucert"
	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/hardness/instance"
	"relucert/network"
)

// row is one line of the table.
type row struct {
	name   string
	gap    float64
	target time.Duration
	memory uint64 // peak bytes to stay under; 0: not measured
	seeds  uint64 // instances 1..seeds; 1 for real data
	load   func(seed uint64) (relucert.Problem, error)
}

// table is the benchmark table of the project. Names give n, the columns that
// the units see, m, the samples, and k, the units or their signs.
var table = []row{
	{"noise, n=3, m=1000, k=1", 1e-4, ms(30), 0, 5, noise(3, 1000)},
	{"noise, n=5, m=200, k=1", 1e-4, ms(200), 0, 5, noise(5, 200)},
	{"planted + noise 0.1, n=3, m=100, ++", 1e-4, ms(5), 0, 5, twoUnits(3, 100)},
	{"planted + noise 0.1, n=4, m=40, ++", 1e-4, ms(100), 0, 5, twoUnits(4, 40)},
	{"energy-daily, affine, ++", 1e-6, ms(30), 0, 1, file("energy-daily.csv", "kwh", "temp_f").signs(1, 1)},
	{"energy-daily, affine, 2 units", 1e-6, ms(150), 0, 1, file("energy-daily.csv", "kwh", "temp_f").units(2)},
	{"energy-hourly, affine, 1 unit", 1e-6, ms(500), 0, 1, file("energy-hourly.csv.gz", "kwh", "temp_f").units(1)},
	{"energy-hourly, affine, 2 units", 1e-6, ms(2000), 0, 1, file("energy-hourly.csv.gz", "kwh", "temp_f").units(2)},
	{"stagnant, affine, 3 units", 1e-6, ms(200), 0, 1, file("stagnant.csv", "y", "x").units(3)},
	{"ozone1, affine, 1 unit, temp ibh humidity", 1e-4, ms(30), 0, 1, file("ozone1.csv", "O3", "temp", "ibh", "humidity").units(1)},
	{"ozone1, affine, 1 unit, and vis", 1e-4, ms(200), 0, 1, file("ozone1.csv", "O3", "temp", "ibh", "humidity", "vis").units(1)},
	{"ozone1, affine, 1 unit, and vis doy", 1e-4, ms(1500), 0, 1, file("ozone1.csv", "O3", "temp", "ibh", "humidity", "vis", "doy").units(1)},
	{"planted + noise 0.1, ‖w‖ ≤ 1, n=5, m=200, k=1", 1e-4, ms(50), 0, 3, bounded(5, 200)},
	{"planted + noise 0.1, ‖w‖ ≤ 1, n=10, m=100, k=1", 1e-4, ms(100), 0, 3, bounded(10, 100)},
	{"planted + noise 0.1, ‖w‖ ≤ 1, n=10, m=200, k=1", 1e-4, ms(500), 0, 3, bounded(10, 200)},
	{"planted + noise 0.1, ‖w‖ ≤ 1, n=10, m=500, k=1", 1e-4, ms(10_000), 0, 1, bounded(10, 500)},
	{"planted + noise 0.1, ‖w‖ ≤ 1, n=20, m=500, k=1", 1e-4, ms(120_000), 0, 1, bounded(20, 500)},
	{"set cover, 10 sets, 15 elements", 1e-6, ms(60_000), 0, 3, setCover(10, 15)},
	{"3-colouring of the wheel of 5 spokes: none", 1e-6, ms(60_000), 0, 1, threeColouring(func() (instance.Graph, generate.Known, error) { return generate.Wheel(5) })},
	{"365 rows, one column, affine, 1 unit", 1e-6, ms(10), 0, 5, brokenLine(365, 1)},
	{"365 rows, one column, affine, 2 units", 1e-6, ms(100), 0, 5, brokenLine(365, 2)},
	{"365 rows, one column, affine, 4 units", 1e-6, ms(2800), 0, 5, brokenLine(365, 4)},
	{"broken line, one column, m=10^6, 1 unit", 1e-6, ms(300), 200 << 20, 1, brokenLine(1_000_000, 1)},
	{"broken line, one column, m=10^7, 1 unit", 1e-6, ms(4000), 2000 << 20, 1, brokenLine(10_000_000, 1)},
	{"broken line, one column, m=10^6, affine, 2 units", 1e-6, ms(30_000), perColumn * 2 * 1_000_000, 1, brokenLine(1_000_000, 2)},
	{"two planted units, two columns, m=10^6, affine, 1 unit", 1e-6, ms(60_000), perColumn * 3 * 1_000_000, 1, plane(1_000_000)},
}

// perColumn is the memory to stay under for each sample and column, the label's among them.
const perColumn = 200

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// noise is one unit, no bias, no output part, on labels that are noise only.
func noise(n, m int) func(uint64) (relucert.Problem, error) {
	return func(seed uint64) (relucert.Problem, error) {
		data, _, err := generate.Noise(generate.NoiseOptions{Features: n, Samples: m, Seed: seed})
		return relucert.Problem{Data: data, Class: network.Class{Signs: []int{1}, NoBias: true, Output: network.None}}, err
	}
}

// twoUnits is two planted plus units with noise 0.1.
func twoUnits(n, m int) func(uint64) (relucert.Problem, error) {
	signs := []int{1, 1}
	return func(seed uint64) (relucert.Problem, error) {
		data, _, err := generate.Planted(generate.PlantedOptions{Features: n, Samples: m, Signs: signs, Noise: 0.1, Seed: seed})
		return relucert.Problem{Data: data, Class: network.Class{Signs: signs, NoBias: true, Output: network.None}}, err
	}
}

// brokenLine is a line with so many kinks, and as many units of any signs.
func brokenLine(m, kinks int) func(uint64) (relucert.Problem, error) {
	return func(seed uint64) (relucert.Problem, error) {
		o := generate.BrokenLineOptions{Samples: m, Noise: 0.2, Seed: seed}
		for j := range kinks {
			o.Kinks = append(o.Kinks, float64(j+1)/float64(kinks+1))
		}
		data, _, err := generate.BrokenLine(o)
		return relucert.Problem{Data: data, Class: network.Class{Units: kinks, Output: network.Affine}}, err
	}
}

// plane is one unit on samples of two, so that it can fit neither.
func plane(m int) func(uint64) (relucert.Problem, error) {
	return func(seed uint64) (relucert.Problem, error) {
		data, _, err := generate.Planted(generate.PlantedOptions{Features: 2, Samples: m, Signs: []int{1, -1}, Noise: 0.3, Seed: seed})
		return relucert.Problem{Data: data, Class: network.Class{Units: 1, Output: network.Affine}}, err
	}
}

// source is a real file with target and features; its problems have a bias and
// an affine output.
type source struct {
	name    string
	options dataset.Options
}

func file(name, target string, features ...string) source {
	return source{name, dataset.Options{Target: target, Features: features}}
}

// ozone is the first columns of ozone1 in the order that the project's goals take them.
func ozone(columns int) source {
	all := []string{"temp", "ibh", "humidity", "vis", "doy", "dpg", "wind", "vh", "ibt"}
	return file("ozone1.csv", "O3", all[:columns]...)
}

// at is a file of the repository, from its root or from here, where tests run.
func at(path ...string) string {
	if _, err := os.Stat("examples"); err == nil {
		return filepath.Join(path...)
	}
	return filepath.Join("..", filepath.Join(path...))
}

func (s source) problem() (relucert.Problem, error) {
	data, _, err := dataset.Open(at("examples", s.name), s.options)
	return relucert.Problem{Data: data, Class: network.Class{Output: network.Affine}}, err
}

func (s source) units(k int) func(uint64) (relucert.Problem, error) {
	return func(uint64) (relucert.Problem, error) {
		p, err := s.problem()
		p.Units = k
		return p, err
	}
}

func (s source) signs(signs ...int) func(uint64) (relucert.Problem, error) {
	return func(uint64) (relucert.Problem, error) {
		p, err := s.problem()
		p.Signs = signs
		return p, err
	}
}
