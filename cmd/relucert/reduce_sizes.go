package main

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"text/tabwriter"

	"relucert/hardness/reduce"
)

const (
	// leastResolution is how near two SSEs may be, relatively, and still be told
	// apart by bounds in float64, with room for what a search loses to rounding.
	leastResolution = 1e-9
	// worstCondition is the ratio of coordinates beyond which float64 makes more of
	// the small ones' rounding than of what they say.
	worstCondition = 1e6
)

// printSizes says what the training set is like.
func printSizes(out io.Writer, m *reduce.Meta) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	c, set := m.Reduction.Claim(), m.Table().Set
	fmt.Fprintf(w, "claim\t%s: %s\n", c.Theorem, c.Relation)
	fmt.Fprintf(w, "dimension\t%d\n", m.Data.Columns)
	fmt.Fprintf(w, "samples\t%d\n", m.Data.Rows)
	fmt.Fprintf(w, "units\t%d, signs %s, no bias, no output part%s\n", m.Fit.Units, m.Fit.Signs, ball(m.Fit.NormBound))
	fmt.Fprintf(w, "conditioning\t%s (largest to smallest coordinate)\n", reduce.Short(c.Condition))
	fmt.Fprintf(w, "resolution\t1 of the objective is %s of SSE, %.2g of the bound %s on the least SSE\n",
		reduce.Short(c.Step), c.Resolution(), reduce.Short(c.Scale))
	fmt.Fprintf(w, "weights\t%s in all, the heaviest sample %.2g %% of that\n", reduce.Short(set.Total()), 100*set.HeaviestShare())
	if epsilon := set.Epsilon(c); epsilon != nil {
		fmt.Fprintf(w, "accuracy\tan average error below ε = %s tells %s\n", approximately(epsilon), c.Cases)
		fmt.Fprintf(w, "\t1/ε = %s\n", inverse(epsilon, set, c.Order))
	}
	if c.Threshold != nil {
		fmt.Fprintf(w, "threshold\tany weights of SSE up to %s decode to a solution\n", reduce.Short(c.Threshold))
	}
	if m.Data.Factor != "1" {
		fmt.Fprintf(w, "copies\tSSE on data.csv is %s times as large\n", m.Data.Factor)
	}
	return w.Flush()
}

func approximately(v *big.Rat) string { return new(big.Float).SetRat(v).Text('g', 3) }

// inverse is 1/ε, beside what the theorem compares it with if the problem is bounded.
func inverse(epsilon *big.Rat, set *reduce.Set, o reduce.Order) string {
	v, _ := new(big.Rat).Inv(epsilon).Float64()
	text := fmt.Sprintf("%.4g", v)
	if set.NormBound == nil {
		return text
	}
	root, n := "", float64(o.N)
	if o.Root {
		root, n = "√", math.Sqrt(n)
	}
	text = fmt.Sprintf("%s = %.3g·%sN", text, v/n, root)
	if o.Things == "" {
		return text
	}
	return fmt.Sprintf("%s, N = %d %s", text, o.N, o.Things)
}

func ball(bound float64) string {
	if bound == 0 {
		return ""
	}
	return fmt.Sprintf(", norm bound %g", bound)
}

// warnings are what float64 cannot do.
func warnings(c reduce.Claim) (lines []string) {
	if r := c.Resolution(); r < leastResolution {
		lines = append(lines, fmt.Sprintf("float64 cannot tell objectives apart here: 1 of the objective changes the SSE by a share of %.2g", r))
	}
	if ratio, _ := c.Condition.Float64(); ratio > worstCondition {
		lines = append(lines, fmt.Sprintf("badly conditioned: the largest coordinate is %.2g times the smallest", ratio))
	}
	return lines
}
