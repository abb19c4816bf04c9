package main

import (
	"slices"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/dataset/columnar"
	"relucert/internal/dataflags"
)

// dataFlags defines all flags that choose columns and rows and say how a file is read, which may be
// Parquet or Arrow.
func dataFlags(f *pflag.FlagSet, o *dataset.Options) {
	dataflags.Define(f, o)
	o.Open = columnar.Open
}

// columnFlags defines those of them that are named, and those that say how the file is read.
func columnFlags(f *pflag.FlagSet, o *dataset.Options, names ...string) {
	only(f, func(all *pflag.FlagSet) { dataFlags(all, o) }, slices.Concat(names, dataflags.FormatNames)...)
}
