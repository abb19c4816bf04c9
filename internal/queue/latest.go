package queue

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// The values of which only the last one counts.
const (
	Question  = "question"
	Incumbent = "incumbent"
	Status    = "status"
)

// Set publishes a value.
func (q *Queue) Set(ctx context.Context, key string, value []byte) error {
	bucket, err := q.js.KeyValue(ctx, q.latest())
	if err == nil {
		_, err = bucket.Put(ctx, key, value)
	}
	return err
}

// Value is the last one; nil: there is none yet.
func (q *Queue) Value(ctx context.Context, key string) ([]byte, error) {
	bucket, err := q.js.KeyValue(ctx, q.latest())
	if err != nil {
		return nil, err
	}
	e, err := bucket.Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return e.Value(), nil
}

// Reread is how often a value that is watched is read all the same: a watch may be dead after a reconnect, and nobody tells.
const Reread = 30 * time.Second

// Latest is a value that is kept up to date.
type Latest struct{ value atomic.Pointer[[]byte] }

// Get is the value; nil: there is none yet.
func (l *Latest) Get() []byte {
	if p := l.value.Load(); p != nil {
		return *p
	}
	return nil
}

// Watch keeps a value up to date until ctx ends; changed, if not nil, is called with each.
func (q *Queue) Watch(ctx context.Context, key string, every time.Duration, changed func([]byte)) *Latest {
	l := new(Latest)
	set := func(value []byte) {
		l.value.Store(&value)
		if changed != nil {
			changed(value)
		}
	}
	go func() {
		for ctx.Err() == nil {
			q.follow(ctx, key, every, set)
		}
	}()
	return l
}

// follow watches for so long, and then reads the value.
func (q *Queue) follow(ctx context.Context, key string, every time.Duration, set func([]byte)) {
	ctx, cancel := context.WithTimeout(ctx, every)
	defer cancel()
	if value, err := q.Value(ctx, key); err == nil && value != nil {
		set(value)
	}
	if bucket, err := q.js.KeyValue(ctx, q.latest()); err == nil {
		if w, err := bucket.Watch(ctx, key, jetstream.UpdatesOnly()); err == nil {
			defer w.Stop()
			for {
				select {
				case e, on := <-w.Updates():
					if !on {
						return
					}
					if e != nil {
						set(e.Value())
					}
				case <-ctx.Done():
					return
				}
			}
		}
	}
	select {
	case <-ctx.Done():
	case <-time.After(redial):
	}
}
