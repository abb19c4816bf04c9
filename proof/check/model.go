package check

import (
	"fmt"
	"slices"
	"strconv"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// Model is a network in a file of its own: what it says of itself, and weights on the
// columns that it names.
type Model struct {
	Name  string // of the file, for messages
	Data  string // SHA-256 of the data that it is for, in hexadecimal
	Class        // that it is of; Units is left out of account
	// Origins are taken off the features, and TargetOrigin off the label, before the network is.
	Origins      []dataset.Decimal
	TargetOrigin dataset.Decimal
	SSELower     float64
	Network      // on the columns of Class
}

// on is the network on the certificate's columns. What contradicts the certificate is
// an error of the model's file.
func (m *Model) on(h *certificate.Header) (*Network, error) {
	if why := m.contradiction(h); why != "" {
		return nil, &dataset.Error{File: m.Name, Msg: why}
	}
	net := new(Network)
	for _, u := range m.Network.Units {
		net.Units = append(net.Units, certificate.Unit{Sign: u.Sign, Weights: m.reordered(u.Weights, h)})
	}
	net.Output = m.Network.Output
	if h.Output == certificate.Affine {
		net.Output = m.reordered(net.Output, h)
	}
	return net, nil
}

// contradiction says what the model is for, and the certificate is not; or "".
func (m *Model) contradiction(h *certificate.Header) string {
	own, want := m.Class, classOf(h)
	for _, c := range []struct{ what, own, want string }{
		{"features", origins(own.Features, m.Origins), origins(want.Features, h.Origins)},
		{"target", less(own.Target, m.TargetOrigin), less(want.Target, h.LabelOrigin)},
		{"sample weights", orNone(own.SampleWeights), orNone(want.SampleWeights)},
		{"bias", strconv.FormatBool(own.Bias), strconv.FormatBool(want.Bias)},
		{"output", own.Output, want.Output},
		{"signs", sortedSigns(own.Signs), sortedSigns(want.Signs)},
		{"units that bend at", fmt.Sprintf("%q", own.Hinges), fmt.Sprintf("%q", want.Hinges)},
		{"norm bound", limit(own.NormBound), limit(want.NormBound)},
		{"data", "sha256:" + m.Data, fmt.Sprintf("sha256:%x", h.Data)},
	} {
		if c.own != c.want {
			return fmt.Sprintf("the model is for %s %s, the certificate for %s", c.what, c.own, c.want)
		}
	}
	if m.SSELower > 0 && own.WeightLimit != want.WeightLimit {
		return fmt.Sprintf("the model's lower bound is for weight limit %s, the certificate for %s", limit(own.WeightLimit), limit(want.WeightLimit))
	}
	return m.misshape(h)
}

// misshape is for a network that is not on the columns it names.
func (m *Model) misshape(h *certificate.Header) string {
	outputs := [...]int{certificate.None: 0, certificate.Intercept: 1, certificate.Affine: h.RawColumns()}
	short := len(m.Network.Output) != outputs[h.Output]
	for _, u := range m.Network.Units {
		short = short || len(u.Weights) != h.RawColumns()
	}
	if short {
		return "the network's weights are not one a column"
	}
	return ""
}

// reordered is weights on the model's columns as weights on the certificate's.
func (m *Model) reordered(weights []float64, h *certificate.Header) []float64 {
	bias := h.RawColumns() - len(h.Features)
	all := slices.Clone(weights[:bias])
	for _, name := range h.Features {
		all = append(all, weights[bias+slices.Index(m.Features, name)])
	}
	return all
}

// origins shows columns, and what is taken off them, all of which matters, in whatever order.
func origins(names []string, origins []dataset.Decimal) string {
	all := make([]string, len(names))
	for i, name := range names {
		if all[i] = strconv.Quote(name); origins != nil {
			all[i] = less(name, origins[i])
		}
	}
	slices.Sort(all)
	return fmt.Sprint(all)
}

func less(name string, origin dataset.Decimal) string {
	if origin.Mantissa == 0 {
		return strconv.Quote(name)
	}
	return strconv.Quote(name) + " less " + origin.String()
}

func sortedSigns(signs string) string {
	if signs == "any" {
		return signs
	}
	all := []byte(signs)
	slices.Sort(all)
	return string(all)
}

// limit is one that may be 0 for none.
func limit(v float64) string {
	if v == 0 {
		return "none"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
