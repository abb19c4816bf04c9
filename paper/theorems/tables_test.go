package theorems

import (
	"testing"

	"relucert/internal/thorough"
)

// TestTables: on every small instance training and trying all solutions say the same.
func TestTables(t *testing.T) {
	if !thorough.Tests() {
		t.Skip("solves to optimality")
	}
	for _, s := range All() {
		if s.table == "" {
			continue
		}
		table, err := tables(t.Context(), s.table)
		if err != nil {
			t.Fatalf("%s: %v", s.ID, err)
		}
		t.Logf("%s: %d rows", s.ID, len(table.Rows))
		for _, row := range table.Wrong {
			t.Errorf("%s: %s", s.ID, row)
		}
		for _, row := range table.Rows {
			if len(row) != len(table.Head) {
				t.Errorf("%s: %v", s.ID, row)
			}
			if testing.Verbose() {
				t.Log(row)
			}
		}
	}
}
