package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"relucert"
)

// machine is where and when a table was measured.
type machine struct {
	command, processor, goVersion, revision string
	cores                                   int
	date                                    time.Time
}

func thisMachine() machine {
	return machine{
		command:   strings.Join(append([]string{"go run ./bench"}, os.Args[1:]...), " "),
		processor: processor(),
		goVersion: runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH,
		revision:  revision(),
		cores:     runtime.NumCPU(),
		date:      time.Now(),
	}
}

// processor is the name Linux gives it, else unknown.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range bytes.Lines(info) {
		if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// revision is git's name of the sources, with + when they were changed since.
func revision() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty=+").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// head is a page's title, and on what it was measured.
func (on machine) head(out io.Writer, title string) {
	fmt.Fprintf(out, "# %s\n\n", title)
	fmt.Fprintf(out, "`%s` on %s, %d cores, %s, %s, sources %s.\n\n", on.command, on.processor, on.cores,
		on.goVersion, on.date.Format(time.DateOnly), on.revision)
}

// write prints the table as Markdown.
func write(out io.Writer, rows []measurement, on machine) error {
	var b bytes.Buffer
	on.head(&b, "Measured times")
	fmt.Fprintf(&b, "Times are medians over all runs of one `relucert.Fit`; instances are in [table.go](table.go).\n"+
		"`relucert batch` takes 3 min 50 s for 10,000 series of 365 rows with intervals, on two cores beside other work; how, and `predict` for 10^6 rows: [README.md](README.md).\n\n")
	fmt.Fprintln(&b, "| instance | gap asked | target | measured | nodes | gap | status | runs |")
	fmt.Fprintln(&b, "| --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, m := range rows {
		fmt.Fprintf(&b, "| %s | %.0e | ≤ %s | %s | %.0f | %.1e | %s | %d |\n", m.name, m.row.gap,
			target(m), measured(m), m.nodes, m.gap, m.status, m.runs)
	}
	_, err := out.Write(b.Bytes())
	return err
}

func target(m measurement) string {
	text := fmt.Sprintf("%g s", m.target.Seconds())
	if m.memory > 0 {
		text += fmt.Sprintf(", %d MiB", m.memory>>20)
	}
	return text
}

// measured is bold where it misses the target.
func measured(m measurement) string {
	text := fmt.Sprintf("%.3g s", m.seconds)
	if m.peak > 0 {
		text += fmt.Sprintf(", %d MiB", m.peak>>20)
	}
	if m.seconds > m.target.Seconds() || m.peak > m.memory {
		text = "**" + text + "**"
	}
	return text
}

// describe is "optimal", or each status with its number of runs.
func describe(statuses map[relucert.Status]int) string {
	var parts []string
	for _, s := range slices.Sorted(maps.Keys(statuses)) {
		parts = append(parts, s.String())
		if len(statuses) > 1 {
			parts[len(parts)-1] += fmt.Sprintf(" %d", statuses[s])
		}
	}
	return strings.Join(parts, ", ")
}
