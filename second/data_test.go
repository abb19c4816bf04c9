package second_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// tables are data files, each a way to be read or refused.
var tables = []string{
	"x,y\n1,2\n2,3\n", "\xef\xbb\xbfx , y\r\n1 ,2\r\n\n 2, 3\n3,1", "\"x\",\"y\"\n\"1\",2\n2,\"3\"\n", "x,y\n1,2\n  \n2,3\n",
	"x,y\n+1,2\n.5,3\n3.,1\n", "x,y\n1e2,2\n1E+2,3\n3e-1,1\n", "x,y\n1/2,2\n-1/2,3\n+7/3,1\n", "x,y\n1/-2,2\n", "x,y\n1/0,2\n1,3\n", "x,y\n1,2\n1/00,3\n",
	"x,y\n1_0,2\n", "x,y\n0x10,2\n", "x,y\n1e400,2\n", "x,y\n1e-400,2\n", "x,y\n1e-2000,2\n", "x,y\n1e-2001,2\n", "x,y\n0e2001,2\n",
	"x,y\n1.7976931348623158e308,2\n", "x,y\n1.7976931348623159e308,2\n", "x,y\n" + strings.Repeat("1", 1025) + ",2\n",
	"x,y\n0." + strings.Repeat("1", 1022) + ",2\n", "x,y\n1,2,\n", "x,y\n1\n", "x,y\n\n2,3\n", "a,x,y\nfoo,1,2\n1,3,4\n", ",x,y\n1,1,2\n",
	"x,y,z\n1,2,a\n", "x,y\n1,2\n2,NA\n", "x,y\n1,2\n2,nAn\n", "x,y\n1,?\n", "x,y\nnull,1\n2,3\n", "x,x,y\n1,2,3\n", ",,x,y\n1,2,3,4\n",
	"x,y\n1,2\r2,3\n", "x,y\n1,2\n\"2\n\",3\n", "x,y\n1,2\n\"2\"x,3\n", "x,y\n1,2\n2\"2,3\n", "x,y\n1,2\n \"2\",3\n", "x;y\n1;2\n",
	"x,\"y \"\"q\"\"\"\n1,2\n", "x,y\n1,2\n\"2,3\n", "x,y\n", "", "x\n1\n", "x,y\n1 /2,2\n", "x,y\n1.5/2,2\n", "x,y\n.,2\n", "x,y\ninf,2\n", "x,y\n1,2\n-Infinity,3\n",
	"x,y\n1,2\ne5,3\n", "x,y\n1,2\n1e,3\n", "x,y\n1,2\n00.50,3\n", "x,y\n1,2\n- 1,3\n", "x,y\n1,2\n\t1\u00a0,3\n", "x,y\n1,2\n\x1c1,3\n",
	"x,y\n1,2\n\"\",3\n", "x,y\n1,2\n\"\"\n", "x,y\n1,2\n\r\n2,3\n", "x,y\n1,2\r\r\n", "\n\nx,y\n1,2\n", "\"x\ny\",y\n1,2\n", "\"x\r\ny\",y\n1,2\n", "x\xff,y\n1,2\n",
	"x,y\n1,2\x00\n", "x,y,z\n1,2,\n", "x,y,z\n1,,2\n2,,1\n", "x,y,\n1,2,2\n", "1,y\n1,2\n", "x,3\n1,2\n", "1,2,y\n1,3,2\n", "1,z,y\n1,3,2\n", "inf,y\n1,2\n", "a,y,w\n1,2,0\n", "y,b,a\n1,2,?\n3,x,4\n",
}

// questions are ways to ask for columns.
var questions = [][]string{
	nil, {"--missing", "drop"}, {"--target", "y"}, {"--target", "x"}, {"--features", "x"}, {"--features", "x,y"}, {"--features", "y", "--target", "x"},
	{"--features", "a,b", "--target", "y", "--missing", "drop"}, {"--sample-weights", "w"}, {"--sample-weights", "y"}, {"--target", "z"},
}

// TestDataFiles compares which data files are read, and as which features, target and weights: a certificate for
// other data is not proved, a data file that cannot be read is unreadable.
func TestDataFiles(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	data := filepath.Join(t.TempDir(), "data.csv")
	for _, table := range tables {
		write(t, data, []byte(table))
		for _, question := range questions {
			before := t.Failed()
			compare(t, s, append([]string{"../proof/check/testdata/good/affine.rcert", data}, question...)...)
			if t.Failed() && !before {
				t.Errorf("the data: %q", table)
			}
		}
	}
}
