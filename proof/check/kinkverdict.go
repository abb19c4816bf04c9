package check

import (
	"fmt"
	"math/big"
	"strings"

	"relucert/proof/certificate"
)

// broken enters what a proof by breakpoints proves.
func (v *Verdict) broken(p *kinkProof, lower *big.Rat, t *certificate.Trailer) {
	v.Leaves, v.Checked = len(p.leaves()), p.records
	_, v.Exact = p.prices.(exactPrices)
	if t != nil && lower.Cmp(rational(t.Lower)) >= 0 {
		lower = rational(t.Lower)
	}
	v.Lower, v.LowerHex = decimal(lower, false), hexadecimal(lower, false)
	if v.Upper != "" && v.Parts == nil {
		v.gap(lower, rational(t.Upper), p.squares)
	}
}

// constraintsOf are the class's, as the header says them.
func constraintsOf(b *certificate.Breakpoints) (all []string) {
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if b.MinSamples > 0 {
		say("min-samples %d", b.MinSamples)
	}
	if b.MinSpan.Mantissa > 0 {
		say("min-span %s", b.MinSpan.Plain())
	}
	for _, r := range b.KinksBetween {
		say("kinks-between %s %s", r.From.Plain(), r.To.Plain())
	}
	if b.KnownKinks != nil {
		say("known-kinks%s", spaced(len(b.KnownKinks), func(i int) string { return b.KnownKinks[i].Plain() }))
	}
	if b.Slopes != nil {
		say("slopes%s", spaced(len(b.Slopes), func(i int) string { return slopeText(b.Slopes[i]) }))
	}
	if b.Through != nil {
		say("through %s %s", b.Through[0].Plain(), b.Through[1].Plain())
	}
	return all
}

func spaced(n int, text func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" " + text(i))
	}
	return b.String()
}

func slopeText(s certificate.SlopeRange) string {
	if s.Kind == certificate.SlopeIs {
		return s.Value.Plain()
	}
	return s.String()
}

// brokenLine is "broken lines with at most 3 kinks", "any signs".
func (c *Class) brokenLine() []string {
	if c.Jumps {
		return []string{"broken lines with at most " + plural(c.Units, "breakpoint") + ", which may jump"}
	}
	noun := "kink"
	if c.Constraints != nil {
		noun = "breakpoint"
	}
	signs := "any signs"
	if c.Signs != "any" {
		signs = "signs " + c.Signs
	}
	return []string{"broken lines with at most " + plural(c.Units, noun), signs}
}
