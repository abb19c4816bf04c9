// Package bar is a line on a terminal that says how far long work is, and how long the rest takes.
package bar

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// Line renews itself.
type Line struct {
	w           io.Writer
	start, said time.Time
}

// every is how often it does.
const every = 200 * time.Millisecond

// clear goes back to the first column and erases the line.
const clear = "\r\x1b[K"

// On is a line on a terminal; on anything else nil, which says nothing.
func On(w io.Writer) *Line {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return &Line{w: file, start: time.Now(), said: time.Now()}
}

// Say shows what share of the work is done, and a text after that.
func (l *Line) Say(share float64, text string) {
	if l == nil || time.Since(l.said) < every {
		return
	}
	l.said = time.Now()
	fmt.Fprint(l.w, clear+Text(share, time.Since(l.start), text))
}

// Erase removes the line.
func (l *Line) Erase() {
	if l != nil {
		fmt.Fprint(l.w, clear)
	}
}

const cells = 20

// Text is the line after so much time; it fits 80 columns if the text has no more than 30.
func Text(share float64, elapsed time.Duration, text string) string {
	share = min(max(share, 0), 1)
	full := int(share * cells)
	line := fmt.Sprintf("[%s%s] %3.0f %%", strings.Repeat("#", full), strings.Repeat("-", cells-full), 100*share)
	if share > 0 {
		left := time.Duration(float64(elapsed) * (1 - share) / share)
		line += fmt.Sprintf(", %v left", left.Round(time.Second))
	}
	if text != "" {
		line += ", " + text
	}
	return line
}
