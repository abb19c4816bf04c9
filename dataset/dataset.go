package dataset

// Dataset is m samples of n features, a label and a weight each, as float64.
type Dataset struct {
	Name     string   // file name, "-" for standard input
	Features []string // n column names
	Target   string
	X        []float64 // m×n row-major, less Origins
	Y        []float64 // m labels, less TargetOrigin
	Weights  []float64 // m sample weights, all > 0; nil means all 1
	// WeightColumn names the column of the sample weights, "" when Weights is nil.
	WeightColumn string
	// Origins were taken off the features, exactly, before these were rounded; nil: 0.
	// TargetOrigin likewise.
	Origins      []Decimal
	TargetOrigin Decimal
	// Ambiguous says that features which are equal here may differ in the file: some
	// is not the shortest decimal of its double.
	Ambiguous bool
	// Reading is what the numbers rest on beyond plain CSV, a statement each ([Scanner.Reading]),
	// and Dates which features are dates ([Scanner.Dates]).
	Reading []string
	Dates   []string
	Bases   []string // of features COLUMN=TEXT the text that has none ([Scanner.Bases])
	// SHA256 is the hash of the file as it is stored, compressed or not.
	SHA256 [32]byte

	long []long // a feature, and the label; nil: the data are from no file
}

// Rows is m, the number of samples.
func (d *Dataset) Rows() int { return len(d.Y) }

// Row is sample i's features, not to be modified.
func (d *Dataset) Row(i int) []float64 {
	n := len(d.Features)
	return d.X[i*n : (i+1)*n : (i+1)*n]
}

// Weight is sample i's.
func (d *Dataset) Weight(i int) float64 {
	if d.Weights == nil {
		return 1
	}
	return d.Weights[i]
}

// SumOfWeights adds them up one after another.
func (d *Dataset) SumOfWeights() float64 {
	sum := 0.0
	for i := range d.Y {
		sum += d.Weight(i)
	}
	return sum
}
