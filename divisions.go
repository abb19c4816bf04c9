package relucert

import (
	"context"
	"errors"
	"fmt"

	"relucert/internal/engine/boxes"
	"relucert/internal/engine/patterns"
	"relucert/internal/engine/search"
	"relucert/internal/engine/sides"
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

func (conic) search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error) {
	tree := boxes.New(ctx, b.whitened, b.problem.K(), o.Workers, b.problem.Output, b.effort(from.sse), b.floorInside())
	tree.Crew = b.crew
	b.equip(&tree.Skeleton)
	return searchTree(ctx, b, tree, tree.Roots(b.problem.SignVectors()), from, o)
}

// sign divides by sides of samples.
type sign struct{}

func (sign) method() Method { return Sign }

func (sign) prepare(_ context.Context, b *branching) error {
	if b.steep() {
		return errors.New("an input column varies by less than 1e-12, too little for method sign with a norm bound: multiply it by a constant, or try --method conic")
	}
	return nil
}

func (sign) memory(b *branching) int64 { return sides.Memory(b.whitened, b.problem.K(), b.workers()) }

func (sign) search(ctx context.Context, b *branching, from incumbent, o search.Options) (ended, error) {
	tree := sides.New(ctx, b.whitened, b.problem.K(), o.Workers, b.effort(from.sse), b.floorInside())
	b.equip(&tree.Skeleton)
	o.Dive = true
	return searchTree(ctx, b, tree, tree.Roots(b.problem.SignVectors()), from, o)
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
	b.equip(&e.tree.Skeleton)
	return search.Run(ctx, e.tree, e.tree.Roots(), from.Solution, from.sse, o), nil
}
