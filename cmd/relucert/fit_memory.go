package main

import (
	"runtime/debug"

	"relucert/internal/budget"
)

// What the limit must leave beside the data: the pages of the program itself, which
// the runtime does not count, and the least that a fit can begin with.
const (
	programText = 16 << 20
	leastHeap   = 16 << 20
)

// spare is the share of the memory that the collector keeps free, so that garbage
// does not end a search.
const spare = 1. / 16

// limitMemory makes --memory-limit one of the whole process: of the collector, of the
// data, and, less the program's own pages, of the search.
func (o *fitOptions) limitMemory() error {
	limit := o.memory
	if limit == 0 {
		return nil
	}
	if limit < programText+leastHeap {
		return usagef("--memory-limit: relucert itself needs %s, and the limit is %s", budget.SizeBeside(programText+leastHeap, limit), budget.Size(limit))
	}
	o.search.MemoryLimit = limit - programText
	debug.SetMemoryLimit(int64(float64(o.search.MemoryLimit) * (1 - spare)))
	o.data.Memory = o.search.MemoryLimit / 3 // what whitening and a search add is more than twice that
	return nil
}

// tooLarge words the refusal of data that cannot fit, for all of the process.
func (o *fitOptions) tooLarge(file string, e *budget.TooLarge) error {
	whose, limit := "this machine has", e.Limit
	if o.memory > 0 {
		whose, limit = "--memory-limit is", o.memory
	}
	return usagef("%s: this needs about %s of memory, and %s %s", file, budget.SizeBeside(e.Need+programText, limit), whose, budget.Size(limit))
}
