package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"relucert/internal/browser"
)

// reportOf fits with --report and returns the page's address and text.
func reportOf(t *testing.T, arguments string) (address, text string) {
	t.Helper()
	dir := t.TempDir()
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	r := runs(t, dir, nil, "fit -q "+strings.ReplaceAll(arguments, "EXAMPLES", examples)+" --report report.html")
	if r.code != 0 && r.code != 3 {
		t.Fatalf("%+v", r)
	}
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + filepath.Join(dir, "report.html"), string(page)
}

// TestReportTells: for one column, several numbers of units, several columns and a limit.
func TestReportTells(t *testing.T) {
	for arguments, wants := range map[string][]string{
		"EXAMPLES/energy-daily.csv --units 2 --linear affine --certificate p.rcert.gz": {
			"Nothing in the class has a smaller one than 38029.56.", "<pre>relucheck p.rcert.gz ", "95 % interval", "breakpoint 2", "56.6102",
			"column &#34;date&#34; skipped", "sha256:0ddaa8dd036aeac4f0764967beb0afbd29140ac057507025c871d29f2d50a8d3", "--certificate p.rcert.gz --report report.html</pre>"},
		"EXAMPLES/energy-daily.csv --breakpoints 0..2":                                                   {"All numbers of units", "<td>168715.9</td>", "--certificate proof.rcert.gz"},
		"EXAMPLES/energy-daily.csv --breakpoints 2 --jumps":                                              {"lines that may jump at their breakpoints, of which there are at most 2", "jump"},
		"EXAMPLES/energy-daily.csv --breakpoints 0..2 --select bic":                                      {"What it was chosen among", "2 is chosen"},
		"EXAMPLES/ozone1.csv --target O3 --features temp,ibh --units 2 --linear affine --node-limit 100": {"stopped at a limit", "Observed against predicted", "Unit 2 (", "stay within"},
	} {
		_, text := reportOf(t, arguments)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in the page", arguments, want)
			}
		}
	}
}

// TestReportChecks: the command on the page checks the certificate.
func TestReportChecks(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "d.csv"), []byte("u,v,w\n0,1,3\n1,2,4\n2,1,0\n3,,9\n4,5,1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, flags := range []string{"--target w --features u", "--target w --features u --weight-limit 1 --method conic --node-limit 50", "--target u --features w --na 9,8"} {
		if r := runs(t, dir, nil, "fit -q d.csv --missing drop --certificate p.rcert --report r.html --time-limit 30s "+flags); r.code != 0 && r.code != 3 {
			t.Fatalf("%s: %+v", flags, r)
		}
		page, err := os.ReadFile(filepath.Join(dir, "r.html"))
		if err != nil {
			t.Fatal(err)
		}
		command := regexp.MustCompile(`<pre>relucheck ([^<]*)</pre>`).FindSubmatch(page)
		if command == nil {
			t.Fatalf("%s: no command to check", flags)
		}
		if r := runs(t, dir, nil, "check "+html.UnescapeString(string(command[1]))); r.code != 0 {
			t.Errorf("%s: %s: %+v", flags, command[1], r)
		}
	}
}

// TestReportInBrowser: the page zooms by mouse and by button, fits screens and phones, and prints black on white.
func TestReportInBrowser(t *testing.T) {
	address, _ := reportOf(t, "EXAMPLES/energy-daily.csv --breakpoints 0..3 --select bic --certificate p.rcert.gz")
	ctx := browser.Open(t, address)
	if n := browser.Value[int](t, ctx, "charts.all.length"); n != 3 {
		t.Errorf("%d charts", n)
	}
	width := func() float64 {
		return browser.Value[float64](t, ctx, "(x => x.max - x.min)(charts.all[0].plot.scales.x)")
	}
	whole := width()
	browser.Drag(t, ctx, ".u-over")
	browser.Wait(t, ctx, fmt.Sprintf("(x => x.max - x.min)(charts.all[0].plot.scales.x) < 0.6 * %g", whole))
	zoomed := width()
	browser.Value[any](t, ctx, "document.querySelector('button[aria-label=\"zoom in\"]').click()")
	browser.Wait(t, ctx, fmt.Sprintf("(x => x.max - x.min)(charts.all[0].plot.scales.x) < 0.6 * %g", zoomed))
	browser.Value[any](t, ctx, "document.querySelector('button[aria-label=\"the whole chart\"]').click()")
	browser.Wait(t, ctx, fmt.Sprintf("(x => x.max - x.min)(charts.all[0].plot.scales.x) === %g", whole))
	browser.Looks(t, ctx, "report")
	browser.Media(t, ctx, "print", 800, "dark")
	if ink := browser.Value[string](t, ctx, "getComputedStyle(document.body).color + getComputedStyle(document.body).backgroundColor"); ink != "rgb(0, 0, 0)rgb(255, 255, 255)" {
		t.Errorf("printed in %s", ink)
	}
	pdf := browser.PDF(t, ctx)
	if pages := bytes.Count(pdf, []byte("/Type /Page\n")); !bytes.HasPrefix(pdf, []byte("%PDF")) || pages < 2 || pages > 8 {
		t.Errorf("%d bytes of PDF, %d pages", len(pdf), pages)
	}
}
