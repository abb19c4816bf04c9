package checkcmd

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"relucert/dataset"
	"relucert/internal/dataflags"
	"relucert/proof/farkas"
)

// realizableOptions is what the flags say.
type realizableOptions struct {
	data       dataset.Options
	sign       string
	bias, json bool
}

// NewRealizable is the command that checks whether one unit fits all samples, or none.
func NewRealizable() *cobra.Command {
	o := new(realizableOptions)
	cmd := &cobra.Command{
		Use:   "realizable PROOF FILE",
		Short: "Check a proof that one ReLU fits all samples without error, or none does",
		Long: `Realizable reads PROOF, which relucert realizable -o wrote, and the data in FILE, and
verifies in rational arithmetic that the unit fits all samples, or that none does. The
columns, the bias and the sign are chosen as for relucert realizable, never by the proof,
which must be for the same ones.

` + ExitCodes,
		Example: "  relucheck realizable proof.json data.csv --target y",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return UsageError(fmt.Sprintf("usage: %s (got %d arguments)", cmd.UseLine(), len(args)))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.OutOrStdout(), args[0], args[1]) },
	}
	f := cmd.Flags()
	f.SortFlags = false
	dataflags.Define(f, &o.data)
	f.BoolVar(&o.bias, "bias", true, "the unit has a bias")
	f.StringVar(&o.sign, "sign", "any", "the unit's sign: `any|+|-`")
	f.BoolVar(&o.json, "json", false, "print one JSON object instead of the line")
	return cmd
}

func (o *realizableOptions) run(out io.Writer, proof, file string) error {
	if !slices.Contains([]string{"any", "+", "-"}, o.sign) {
		return UsageError("--sign must be any, + or -: got " + o.sign)
	}
	if proof == "-" && file == "-" {
		return UsageError("only one of the proof and the data can be standard input")
	}
	answer, err := readProof(proof)
	if err != nil {
		return err
	}
	data, err := dataset.OpenExact(file, o.data, o.bias, true)
	if err != nil {
		return err
	}
	v := o.judge(answer, data)
	if err := show(out, v, o.json); err != nil {
		return err
	}
	if !v.Proved {
		return ErrNotProved
	}
	return nil
}

func readProof(path string) (*farkas.File, error) {
	in, err := dataset.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	answer, err := farkas.Read(in)
	if err != nil {
		return nil, &dataset.Error{File: path, Msg: err.Error(), Err: err}
	}
	return answer, nil
}

// fitVerdict is what was found of a proof.
type fitVerdict struct {
	Proved bool   `json:"proved"`
	Reason string `json:"reason,omitempty"` // why not
	// Realizable is what is proved of the class on the data.
	Realizable bool   `json:"realizable"`
	Class      string `json:"class"`
	Rows       int    `json:"rows"`
	SHA256     string `json:"sha256"` // of the data
}

// String is the line for people.
func (v fitVerdict) String() string {
	if !v.Proved {
		return "NOT PROVED  " + v.Reason
	}
	who := "no unit fits"
	if v.Realizable {
		who = "a unit fits"
	}
	return fmt.Sprintf("PROVED  %s all %d rows without error: %s, data sha256:%s", who, v.Rows, v.Class, v.SHA256)
}

// judge verifies the answer to the question of the flags.
func (o *realizableOptions) judge(answer *farkas.File, data *dataset.Exact) fitVerdict {
	question := farkas.Question{Target: data.Target, Features: data.Features, Bias: o.bias, Sign: o.sign}
	v := fitVerdict{Class: classOf(question), Rows: len(data.Y), SHA256: hex.EncodeToString(data.SHA256[:])}
	err := answer.Verify(data.X, data.Y, question.Signs()...)
	switch {
	case !answer.Question.Equal(question):
		v.Reason = "the proof is for other columns or another class: " + classOf(answer.Question)
	case err != nil:
		v.Reason = err.Error()
	default:
		v.Proved, v.Realizable = true, answer.Unit != nil
	}
	return v
}

func classOf(q farkas.Question) string {
	bias := "no bias"
	if q.Bias {
		bias = "bias"
	}
	return fmt.Sprintf("sign %s, %s, %s on %s", q.Sign, bias, q.Target, strings.Join(q.Features, ", "))
}
