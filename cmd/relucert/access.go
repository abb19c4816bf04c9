package main

import (
	"github.com/spf13/pflag"

	"relucert/internal/queue"
)

// natsAddress is where serve listens, and where work and status look.
const natsAddress = "127.0.0.1:4222"

// reaching is how one gets to a coordinator.
type reaching struct {
	queue.Access
	job string
}

// define is its flags. From is where the URL is looked for if it is not given.
func (r *reaching) define(f *pflag.FlagSet, natsUsage string) {
	f.StringVar(&r.URL, "nats", "", natsUsage)
	f.StringVar(&r.job, "job", "relucert", "`NAME` of the search, where one server has several")
	f.StringVar(&r.Credentials, "credentials", "", "`FILE` with user:password, or the seed of an nkey, to log in to the server with")
	f.StringVar(&r.CA, "ca", "", "`FILE` with the certificates (PEM) that the server's TLS certificate is to be signed by")
}

func (r *reaching) dial() (*queue.Queue, error) {
	q, err := queue.Dial(r.Access, r.job)
	if err != nil {
		return nil, usagef("--nats: %v", err)
	}
	return q, nil
}
