package check

import (
	"bytes"
	"errors"
	"io"
	"math/big"
	"runtime"
	"strings"
	"time"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// Source is a file that can be read more than once.
type Source struct {
	Name string // for messages
	Open func() (io.ReadCloser, error)
}

// Bytes is a source that is in memory.
func Bytes(name string, content []byte) Source {
	return Source{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// Options say what is asked for. The zero value asks what fit does by default.
type Options struct {
	// Data chooses columns, as for fit. What it resolves to must be what the
	// certificate is for.
	Data dataset.Options
	// Exact proves every bound with integers of any length instead of fixed point. (A proof by breakpoints is read so, too,
	// where fixed point does not prove the claim. A proof by hinges is in fixed point always.)
	Exact bool
	// MinWeightLimit is the least weight limit to accept, in units of the labels;
	// nil: the root of their mean square (FORMAT.md).
	MinWeightLimit *float64
	// Part accepts a certificate of parts of the tree. What is proved is then for
	// the networks in those nodes only, Verdict.Parts.
	Part bool
	// Model, if given, must be of the certificate's class and data by its own words, in
	// the class, and its SSE at most U; its lower bound must not be above L.
	Model *Model
	// Threads is the number of workers; 0: one a core. The result does not depend
	// on it.
	Threads int
}

// Check says what the certificate proves about the data. The error is of files
// that cannot be read: a *certificate.Error, a *dataset.Error or one of Open. A model that
// is for something else is a *dataset.Error, too.
func Check(proof, data Source, opts Options) (*Verdict, error) {
	start := time.Now()
	k := &checker{survey: survey{proof: proof}, opts: opts, verdict: new(Verdict)}
	err := k.run(data)
	k.verdict.Seconds = time.Since(start).Seconds()
	var why *refusal
	if errors.As(err, &why) {
		k.verdict.fail(why)
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return k.verdict, nil
}

// CheckAny is Check, with integers of any length where the data have numbers that fixed point cannot hold.
func CheckAny(proof, data Source, opts Options) (*Verdict, error) {
	v, err := Check(proof, data, opts)
	if err != nil || opts.Exact || !strings.HasSuffix(v.Reason, tooLarge) {
		return v, err
	}
	opts.Exact = true
	return Check(proof, data, opts)
}

// checker is one Check.
type checker struct {
	survey
	opts    Options
	verdict *Verdict
	model   *Network // opts.Model's, on the certificate's columns
	c       *coordinates
	ledger  *ledger
}

func (k *checker) run(data Source) error {
	if err := k.lookAhead(); err != nil {
		return err
	}
	k.verdict.describe(&k.survey)
	if err := k.readModel(); err != nil {
		return err
	}
	if k.header.Sweep {
		return k.checkSweep(data)
	}
	if k.header.Breakpoints != nil {
		return k.checkBreakpoints(data)
	}
	if k.header.Hinges != nil {
		return k.checkHinges(data)
	}
	parts, err := k.checkParts()
	if err != nil {
		return err
	}
	s, err := readSamples(data, k.opts, k.header)
	if err != nil {
		return err
	}
	if k.c, err = newCoordinates(s, k.header); err != nil {
		return err
	}
	k.verdict.Samples, k.verdict.Rows = s.count(), len(s.ofRow)
	if err := k.c.checkLimit(k.opts.MinWeightLimit); err != nil {
		return err
	}
	provers, err := k.provers()
	if err != nil {
		return err
	}
	k.ledger = newLedger(k.c, provers)
	if k.trailer != nil {
		k.ledger.enough = k.c.scaleUp(k.trailer.Lower)
	}
	claimErr := k.checkClaim(k.c.attains)
	k.verdict.WeightLimitImplied = k.trailer != nil && claimErr == nil && k.c.implied(rational(k.trailer.Upper))
	treeErr := k.walk(parts)
	if k.changed {
		k.verdict.Upper, k.verdict.UpperHex = "", ""
		return treeErr
	}
	k.verdict.prove(k, k.c.unit(), k.c.labelLosses())
	return firstOf(claimErr, treeErr, k.conclude(k.c.unit()))
}

// readModel puts the model on the certificate's columns.
func (k *checker) readModel() (err error) {
	if k.opts.Model != nil {
		k.model, err = k.opts.Model.on(k.header)
	}
	return err
}

func firstOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkParts takes a certificate of parts for what it is only if that is asked for.
func (k *checker) checkParts() (map[certificate.Name]bool, error) {
	if n := len(k.parts()); n > 0 && !k.opts.Part {
		return nil, k.atPart(0, refuse("a certificate of %s only: check it with --part, or join the parts", nodes(k.verdict.Parts)))
	}
	return k.partSet()
}

// provers are the threads' own, as far as they need memory of their own.
func (k *checker) provers() ([]prover, error) {
	all := make([]prover, k.threads())
	if k.header.Loss.Family != certificate.Squared {
		by := newLossExact(k.c)
		for i := range all {
			all[i] = by
		}
		return all, nil
	}
	if k.opts.Exact {
		exact := newBoundExact(k.c) // it keeps nothing between bounds, so all share it
		for i := range all {
			all[i] = exact
		}
		return all, nil
	}
	fixed, err := newFixedData(k.c)
	if err != nil {
		return nil, err
	}
	k.c.fixed = fixed
	for i := range all {
		all[i] = newBoundFixed(fixed)
	}
	return all, nil
}

func (k *checker) threads() int {
	if k.opts.Threads > 0 {
		return min(k.opts.Threads, 1024)
	}
	return runtime.GOMAXPROCS(0)
}

// checkClaim checks the network of the trailer, and the model, by what insists that
// a network is in the class and has an SSE of at most the second argument.
func (k *checker) checkClaim(attains func(*Network, float64) error) error {
	if k.trailer == nil {
		return nil
	}
	t := k.trailer
	if err := attains(&Network{t.Units, t.Output}, t.Upper); err != nil {
		return at(k.line, err)
	}
	if t.Lower > t.Upper {
		return at(k.line, refuse("the claimed bounds are the wrong way round"))
	}
	k.verdict.upper(rational(t.Upper))
	return k.checkModel(attains)
}

func (k *checker) checkModel(attains func(*Network, float64) error) error {
	if k.model == nil {
		return nil
	}
	if err := attains(k.model, k.trailer.Upper); err != nil {
		return refuse("the model: %v", err)
	}
	if lower := k.opts.Model.SSELower; len(k.parts()) == 0 && lower > k.trailer.Lower {
		return refuse("the model: its lower bound %v is above the claimed %v", lower, k.trailer.Lower)
	}
	return nil
}

// attains insists that a network is in the class and has an SSE of at most upper.
func (c *coordinates) attains(net *Network, upper float64) error {
	if err := c.checkClass(net); err != nil {
		return err
	}
	return valueAtMost(objectiveOf(c.header), c.objective(net), upper)
}

func sseAtMost(sse *big.Rat, upper float64) error { return valueAtMost("SSE", sse, upper) }

// valueAtMost insists on what is claimed of a network, which what names.
func valueAtMost(what string, value *big.Rat, upper float64) error {
	if value.Cmp(rational(upper)) > 0 {
		v, _ := value.Float64()
		return refuse("its %s is %.17g, above the claimed %.17g", what, v, upper)
	}
	return nil
}

// scaleUp is a bound in the data's units as values are kept, rounded up.
func (c *coordinates) scaleUp(v float64) *big.Int {
	r := new(big.Rat).Quo(rational(v), c.unit())
	n := new(big.Int).Lsh(r.Num(), valueBits)
	return divUp(n, r.Denom())
}

// unit is label-scale²·weight-scale, or label-scale·weight-scale for losses that grow in proportion.
func (c *coordinates) unit() *big.Rat {
	u := new(big.Rat).Mul(rational(c.header.LabelScale), rational(c.header.WeightScale))
	if f := c.header.Loss.Family; f == certificate.Squared || f == certificate.Huber {
		u.Mul(u, rational(c.header.LabelScale))
	}
	return u
}

// walk checks the records up to the first that breaks a rule; what is open then
// inherits.
func (k *checker) walk(parts map[certificate.Name]bool) error {
	t := newTree(k.c, k.later, parts, k.ledger.add)
	err := k.each(func(r certificate.Record, line int) error {
		switch r := r.(type) {
		case *certificate.Split:
			return at(line, t.split(r))
		case *certificate.Bound:
			return at(line, t.bound(r.Node, &proof{record: r, line: line}))
		case *certificate.Dual:
			return at(line, t.bound(r.Node, &proof{dual: r, line: line}))
		}
		return nil
	})
	for i, part := range k.parts() {
		err = firstOf(err, k.atPart(i, t.meet(part)))
	}
	t.finish()
	k.ledger.flush()
	return err
}

// at enters the line of a refusal.
func at(line int, err error) error {
	var why *refusal
	if errors.As(err, &why) && why.line == 0 {
		why.line = line
	}
	return err
}

// conclude compares the least bound with the claim; unit is that of an SSE.
func (k *checker) conclude(unit *big.Rat) error {
	g := k.ledger
	if k.trailer == nil {
		return refuse("no trailer: the certificate does not end with a claim")
	}
	if g.least.Cmp(g.enough) >= 0 {
		k.verdict.Proved = true
		return nil
	}
	if g.weakest == nil {
		return refuse("a node without a bound of its own or above it is left open")
	}
	if g.weakest.err != nil {
		return at(g.weakest.line, g.weakest.err)
	}
	proved := digits(inDataUnits(g.least, unit), 17, false)
	return at(g.weakest.line, refuse("the bound proves %s, not the claimed %.16e", proved, k.trailer.Lower))
}

func inDataUnits(value *big.Int, unit *big.Rat) *big.Rat {
	r := new(big.Rat).SetFrac(value, new(big.Int).Lsh(big.NewInt(1), valueBits))
	return r.Mul(r, unit)
}
