package metrics_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relucert/internal/crowd"
	"relucert/internal/metrics"
)

// TestMetrics reads what Prometheus would.
func TestMetrics(t *testing.T) {
	free := httptest.NewServer(http.NotFoundHandler())
	address := strings.TrimPrefix(free.URL, "http://")
	free.Close()
	g := metrics.New()
	end, err := g.Listen(address)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	s := crowd.Status{Lower: 1.5, Open: 7}
	s.Nodes = 1234
	g.Set(s)
	answer, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	for _, want := range []string{"relucert_sse_lower 1.5\n", "relucert_sse NaN\n", "relucert_subtrees 7\n", "relucert_nodes 1234\n", "# HELP relucert_workers "} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%v: no %q in\n%s", err, want, text)
		}
	}
}
