package job

import (
	_ "embed" // the templates
	"io"
	"strings"
	"text/template"
)

//go:embed slurm.sh.tmpl
var slurmText string

//go:embed kubernetes.yaml.tmpl
var kubernetesText string

var (
	slurm      = template.Must(template.New("slurm").Funcs(template.FuncMap{"quote": quote}).Parse(slurmText))
	kubernetes = template.Must(template.New("kubernetes").Parse(kubernetesText))
)

// script is what the templates are filled with.
type script struct {
	*Description
	Folder string
	Last   int
}

func (d *Description) script(folder string) script { return script{d, folder, d.Parts - 1} }

// WriteSlurm writes the array job that works in a folder, by its absolute path.
func (d *Description) WriteSlurm(w io.Writer, folder string) error {
	return slurm.Execute(w, d.script(folder))
}

// WriteKubernetes writes the indexed job.
func (d *Description) WriteKubernetes(w io.Writer) error {
	return kubernetes.Execute(w, d.script(""))
}

// quote makes one word of a text for sh.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
