package reduce

import (
	"math/big"
	"strings"
	"testing"
)

func TestNothing(t *testing.T) {
	tiny := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 3000))
	for want, sse := range map[string]*big.Rat{
		"SSE 3 > 2":           whole(3),
		"SSE 7/3 > 2":         big.NewRat(7, 3),
		"SSE is just above 2": plus(whole(2), tiny),
	} {
		if got := nothing(sse, whole(2)); !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
