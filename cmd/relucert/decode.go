package main

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"relucert/hardness/reduce"
	"relucert/internal/checkcmd"
	"relucert/internal/indented"
)

// decodeOptions is what the flags of decode say.
type decodeOptions struct {
	certificate string
	threads     int
	json        bool
}

func decodeCommand() *cobra.Command {
	o := new(decodeOptions)
	cmd := &cobra.Command{
		Use:   "decode FOLDER WEIGHTS",
		Short: "Read the solution of a reduced problem out of trained weights",
		Long: `Decode prints the solution that the weights stand for, whether it is valid, its
value, and what the theorem promises for weights of their error, whoever trained
them. FOLDER is what relucert reduce wrote; only its meta.json is read. WEIGHTS is
a model.json, or CSV with a row of weights for each unit; "-" is standard input.

Where the problem is one of least cost, no weights lead to a solution that costs more
than their error: if theirs would, decode prints the reduction's own. The factor is the cost
divided by what every solution is known to cost.

With a certificate of fit, decode checks it against the training set, which it
makes anew from meta.json, and says what the proved bound means for the problem.`,
		Example: "  relucert decode job/ model.json --certificate proof.rcert",
		Args:    files("FOLDER", "WEIGHTS"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error { return o.run(desk.Stdout, args[0], args[1]) })
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.certificate, "certificate", "", "proof of bounds in `FILE`, written by fit")
	f.Var(counting(&o.threads), "threads", "worker threads for the certificate (default: all cores)")
	f.BoolVar(&o.json, "json", false, "print one JSON object")
	return cmd
}

// decoded is the whole answer.
type decoded struct {
	Kind     string  `json:"kind"`
	Theorem  string  `json:"theorem"`
	Relation string  `json:"relation"`
	SSE      float64 `json:"sse,omitempty"` // left out beyond the range of doubles
	reduce.Decoding
	Factor *factor `json:"factor,omitempty"`
	Proof  *proved `json:"certificate,omitempty"`
}

// factor is how near a solution is to the optimum, as far as is known.
type factor struct {
	Most  float64  `json:"most"`  // value divided by Least
	Least *big.Int `json:"least"` // no solution costs less
}

// factorOf is that of a valid solution of least cost; lower is a proved bound on the SSE.
func factorOf(r reduce.Reduction, a reduce.Answer, lower *big.Rat) *factor {
	covering, ok := r.(reduce.Covering)
	if !ok || !a.Valid {
		return nil
	}
	f := &factor{Most: 1, Least: covering.LeastCost(lower)}
	if f.Least.Sign() > 0 {
		f.Most, _ = new(big.Rat).Quo(a.Value, new(big.Rat).SetInt(f.Least)).Float64()
	} else if a.Value.Sign() > 0 {
		return nil
	}
	return f
}

func (f *factor) String() string {
	if f.Most <= 1 {
		return "the least cost there is"
	}
	return fmt.Sprintf("at most %.4g times the least cost, which is at least %s", f.Most, f.Least)
}

func (o *decodeOptions) run(out io.Writer, folder, weights string) error {
	if folder == "-" || o.certificate == "-" {
		return usagef("only WEIGHTS can be standard input")
	}
	meta, err := reduce.LoadMeta(metaPath(folder))
	if err != nil {
		return err
	}
	d, err := o.decode(meta, weights)
	if err != nil {
		return err
	}
	if err := o.print(out, meta, d); err != nil {
		return err
	}
	if d.Proof != nil && !d.Proof.Verdict.Proved {
		return checkcmd.ErrNotProved
	}
	return nil
}

// decode is the answer that a file of weights stands for.
func (o *decodeOptions) decode(meta *reduce.Meta, weights string) (*decoded, error) {
	network, err := meta.Table().LoadWeights(weights)
	if err != nil {
		return nil, err
	}
	claim := meta.Reduction.Claim()
	d := &decoded{Kind: meta.Kind, Theorem: claim.Theorem, Relation: claim.Relation,
		Decoding: reduce.Decode(meta.Reduction, network)}
	if d.SSE, _ = d.Decoding.SSE.Float64(); math.IsInf(d.SSE, 0) {
		d.SSE = 0
	}
	if o.certificate != "" {
		if d.Proof, err = prove(meta, o.certificate, o.threads); err != nil {
			return nil, err
		}
	}
	d.Factor = factorOf(meta.Reduction, d.Answer, d.Proof.bound(meta))
	return d, nil
}

// metaPath is the meta.json in a folder, or the file itself.
func metaPath(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		return path
	}
	return filepath.Join(path, reduce.MetaFile)
}

func (o *decodeOptions) print(out io.Writer, meta *reduce.Meta, d *decoded) error {
	switch {
	case o.json:
		return indented.JSON(out, d)
	case meta.Kind == "sat":
		return writeSAT(out, meta, d)
	}
	return d.facts(out, d.Text)
}

// facts are the lines of a solution, and those below it.
func (d *decoded) facts(out io.Writer, solution []string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, line := range solution {
		fmt.Fprintf(w, "solution\t%s\n", line)
	}
	fmt.Fprintf(w, "valid\t%s\n", map[bool]string{true: "yes", false: "no"}[d.Valid])
	fmt.Fprintf(w, "value\t%s\n", valueText(d.Value))
	fmt.Fprintf(w, "SSE\t%s\n", valueText(d.Decoding.SSE))
	for _, line := range d.Notices {
		fmt.Fprintf(w, "notice\t%s\n", line)
	}
	fmt.Fprintf(w, "guarantee\t%s\n", d.Guarantee)
	if d.Factor != nil {
		fmt.Fprintf(w, "factor\t%s\n", d.Factor)
	}
	if d.Proof != nil {
		fmt.Fprintf(w, "certificate\t%s\nproved\t%s\n", d.Proof.Verdict, d.Proof.Meaning)
	}
	return w.Flush()
}

func valueText(v *big.Rat) string {
	if v == nil {
		return "none"
	}
	return reduce.Short(v)
}
