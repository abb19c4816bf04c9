package queue

import (
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
)

// Beat is a worker's sign of life.
type Beat struct {
	Worker string `json:"worker"`
	State  string `json:"state,omitempty"` // of the subtree that it works on
	Epoch  int64  `json:"epoch,omitempty"`
	Leaves bool   `json:"leaves,omitempty"` // it is the last one
}

// Answer is what a worker is told.
type Answer struct {
	On   bool `json:"on"`   // it may go on with the subtree
	Over bool `json:"over"` // there is nothing left to do
}

// Send sends a sign of life and waits so long for the answer. Heard is false if none came: who is not told otherwise goes on.
func (q *Queue) Send(b Beat, wait time.Duration) (a Answer, heard bool) {
	text, _ := json.Marshal(b) // no error: these are plain data
	m, err := q.conn.Request(q.beats(), text, wait)
	if err != nil || json.Unmarshal(m.Data, &a) != nil {
		return Answer{}, false
	}
	return a, true
}

// Beats has signs of life answered, until stop.
func (q *Queue) Beats(answer func(Beat) Answer) (stop func(), err error) {
	s, err := q.conn.Subscribe(q.beats(), func(m *nats.Msg) {
		var b Beat
		if json.Unmarshal(m.Data, &b) != nil {
			return
		}
		text, _ := json.Marshal(answer(b))
		m.Respond(text)
	})
	if err != nil {
		return nil, err
	}
	return func() { s.Unsubscribe() }, q.conn.Flush()
}
