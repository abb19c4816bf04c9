package theorems

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"relucert/hardness/explain"
)

// Pages are the files of docs/theorems, by name: README.md with the table of all statements, a page for each, and its drawing.
func Pages(ctx context.Context) (map[string][]byte, error) {
	files := map[string][]byte{"README.md": overview()}
	for _, s := range All() {
		page, err := s.page(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.ID, err)
		}
		files[s.Page()] = page
		if s.figure == "" {
			continue
		}
		panels, err := figures(s.figure)
		if err != nil {
			return nil, err
		}
		var svg bytes.Buffer
		if err := explain.WriteSVG(&svg, panels); err != nil {
			return nil, err
		}
		files[s.ID+".svg"] = svg.Bytes()
	}
	return files, nil
}

const preface = `# The paper's statements, one by one

Goel, Klivans, Manurangsi, Reichman: *Tight Hardness Results for Training Depth-2 ReLU Networks* (ITCS 2021). What each statement says, the command that does it,
the test that holds that against a method of another kind, and whether it is all of it. ` + "`relucert theorem --build docs/theorems`" + ` writes these pages, and
` + "`relucert theorem 8`" + ` prints one.

`

func overview() []byte {
	var out bytes.Buffer
	out.WriteString(preface)
	fmt.Fprintf(&out, "%s\n\n", Count())
	out.WriteString("| statement | | command | test | verdict |\n| --- | --- | --- | --- | --- |\n")
	for _, s := range All() {
		var tests []string
		for _, test := range s.Tests {
			tests = append(tests, linked(test))
		}
		fmt.Fprintf(&out, "| [%s](%s) | %s | `%s` | %s | %s |\n", s.Title, s.Page(), s.Where, s.Commands[0], strings.Join(tests, ", "), s.verdict())
	}
	return out.Bytes()
}

// Count says how many statements there are of each verdict.
func Count() string {
	count := map[Verdict]int{}
	for _, s := range All() {
		count[s.Verdict]++
	}
	var words []string
	for _, v := range []Verdict{Full, Impossible, Partial} {
		words = append(words, fmt.Sprintf("%d %s", count[v], v))
	}
	return fmt.Sprintf("%d statements: %s.", len(All()), strings.Join(words, ", "))
}

func (s *Statement) verdict() string {
	switch {
	case s.Why == "":
		return string(s.Verdict)
	case s.Verdict == Impossible:
		return string(s.Verdict) + ", because it is " + s.Why
	}
	return string(s.Verdict) + ": " + s.Why
}

// linked is a test's name that leads to its file.
func linked(test string) string {
	file, name, _ := strings.Cut(test, ":")
	return fmt.Sprintf("[%s](../../%s)", name, file)
}

func (s *Statement) page(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s\n\n*%s.* %s\n\n**Here**: %s.\n\n", s.Title, s.Where, s.Says, s.verdict())
	if s.figure != "" {
		fmt.Fprintf(&out, "![The gadget: %s](%s.svg)\n\n", s.Title, s.ID)
	}
	out.WriteString("## Try it\n\n")
	if len(s.Example) == 0 {
		fmt.Fprintf(&out, "`%s` takes long, and its results are in [docs/study](../study/README.md).\n", s.Commands[0])
	}
	for _, line := range s.Example {
		fmt.Fprintf(&out, "    %s\n", line)
	}
	out.WriteString("\nIn general: " + quoted(s.Commands) + ".\n")
	if s.table != "" {
		table, err := tables(ctx, s.table)
		if err != nil {
			return nil, err
		}
		table.write(&out)
	}
	out.WriteString("\n## Where it stands\n\n")
	for _, file := range s.Code {
		fmt.Fprintf(&out, "- [%s](../../%s)\n", file, file)
	}
	for _, test := range s.Tests {
		fmt.Fprintf(&out, "- tested by %s\n", linked(test))
	}
	out.WriteString("\n[All statements](README.md)\n")
	return out.Bytes(), nil
}

func quoted(commands []string) string {
	var all []string
	for _, c := range commands {
		all = append(all, "`"+c+"`")
	}
	return strings.Join(all, ", ")
}

func (t *Table) write(out *bytes.Buffer) {
	fmt.Fprintf(out, "\n## %s\n\n%s\n\n| %s |\n|%s\n", t.Title, t.Note, strings.Join(t.Head, " | "), strings.Repeat(" --- |", len(t.Head)))
	for _, row := range t.Rows {
		fmt.Fprintf(out, "| %s |\n", strings.Join(row, " | "))
	}
}

// Text is a statement for the terminal.
func (s *Statement) Text() string {
	lines := []string{s.Where + ": " + s.Title, "", s.Says, "", "here      " + s.verdict()}
	lines = append(lines, listed("command   ", s.Commands)...)
	lines = append(lines, listed("example   ", s.Example)...)
	lines = append(lines, listed("code      ", s.Code)...)
	lines = append(lines, listed("test      ", s.Tests)...)
	return strings.Join(append(lines, "page      docs/theorems/"+s.Page()), "\n") + "\n"
}

func listed(head string, items []string) []string {
	lines := slices.Clone(items)
	for i := range lines {
		lines[i] = head + lines[i]
		head = strings.Repeat(" ", len(head))
	}
	return lines
}
