package relucert

import (
	"context"
	"errors"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// Plan searches like Fit until so many nodes are open that as many parts as there are folders have work of about the same weight, and
// leaves each part in a folder of its own: Fit with Checkpoint.Resume goes on with it, anywhere, and the certificate that it
// writes is of the part's nodes (proof/certificate/FORMAT.md, Parts). It returns how many parts there are: fewer where a limit, or the
// search's end, came first. A certificate must be asked for.
func Plan(ctx context.Context, p Problem, opts Options, folders []string) (r *Result, parts int, err error) {
	if len(folders) == 0 || opts.Certificate == nil {
		return nil, 0, errors.New("a plan needs folders for its parts, and a certificate")
	}
	plan := &planning{folders: folders}
	opts.Checkpoint = &Checkpoint{Dir: folders[0]}
	r, err = fit(ctx, p, opts, plan)
	return r, plan.parts, err
}

// planning is the way to parts.
type planning struct {
	folders []string
	closed  []certificate.Name // nodes
	parts   int                // made
}

// nodesPerPart is how many open nodes a part gets: one alone may be much more work than another.
const nodesPerPart = 8

func (p *planning) enough() int { return nodesPerPart * len(p.folders) }

// deal makes a folder for each part: its share of the open nodes, with the records so far; the first has the closed nodes, too.
func (k *keeping) deal(now search.Kept) error {
	k.plan.parts = max(1, min(len(k.plan.folders), int(now.State().Open)))
	k.part, k.fresh = true, true
	for i, dir := range k.plan.folders[:k.plan.parts] {
		k.parts = nil
		if i == 0 {
			k.parts = k.plan.closed
		}
		if err := k.dealPart(dir, i, now); err != nil {
			return err
		}
	}
	return nil
}

func (k *keeping) dealPart(dir string, i int, now search.Kept) error {
	to := k.folder
	if i > 0 {
		other, err := checkpoint.Create(dir)
		if err != nil {
			return err
		}
		defer other.Close()
		if err := k.folder.CopyProof(other); err != nil {
			return err
		}
		to = other
	}
	return k.save(to, now.Share(i, k.plan.parts))
}

// collect gives a tree what collects the names of nodes that a part's claim is for.
func (k *keeping) collect() (closed, opened func(certificate.Name)) {
	switch {
	case k != nil && k.plan != nil:
		return func(n certificate.Name) { k.plan.closed = append(k.plan.closed, n) }, nil
	case k != nil && k.unit != nil:
		return func(n certificate.Name) { k.unit.closed = append(k.unit.closed, n) }, nil
	case k != nil && k.part && k.fresh:
		k.fresh = false
		return nil, func(n certificate.Name) { k.parts = append(k.parts, n) }
	}
	return nil, nil
}

// isBelow says that the search begins at nodes that somebody has left.
func (k *keeping) isBelow() bool { return k != nil && k.unit != nil && k.unit.below != nil }

// isPart says that the search is not of the whole tree, or not to be.
func (k *keeping) isPart() bool { return k != nil && (k.part || k.plan != nil) }
