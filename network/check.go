package network

import (
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"relucert/dataset"
	"relucert/loss"
)

// check is what must hold of every model, written or read.
func (m *Model) check() error {
	for _, check := range []func() error{m.checkColumns, m.checkOrigins, m.checkDates, m.checkBases, m.checkData, m.checkNumbers, m.checkUnits, m.checkOutput, m.checkJumps, m.checkSigns, m.checkHinges, m.checkObjective} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Model) checkColumns() error {
	if len(m.Features) == 0 {
		return fmt.Errorf("features: there is none")
	}
	names := append(slices.Clone(m.Features), m.Target)
	if slices.Contains(names, "") {
		return fmt.Errorf("features, target: a column without a name")
	}
	slices.Sort(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			return fmt.Errorf("features, target: column %q stands twice", names[i])
		}
	}
	return nil
}

func (m *Model) checkHinges() error {
	if m.Hinges == nil {
		return nil
	}
	if len(m.Hinges) != len(m.Network.Units) {
		return fmt.Errorf("hinges: %d for %d units", len(m.Hinges), len(m.Network.Units))
	}
	for j, line := range m.Hinges {
		for _, name := range line {
			if !slices.Contains(m.Features, name) {
				return fmt.Errorf("hinges: %q is no feature", name)
			}
		}
		for i, w := range m.Network.Units[j].Weights {
			if w != 0 && !slices.Contains(line, m.Features[i]) {
				return fmt.Errorf("hinges: unit %d has a weight on %q", j+1, m.Features[i])
			}
		}
	}
	return nil
}

func (m *Model) checkObjective() error {
	o := m.Objective
	if o == nil {
		return nil
	}
	l, err := loss.Parse(o.Loss)
	if err == nil {
		err = loss.Objective{Loss: l, Ridge: o.Ridge}.Check()
	}
	for name, v := range map[string]float64{"value": o.Value, "lower": o.Lower} {
		if err == nil && !(v >= 0 && !math.IsInf(v, 0)) {
			err = fmt.Errorf("%s is %g", name, v)
		}
	}
	if err != nil {
		return fmt.Errorf("objective: %w", err)
	}
	return nil
}

func (m *Model) checkDates() error {
	if m.Dates == nil {
		return nil
	}
	if len(m.Dates) != len(m.Features) {
		return fmt.Errorf("dates: %d for %d features", len(m.Dates), len(m.Features))
	}
	for _, unit := range m.Dates {
		if !slices.Contains([]string{"", "days", "seconds", "seconds-utc"}, unit) {
			return fmt.Errorf("dates: %q is none of days, seconds, seconds-utc", unit)
		}
	}
	return nil
}

// checkBases allows them where there are texts, one for all features of a column.
func (m *Model) checkBases() error {
	if m.Bases == nil {
		return nil
	}
	if len(m.Bases) != len(m.Features) {
		return fmt.Errorf("bases: %d for %d features", len(m.Bases), len(m.Features))
	}
	for j, base := range m.Bases {
		if base != "" && !strings.Contains(m.Features[j], "=") {
			return fmt.Errorf("bases: %q is for the feature %q, which is no text", base, m.Features[j])
		}
	}
	return nil
}

// checkOrigins allows them only where they do not change the class.
func (m *Model) checkOrigins() error {
	switch {
	case m.Origins != nil && len(m.Origins) != len(m.Features):
		return fmt.Errorf("origins: %d for %d features", len(m.Origins), len(m.Features))
	case m.Origins != nil && (!m.Bias || m.NormBound > 0):
		return fmt.Errorf("origins: only units with a bias and without norm bound can have them")
	case slices.ContainsFunc(append(slices.Clone(m.Origins), m.TargetOrigin), func(o dataset.Decimal) bool { return !o.Short() }):
		return fmt.Errorf("origins: one has more than 18 digits")
	case m.TargetOrigin.Mantissa != 0 && !m.constant():
		return fmt.Errorf("target_origin: the output part %q has no constant", m.Output)
	}
	return nil
}

func (m *Model) checkData() error {
	if m.Data.Rows < 1 {
		return fmt.Errorf("data.rows: %d is not positive", m.Data.Rows)
	}
	if sum, err := hex.DecodeString(m.Data.SHA256); err != nil || len(sum) != 32 {
		return fmt.Errorf("data.sha256: %q is not 64 hexadecimal digits", m.Data.SHA256)
	}
	return nil
}

// checkNumbers leaves SSELower ≤ SSE alone: a model with a dubious proof must
// still be saved, and still predicts.
func (m *Model) checkNumbers() error {
	numbers := []struct {
		name  string
		value float64
		least float64
	}{
		{"norm_bound", m.NormBound, 0},
		{"weight_limit", m.WeightLimit, 0},
		{"sse", m.SSE, 0},
		{"sse_lower", m.SSELower, -math.MaxFloat64},
		{"training_error", m.TrainingError, 0},
	}
	for _, n := range numbers {
		if err := checkFinite(n.name, n.value); err != nil {
			return err
		}
		if n.value < n.least {
			return fmt.Errorf("%s: %v is negative", n.name, n.value)
		}
	}
	return nil
}

func (m *Model) checkUnits() error {
	for j, u := range m.Network.Units {
		path := fmt.Sprintf("network.units[%d]", j)
		if u.Sign != 1 && u.Sign != -1 {
			return fmt.Errorf("%s.sign: %d is not 1 or -1", path, u.Sign)
		}
		if err := m.checkAffine(path, u.Weights, u.Bias); err != nil {
			return err
		}
		if !m.Bias && u.Bias != 0 {
			return fmt.Errorf("%s.bias: %v, but the model's units have no bias", path, u.Bias)
		}
	}
	return nil
}

// checkOutput allows only what the output part leaves free.
func (m *Model) checkOutput() error {
	out := m.Network.Output
	if err := m.checkAffine("network.output", out.Weights, out.Bias); err != nil {
		return err
	}
	zeroWeights := !slices.ContainsFunc(out.Weights, func(w float64) bool { return w != 0 })
	if m.Output != Affine && !zeroWeights || !m.constant() && out.Bias != 0 {
		return fmt.Errorf("network.output: more than the output part %q allows", m.Output)
	}
	return nil
}

// checkSigns compares counts only: units of equal sign are interchangeable, and
// their order is the solver's.
// checkJumps finds jumps that are none: of another class, or out of order.
func (m *Model) checkJumps() error {
	all := m.Network.Jumps
	if len(all) > 0 && (len(m.Network.Units) > 0 || len(m.Features) != 1 || m.Output != Affine || !m.Bias) {
		return fmt.Errorf("network.jumps: only a network on one feature with an affine output and without units has them")
	}
	for i, j := range all {
		path := fmt.Sprintf("network.jumps[%d]", i)
		if err := m.checkAffine(path+".output", j.Output.Weights, j.Output.Bias); err != nil {
			return err
		}
		for _, v := range []float64{j.At, j.Between[0], j.Between[1]} {
			if err := checkFinite(path, v); err != nil {
				return err
			}
		}
		switch {
		case !(j.Between[0] <= j.At && j.At <= j.Between[1] && j.Between[0] < j.Between[1]):
			return fmt.Errorf("%s: %v is not between %v and %v", path, j.At, j.Between[0], j.Between[1])
		case i > 0 && (all[i-1].At >= j.At || all[i-1].Between[1] > j.Between[0]):
			return fmt.Errorf("%s: jumps must ascend", path)
		}
	}
	return nil
}

func (m *Model) checkSigns() error {
	if m.Signs == "any" {
		return nil
	}
	plus := 0
	for _, u := range m.Network.Units {
		plus += (1 + u.Sign) / 2
	}
	minus := len(m.Network.Units) - plus
	if strings.Count(m.Signs, "+") != plus || strings.Count(m.Signs, "-") != minus || len(m.Signs) != plus+minus {
		return fmt.Errorf("signs: %q is neither \"any\" nor the signs of the %d units", m.Signs, plus+minus)
	}
	return nil
}

// checkAffine is the part that units and the output share.
func (m *Model) checkAffine(path string, weights []float64, bias float64) error {
	if len(weights) != len(m.Features) {
		return fmt.Errorf("%s.weights: %d numbers for %d features", path, len(weights), len(m.Features))
	}
	for i, w := range weights {
		if err := checkFinite(fmt.Sprintf("%s.weights[%d]", path, i), w); err != nil {
			return err
		}
	}
	return checkFinite(path+".bias", bias)
}

func checkFinite(path string, v float64) error {
	if infinite(v) {
		return fmt.Errorf("%s: %v is not finite", path, v)
	}
	return nil
}
