package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// sheet is a picture: rows of panels below a title and above a caption.
type sheet struct {
	title, caption string
	width          vg.Length
	headroom       vg.Length // between the title and the panels
	rows           [][]*plot.Plot
}

// height is that of all rows.
func (s *sheet) height() vg.Length {
	return height + panelHeight*vg.Length(len(s.rows)-1)
}

// write encodes the whole.
func (s *sheet) write(w io.Writer, format Format) error {
	if format == PNG {
		canvas := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(s.width, s.height()), vgimg.UseDPI(resolution))}
		s.draw(draw.New(canvas))
		_, err := canvas.WriteTo(w)
		return err
	}
	canvas := vgsvg.New(s.width, s.height())
	s.draw(draw.New(canvas))
	var svg bytes.Buffer
	if err := writeSVG(&svg, canvas); err != nil {
		return err
	}
	_, err := w.Write(bytes.Replace(svg.Bytes(), []byte(">\n<g"), []byte(">\n"+s.head()+"<g"), 1))
	return err
}

// head is what the picture says to those who do not see it, and its colours on dark screens.
func (s *sheet) head() string {
	return fmt.Sprintf("<title>%s</title>\n<desc>%s</desc>\n%s", escaped(s.title), escaped(s.caption), night)
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder does not fail
	return b.String()
}

// night is the colours of colours and newPlot on a dark ground. SVGs bear them in style attributes.
const night = `<style>
@media (prefers-color-scheme: dark) {
  text, [style*="fill:#222222"] { fill: #e6e6e6 !important; }
  [style*="fill:#FFFFFF"] { fill: #16191d !important; }
  [style*="fill:#326598"] { fill: #7fb0e0 !important; }
  [style*="stroke:#326598"] { stroke: #7fb0e0 !important; }
  [style*="fill:#A84A00"], [style*="fill:#D55E00"], [style*="fill:#D45D00"] { fill: #ff8a3c !important; }
  [style*="stroke:#D55E00"] { stroke: #ff8a3c !important; }
  [style*="stroke:#555555"] { stroke: #a8a8a8 !important; }
  [style*="stroke:#DDDDDD"] { stroke: #33383e !important; }
}
</style>
`

func (s *sheet) draw(c draw.Canvas) {
	c.SetColor(plot.New().BackgroundColor)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)
	c.FillText(textStyle(10), vg.Point{X: c.Center().X, Y: c.Min.Y}, s.caption)
	title := textStyle(13)
	lines := wrapped(s.title, title, c.Max.X-c.Min.X)
	title.YAlign = draw.YTop
	c.FillText(title, vg.Point{X: c.Center().X, Y: c.Max.Y}, strings.Join(lines, "\n"))
	headline := titleRow*vg.Length(len(lines)) + s.headroom
	tiles := draw.Tiles{Rows: len(s.rows), Cols: len(s.rows[0]), PadX: vg.Inch / 4, PadY: vg.Inch / 6, PadBottom: captionRow, PadTop: headline}
	for i, row := range plot.Align(s.rows, tiles, c) {
		for j, panel := range row {
			if s.rows[i][j] != nil {
				s.rows[i][j].Draw(panel)
			}
		}
	}
}

// wrapped breaks text between words so that no line is wider than width, but for words that are.
func wrapped(text string, style draw.TextStyle, width vg.Length) (lines []string) {
	for _, word := range strings.Fields(text) {
		last := len(lines) - 1
		if last < 0 || style.Width(lines[last]+" "+word) > width {
			lines = append(lines, word)
			continue
		}
		lines[last] += " " + word
	}
	return lines
}

// writeSVG names typefaces of the same widths for readers who lack ours.
func writeSVG(w io.Writer, canvas *vgsvg.Canvas) error {
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	_, err := w.Write(bytes.ReplaceAll(svg.Bytes(),
		[]byte("font-family:Liberation Sans;"),
		[]byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")))
	return err
}
