package main

import (
	"cmp"
	"context"
	"math/big"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/network"
	"relucert/proof/farkas"
)

// hint is what local search finds in doubles, nil if it fails.
func (o *sumOptions) hint(ctx context.Context, data *dataset.Exact) *farkas.Sum {
	part, err := network.ParseOutputPart(o.linear)
	if err != nil {
		return nil
	}
	rounded, err := dataset.New(doubles(data, o.bias))
	if err != nil {
		return nil
	}
	class := network.Class{Units: max(1, o.units), Signs: o.signs, NoBias: !o.bias, Output: part}
	if o.signs != nil {
		class.Units = 0
	}
	r, err := relucert.Fit(ctx, relucert.Problem{Data: rounded, Class: class}, relucert.Options{NodeLimit: 1})
	if err != nil || r.Unbegun {
		return nil
	}
	return exactSum(r.Network, part, o.bias)
}

// doubles are the samples, nearly.
func doubles(data *dataset.Exact, bias bool) (x [][]float64, y []float64) {
	for i, row := range data.X {
		if bias {
			row = row[1:]
		}
		x, y = append(x, nearest(row)), append(y, nearest(data.Y[i : i+1])[0])
	}
	return x, y
}

func nearest(values []*big.Rat) (out []float64) {
	for _, v := range values {
		f, _ := v.Float64()
		out = append(out, f)
	}
	return out
}

// exactSum is a network as rationals, units of sign + first.
func exactSum(n *network.Network, part network.OutputPart, bias bool) *farkas.Sum {
	units := slices.Clone(n.Units)
	slices.SortStableFunc(units, func(a, b network.Unit) int { return cmp.Compare(b.Sign, a.Sign) })
	out := &farkas.Sum{Output: rationals(n.Output.Raw(part, bias))}
	for _, u := range units {
		out.Signs, out.Weights = append(out.Signs, u.Sign), append(out.Weights, rationals(u.Raw(bias)))
	}
	return out
}

func rationals(values []float64) (out []*big.Rat) {
	for _, v := range values {
		out = append(out, new(big.Rat).SetFloat64(v))
	}
	return out
}
