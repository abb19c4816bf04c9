package explain

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
)

// Panel is one drawing: lines and dots over two axes.
type Panel struct {
	Title, X, Y string
	Lines       []Line
	Dots        []Dot
}

// Line is points that are joined.
type Line struct {
	Points [][2]float64
	Name   string // "": none
	Dashed bool
}

// Dot is a point with what it stands for.
type Dot struct {
	X, Y  float64
	Label string
}

// Sizes of a panel, in pixels.
const (
	width, height             = 480, 300
	left, right, top, descent = 56, 24, 44, 48
)

// style is the SVG's own: it follows the page's light or dark.
const style = `<style>
text { font: 13px system-ui, "Liberation Sans", Arial, sans-serif; fill: #222; }
.title { font-weight: 600; font-size: 14px; } .faint { fill: #555; font-size: 12px; }
.paper { fill: #fff; } .axis { stroke: #999; } .grid { stroke: #e4e4e4; }
.line { fill: none; stroke: #1d5f9e; stroke-width: 2.5; } .dashed { fill: none; stroke: #b5520b; stroke-width: 2; stroke-dasharray: 6 5; }
.dot { fill: #b5520b; } .label { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e6e6; } .faint { fill: #a8aeb5; } .paper { fill: #15181c; } .axis { stroke: #777; } .grid { stroke: #30363d; }
  .line { stroke: #7db8ef; } .dashed { stroke: #f0a35e; } .dot { fill: #f0a35e; } .label { stroke: #15181c; }
}
</style>`

// WriteSVG writes panels one below the other.
func WriteSVG(w io.Writer, panels []Panel) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" style="max-width:100%%;height:auto" role="img">`+"\n%s\n", width, height*len(panels), width, style)
	fmt.Fprintf(out, `<rect class="paper" width="%d" height="%d"/>`+"\n", width, height*len(panels))
	for i, p := range panels {
		fmt.Fprintf(out, `<g transform="translate(0 %d)">`+"\n", i*height)
		newFrame(p).write(out, p)
		fmt.Fprintln(out, "</g>")
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// frame maps a panel's numbers to pixels.
type frame struct{ x0, x1, y0, y1, most float64 }

func newFrame(p Panel) frame {
	f := frame{x0: math.Inf(1), x1: math.Inf(-1)}
	each(p, func(x, y float64) {
		f.x0, f.x1, f.y0, f.y1 = min(f.x0, x), max(f.x1, x), min(f.y0, y), max(f.y1, y)
	})
	if f.y1 == f.y0 {
		f.y1++
	}
	if f.x1 == f.x0 {
		f.x1++
	}
	f.most = f.y1
	room := (f.y1 - f.y0) / 8
	f.y0, f.y1 = f.y0-room/2, f.y1+room
	return f
}

func each(p Panel, visit func(x, y float64)) {
	for _, l := range p.Lines {
		for _, at := range l.Points {
			visit(at[0], at[1])
		}
	}
	for _, d := range p.Dots {
		visit(d.X, d.Y)
	}
}

func (f frame) x(v float64) float64 {
	return left + (v-f.x0)/(f.x1-f.x0)*(width-left-right)
}

func (f frame) y(v float64) float64 {
	return height - descent - (v-f.y0)/(f.y1-f.y0)*(height-top-descent)
}

func (f frame) write(out io.Writer, p Panel) {
	text(out, "title", 12, 22, "start", p.Title)
	f.ticks(out)
	text(out, "faint", width/2, height-8, "middle", p.X)
	text(out, "faint", 12, top-4, "start", p.Y)
	for _, l := range p.Lines {
		f.line(out, l)
	}
	for i, d := range p.Dots {
		fmt.Fprintf(out, `<circle class="dot" cx="%.1f" cy="%.1f" r="5"/>`+"\n", f.x(d.X), f.y(d.Y))
		f.label(out, d, i)
	}
}

// label stands above its dot, or below every other one, inside the picture.
func (f frame) label(out io.Writer, d Dot, i int) {
	anchor, x, y := "middle", f.x(d.X), f.y(d.Y)-10-float64(i%2)*15
	switch {
	case x > width-120:
		anchor, x = "end", x+8
	case x < left+60:
		anchor, x = "start", x-4
	}
	text(out, "label", x, max(y, top+8), anchor, d.Label)
}

func (f frame) ticks(out io.Writer) {
	for _, v := range []float64{f.x0, (f.x0 + f.x1) / 2, f.x1} {
		text(out, "faint", f.x(v), height-descent+18, "middle", number(v))
		rule(out, "grid", f.x(v), top, f.x(v), height-descent)
	}
	for _, v := range []float64{0, f.most} {
		text(out, "faint", left-6, f.y(v)+4, "end", number(v))
		rule(out, "grid", left, f.y(v), width-right, f.y(v))
	}
	rule(out, "axis", left, f.y(0), width-right, f.y(0))
}

// number has three digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }

func (f frame) line(out io.Writer, l Line) {
	class := "line"
	if l.Dashed {
		class = "dashed"
	}
	fmt.Fprintf(out, `<polyline class="%s" points="`, class)
	for _, at := range l.Points {
		fmt.Fprintf(out, "%.1f,%.1f ", f.x(at[0]), f.y(at[1]))
	}
	fmt.Fprintln(out, `"/>`)
	if first := l.Points[0]; l.Name != "" {
		text(out, "faint label", f.x(first[0])+6, f.y(first[1])-7, "start", l.Name)
	}
}

func rule(out io.Writer, class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(out, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`+"\n", class, x1, y1, x2, y2)
}

func text(out io.Writer, class string, x, y float64, anchor, words string) {
	fmt.Fprintf(out, `<text class="%s" x="%.1f" y="%.1f" text-anchor="%s">%s</text>`+"\n", class, x, y, anchor, html.EscapeString(words))
}
