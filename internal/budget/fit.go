package budget

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
)

// limitKey is that of the memory limit among a context's values.
type limitKey struct{}

// TooLarge says that a computation cannot fit in memory.
type TooLarge struct{ Need, Limit int64 }

func (e *TooLarge) Error() string {
	return fmt.Sprintf("it needs about %s of memory, and the limit is %s", SizeBeside(e.Need, e.Limit), Size(e.Limit))
}

// unit is one of sizes.
type unit struct {
	name  string
	bytes int64
}

var units = []unit{{"TiB", 1 << 40}, {"TB", 1e12}, {"GiB", 1 << 30}, {"GB", 1e9}, {"MiB", 1 << 20}, {"MB", 1e6}, {"KiB", 1 << 10}, {"kB", 1e3}, {"B", 1}}

// mostOfUnit bounds how many of a unit people like to read.
const mostOfUnit = 10_000

// Size is a number of bytes for people: as somebody may have given it, if it is a whole number of some unit or has one decimal, else rounded up.
func Size(bytes int64) string {
	if u, ok := unitOf(bytes); ok {
		return fmt.Sprintf("%g %s", float64(bytes)/float64(u.bytes), u.name)
	}
	if bytes >= 1<<30 {
		return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
	}
	return fmt.Sprintf("%d MiB", (bytes+1<<20-1)>>20)
}

// unitOf is the largest of which the bytes are a whole number, or one with one decimal.
func unitOf(bytes int64) (unit, bool) {
	for _, u := range units {
		if tenths := bytes % u.bytes * 10; bytes >= u.bytes && bytes < mostOfUnit*u.bytes && tenths%u.bytes == 0 {
			return u, true
		}
	}
	return unit{}, false
}

// SizeBeside is a number of bytes for people in the unit that [Size] gives a limit in, rounded up to a tenth of it.
func SizeBeside(bytes, limit int64) string {
	if u, ok := unitOf(limit); ok {
		return strconv.FormatFloat(math.Ceil(10*float64(bytes)/float64(u.bytes))/10, 'f', -1, 64) + " " + u.name
	}
	return Size(bytes)
}

// Fit is a *TooLarge if the process cannot take so many bytes more: by the memory
// limit, or without one by the machine's memory. It is asked before they are taken.
func Fit(ctx context.Context, more int64) error {
	if more <= small && ctx.Value(limitKey{}) == nil || more <= Left(ctx) {
		return nil
	}
	debug.FreeOSMemory() // what is garbage does not count
	limit := limitOf(ctx)
	if need := Taken() + more; need > limit {
		return &TooLarge{need, limit}
	}
	return nil
}

// small is what any machine has left: the collector takes as much at a time.
const small = 4 << 20

// Need breaks the computation off, to be caught by [Catch], if the process cannot take so many bytes more.
func Need(ctx context.Context, more int64) {
	if Fit(ctx, more) != nil {
		panic(broken{})
	}
}

// Left is how many bytes more the process can take, garbage included.
func Left(ctx context.Context) int64 { return max(0, limitOf(ctx)-Taken()) }

func limitOf(ctx context.Context) int64 {
	if limit, ok := ctx.Value(limitKey{}).(int64); ok {
		return limit
	}
	return Machine()
}

// unknown stands for the memory of a machine that does not tell.
const unknown = 16 << 30

// Machine is the memory of the machine, or of the container, where Linux tells. It is asked once: that takes as long as a small
// fit's first steps.
var Machine = sync.OnceValue(func() int64 {
	memory := int64(unknown)
	if kib, ok := number("/proc/meminfo", "MemTotal:"); ok {
		memory = kib << 10
	}
	if most, ok := number("/sys/fs/cgroup/memory.max", ""); ok {
		memory = min(memory, most)
	}
	return memory
})

// number is what stands in a file after a label.
func number(file, label string) (int64, bool) {
	text, _ := os.ReadFile(file)
	_, after, found := strings.Cut(string(text), label)
	fields := strings.Fields(after)
	if !found || len(fields) == 0 {
		return 0, false
	}
	v, err := strconv.ParseInt(fields[0], 10, 64)
	return v, err == nil && v > 0
}
