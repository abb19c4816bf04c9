package bar

import (
	"os"
	"testing"
	"time"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		share float64
		text  string
		want  string
	}{
		{0, "", "[--------------------]   0 %"},
		{0.25, "2 failed", "[#####---------------]  25 %, 30s left, 2 failed"},
		{2, "", "[####################] 100 %, 0s left"},
	} {
		if got := Text(c.share, 10*time.Second, c.text); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestNoTerminal: a file gets nothing.
func TestNoTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	l := On(file)
	l.Say(0.5, "")
	l.Erase()
	if info, err := file.Stat(); l != nil || err != nil || info.Size() != 0 {
		t.Errorf("%v, %v", info, err)
	}
}
