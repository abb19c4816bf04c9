package main

import (
	"slices"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/foreign"
	"relucert/network"
)

// start is the network that the search begins with.
type start struct {
	file  string         // "": none
	model *network.Model // what is in it
}

func (o *fitOptions) defineStart(f *pflag.FlagSet) {
	f.StringVar(&o.start.file, "start", "", "begin with the network in `FILE` (a model.json, arrays in JSON or an ONNX graph, as for relucert gap). It must\nbe of the class, with as many units or fewer; the answer is no worse")
}

// startable refuses a start where nothing begins with one.
func (o *fitOptions) startable() error {
	switch {
	case o.start.file == "":
		return nil
	case o.exact || o.outputReLU:
		return usagef("--start is for the searches with bounds, not for --until 0 or --output-relu")
	case o.choice.by != "" || o.choice.energy != "":
		return usagef("--start is not for --select or --energy, which make many fits")
	case o.resume != "":
		return usagef("--start does not go with --resume: the search goes on with what it had found")
	}
	return nil
}

// loadStart reads the file.
func (o *fitOptions) loadStart(input string) (err error) {
	switch {
	case o.start.file == "":
		return nil
	case o.start.file == "-" && input == "-":
		return usagef("--start and FILE cannot both be standard input")
	}
	o.start.model, err = foreign.Load(o.start.file)
	return err
}

// settleStart has the search begin with the network, if it is one of the data's columns.
func (o *fitOptions) settleStart(data *dataset.Dataset) error {
	m := o.start.model
	if m == nil {
		return nil
	}
	if err := sameColumns(m, data, o.start.file); err != nil {
		return err
	}
	if m.Features != nil && !slices.Equal(m.Features, data.Features) {
		return usagef("--start %s: it is of the columns %q, and the data have %q (--features says which)", o.start.file, m.Features, data.Features)
	}
	if m.Target != "" && m.Target != data.Target {
		return usagef("--start %s: its target is %q, and that of the data %q", o.start.file, m.Target, data.Target)
	}
	o.search.Start = m.Local(data.Origins, data.TargetOrigin)
	return nil
}
