package relucert

import (
	"fmt"

	"relucert/network"
)

// Pieces are the lines of a network on one feature from left to right, nil on more.
func (r *Result) Pieces() []network.Piece { return r.Network.Pieces() }

// String is one line: the status, the interval of the least SSE, and how it was found.
func (r *Result) String() string {
	return fmt.Sprintf("%v: the least %s is in [%.7g, %.7g] (%d units, method %v, %d nodes)",
		r.Status, r.Objective.Name(), r.SSELower, r.SSE, r.K(), r.Method, r.Nodes)
}
