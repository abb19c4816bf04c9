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

`

const cRelu = `static double relucert_relu(double t)
{
    return t > 0.0 ? t : 0.0;
}

`

// encodeC is a C99 function that adds in the order of [network.Network.Predict].
func encodeC(m *network.Model) []byte {
	b := new(bytes.Buffer)
	fmt.Fprintf(b, "// double relucert_predict(const double x[%d]) predicts %q from\n", len(m.Features), m.Target)
	for i, feature := range m.Features {
		fmt.Fprintf(b, "//   x[%d] = %q%s\n", i, feature, counted(m.Dates, i))
	}
	b.WriteString("// C99, no dependencies. " + cPrecision(m) + ` where a double
// is rounded at every operation: gcc -std=c99 (or -ffp-contract=off), clang, not -ffast-math.
`)
	fmt.Fprintf(b, cFunctions, len(m.Features), cOrigins(m))
	if len(m.Network.Units) > 0 {
		b.WriteString(cRelu)
	}
	fmt.Fprintf(b, "double relucert_predict(const double x[%d])\n{\n", len(m.Features))
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
	high, low := halves(m.TargetOrigin)
	for _, part := range []float64{low, high} {
		if part != 0 {
			fmt.Fprintf(b, "    f += %s;\n", cNumber(part))
		}
	}
	b.WriteString("    return f;\n}\n")
	return b.Bytes()
}

// cPrecision says how near the function comes to predict, which reads decimals and prints them.
func cPrecision(m *network.Model) string {
	if m.Origins == nil && m.TargetOrigin.Mantissa == 0 {
		return "The result is relucert predict's to the last bit"
	}
	return "The result is relucert predict's as near as doubles hold x, and it,\n//"
}

// cOrigins is x[i] less its origin.
func cOrigins(m *network.Model) string {
	if m.Origins == nil {
		return "x[i]"
	}
	high, low := halvesOf(m.Origins)
	if low == nil {
		return "(x[i] - " + cArray(high) + "[i])"
	}
	return "(x[i] - " + cArray(high) + "[i] - " + cArray(low) + "[i])"
}

func cArray(numbers []float64) string {
	texts := make([]string, len(numbers))
	for i, v := range numbers {
		texts[i] = cNumber(v)
	}
	return "(const double[]){" + strings.Join(texts, ", ") + "}"
}

func cAffine(weights []float64, bias float64) string {
	return fmt.Sprintf("relucert_affine(%s, %s, x)", cArray(weights), cNumber(bias))
}

// cNumber is a hexadecimal float, which is exact.
func cNumber(v float64) string { return strconv.FormatFloat(v, 'x', -1, 64) }
