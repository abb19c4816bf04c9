package main

import (
	"slices"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/internal/dataflags"
)

// columnFlags defines those flags that choose columns and rows that are named, and those that say
// how the file is read.
func columnFlags(f *pflag.FlagSet, o *dataset.Options, names ...string) {
	only(f, func(all *pflag.FlagSet) { dataflags.Define(all, o) }, slices.Concat(names, dataflags.FormatNames)...)
}
