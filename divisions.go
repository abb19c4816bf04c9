package relucert

import (
	"context"
	"errors"
	"fmt"

	"relucert/internal/engine/boxes"
	"relucert/internal/engine/node"
	"relucert/internal/engine/patterns"
	"relucert/internal/engine/search"
	"relucert/internal/engine/sides"
	"relucert/internal/engine/whiten"
)

// conic divides by boxes of directions.
type conic struct{}

func (conic) method() Method { return Conic }

func (conic) prepare(_ context.Context, b *branching) error {
	if n := b.whitened.N; n > boxes.MostInputs {
		return fmt.Errorf("%d linearly independent inputs (bias included) are too many for method conic: at most %d; try --method sign", n, boxes.MostInputs)
	}
	return nil
}

func (conic) memory(b *branching) int64 { return boxes.Memory(b.whitened, b.problem.K(), b.workers()) }

func (conic) tree(ctx context.Context, b *branching, upper float64, log node.Log) *boxes.Tree {
	tree := boxes.New(ctx, b.whitened, b.problem.K(), b.workers(), b.problem.Output, b.effort(upper), b.floorInside())
	tree.Crew = b.crew
	b.equip(&tree.Skeleton, log)
	return tree
}

func (d conic) search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error) {
	tree := d.tree(ctx, b, from.sse, b.log())
	return searchTree(ctx, b, tree, tree.Roots(b.problem.SignVectors()), from, o)
}

func (d conic) enter(ctx context.Context, b *branching, log node.Log, from incumbent, o search.Options) search.Contender[whiten.Solution] {
	tree := d.tree(ctx, b, from.sse, log)
	return search.Enter(ctx, tree, tree.Roots(b.problem.SignVectors()), from.Solution, from.sse, o)
}

func (conic) head(*branching) int64 { return 0 }

// sign divides by sides of samples.
type sign struct{}

func (sign) method() Method { return Sign }

func (sign) prepare(_ context.Context, b *branching) error {
	if !b.steep() {
		return nil
	}
	advice := "leave it out, or multiply it by a constant, which makes another class of the bound"
	if b.whitened.N <= boxes.MostInputs {
		advice = "try --method conic"
	}
	return fmt.Errorf("an input column varies by less than 1e-12, too little for proofs of method sign with a norm bound: %s", advice)
}

func (sign) memory(b *branching) int64 { return sides.Memory(b.whitened, b.problem.K(), b.workers()) }

func (sign) tree(ctx context.Context, b *branching, upper float64, log node.Log) *sides.Tree {
	tree := sides.New(ctx, b.whitened, b.problem.K(), b.workers(), b.effort(upper), b.floorInside())
	b.equip(&tree.Skeleton, log)
	return tree
}

func (d sign) search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error) {
	tree := d.tree(ctx, b, from.sse, b.log())
	o.Dive = true
	return searchTree(ctx, b, tree, tree.Roots(b.problem.SignVectors()), from, o)
}

func (d sign) enter(ctx context.Context, b *branching, log node.Log, from incumbent, o search.Options) search.Contender[whiten.Solution] {
	tree := d.tree(ctx, b, from.sse, log)
	o.Dive = true
	return search.Enter(ctx, tree, tree.Roots(b.problem.SignVectors()), from.Solution, from.sse, o)
}

// tries is how many steps it takes at least to try what a sample's side proves.
const tries = 8

// head is that of a node in which all samples are tried.
func (sign) head(b *branching) int64 {
	m, size := int64(b.whitened.M), int64(b.whitened.P+b.problem.K()*b.whitened.N)
	return tries * m * m * size
}

// enumerate divides by activation patterns, into blocks of choices.
type enumerate struct{ tree *patterns.Tree }

func (*enumerate) method() Method { return Enumerate }

func (e *enumerate) prepare(ctx context.Context, b *branching) (err error) {
	if b.opts.Certificate != nil {
		return errors.New("method enumerate writes no certificate: use method conic or sign for one")
	}
	e.tree, err = patterns.New(ctx, b.whitened, b.problem.Data, b.problem.Class, b.workers(), b.opts.Gap, b.floorInside())
	return err
}

func (*enumerate) memory(*branching) int64 { return 0 } // little beside the descent's

func (e *enumerate) search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error) {
	b.equip(&e.tree.Skeleton, b.log())
	return search.Run(ctx, e.tree, e.tree.Roots(), from.Solution, from.sse, o), nil
}
