// Package whiten changes a training problem into the coordinates in which it
// is searched, and networks back into the user's.
//
// Equal rows become one sample first. Then three changes, all exactly reversible in rational arithmetic:
//
//   - Inputs: x̂ = T x̃, where x̃ is the sample with its constant (if the units
//     have a bias) and T has few-bit dyadic entries chosen by Gram–Schmidt, so
//     that Σ ω x̂ x̂ᵀ / Σ ω is nearly the identity. Boxes of directions are then
//     round in the data's own metric, and a limit on ŵ means the same in every
//     direction. Columns that depend linearly on earlier ones are left out; any
//     network of the full class has an equal one without them.
//   - Labels: the free output part's least-squares fit is subtracted, which
//     moves every network's output part and changes no SSE; then they are
//     divided by a power of two so that their RMS is about 1.
//   - Sample weights are divided by a power of two.
//
// What the floats cost is kept as two norms, XError and YError: how far the
// whitened samples may be from the exact ones of the file. Every bound that is
// claimed allows for them.
//
// Legend: m samples, n raw columns (bias first), N ≤ n kept ones, P output
// columns, ω weights, hats for whitened.
package whiten
