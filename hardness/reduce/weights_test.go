package reduce

import (
	"bytes"
	"math/big"
	"strings"
	"testing"

	"relucert/network"
)

func smallTable(t *testing.T, units int) *Table {
	t.Helper()
	set := smallSet()
	set.Units = units
	table, err := NewTable(set, Layout{Pad: 1})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestReadWeightsCSV(t *testing.T) {
	for _, text := range []string{
		"sign,b,a\n+,1/3,0.1\n-,-2,1e3\n",         // by name
		"b,pad1,a,sign\n1/3,7,0.1,1\n-2,8,1e3,-1", // with padding
		"w1,w2,sign\n0.1,1/3,+1\n1e3,-2,-\n",      // in order
		"w1,w2,w3,sign\n0.1,1/3,0,+\n1e3,-2,0,-\n",
	} {
		n, err := smallTable(t, 2).ReadWeights("w.csv", strings.NewReader(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if n.Signs[0] != 1 || n.Signs[1] != -1 || len(n.Weights[0]) != 2 ||
			n.Weights[0][0].Cmp(big.NewRat(1, 10)) != 0 || n.Weights[0][1].Cmp(big.NewRat(1, 3)) != 0 ||
			n.Weights[1][0].Cmp(whole(1000)) != 0 || n.Weights[1][1].Cmp(whole(-2)) != 0 {
			t.Errorf("%q: got %v", text, n)
		}
	}
	n, err := smallTable(t, 1).ReadWeights("w.csv", strings.NewReader("a,b\n1,2\n"))
	if err != nil || n.Signs[0] != 1 {
		t.Errorf("without signs: %v, %v", n, err)
	}
}

func TestReadWeightsRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "w.csv: the file is empty",
		"a,b\n1,2\n3,4\n":             "more units than the 1 of the training set",
		"a\n1\n":                      `column "b" is missing`,
		"a,b,c\n1,2,3\n":              `"c" is no column of the training set`,
		"u,v,w,x\n1,2,3,4\n":          "4 columns of weights for the 2 columns",
		"a,b\n1,two\n":                `w.csv:2: column "b": "two" is not a number`,
		"a,b\n1,inf\n":                "is not finite",
		"a,b,sign\n1,2,x\n":           `w.csv:2: column "sign": "x" is not +, - or a number`,
		"a,b\n1,1e9999\n":             "exponent beyond",
		"a,b\n1,1/0\n":                "divides by zero",
		"a,b\n":                       "there is no data",
		"{":                           "w.csv: not a relucert model",
		`{"format":"relucert-model"}`: "w.csv: ",
	} {
		_, err := smallTable(t, 1).ReadWeights("w.csv", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	_, err := smallTable(t, 3).ReadWeights("w.csv", strings.NewReader("a,b\n1,2\n3,4\n"))
	if err == nil || !strings.Contains(err.Error(), "2 units for a training set of 3") {
		t.Errorf("got %v", err)
	}
}

// TestReadCoefficients: a real coefficient is a sign and longer weights, and numbers may
// be of any length.
func TestReadCoefficients(t *testing.T) {
	long := strings.Repeat("7", 5000)
	text := "a,b,sign\n" + long + "/3,0." + long + ",-2.5\n1,-1,1/3\n"
	n, err := smallTable(t, 2).ReadWeights("w.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := new(big.Rat).SetString(long)
	part, _ := new(big.Rat).SetString("0." + long)
	want := [][]*big.Rat{{times(whole, big.NewRat(5, 6)), times(part, big.NewRat(5, 2))}, {big.NewRat(1, 3), big.NewRat(-1, 3)}}
	for j, w := range n.Weights {
		if n.Signs[j] != 2*j-1 || w[0].Cmp(want[j][0]) != 0 || w[1].Cmp(want[j][1]) != 0 {
			t.Errorf("unit %d: %d, %.60v", j, n.Signs[j], w)
		}
	}
	n, err = smallTable(t, 1).ReadWeights("w.csv", strings.NewReader("a,b,sign\n1,2,0\n"))
	if err != nil || n.Weights[0][0].Sign() != 0 || n.Weights[0][1].Sign() != 0 {
		t.Errorf("coefficient 0: %v, %v", n, err)
	}
}

func modelText(t *testing.T, change func(*network.Model)) string {
	t.Helper()
	m := &network.Model{ClassText: network.Class{NoBias: true, Output: network.None}.Text(), Data: network.Data{Rows: 1, SHA256: strings.Repeat("0", 64)}, Features: []string{"b", "pad1", "a"}, Target: "y",
		Network: network.Network{Units: []network.Unit{{Sign: -1, Weights: []float64{0.1, 5, -2}}}, Output: network.Output{Weights: make([]float64, 3)}}}
	change(m)
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReadWeightsModel(t *testing.T) {
	n, err := smallTable(t, 1).ReadWeights("model.json", strings.NewReader(modelText(t, func(*network.Model) {})))
	if err != nil {
		t.Fatal(err)
	}
	tenth := new(big.Rat).SetFloat64(0.1) // the double, exactly
	if n.Signs[0] != -1 || n.Weights[0][0].Cmp(whole(-2)) != 0 || n.Weights[0][1].Cmp(tenth) != 0 {
		t.Errorf("got %v", n)
	}
}

func TestReadWeightsModelRefuses(t *testing.T) {
	for want, change := range map[string]func(*network.Model){
		"column \"b\" is missing": func(m *network.Model) {
			m.Features, m.Network.Units[0].Weights, m.Network.Output.Weights = []string{"a"}, []float64{1}, []float64{0}
		},
		`"z" is no column of the training set`: func(m *network.Model) { m.Features[0] = "z" },
		"a unit has a bias":                    func(m *network.Model) { m.Bias, m.Network.Units[0].Bias = true, 1 },
		"an output part":                       func(m *network.Model) { m.Output, m.Network.Output.Bias = network.Intercept, 1 },
	} {
		_, err := smallTable(t, 1).ReadWeights("model.json", strings.NewReader(modelText(t, change)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// A unit a little beyond the ball is shortened into it, exactly.
func TestIntoBall(t *testing.T) {
	set := smallSet()
	set.NormBound = whole(1)
	w := []*big.Rat{new(big.Rat).SetFloat64(0.6000000000000001), new(big.Rat).SetFloat64(0.8)}
	n, notices := set.intoBall(Network{Signs: []int{1, 1}, Weights: [][]*big.Rat{w, {big.NewRat(3, 5), big.NewRat(4, 5)}}})
	if len(notices) != 1 || n.Weights[1][0].Cmp(big.NewRat(3, 5)) != 0 {
		t.Errorf("notices %q, weights %v", notices, n.Weights)
	}
	short := normSquare(n.Weights[0])
	if gap, _ := minus(whole(1), short).Float64(); gap < 0 || gap > 1e-20 {
		t.Errorf("1 - squared norm = %g", gap)
	}
}
