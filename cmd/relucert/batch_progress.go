package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"relucert/internal/bar"
)

// progress says how far a batch is, and when it will be done: on a terminal as a bar, else in a line now and then.
type progress struct {
	w                    io.Writer
	bar                  *bar.Line // nil: no terminal
	total                int
	done, reused, failed int
	start, said          time.Time
}

// sayEvery is how often it is said, of what is no terminal.
const sayEvery = 10 * time.Second

func (o *batchOptions) newProgress(total int) *progress {
	p := &progress{w: os.Stderr, total: total, start: time.Now(), said: time.Now()}
	if o.fit.quiet {
		p.w = io.Discard
	} else {
		p.bar = bar.On(os.Stderr)
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
	p.bar.Say(float64(p.done)/float64(p.total), p.text())
	if p.bar == nil && time.Since(p.said) >= sayEvery {
		p.said = time.Now()
		fmt.Fprintf(p.w, "%s, %v left\n", p.text(), p.left().Round(time.Second))
	}
}

// left is how long the rest takes if it goes on like this.
func (p *progress) left() time.Duration {
	fresh := max(1, p.done-p.reused)
	return time.Since(p.start) / time.Duration(fresh) * time.Duration(p.total-p.done)
}

func (p *progress) text() string {
	text := fmt.Sprintf("%d of %d series", p.done, p.total)
	if p.reused > 0 {
		text += fmt.Sprintf(", %d of them from before", p.reused)
	}
	if p.failed > 0 {
		text += fmt.Sprintf(", %d failed", p.failed)
	}
	return text
}

// end is the last word.
func (p *progress) end() {
	p.bar.Erase()
	fmt.Fprintf(p.w, "%s, %v\n", p.text(), time.Since(p.start).Round(10*time.Millisecond))
}
