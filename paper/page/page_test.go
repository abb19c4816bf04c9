package page

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"relucert/paper/study"
)

// sample is a study of made-up runs: some finished, some not.
func sample(t *testing.T) *Study {
	t.Helper()
	s := &Study{Origin: Origin{Quick: true, Version: "v1 <x>", Machine: "a machine", Seconds: 3}}
	for _, e := range study.All() {
		var runs []study.Run
		for _, p := range e.Panels {
			for _, c := range p.Curves {
				for i := range 12 {
					runs = append(runs, study.Run{Series: c.Series, Level: i / 2, Seed: uint64(i), Vertices: 4 + i, Inputs: 2 + i, Samples: 10 + i, Units: 1 + i/3,
						Epsilon: math.Exp2(-float64(i)), Nodes: int64(i * i), Seconds: 0.1 * float64(i+1), Status: "optimal", Error: 1 + float64(i)/10, Lower: 1, Fresh: 1.2, Least: 1})
				}
				runs[len(runs)-1].Status, runs[len(runs)-1].Error = "refused", math.NaN()
			}
		}
		section, err := NewSection(e, runs)
		if err != nil {
			t.Fatal(err)
		}
		s.Sections = append(s.Sections, section)
	}
	return s
}

// TestPageNeedsNothingElse: no address but the page's own, a place for each entry of the
// contents, and what phones and dark screens need.
func TestPageNeedsNothingElse(t *testing.T) {
	var out bytes.Buffer
	if err := sample(t).WriteHTML(&out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, link := range regexp.MustCompile(`(?:href|src|url)\s*[=(]\s*"?([^">)]*)`).FindAllStringSubmatch(text, -1) {
		if target, isPlace := strings.CutPrefix(link[1], "#"); isPlace {
			if !strings.Contains(text, `id="`+target+`"`) {
				t.Errorf("the link to %q leads nowhere", target)
			}
		} else if !strings.HasPrefix(link[1], "data:text/csv;base64,") {
			t.Errorf("the page needs %q", link[1])
		}
	}
	for _, want := range []string{`name="viewport"`, "prefers-color-scheme: dark", "v1 &lt;x&gt;", "<code>relucert fit</code>", "<nav", "cannot prove a lower one", "assuming Hypothesis 6"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in the page", want)
		}
	}
	panels := 0
	for _, e := range study.All() {
		panels += len(e.Panels)
	}
	if got := strings.Count(text, `<p class="verdict">`); got != len(study.All()) {
		t.Errorf("%d verdicts", got)
	}
	if got := strings.Count(text, "<svg"); got != panels {
		t.Errorf("%d pictures for %d panels", got, panels)
	}
	for _, unwanted := range []string{"NaN", "ZgotmplZ", "<no value>", "<?xml"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("%s in the page", unwanted)
		}
	}
}

// TestDarkPageKnowsTheColours that charts are drawn in.
func TestDarkPageKnowsTheColours(t *testing.T) {
	figure := sample(t).Sections[0].Figures[0]
	for _, colour := range []string{"fill:#FFFFFF", "stroke:#555555", "stroke:#DDDDDD"} {
		if !bytes.Contains(figure.SVG, []byte(colour)) || !strings.Contains(pageHTML, colour) {
			t.Errorf("%s is not both in the chart and in the page's style", colour)
		}
	}
}

func TestFiguresAreWellFormed(t *testing.T) {
	names := map[string]bool{}
	for _, s := range sample(t).Sections {
		for _, f := range s.Figures {
			if names[f.Name] {
				t.Errorf("two figures %s", f.Name)
			}
			names[f.Name] = true
			for d := xml.NewDecoder(bytes.NewReader(f.SVG)); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.Name, err)
				}
			}
			for _, row := range f.Rows {
				if len(row) != len(f.Head) {
					t.Errorf("%s: %d cells under %d heads", f.Name, len(row), len(f.Head))
				}
			}
		}
	}
}

func TestMarkdown(t *testing.T) {
	var out bytes.Buffer
	s := sample(t)
	if err := s.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	for _, section := range s.Sections {
		if section.Answer == "" || strings.Contains(section.Answer, "\n") || !strings.Contains(out.String(), "*Here:* "+raised(section.Answer)) {
			t.Errorf("%s: the verdict is %q", section.Name, section.Answer)
		}
		for _, f := range section.Figures {
			if !strings.Contains(out.String(), "]("+f.Name+".svg)") {
				t.Errorf("no picture %s", f.Name)
			}
		}
		if !strings.Contains(out.String(), "("+section.Name+".csv)") {
			t.Errorf("no table %s", section.Name)
		}
	}
	if strings.Contains(out.String(), "NaN") {
		t.Error("NaN")
	}
}

func TestRaised(t *testing.T) {
	for text, want := range map[string]string{
		"2^O(1/ε)·poly(n)": "2<sup>O(1/ε)</sup>·poly(n)", "like x^2.01": "like x<sup>2.01</sup>", "(1/ε)^(nk) cells": "(1/ε)<sup>(nk)</sup> cells",
		"2^O(k⁵/ε²), then": "2<sup>O(k⁵/ε²)</sup>, then", "n^-0.25": "n<sup>-0.25</sup>", "2^Ω(√(n)) more": "2<sup>Ω(√(n))</sup> more",
	} {
		if got := raised(text); got != want {
			t.Errorf("%s is %s, not %s", text, got, want)
		}
	}
}
