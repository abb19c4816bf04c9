package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"relucert/internal/browser"
)

// TestWatchInBrowser: the live page follows a search that would not end, and its button ends it as Ctrl-C does.
func TestWatchInBrowser(t *testing.T) {
	browser.Needed(t)
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd, log := begun(t, "", &out, "/\n", "fit", "-q", filepath.Join(examples, "ozone1.csv"), "--target", "O3", "--features", "temp,ibh,ibt", "--units", "3", "--linear", "affine", "--watch")
	address := regexp.MustCompile(`(?m)^watch +(http://127\.0\.0\.1:\d+/\w+/)$`).FindStringSubmatch(log)
	if address == nil {
		t.Fatalf("no address in %q", log)
	}
	ctx := browser.Open(t, address[1])
	browser.Wait(t, ctx, "Number(document.getElementById('nodes').textContent) > 0")
	before := browser.Value[int](t, ctx, "Number(document.getElementById('nodes').textContent)")
	browser.Wait(t, ctx, "events.length > 3 && events.at(-1).nodes > "+strconv.Itoa(before))
	browser.Wait(t, ctx, "charts.all.length === 2 && document.getElementById('phase').textContent === 'searching'")
	if lines := browser.Value[string](t, ctx, "document.getElementById('lines').textContent"); !strings.Contains(lines, "units 3, signs free, output affine") {
		t.Errorf("it says %q", lines)
	}
	browser.Looks(t, ctx, "watch")
	browser.Value[any](t, ctx, "document.getElementById('stop').click()")
	browser.Wait(t, ctx, "document.getElementById('phase').textContent === 'over: interrupted'")
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted || !regexp.MustCompile(`status +interrupted`).MatchString(out.String()) {
		t.Errorf("exit code %d, output:\n%s", code, &out)
	}
}
