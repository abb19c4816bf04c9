package live

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"relucert/internal/report"
	"relucert/internal/web"
)

func listen(t *testing.T, stop func()) *Server {
	t.Helper()
	s, err := Listen("127.0.0.1:0", stop)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// answer is the status code of a request, which edit may have spoilt.
func answer(t *testing.T, method, url string, edit func(*http.Request)) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	edit(r)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// TestStrangers: another site, another name and whoever was not told the address can neither read nor stop.
func TestStrangers(t *testing.T) {
	stopped := 0
	s := listen(t, func() { stopped++ })
	base := "http://" + s.listener.Addr().String()
	port := s.listener.Addr().String()[len("127.0.0.1"):]
	plain := func(*http.Request) {}
	for _, c := range []struct {
		what, method, url string
		edit              func(*http.Request)
		want              int
	}{
		{"the page", "GET", s.URL(), plain, 200},
		{"by name", "GET", s.URL(), func(r *http.Request) { r.Host = "localhost" + port }, 200},
		{"without secret", "GET", base + "/", plain, 404},
		{"events without secret", "GET", base + "/events", plain, 404},
		{"a wrong secret", "POST", base + "/" + strings.Repeat("A", len(s.secret)) + "/stop", plain, 404},
		{"a name turned to this machine", "GET", s.URL(), func(r *http.Request) { r.Host = "evil.example" + port }, 403},
		{"events by such a name", "GET", s.URL() + "events", func(r *http.Request) { r.Host = "evil.example" }, 403},
		{"stop by such a name", "POST", s.URL() + "stop", func(r *http.Request) { r.Host = "127.0.0.1.evil.example" + port }, 403},
		{"another site", "POST", s.URL() + "stop", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		{"a file", "POST", s.URL() + "stop", func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		{"another port", "GET", s.URL() + "events", func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") }, 403},
		{"stop by a link", "GET", s.URL() + "stop", plain, 405},
	} {
		if got := answer(t, c.method, c.url, c.edit); got != c.want {
			t.Errorf("%s: %d, want %d", c.what, got, c.want)
		}
	}
	if stopped != 0 {
		t.Fatal("a stranger stopped the search")
	}
	own := func(r *http.Request) { r.Header.Set("Origin", base) }
	if got := answer(t, "POST", s.URL()+"stop", own); got != 204 || stopped != 1 {
		t.Errorf("the page's own button: %d, stopped %d times", got, stopped)
	}
}

// TestFollow: a reader has the past, what comes, the picture and the end; one who does not read stops nothing.
func TestFollow(t *testing.T) {
	s := listen(t, func() {})
	s.Lines([]string{"line"})
	s.Event(report.Event{Nodes: 1, Upper: 2})
	s.Picture(func() web.Chart { return web.Chart{Title: "drawn"} })
	response, err := http.Get(s.URL() + "events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lazy, err := http.Get(s.URL() + "events")
	if err != nil {
		t.Fatal(err)
	}
	defer lazy.Body.Close()
	messages := bufio.NewScanner(response.Body)
	next := func() (name, data string) {
		for messages.Scan() {
			if text, ok := strings.CutPrefix(messages.Text(), "event: "); ok {
				name = text
			}
			if text, ok := strings.CutPrefix(messages.Text(), "data: "); ok {
				return name, text
			}
		}
		return "none", ""
	}
	for _, want := range []string{`"nodes":1,`, `"lines":["line"]`, `"title":"drawn"`} {
		if _, data := next(); !strings.Contains(data, want) {
			t.Errorf("%s in place of %s", data, want)
		}
	}
	for i := range 100 {
		s.Event(report.Event{Nodes: int64(2 + i)})
		name, data := next()
		var e report.Event
		if err := json.Unmarshal([]byte(data), &e); err != nil || name != "next" || e.Nodes != int64(2+i) {
			t.Fatalf("event %d: %s %s, %v", i, name, data, err)
		}
	}
	for range 10 * mostWaiting {
		s.Event(report.Event{})
	}
	go s.Close()
	name := ""
	for name != "end" && name != "none" {
		name, _ = next()
	}
	if name != "end" {
		t.Error("no end")
	}
}
