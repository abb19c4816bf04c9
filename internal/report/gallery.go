package report

import (
	"html/template"
	"io"
)

// Thumb is one picture of a gallery.
type Thumb struct{ Name, Picture, Caption string }

var galleryPage = template.Must(template.New("gallery").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Title}}</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 1rem; color-scheme: light dark }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem }
figure { margin: 0 } img { width: 100%; background: white } figcaption { overflow-wrap: anywhere }
</style>
<h1>{{.Title}}</h1>
<main>
{{range .Thumbs}}<figure><a href="{{.Picture}}"><img loading="lazy" src="{{.Picture}}" alt="the fit of {{.Name}}"></a><figcaption><b>{{.Name}}</b> {{.Caption}}</figcaption></figure>
{{end}}</main>
</html>
`))

// WriteGallery writes a page of pictures that lie beside it.
func WriteGallery(w io.Writer, title string, thumbs []Thumb) error {
	return galleryPage.Execute(w, struct {
		Title  string
		Thumbs []Thumb
	}{title, thumbs})
}
