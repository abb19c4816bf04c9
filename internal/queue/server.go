package queue

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// Listening is where a server listens, and to whom.
type Listening struct {
	Address     string // host:port
	Credentials string // a file with a line for each who may come: "user:password", or the public part of an nkey; "": anybody
	Certificate string // TLS: files with the server's certificate and key; "": none
	Key         string
}

// ErrOpen says that a server would listen to the world.
var ErrOpen = errors.New("an address other than this machine's own (127.0.0.1) needs TLS and credentials")

// Server is a NATS server within this process.
type Server struct {
	server *server.Server
	secret string // the password of this process
}

// self is the name under which this process comes to its own server.
const self = "coordinator"

// starting is how long a server may take to come up.
const starting = 10 * time.Second

// Serve starts a server that keeps its streams in the folder, which is emptied before.
func Serve(at Listening, folder string) (*Server, error) {
	opts, err := at.options()
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(folder); err != nil {
		return nil, err
	}
	s := &Server{secret: rand.Text()}
	if opts.Users != nil || opts.Nkeys != nil {
		opts.Users = append(opts.Users, &server.User{Username: self, Password: s.secret})
	}
	opts.JetStream, opts.StoreDir = true, folder
	opts.NoSigs, opts.NoLog, opts.DisableShortFirstPing = true, true, true
	if s.server, err = server.NewServer(opts); err != nil {
		return nil, err
	}
	go s.server.Start()
	if !s.server.ReadyForConnections(starting) {
		s.Close()
		return nil, fmt.Errorf("no server at %s: is the address in use?", at.Address)
	}
	return s, nil
}

func (at *Listening) options() (*server.Options, error) {
	host, port, err := net.SplitHostPort(at.Address)
	if err != nil {
		return nil, err
	}
	opts := &server.Options{Host: host}
	if opts.Port, err = strconv.Atoi(port); err != nil {
		return nil, err
	}
	if opts.Port == 0 {
		opts.Port = server.RANDOM_PORT
	}
	if !isLoopback(host) && (at.Credentials == "" || at.Certificate == "") {
		return nil, ErrOpen
	}
	return opts, errors.Join(at.users(opts), at.secure(opts))
}

// isLoopback says that only this machine gets to a host. A name other than localhost may be anything.
func isLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

func (at *Listening) secure(opts *server.Options) error {
	if at.Certificate == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(at.Certificate, at.Key)
	opts.TLSConfig, opts.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, true
	opts.TLSTimeout = starting.Seconds()
	return err
}

func (at *Listening) users(opts *server.Options) error {
	if at.Credentials == "" {
		return nil
	}
	lines, err := linesOf(at.Credentials)
	if err != nil {
		return err
	}
	for _, line := range lines {
		user, password, ok := strings.Cut(line, ":")
		switch {
		case ok:
			opts.Users = append(opts.Users, &server.User{Username: user, Password: password})
		case nkeys.IsValidPublicUserKey(line):
			opts.Nkeys = append(opts.Nkeys, &server.NkeyUser{Nkey: line})
		default:
			return fmt.Errorf("%s: %w", at.Credentials, ErrCredentials)
		}
	}
	return nil
}

// Address is where it listens.
func (s *Server) Address() string { return s.server.Addr().String() }

// Close ends it.
func (s *Server) Close() {
	s.server.Shutdown()
	s.server.WaitForShutdown()
}

// Connect connects this process to its own server, without network.
func (s *Server) Connect(job string) (*Queue, error) {
	return connect(job, "", nats.InProcessServer(s.server), nats.UserInfo(self, s.secret))
}
