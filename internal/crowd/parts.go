package crowd

import (
	"errors"
	"path/filepath"
	"time"

	"relucert/internal/coordinator"
	"relucert/proof/check"
)

// NotProved is a part of a certificate that the coordinator has checked itself, when workers did not prove it.
type NotProved struct{ Part, Why string }

func (e *NotProved) Error() string { return e.Part + ": " + e.Why }

// takeParts makes a subtree of each part of a certificate that is to be checked: what a result closes.
func (f *Foreman) takeParts() error {
	if f.Parts == nil {
		return nil
	}
	now := time.Now()
	r := coordinator.Result{State: coordinator.Root, Epoch: f.table.Doubtful(now).Epoch, Worker: coordinator.Self}
	for i, path := range f.Parts {
		copied := filepath.Join(f.Folder, workFolder, partFile)
		if err := copyFile(copied, path); err != nil {
			return err
		}
		h, err := f.store.take(copied)
		if err != nil {
			return err
		}
		r.Children = append(r.Children, coordinator.Child{State: h, Lower: float64(i)})
	}
	if !f.table.Accept(now, r) {
		return errors.New("two parts are the same")
	}
	f.table.Waste() // of the whole there are no files
	return nil
}

// enterPart enters that a worker says a part is proved.
func (f *Foreman) enterPart(state coordinator.Hash, epoch int64, worker string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.changed = true
	f.table.Accept(time.Now(), coordinator.Result{State: state, Epoch: epoch, Worker: worker, Part: &coordinator.Part{Proof: state, By: worker}})
}

// checkHere checks a part that workers say is not proved.
func (f *Foreman) checkHere(state coordinator.Hash, epoch int64) error {
	if why, err := provePart(f.store.path(state), f.Data, f.How); err != nil || why != "" {
		return errors.Join(err, forged("%s", why))
	}
	f.enterPart(state, epoch, coordinator.Self)
	return nil
}

// provePart says why a part is not proved; "": it is.
func provePart(part string, data check.Source, how check.Options) (why string, err error) {
	how.Part = true
	v, err := check.CheckAny(fileSource(part), data, how)
	switch {
	case err != nil && isUnreadable(err):
		return err.Error(), nil
	case err != nil || v.Proved:
		return "", err
	}
	return v.Reason, nil
}

// checkPart is a worker's unit of checking: it brings the verdict.
func (w *Worker) checkPart(dir string) (why string, err error) {
	return provePart(filepath.Join(dir, partFile), fileSource(w.data), w.how)
}
