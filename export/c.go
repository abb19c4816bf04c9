package export

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"relucert/network"
)

// cFunctions are the same for every network. The product has a statement of its own,
// since C lets a compiler fuse it with the sum within an expression.
const cFunctions = `
static double relucert_affine(const double w[%[1]d], double bias, const double x[%[1]d])
{
    double sum = 0.0;
    for (int i = 0; i < %[1]d; i++) {
        const double product = w[i] * %[2]s;
        sum += product;
    }
    return sum + bias;
}

static double relucert_relu(double t)
{
    return t > 0.0 ? t : 0.0;
}

double relucert_predict(const double x[%[1]d])
{
`

// encodeC is a C99 function that adds in the order of [network.Network.Predict].
func encodeC(m *network.Model) []byte {
	b := new(bytes.Buffer)
	fmt.Fprintf(b, "// double relucert_predict(const double x[%d]) predicts %q from\n", len(m.Features), m.Target)
	for i, feature := range m.Features {
		fmt.Fprintf(b, "//   x[%d] = %q\n", i, feature)
	}
	if m.Origins != nil {
		b.WriteString("// What is taken off x is exact as long as x is.\n")
	}
	b.WriteString(`// C99, no dependencies. The result is relucert predict's to the last bit where a double
// is rounded at every operation: gcc -std=c99 (or -ffp-contract=off), clang, not -ffast-math.
`)
	fmt.Fprintf(b, cFunctions, len(m.Features), cOrigins(m))
	out := m.Network.Output
	fmt.Fprintf(b, "    double f = %s;\n", cAffine(out.Weights, out.Bias))
	for i := range m.Network.Jumps {
		j := &m.Network.Jumps[i]
		comparison := ">="
		if j.Open() {
			comparison = ">"
		}
		fmt.Fprintf(b, "    if (%s %s %s)\n        f = %s;\n", strings.ReplaceAll(cOrigins(m), "[i]", "[0]"), comparison, cNumber(j.At), cAffine(j.Output.Weights, j.Output.Bias))
	}
	for _, u := range m.Network.Units {
		fmt.Fprintf(b, "    f %c= relucert_relu(%s);\n", network.SignRune(u.Sign), cAffine(u.Weights, u.Bias))
	}
	if origin := m.TargetOrigin.Float64(); origin != 0 {
		fmt.Fprintf(b, "    f += %s;\n", cNumber(origin))
	}
	b.WriteString("    return f;\n}\n")
	return b.Bytes()
}

// cOrigins is x[i] less its origin.
func cOrigins(m *network.Model) string {
	if m.Origins == nil {
		return "x[i]"
	}
	texts := make([]string, len(m.Origins))
	for i, o := range m.Origins {
		texts[i] = cNumber(o.Float64())
	}
	return "(x[i] - (const double[]){" + strings.Join(texts, ", ") + "}[i])"
}

func cAffine(weights []float64, bias float64) string {
	texts := make([]string, len(weights))
	for i, w := range weights {
		texts[i] = cNumber(w)
	}
	return fmt.Sprintf("relucert_affine((const double[]){%s}, %s, x)", strings.Join(texts, ", "), cNumber(bias))
}

// cNumber is a hexadecimal float, which is exact.
func cNumber(v float64) string { return strconv.FormatFloat(v, 'x', -1, 64) }
