package queue

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Queue is a connection for one job. The coordinator opens it, workers find it.
type Queue struct {
	job  string
	conn *nats.Conn
	js   jetstream.JetStream
	lost time.Duration // how long a message that was handed out waits for its acknowledgement

	mu        sync.Mutex
	consumers map[string]jetstream.Consumer // by stream, as they were found
}

// ErrName says that a job cannot be called so.
var ErrName = errors.New("a job's name may have letters, digits, - and _")

var jobName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// ErrNobody says that no server is at an address, as yet.
var ErrNobody = nats.ErrNoServers

// Dial connects. A connection that is lost is made again, for as long as it takes.
func Dial(a Access, job string) (*Queue, error) {
	options, err := a.options()
	if err != nil {
		return nil, err
	}
	if u, err := url.Parse(a.URL); err == nil && u.Scheme != "" && u.Host == "" {
		return nil, fmt.Errorf("%s names no host", a.URL)
	}
	return connect(job, a.URL, options...)
}

// redial is how long to wait before a connection is tried again.
const redial = 500 * time.Millisecond

func connect(job, server string, options ...nats.Option) (*Queue, error) {
	if !jobName.MatchString(job) {
		return nil, ErrName
	}
	conn, err := nats.Connect(server, append(options, nats.MaxReconnects(-1), nats.ReconnectWait(redial), nats.PingInterval(10*time.Second), nats.Name("relucert"))...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", server, err)
	}
	js, err := jetstream.New(conn)
	return &Queue{job: job, conn: conn, js: js, lost: soon, consumers: make(map[string]jetstream.Consumer)}, err
}

// Close ends the connection.
func (q *Queue) Close() { q.conn.Close() }

// Traffic is how many messages, and bytes in them, have come and gone over this connection.
func (q *Queue) Traffic() (messages, bytes uint64) {
	s := q.conn.Stats()
	return s.InMsgs + s.OutMsgs, s.InBytes + s.OutBytes
}

// The job's names.
func (q *Queue) work() string    { return q.job + "-work" }
func (q *Queue) results() string { return q.job + "-results" }
func (q *Queue) blobs() string   { return q.job + "-blobs" }
func (q *Queue) latest() string  { return q.job + "-latest" }
func (q *Queue) beats() string   { return q.job + ".beat" }

// The consumers' names: one for all workers, one for the coordinator.
const (
	workers     = "workers"
	coordinator = "coordinator"
)

// soon is how long an acknowledgement may take. It is given at once, not when the work is done: what takes longer is lost.
const soon = 10 * time.Second

// Open begins the job's streams and buckets, without what may be left of earlier ones.
func (q *Queue) Open(ctx context.Context) error {
	if err := q.Remove(ctx); err != nil {
		return err
	}
	for _, s := range []struct {
		stream, consumer string
		perSubject       int64
	}{{q.work(), workers, 1}, {q.results(), coordinator, -1}} {
		_, err := q.js.CreateStream(ctx, jetstream.StreamConfig{Name: s.stream, Subjects: []string{s.stream + ".>"}, Retention: jetstream.WorkQueuePolicy,
			MaxMsgsPerSubject: s.perSubject, Duplicates: time.Minute})
		if err == nil { // unlimited, for acknowledgements that are missing must not keep messages back
			_, err = q.js.CreateConsumer(ctx, s.stream, jetstream.ConsumerConfig{Durable: s.consumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: q.lost, MaxAckPending: -1})
		}
		if err != nil {
			return fmt.Errorf("stream %s: %w", s.stream, err)
		}
	}
	if _, err := q.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: q.blobs()}); err != nil {
		return fmt.Errorf("bucket %s: %w", q.blobs(), err)
	}
	if _, err := q.js.CreateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: q.latest()}); err != nil {
		return fmt.Errorf("bucket %s: %w", q.latest(), err)
	}
	return nil
}

// Remove removes all that the job has on the server.
func (q *Queue) Remove(ctx context.Context) error {
	return errors.Join(
		unlessMissing(q.js.DeleteStream(ctx, q.work())), unlessMissing(q.js.DeleteStream(ctx, q.results())),
		unlessMissing(q.js.DeleteObjectStore(ctx, q.blobs())), unlessMissing(q.js.DeleteKeyValue(ctx, q.latest())))
}

func unlessMissing(err error) error {
	if errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrBucketNotFound) {
		return nil
	}
	return err
}

// Offer puts a subtree up for any worker. A later offer of the same one takes its place.
func (q *Queue) Offer(ctx context.Context, state string, offer []byte) error {
	_, err := q.js.Publish(ctx, q.work()+"."+state, offer)
	return err
}

// Message is one that was fetched. Until it is acknowledged, it may be fetched again.
type Message struct{ jetstream.Msg }

// Take waits so long for an offer; nil: none came.
func (q *Queue) Take(ctx context.Context, wait time.Duration) (*Message, error) {
	return q.fetch(ctx, q.work(), workers, wait)
}

// Next waits so long for a result; nil: none came.
func (q *Queue) Next(ctx context.Context, wait time.Duration) (*Message, error) {
	return q.fetch(ctx, q.results(), coordinator, wait)
}

// fetch takes one message, never more: others are for others.
func (q *Queue) fetch(ctx context.Context, stream, consumer string, wait time.Duration) (*Message, error) {
	c, err := q.consumer(ctx, stream, consumer)
	if err != nil {
		return nil, err
	}
	batch, err := c.Fetch(1, jetstream.FetchMaxWait(wait))
	if err == nil {
		for m := range batch.Messages() {
			return &Message{m}, nil
		}
		err = batch.Error()
	}
	if err != nil && !errors.Is(err, nats.ErrTimeout) {
		q.forget(stream)
		return nil, err
	}
	return nil, nil
}

// consumer finds a consumer once, and again after an error.
func (q *Queue) consumer(ctx context.Context, stream, name string) (jetstream.Consumer, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if c := q.consumers[stream]; c != nil {
		return c, nil
	}
	c, err := q.js.Consumer(ctx, stream, name)
	if err == nil {
		q.consumers[stream] = c
	}
	return c, err
}

func (q *Queue) forget(stream string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.consumers, stream)
}

// answered is how long the server may take to say that it has a message. One that was killed meanwhile never does.
const answered = 3 * time.Second

// Report hands a result in, again and again until the server has it, or ctx ends. The same one twice within a minute, by its name, is one.
func (q *Queue) Report(ctx context.Context, name string, result []byte) error {
	for {
		attempt, cancel := context.WithTimeout(ctx, answered)
		_, err := q.js.Publish(attempt, q.results()+"."+name, result, jetstream.WithMsgID(name))
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(redial):
		}
	}
}
