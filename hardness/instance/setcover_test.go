package instance

import (
	"reflect"
	"testing"
)

func TestReadORLibrary(t *testing.T) {
	want := SetCover{Elements: []string{"1", "2", "3"}, Names: []string{"1", "2"}, Sets: [][]int{{0, 2}, {0}}, Costs: []int64{4, 5}}
	testGood(t, setCoverOfText(Auto), []good[SetCover]{
		{"plain, by content, an element in no set", "scp41.txt", " 3 2 \n 4 5\n 2\n 1 2\n 0\n 1\n 1\n", want},
		{"line breaks anywhere", "c.scp", "3\n2 4\n\n5 2 1\n2 0 1 1", want},
		{"a column twice", "-", "3 2\n4 5\n3 2 1 1\n0\n1 1\n", want},
		{"nothing", "c.scp", "0 0\n", SetCover{Elements: []string{}, Names: []string{}, Sets: [][]int{}}},
	})
	testBad(t, setCoverOfText(ORLibrary), "s", []bad{
		{"", "s: the file ends before the number of rows"},
		{"2\n", "s:1: the file ends before the number of columns"},
		{"2 x\n", "s:1: the number of columns is not an integer: \"x\""},
		{"2 2\n1 -1\n", "s:2: the cost of a column \"-1\" is not from 0 up"},
		{"2 2\n1 1.5\n", "s:2: the cost of a column is not an integer: \"1.5\""},
		{"2 1000000000\n1 2\n", "s:2: the file ends before the cost of a column"},
		{"1000000000 1\n1\n1 1\n", "s:3: the file ends before a row's number of columns"},
		{"1 1\n1\n1000000000000 1\n1 1\n", "s:4: the file ends before a column of a row"},
		{"1 2\n1 1\n1\n3\n", "s:4: a column of a row \"3\" is not from 1 to 2"},
		{"1 2\n1 1\n1 1\n\n7\n", "s:5: \"7\" after the last row"},
		{"1 2\n9007199254740992 1\n1 1\n", "s: the sum of all costs exceeds 2^53"},
	})
}

func TestReadSets(t *testing.T) {
	testGood(t, setCoverOfText(Auto), []good[SetCover]{
		{"bare", "-", "a b\nb,c\n\n# c\nb c b\n", SetCover{Elements: []string{"a", "b", "c"}, Names: []string{"1", "2", "3"},
			Sets: [][]int{{0, 1}, {1, 2}, {1, 2}}, Costs: []int64{1, 1, 1}}},
		{"names and costs", "-", "north=3: a b\nsouth: b c\n = 0 : c\neast =2: \n", SetCover{Elements: []string{"a", "b", "c"},
			Names: []string{"north", "south", "3", "east"}, Sets: [][]int{{0, 1}, {1, 2}, {2}, {}}, Costs: []int64{3, 1, 0, 2}}},
		{"three numbers are a list", "-", "1 2 3\n3 2\n", SetCover{Elements: []string{"1", "2", "3"}, Names: []string{"1", "2"},
			Sets: [][]int{{0, 1, 2}, {1, 2}}, Costs: []int64{1, 1}}},
	})
	testBad(t, setCoverOfText(Lists), "s", []bad{
		{"a: x\n\na: y\n", "s:3: set \"a\" is here for the second time"},
		{"2: x\ny\n", "s:2: set \"2\" is here for the second time"},
		{"a b: x\n", "s:1: a set starts with name=cost: and its name has no blanks or commas, unlike \"a b\""},
		{"a=b: x\n", "s:1: the cost is not an integer: \"b\""},
		{"a=-1: x\n", "s:1: the cost \"-1\" is not from 0 up"},
		{"a: x:y\n", "s:1: a second colon: neither names nor elements may hold one"},
	})
	testBad(t, setCoverOfText("xml"), "s", []bad{{"", "s: a set cover is read from orlib, lists, not from \"xml\""}})
}

func TestSetCoverMeasures(t *testing.T) {
	s := SetCover{Elements: []string{"a", "b", "c"}, Names: numbered(3), Sets: [][]int{{0, 1}, {1, 2}, {}}, Costs: []int64{3, 5, 7}}
	for _, c := range []struct {
		chosen []int
		cost   int64
		covers bool
	}{{nil, 0, false}, {[]int{0}, 3, false}, {[]int{1, 0}, 8, true}, {[]int{1, 2}, 12, false}, {[]int{0, 1, 2}, 15, true}} {
		if got := s.Cost(c.chosen); got != c.cost {
			t.Errorf("%v costs %d, want %d", c.chosen, got, c.cost)
		}
		if got := s.Covers(c.chosen); got != c.covers {
			t.Errorf("%v covers: %v", c.chosen, got)
		}
	}
	if got := s.Containing(); !reflect.DeepEqual(got, [][]int{{0}, {0, 1}, {1}}) {
		t.Errorf("containing %v", got)
	}
}
