package theorems

import "strings"

// Statement is something that the paper says, and what does it here.
type Statement struct {
	ID    string // as it is asked for, "8" or "vu"
	Where string // in the paper
	Title string
	Says  string // two sentences
	// Commands do it here, Example can be typed as it stands where examples/ is.
	Commands []string
	Example  []string
	Tests    []string // file:Test
	Code     []string // where its proof or its algorithm stands
	Verdict  Verdict
	Why      string // of a verdict that is not Full

	figure string // of figures
	table  string // of tables
}

// Verdict says how much of a statement is here.
type Verdict string

// The verdicts.
const (
	Full       Verdict = "full"
	Partial    Verdict = "partial"
	Impossible Verdict = "shown impossible here"
)

// Page is the name of its page.
func (s *Statement) Page() string { return s.ID + ".md" }

// Find is the statement of an ID, or nil.
func Find(id string) *Statement {
	all := All()
	for i := range all {
		if strings.EqualFold(all[i].ID, id) {
			return &all[i]
		}
	}
	return nil
}
