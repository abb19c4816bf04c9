package live

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"time"

	"relucert/internal/web"
)

// Server is the page of a [Show].
type Server struct {
	Show
	listener net.Listener
	http     http.Server
	secret   string // the first part of every path: only who was told the address can read, or stop
	stop     func()
}

// Listen opens the page at an address such as 127.0.0.1:0, a free port of this machine. stop is what its button does.
func Listen(address string, stop func()) (*Server, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--watch: %w", err)
	}
	s := &Server{listener: listener, secret: rand.Text(), stop: stop}
	s.http = http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	go s.http.Serve(listener) // until Close
	return s, nil
}

// URL is the page's address, with its secret.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() + "/" + s.secret + "/" }

// lastWords is how long readers may take to hear of the end.
const lastWords = time.Second

// Close tells the readers that it is over, and ends the page.
func (s *Server) Close() {
	s.end()
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		s.http.Close()
	}
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /"+s.secret+"/{$}", page)
	mux.HandleFunc("GET /"+s.secret+"/events", s.follow)
	mux.HandleFunc("POST /"+s.secret+"/stop", func(w http.ResponseWriter, _ *http.Request) {
		s.stop()
		w.WriteHeader(http.StatusNoContent)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ours(r) {
			http.Error(w, "this page is for its own address only", http.StatusForbidden)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("X-Frame-Options", "DENY")
		mux.ServeHTTP(w, r)
	})
}

// ours says that no other site asks. A name other than localhost may be one that was turned to this machine
// (DNS rebinding), and a browser names the site that a script is from in Origin.
func ours(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	origin := r.Header.Get("Origin")
	return (host == "localhost" || net.ParseIP(host) != nil) && (origin == "" || origin == "http://"+r.Host)
}

//go:embed live.html
var pageHTML string

func page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	functions := template.FuncMap{"style": web.Style, "charts": web.Charts, "alone": func() template.HTML { return web.Alone(true) }}
	template.Must(template.New("live").Funcs(functions).Parse(pageHTML)).Execute(w, nil) // a reader who left needs nothing
}
