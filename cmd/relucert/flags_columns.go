package main

import (
	"github.com/spf13/pflag"

	"relucert/dataset"
)

// defineColumns is the flags that choose columns and rows of samples.
func defineColumns(f *pflag.FlagSet, o *dataset.Options) {
	f.StringVar(&o.Target, "target", "", "`COLUMN` of the labels (default: the last column)")
	f.StringSliceVar(&o.Features, "features", nil, "feature columns `a,b` (default: the other numeric ones)")
	f.StringVar(&o.Weights, "sample-weights", "", "`COLUMN` of sample weights above 0 (default: all 1)")
	f.Var(missing(&o.DropMissing), "missing", "what a missing value is: an error, or a reason to drop its row")
}

// columnFlags defines those of them that are named.
func columnFlags(f *pflag.FlagSet, o *dataset.Options, names ...string) {
	only(f, func(all *pflag.FlagSet) { defineColumns(all, o) }, names...)
}
