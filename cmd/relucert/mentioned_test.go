package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	inlineCode  = regexp.MustCompile("`(--[^`]+)`")
	placeholder = regexp.MustCompile(`\b[A-Z][A-Z_]*\b|…|[λδτ]|^[a-z]$`)
	slurms      = []string{"time", "array"} // flags of another program
)

// TestMentionedFlags: flags in the documents' text are flags of a command, and their values are such as it takes.
func TestMentionedFlags(t *testing.T) {
	root, seen := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" || d.Name() == "CHANGELOG.md" {
			return err
		}
		text, err := os.ReadFile(path)
		for _, span := range inlineCode.FindAllStringSubmatch(string(text), -1) {
			seen++
			if wrong := mentioned(span[1]); wrong != "" {
				t.Errorf("%s: `%s`: %s", path, span[1], wrong)
			}
		}
		return err
	})
	if err != nil || seen < 100 {
		t.Error(seen, err)
	}
}

// mentioned is what is wrong with flags as one types them.
func mentioned(span string) string {
	words := strings.Fields(strings.NewReplacer("'", "", `"`, "", `\|`, "|").Replace(span))
	for i, word := range words {
		name, value, given := strings.Cut(strings.TrimPrefix(word, "--"), "=")
		if !strings.HasPrefix(word, "--") || name == "" {
			continue
		}
		flags := flagsNamed(strings.TrimRight(name, ",;:."))
		if slices.Contains(slurms, name) {
			continue
		}
		if flags == nil {
			return "no command has --" + name
		}
		if !given && i+1 < len(words) && flags[0].NoOptDefVal == "" && !strings.HasPrefix(words[i+1], "--") {
			value, given = words[i+1], true
		}
		if given && !taken(flags, value) {
			return "--" + name + " does not take " + value
		}
	}
	return ""
}

// taken says that one of the flags takes a value, or each of what bars part.
func taken(flags []*pflag.Flag, value string) bool {
	for part := range strings.SplitSeq(value, "|") {
		ok := placeholder.MatchString(part)
		for _, flag := range flags {
			ok = ok || flag.Value.Set(part) == nil
		}
		if !ok {
			return false
		}
	}
	return true
}

// flagsNamed are the commands' flags of a name.
func flagsNamed(name string) (all []*pflag.Flag) {
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		if flag := cmd.Flags().Lookup(name); flag != nil {
			all = append(all, flag)
		}
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(rootCommand())
	return all
}
