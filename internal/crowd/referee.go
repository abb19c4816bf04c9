package crowd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"relucert"
	"relucert/proof/check"
	"relucert/proof/rearrange"
)

// Referee judges what workers bring. It takes no word of theirs, but for the bounds of what is left.
type Referee struct {
	Tree *relucert.Subtrees
	Data check.Source
	How  check.Options // with Part
}

// Forged says that what is brought does not hold.
type Forged struct{ Why string }

func (f *Forged) Error() string { return f.Why }

func forged(format string, args ...any) error { return &Forged{fmt.Sprintf(format, args...)} }

// Files are where the files are that somebody has brought.
type Files struct {
	Lead   string // what led to the subtree; "": it is the whole tree
	Proof  string
	States []string // of what is left
	Into   string   // a folder for the leads of what is left, which Judge makes
}

// Ruling is what holds of what was brought.
type Ruling struct {
	Lower float64  // the bound that the certificate proves
	Leads []string // files of what leads to the subtrees that are left
}

// Judge checks the certificate, and that it and what is left cover the subtree, of which nothing but its lead is taken for granted. What
// leads to the subtrees that are left is read out of the certificate here; their files are in the order of b.Left. The error
// is a *Forged if the worker is to blame.
func (r *Referee) Judge(b *Brought, f Files) (*Ruling, error) {
	v, err := check.CheckAny(fileSource(f.Proof), r.Data, r.How)
	switch {
	case err != nil && isUnreadable(err):
		return nil, forged("%v", err)
	case err != nil:
		return nil, err
	case !v.Proved:
		return nil, forged("%s", v.Reason)
	}
	if err := r.sameSearch(f.Proof); err != nil {
		return nil, err
	}
	cover := new(check.Cover)
	if f.Lead != "" { // so that all have its header
		if _, err := cover.Within(fileSource(f.Lead)); err != nil {
			return nil, err
		}
	}
	if b.Closed {
		if err := cover.Add(fileSource(f.Proof)); err != nil {
			return nil, err
		}
	}
	leads, err := r.leads(b, f)
	if err != nil {
		return nil, err
	}
	for i, lead := range leads {
		if err := errors.Join(cover.Add(fileSource(lead)), r.opens(f.States[i], lead)); err != nil {
			return nil, err
		}
	}
	lower, err := strconv.ParseFloat(v.LowerHex, 64)
	return &Ruling{lower, leads}, errors.Join(err, r.covers(cover, f.Lead))
}

// sameSearch says that a certificate is not one of another class, or in other coordinates, of which all would be sound.
func (r *Referee) sameSearch(path string) error {
	proof, err := fileSource(path).Open()
	if err != nil {
		return err
	}
	defer proof.Close()
	heads, err := r.Tree.Heads(proof)
	if err == nil && !heads {
		err = forged("the certificate is of another search")
	}
	return err
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// isUnreadable says that a certificate is none, rather than that a file cannot be read.
func isUnreadable(err error) bool {
	var path *os.PathError
	return !errors.As(err, &path)
}

// leads writes what leads to each subtree that is left.
func (r *Referee) leads(b *Brought, f Files) (leads []string, err error) {
	scratch, err := os.CreateTemp("", "relucert-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	for i := range b.Left {
		path := filepath.Join(f.Into, "lead-"+strconv.Itoa(i))
		if err := r.lead(&b.Left[i], f.Proof, scratch, path); err != nil {
			return nil, err
		}
		leads = append(leads, path)
	}
	return leads, nil
}

func (r *Referee) lead(l *Left, proof string, scratch *os.File, path string) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	err = rearrange.Lead(rearrange.Source(fileSource(proof)), l.names(), scratch, out, nil)
	var bad *rearrange.Error
	if errors.As(err, &bad) {
		err = forged("%v", err)
	}
	return errors.Join(err, out.Close())
}

// opens says that a state is one of this search behind its lead.
func (r *Referee) opens(state, lead string) error {
	dir, err := os.MkdirTemp("", "relucert-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := layOut(dir, state, lead); err != nil {
		return err
	}
	if err := r.Tree.Look(dir); err != nil {
		return forged("a state: %v", err)
	}
	return nil
}

// layOut makes a folder that a search goes on from.
func layOut(dir, state, lead string) error {
	return errors.Join(copyFile(filepath.Join(dir, relucert.StateFile), state), copyFile(filepath.Join(dir, relucert.LeadFile), lead))
}

func (r *Referee) covers(cover *check.Cover, lead string) error {
	if lead == "" {
		if v := cover.Verdict(); !v.Covered {
			return forged("%s", v.Reason)
		}
		return nil
	}
	missing, err := cover.Within(fileSource(lead))
	if err == nil && missing != "" {
		err = forged("%s", missing)
	}
	return err
}
