package kernel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

// Model is a learned function, the content of a kernel model file. KERNEL.md has a
// table of the fields.
type Model struct {
	// Relucert is the version of the program that wrote the model.
	Relucert string       `json:"relucert"`
	Data     network.Data `json:"data"`
	Features []string     `json:"features"`
	Target   string       `json:"target"`
	// What it competes with: sums of Units units with ‖a‖ ≤ 1, with a bias or not, and ‖w_j‖ ≤ NormBound.
	Bias      bool    `json:"bias"`
	NormBound float64 `json:"norm_bound"`
	Units     int     `json:"units"`
	// Reliable: the function is [f]_+, TrainingError that of labels above 0, divided by all weights, and
	// FalsePositives the share of samples with the label 0 and an output above it.
	Reliable       bool    `json:"reliable"`
	FalsePositives float64 `json:"false_positives"`
	// TrainingError, the average on the samples, is at most Epsilon above that of every
	// such sum. Of other rows nothing is promised.
	Epsilon       float64 `json:"epsilon"`
	TrainingError float64 `json:"training_error"`
	Degree        int     `json:"degree"`
	Radius        float64 `json:"radius"`
	Ridge         float64 `json:"ridge"`
	// Samples are m×n, Coefficients m.
	Samples      [][]float64 `json:"samples"`
	Coefficients []float64   `json:"coefficients"`
}

// Predict is f(x) = Σ_i a_i Σ_{d≤D} (⟨x_i, x⟩/R²)ᵈ, in label units; x has one entry a
// feature. Only the average error on the samples is promised; within ‖x‖ ≤ R f is at most
// [Model.Largest], and [Domain] says which rows are unlike the samples.
func (m *Model) Predict(x []float64) float64 {
	f := 0.0
	for i, sample := range m.Samples {
		f += m.Coefficients[i] * m.kernel(sample, x)
	}
	if m.Reliable {
		return max(0, f)
	}
	return f
}

func (m *Model) kernel(a, b []float64) float64 {
	s := linalg.Dot(a, b)
	if m.Bias {
		s++
	}
	return kernel(s/m.Radius/m.Radius, m.Degree)
}

const (
	formatName    = "relucert-kernel-model"
	formatVersion = 2 // 1 had neither units nor reliable
)

// modelFile is the one object of a file.
type modelFile struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	*Model
}

// Write writes the file, each float64 as the shortest decimal that reads back as the
// same float64.
func (m *Model) Write(w io.Writer) error {
	return json.NewEncoder(w).Encode(modelFile{formatName, formatVersion, m})
}

// LoadModel reads a file that [Model.Write] wrote; "-" is standard input. Another
// format or version, an unknown field or a wrong length is a [*dataset.Error].
func LoadModel(path string) (*Model, error) {
	f, err := dataset.OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file := modelFile{Model: new(Model)}
	decoder := json.NewDecoder(f)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		err = fmt.Errorf("not a relucert kernel model: %w", err)
		return nil, &dataset.Error{File: path, Msg: err.Error(), Err: err}
	}
	if err := file.check(); err != nil {
		return nil, &dataset.Error{File: path, Msg: err.Error(), Err: err}
	}
	return file.Model, nil
}

func (f *modelFile) check() error {
	switch {
	case f.Format != formatName:
		return errors.New("not a relucert kernel model")
	case f.Version < 1 || f.Version > formatVersion:
		return fmt.Errorf("kernel model version %d is not known", f.Version)
	case f.Degree < 1 || f.Degree > largestDegree || !(f.Radius > 0):
		return errors.New("the kernel needs a degree from 1 to 700 and a radius above 0")
	case len(f.Features) == 0 || len(f.Samples) == 0 || len(f.Coefficients) != len(f.Samples):
		return errors.New("features, samples and coefficients do not fit each other")
	}
	for i, x := range f.Samples {
		if len(x) != len(f.Features) {
			return fmt.Errorf("sample %d has %d entries for %d features", i+1, len(x), len(f.Features))
		}
	}
	return nil
}
