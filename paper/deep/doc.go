// Package deep trains tiny networks with one more layer of ReLUs, exactly: by all activation
// patterns, as Arora et al. do at depth 2 (paper, section 3, asks whether training becomes
// harder with depth).
//
// The network is a sum of groups,
//
//	f(x) = Σ_g s_g ρ_g(Σ_{j ∈ g} a_j [⟨w_j, x⟩]_+),
//
// where ρ_g is a ReLU or nothing. One group without a ReLU is the paper's network of depth 2. One group
// with a ReLU and two units is the architecture of Boob, Dey and Lan ([9] of the paper). Several groups with ReLUs
// have depth 3, with units of their own for each unit of the second layer: so signs ±1 are without loss of
// generality, and for given patterns f is linear in all weights, which it is not when units are shared.
//
// The algorithm. A node knows for its first samples which units, and which groups' ReLUs, are active. The least
// squares over these samples, under the linear inequalities that say so, is a lower bound, for other samples add errors. The next sample's
// patterns are its children. So the tree has at most as many leaves as there are patterns, which is
// m^O(P) for P weights. The bounds are in float64, and there is no certificate.
//
//	form.go       which networks compete; a network's output
//	train.go      the tree, depth first
//	start.go      networks to begin with: from patterns to weights and back
//	quadratic.go  least squares under linear inequalities; shortest.go, its core
//
// Legend: m samples i of n columns, K units j in G groups g, P = K·n weights w, a and s signs.
package deep
