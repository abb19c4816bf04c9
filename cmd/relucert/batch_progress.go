package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// progress says how far a batch is, and when it will be done: in one line that renews itself, or, where
// standard error is no terminal, in a line now and then.
type progress struct {
	w                    io.Writer
	live                 bool
	total                int
	done, reused, failed int
	start, said          time.Time
}

// sayEvery is how often it is said, of a terminal and of a file.
var sayEvery = map[bool]time.Duration{true: 200 * time.Millisecond, false: 10 * time.Second}

func (o *batchOptions) newProgress(total int) *progress {
	p := &progress{w: os.Stderr, live: term.IsTerminal(int(os.Stderr.Fd())), total: total, start: time.Now(), said: time.Now()}
	if o.fit.quiet {
		p.w = io.Discard
	}
	return p
}

// step counts a series.
func (p *progress) step(got finished) {
	p.done++
	if got.reused {
		p.reused++
	}
	if got.row[statusCell] == failed {
		p.failed++
	}
	if time.Since(p.said) >= sayEvery[p.live] {
		p.said = time.Now()
		p.say(", " + p.left().Round(time.Second).String() + " left")
	}
}

// left is how long the rest takes if it goes on like this.
func (p *progress) left() time.Duration {
	fresh := max(1, p.done-p.reused)
	return time.Since(p.start) / time.Duration(fresh) * time.Duration(p.total-p.done)
}

func (p *progress) say(more string) {
	text := fmt.Sprintf("%d of %d series", p.done, p.total)
	if p.reused > 0 {
		text += fmt.Sprintf(", %d of them from before", p.reused)
	}
	if p.failed > 0 {
		text += fmt.Sprintf(", %d failed", p.failed)
	}
	if p.live {
		fmt.Fprintf(p.w, "\r\x1b[K%s%s", text, more)
		return
	}
	fmt.Fprintln(p.w, text+more)
}

// end is the last word.
func (p *progress) end() {
	p.say(fmt.Sprintf(", %v", time.Since(p.start).Round(10*time.Millisecond)))
	if p.live {
		fmt.Fprintln(p.w)
	}
}
