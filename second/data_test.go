package second_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
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
	"x;y\n1,5;2\n1.5;3\n", "x;y;z\n1;2\n", "x,y\n1,2\n\"1,234\",2\n", "x\ty;z\n1\t2\n", "a,b,y\noops,1,2\n1,2,3\n", "a,b,y\n1,1,2\noops,2,3\n", "d,y\n2015-11-22,1\n2015-11-22T10:00,2\n", "d,y\n2015-02-29,1\n2015-03-01,2\n",
	"x,y\n\xff\xfe\n", "\xff\xfex\x00,\x00y\x00\n\x001\x00,\x002\x00\n", "\xff\xfe\x00", "x,y\n1,2\n\u22122,3\n\u2212,1\n", "a,b\n1,2,,\n", "x,y\n1,2\nn/a,3\n", "x,y\n.,2\n3,4\n", "#x,y\n1,2\n",
	"x,y\n1,2\x00\n", "x,y,z\n1,2,\n", "x,y,z\n1,,2\n2,,1\n", "x,y,\n1,2,2\n", "1,y\n1,2\n", "x,3\n1,2\n", "1,2,y\n1,3,2\n", "1,z,y\n1,3,2\n", "inf,y\n1,2\n", "a,y,w\n1,2,0\n", "y,b,a\n1,2,?\n3,x,4\n",
}

// readable are data files in the dialects of people and programs, with the flags that read them.
var readable = []struct {
	text  string
	flags []string
}{
	{"x;y\n1,5;2\n2;3,25\n3;1\n", nil}, {"x\ty\n1.5\t2\n2\t3.25\n3\t1\n", nil}, {"x|y\r1,5|2\r2|3\r3|1\r", nil}, {"x;y;\r\n1;2;\r\n2;3,5\r\n3;1;\r\n", nil},
	{"\xff\xfex\x00,\x00y\x00\n\x001\x00,\x002\x00\n\x003\x00,\x005\x00\n\x00", nil}, {"\x00x\x00;\x00y\x00\r\x001\x00;\x002\x00\n\x003\x00;\x005\x00\n", nil},
	{"\xfe\xff\xd8\x3d\xde\x00\x00;\x00y\xd8\x3d\x00\r\x001\x00;\x002\x00\n\x003\x00;\x005\x00\n", nil}, {"x,y\n\u22121,2\n2,3\n3,\u22121e2\n", nil},
	{"x,y\n\"1.234,5\",2\n\"2\",3\n3,1\n", []string{"--thousands", "."}}, {"x,y\n\"1,234.5\",2\n\"2\",3\n\"12,345\",1\n", []string{"--thousands", ","}}, {"x;y\n1'234,5;2\n2;3\n3;1\n", []string{"--thousands", "'"}},
	{"x y\n1 2\n2 3,5\n3 1\n", []string{"--delimiter", "space"}}, {"x,y\n\"1,5\",2\n2,3\n", []string{"--decimal", ","}}, {"x:y\n1.5:2\n2:3\n", []string{"--delimiter", ":"}},
	{"# a;b\nx,y\n#\"\n1,2\n#\n2,3\n3,1\n", []string{"--comment", "#"}}, {"1;2,5\n2;3\n3;1\n", []string{"--header=false"}}, {"1,2,\n2,3\n3,1\n", []string{"--header=false", "--target", "c1"}},
	{"x,y\n1,2\n-999,3\n3,X\n4,n/A\n#n/a,1\n.,<NA>\nNone,1\n3,4\n", []string{"--missing", "drop", "--na", "X,-999"}}, {"x,w,y\n1,1,2\nz,0.0,3\n3,2,1\n2,0,z\n", []string{"--sample-weights", "w"}},
	{"d,y\n2015-11-22,1\n2015-11-23,2\n2016-02-29,4\n", nil}, {"d,y\n2015-11-22 10:00,1\n2015-11-22T10:00:01.25,2\n1969-12-31 23:59:59.999999999,4\n", nil}, {"d,y\n2015-11-22T10:00:00.123456789+01:00,1\n2015-11-22T10:00:00.123456790Z,2\n", nil},
	{"d;y\n22.11.2015;1,5\n1.2.2016;2\n", []string{"--date-format", "%d.%m.%Y"}}, {"d,y\n20151122,1\n20151123,2\n", []string{"--date-format", "%Y%m%d"}}, {"d,y\n2-Jan-1970 1:02:03.5,1\n03-FEB-1970 00:00:00,2\n", []string{"--date-format", "%d-%b-%Y %H:%M:%S"}}, {"d,y\n1970 032 +0130,1\n1970 365 Z,2\n", []string{"--date-format", "%Y %j %z"}},
	{"d,x,y\n2015-11-22,1,1\n2015-11-23,2,2\n", []string{"--features", "d,x"}}, {"r,x,y\nb,1,1\na,2,2\nc,3,1\na,4,1\n", []string{"--features", "r,x"}}, {"r,y\nb,1\na,2\nc,3\n", []string{"--features", "r=c"}}, {"r,r=c,y\nb,1,2\na,2,3\nc,3,2\n", []string{"--features", "r=c"}}, {"r,y\n\u00fc,1\n\xff\xff,2\nz,3\n?,4\n", []string{"--features", "r", "--missing", "drop"}},
	{"x,g,y\n1,a,2\n2,b,3\n3,a,1\nz,b,1\n", []string{"--where", "g=a"}}, {"x;y;g\n1;2;a\n2,5;3;b\n3;1,5;a\n2;2; a \n", []string{"--where", "g=a"}}, {"g,x,y\n1,1,1\n2,2,1\n1,3,2\n", []string{"--where", "g=1"}},
	{"x,y\n1/2,2\n1,3\n", []string{"--fractions"}}, {"a,t,y\n1,p,2\n2,q,3\n", nil},
}

// TestReadings: what is read and proved, both checkers prove, and both state how it was read; read otherwise, neither does.
func TestReadings(t *testing.T) {
	t.Parallel()
	s, command, folder := startSecond(t), program.Built(t, "relucert"), t.TempDir()
	for _, c := range readable {
		p := problem{csv: c.text, data: c.flags, fit: []string{"--method", "auto", "--linear", "affine"}}
		args := p.solve(t, command, folder)
		if args == nil {
			t.Errorf("no certificate for %q %q: %s", c.text, c.flags, goVerdict(append([]string{"../proof/check/testdata/good/affine.rcert", filepath.Join(folder, "data.csv")}, c.flags...)).text)
			continue
		}
		first, other := compare(t, s, args...), s.verdict(t, args)
		if first.code != 0 || reading(first.text) != reading(other.text) {
			t.Errorf("%q %q:\n%s\n%s", c.text, c.flags, first.text, other.text)
		}
		for _, flags := range [][]string{{"--decimal", "."}, {"--delimiter", ","}, {"--na", "2"}, {"--header=false"}, {"--comment", "1"}, {"--date-format", "%Y"}} {
			compare(t, s, append(slices.Clone(args), flags...)...)
		}
	}
}

// reading is what a verdict says of how the data were read.
func reading(text string) string {
	_, text, _ = strings.Cut(text, ", read with ")
	text, _, _ = strings.Cut(text, ", data sha256")
	return text
}

// questions are ways to ask for columns.
var questions = [][]string{
	nil, {"--missing", "drop"}, {"--target", "y"}, {"--target", "x"}, {"--features", "x"}, {"--features", "x,y"}, {"--features", "y", "--target", "x"},
	{"--fractions", "--na", "2"}, {"--header=false"}, {"--decimal", ","}, {"--thousands", ".", "--comment", "x"}, {"--delimiter", "tab"},
	{"--features", "a,b", "--target", "y", "--missing", "drop"}, {"--sample-weights", "w"}, {"--sample-weights", "y"}, {"--target", "z"},
}

// TestDataFiles compares which data files are read, and as which features, target and weights: a certificate for
// other data is not proved, a data file that cannot be read is unreadable.
func TestDataFiles(t *testing.T) {
	t.Parallel()
	s := startSecond(t)
	data := filepath.Join(t.TempDir(), "data.csv")
	for i, table := range tables {
		write(t, data, []byte(table))
		for k, question := range questions {
			if (i+k)%thorough.Of(1, 4) != 0 {
				continue
			}
			before := t.Failed()
			compare(t, s, append([]string{"../proof/check/testdata/good/affine.rcert", data}, question...)...)
			if t.Failed() && !before {
				t.Errorf("the data: %q", table)
			}
		}
	}
}
