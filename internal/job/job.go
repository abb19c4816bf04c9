// Package job is a search in parts, as a folder that any machines with one file system work on: what is asked, where the
// parts lie, and the scripts that hand them to Slurm and Kubernetes.
//
//	job.json          what is asked (Description)
//	data.csv          a copy of the data
//	part-000 …        a folder a part
//	slurm.sh          an array job
//	kubernetes.yaml   an indexed job
package job

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"relucert/internal/indented"
)

// Version of job.json.
const Version = 1

// The files of a job, and of a part.
const (
	DescriptionFile = "job.json"
	SlurmFile       = "slurm.sh"
	KubernetesFile  = "kubernetes.yaml"
	ProofFile       = "proof.rcert.gz"
	ModelFile       = "model.json"
)

// Description is what is asked.
type Description struct {
	Version   int      `json:"version"`
	Data      string   `json:"data"` // the file's name in the folder
	Arguments []string `json:"arguments"`
	Parts     int      `json:"parts"`
	Planned   int      `json:"planned"` // parts that were asked for, which the names are made for
}

// Part is the name of a part's folder.
func (d *Description) Part(i int) string { return fmt.Sprintf(d.Pattern(), i) }

// Pattern is Part's, for printf.
func (d *Description) Pattern() string {
	return fmt.Sprintf("part-%%0%dd", len(fmt.Sprint(d.Planned-1)))
}

// ErrVersion says that a job is of another version.
var ErrVersion = errors.New("it is of another version of relucert")

// Load reads a job's description.
func Load(folder string) (*Description, error) {
	text, err := os.ReadFile(filepath.Join(folder, DescriptionFile))
	if err != nil {
		return nil, err
	}
	d := new(Description)
	if err = json.Unmarshal(text, d); err == nil {
		err = d.check()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(folder, DescriptionFile), err)
	}
	return d, nil
}

func (d *Description) check() error {
	switch {
	case d.Version != Version:
		return ErrVersion
	case d.Parts < 1 || d.Parts > d.Planned || d.Data != filepath.Base(d.Data):
		return errors.New("parts or data make no sense")
	}
	return nil
}

// Write writes it.
func (d *Description) Write(w io.Writer) error { return indented.JSON(w, d) }
