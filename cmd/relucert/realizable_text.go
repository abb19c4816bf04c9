package main

import (
	"fmt"
	"io"
	"math/big"
	"text/tabwriter"

	"relucert/dataset"
	"relucert/network"
	"relucert/proof/farkas"
)

// explainAnswer prints an answer for a person.
func explainAnswer(out io.Writer, data *dataset.Exact, answer *farkas.File) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if answer.Unit != nil {
		explainUnit(w, answer)
	} else {
		fmt.Fprintf(w, "realizable\tno\n")
	}
	for _, r := range answer.Refutations {
		explainRefutation(w, data, &r)
	}
	return w.Flush()
}

func explainUnit(w io.Writer, answer *farkas.File) {
	fmt.Fprintf(w, "realizable\tyes\nsign\t%c\n", network.SignRune(answer.Unit.Sign))
	names := answer.Features
	if answer.Bias {
		names = append([]string{"bias"}, names...)
	}
	for d, v := range answer.Unit.Weights {
		fmt.Fprintf(w, "%s\t%s\n", names[d], v.RatString())
	}
}

func explainRefutation(w io.Writer, data *dataset.Exact, r *farkas.Refutation) {
	if r.Wrong != nil {
		fmt.Fprintf(w, "sign %c\tthe label of line %d is %s\n", network.SignRune(r.Sign), data.Lines[*r.Wrong], data.Y[*r.Wrong].RatString())
		return
	}
	fmt.Fprintf(w, "sign %c\tmultiply these conditions and add: the left sides cancel, the right ones come to less than 0\n", network.SignRune(r.Sign))
	for _, m := range r.Multipliers {
		label, relation := new(big.Rat).Abs(data.Y[m.Sample]), "="
		if label.Sign() == 0 {
			relation = "≤"
		}
		fmt.Fprintf(w, "  line %d\t%s × ( ⟨w, x⟩ %s %s )\n", data.Lines[m.Sample], m.Value.RatString(), relation, label.RatString())
	}
}

// explainSum prints an answer for a person.
func explainSum(out io.Writer, answer *farkas.SumFile) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	if answer.Network == nil {
		fmt.Fprintf(w, "realizable\tno: no sum of %d units has an SSE of 0\n", answer.Units)
		for _, t := range answer.Refutations {
			fmt.Fprintf(w, "signs %s\t%s\n", farkas.SignsText(t.Signs), treeWords(&t))
		}
		return w.Flush()
	}
	fmt.Fprintf(w, "realizable\tyes: the SSE is 0\n")
	names := answer.Features
	if answer.Bias {
		names = append([]string{"bias"}, names...)
	}
	for j, unit := range answer.Network.Weights {
		fmt.Fprintf(w, "unit %d\tsign %c\n", j+1, network.SignRune(answer.Network.Signs[j]))
		writeWeights(w, names, unit)
	}
	if len(answer.Network.Output) > 0 {
		fmt.Fprintf(w, "output\t\n")
		writeWeights(w, outputNames(answer.Output, names), answer.Network.Output)
	}
	return w.Flush()
}

func outputNames(part string, names []string) []string {
	if part == "intercept" {
		return []string{"constant"}
	}
	return names
}

func writeWeights(w io.Writer, names []string, weights []*big.Rat) {
	for d, v := range weights {
		fmt.Fprintf(w, "  %s\t%s\n", names[d], v.RatString())
	}
}

// treeWords counts a refutation.
func treeWords(t *farkas.Tree) string {
	splits := 0
	for _, n := range t.Nodes {
		if n.Split != nil {
			splits++
		}
	}
	if splits == 0 {
		return "the samples contradict each other at once"
	}
	return fmt.Sprintf("%d cases, all of them contradictions", splits+1)
}
