package crowd

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"relucert"
	"relucert/internal/coordinator"
	"relucert/internal/queue"
	"relucert/proof/certificate"
)

// Question is what workers are told of the search.
type Question struct {
	Arguments []string      `json:"arguments"` // flags, as in job.json
	Data      string        `json:"data"`      // the file's SHA-256
	Name      string        `json:"name"`      // and its name
	Statement string        `json:"statement"` // SHA-256 of what is searched, and how
	Nodes     int64         `json:"nodes"`     // limits of a unit; 0: none
	Time      time.Duration `json:"time"`
	Lease     time.Duration `json:"lease"`
	Over      bool          `json:"over"` // there is nothing left to do
	// Check asks for parts of a certificate to be checked, not for a search; Statement is empty then.
	Check bool `json:"check,omitempty"`
}

// fingerprint is the SHA-256 of what is searched, and how: it is other on processors of another kind.
func fingerprint(t *relucert.Subtrees) string {
	sum := sha256.Sum256([]byte(t.Statement()))
	return hex.EncodeToString(sum[:])
}

// Offered is an offer, with the subtree's files.
type Offered struct {
	coordinator.Offer
	Parcel queue.Parcel
}

// The files of a parcel that a worker brings: Brought as JSON, the certificate, and a state each for what is left.
const (
	manifestFile = "brought"
	proofFile    = "proof"
	partFile     = "part" // of a certificate that is to be checked
)

func stateFile(i int) string { return fmt.Sprint("state-", i) }

// Brought is what a worker has made of a subtree.
type Brought struct {
	State  coordinator.Hash    `json:"state"` // of the subtree
	Epoch  int64               `json:"epoch"`
	Worker string              `json:"worker"`
	Nodes  int64               `json:"nodes"`
	Closed bool                `json:"closed"` // the certificate is for some nodes
	Left   []Left              `json:"left"`
	Best   *relucert.Incumbent `json:"best"`
	Failed string              `json:"failed,omitempty"` // why there is nothing else; of a part, why it is not proved
}

// Left is a subtree that is left.
type Left struct {
	Nodes []Name  `json:"nodes"`
	Lower float64 `json:"lower"`
}

// Name is a node's in the proof.
type Name struct {
	Split int    `json:"s"`
	Parts []byte `json:"p"`
}

func namesOf(nodes []certificate.Name) (names []Name) {
	for _, n := range nodes {
		names = append(names, Name{n.Split, []byte(n.Parts)})
	}
	return names
}

func (l *Left) names() (nodes []certificate.Name) {
	for _, n := range l.Nodes {
		nodes = append(nodes, certificate.Name{Split: n.Split, Parts: string(n.Parts)})
	}
	return nodes
}
