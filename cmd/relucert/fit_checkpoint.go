package main

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/internal/checkpoint"
)

// keptEvery is how often a search is kept unless --every says otherwise.
const keptEvery = 5 * time.Minute

// defineCheckpoint is the flags of long runs.
func (o *fitOptions) defineCheckpoint(f *pflag.FlagSet) {
	f.StringVar(&o.checkpoint, "checkpoint", "", "keep the search in the folder `DIR`, from which --resume goes on after a limit, a signal\nor a kill; when the search is done, what fit put there goes. SIGUSR1 keeps it at once. Of methods\nconic and sign; the others keep nothing")
	f.Var(duration(&o.every), "every", "how often --checkpoint keeps it, but for what would cost 1 % of the time (default: 5m)")
	f.StringVar(&o.resume, "resume", "", "go on with the search in `DIR`, to the very answer that it would have come to;\nthe data and all flags but limits, threads and files must be as they were. With\n--checkpoint of the same DIR: if there is one")
}

// settleCheckpoint says where the search is kept.
func (o *fitOptions) settleCheckpoint() error {
	c := &relucert.Checkpoint{Dir: o.checkpoint, Every: o.every, Wanted: func() bool { return o.wanted.CompareAndSwap(true, false) }}
	if c.Every == 0 {
		c.Every = keptEvery
	}
	switch {
	case o.checkpoint == "" && o.resume == "":
		if o.every > 0 {
			return usagef("--every is for --checkpoint or --resume")
		}
		return nil
	case o.resume == "":
	case o.checkpoint == "":
		c.Dir, c.Resume = o.resume, true
	case o.checkpoint != o.resume:
		return usagef("--checkpoint and --resume must be one folder: got %s and %s", o.checkpoint, o.resume)
	default:
		c.Resume = checkpoint.Exists(o.resume)
	}
	o.search.Checkpoint = c
	return nil
}

// keepable refuses checkpoints of what is no single search.
func (o *fitOptions) keepable() error {
	several := o.span.path || o.choice.by != "" || o.choice.energy != ""
	switch {
	case o.checkpoint == "" && o.resume == "":
		return nil
	case several:
		return usagef("--checkpoint is for one number of units, 1 or more")
	case o.exact || o.outputReLU:
		return usagef("--checkpoint is for the searches with bounds, not for --until 0 or --output-relu")
	}
	return nil
}

// forget removes what was kept of a search that needs no more.
func (o *fitOptions) forget(s relucert.Status) error {
	c := o.search.Checkpoint
	if c == nil || !final(s) {
		return nil
	}
	if err := c.Remove(); err != nil {
		return fmt.Errorf("--checkpoint: %w", err)
	}
	return nil
}

// final says that more time would change nothing.
func final(s relucert.Status) bool {
	return s == relucert.Optimal || s == relucert.Decided || s == relucert.PrecisionLimit
}
