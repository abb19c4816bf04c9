package queue

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// Access is how one gets to a server.
type Access struct {
	URL         string
	Credentials string // a file with "user:password", or with the seed of an nkey; "": none
	CA          string // a file with the certificates that the server's is to be signed by; "": the system's
}

// ErrCredentials says that a file holds no credentials.
var ErrCredentials = errors.New("it holds neither user:password nor an nkey")

func (a *Access) options() ([]nats.Option, error) {
	var all []nats.Option
	if a.CA != "" {
		pem, err := os.ReadFile(a.CA)
		if err != nil {
			return nil, err
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s: it holds no certificates", a.CA)
		}
		all = append(all, nats.Secure(&tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}))
	}
	if a.Credentials == "" {
		return all, nil
	}
	lines, err := linesOf(a.Credentials)
	if err != nil {
		return nil, err
	}
	login, err := login(lines[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Credentials, err)
	}
	return append(all, login), nil
}

// login is how to say who one is.
func login(line string) (nats.Option, error) {
	if user, password, ok := strings.Cut(line, ":"); ok {
		return nats.UserInfo(user, password), nil
	}
	pair, err := nkeys.FromSeed([]byte(line))
	if err != nil {
		return nil, ErrCredentials
	}
	public, err := pair.PublicKey()
	if err != nil {
		return nil, ErrCredentials
	}
	return nats.Nkey(public, pair.Sign), nil
}

// linesOf is a file's lines that are neither empty nor comments, at least one.
func linesOf(path string) (lines []string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("%s: %w", path, ErrCredentials)
	}
	return lines, nil
}
