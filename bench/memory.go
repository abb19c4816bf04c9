package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"relucert"
)

// peakOf solves a row's first instance in a process of its own and returns the
// most memory that process had.
func peakOf(ctx context.Context, r row, limit time.Duration) (uint64, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	out, err := exec.CommandContext(ctx, self, "-peak", r.name, "-limit", limit.String(), "-threads", "1").Output()
	if err != nil {
		return 0, fmt.Errorf("measuring the memory of %q: %w", r.name, err)
	}
	return strconv.ParseUint(string(bytes.TrimSpace(out)), 10, 64)
}

// printPeak is the other end of peakOf.
func printPeak(ctx context.Context, name string, opts relucert.Options) error {
	rows := slices.Clone(table)
	for _, r := range grid {
		rows = append(rows, r.row)
	}
	for _, r := range rows {
		if r.name != name {
			continue
		}
		if _, err := measure(ctx, r, 1, opts); err != nil {
			return err
		}
		peak, err := residentPeak()
		fmt.Println(peak)
		return err
	}
	return fmt.Errorf("no row %q", name)
}

// residentPeak is the largest resident set of this process so far (Linux only).
func residentPeak() (uint64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("peak memory is read from /proc: %w", err)
	}
	for line := range bytes.Lines(status) {
		var kilobytes uint64
		if _, err := fmt.Sscanf(string(line), "VmHWM: %d kB", &kilobytes); err == nil {
			return kilobytes << 10, nil
		}
	}
	return 0, fmt.Errorf("no VmHWM line in /proc/self/status")
}
