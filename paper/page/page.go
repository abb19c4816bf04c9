package page

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	htmltemplate "html/template"
	"io"
	"regexp"
	"strings"
	"text/template"

	"relucert/internal/web"
	"relucert/paper/study"
)

// Study is what the page tells.
type Study struct {
	Origin
	Sections []Section
}

// Origin is how the runs came about.
type Origin struct {
	Quick bool `json:"quick"`
	// Complete: all experiments are there, and none was stopped.
	Complete bool `json:"complete"`
	// Version of the program, and Machine in words, with the date.
	Version string  `json:"relucert"`
	Machine string  `json:"machine"`
	Seconds float64 `json:"cpu_seconds"` // of all runs
}

// Section is one experiment with what it gave.
type Section struct {
	study.Experiment
	Runs    []study.Run
	Figures []Figure
	Answer  string // in one line
	csv     []byte
}

// NewSection draws an experiment's panels.
func NewSection(e study.Experiment, runs []study.Run) (Section, error) {
	s := Section{Experiment: e, Runs: runs, Answer: e.Verdict(runs)}
	var table bytes.Buffer
	if err := study.WriteCSV(&table, runs); err != nil {
		return s, err
	}
	s.csv = table.Bytes()
	for _, p := range e.Panels {
		figure, err := newFigure(e, p, runs)
		if err != nil {
			return s, err
		}
		s.Figures = append(s.Figures, figure)
	}
	return s, nil
}

// CSV is the runs as a link that needs no file.
func (s Section) CSV() htmltemplate.URL {
	return htmltemplate.URL("data:text/csv;base64," + base64.StdEncoding.EncodeToString(s.csv))
}

// Picture is the SVG to stand in the page.
func (f Figure) Picture() htmltemplate.HTML {
	return htmltemplate.HTML(f.SVG[bytes.Index(f.SVG, []byte("<svg")):])
}

// code sets what stands between backquotes, as in Markdown.
func code(text string) htmltemplate.HTML {
	var b strings.Builder
	for i, part := range strings.Split(text, "`") {
		part = htmltemplate.HTMLEscapeString(part)
		if i%2 == 1 {
			b.WriteString("<code>" + part + "</code>")
			continue
		}
		b.WriteString(raised(part))
	}
	return htmltemplate.HTML(b.String())
}

// exponent is what stands after a ^: a word, a number or parentheses, with a function before them or not.
var exponent = regexp.MustCompile(`\^(-?(?:\p{Nd}+(?:\.\p{Nd}+)?|\pL+)?(?:\([^()]*(?:\([^()]*\))?[^()]*\))?)`)

// raised sets exponents above the line, for HTML and Markdown.
func raised(text string) string { return exponent.ReplaceAllString(text, "<sup>$1</sup>") }

//go:embed page.html
var pageHTML string

//go:embed page.md
var pageMarkdown string

// WriteHTML writes the page.
func (s *Study) WriteHTML(w io.Writer) error {
	functions := htmltemplate.FuncMap{"code": code, "style": web.Style}
	return htmltemplate.Must(htmltemplate.New("page").Funcs(functions).Parse(pageHTML)).Execute(w, s)
}

// WriteMarkdown writes the same for readers of the repository; its pictures are the
// figures' SVGs, in files of their names.
func (s *Study) WriteMarkdown(w io.Writer) error {
	functions := template.FuncMap{"raised": raised}
	return template.Must(template.New("page").Funcs(functions).Parse(pageMarkdown)).Execute(w, s)
}
