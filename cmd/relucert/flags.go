package main

import "github.com/spf13/pflag"

// The flags that several commands have are defined once, in groups: flags_columns.go,
// flags_class.go, flags_budget.go.

// only defines those flags of a group that are named.
func only(f *pflag.FlagSet, group func(*pflag.FlagSet), names ...string) {
	all := pflag.NewFlagSet("", pflag.ContinueOnError)
	group(all)
	for _, name := range names {
		f.AddFlag(all.Lookup(name))
	}
}

// reword says in the help what flags of a group are for this command, by their names.
func reword(f *pflag.FlagSet, usages map[string]string) {
	for name, usage := range usages {
		f.Lookup(name).Usage = usage
	}
}
