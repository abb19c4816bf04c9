package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"relucert/internal/indented"
	"relucert/internal/output"
	"relucert/paper/page"
	"relucert/paper/study"
)

// writePage writes what is not of one experiment.
func (o *studyOptions) writePage(s *page.Study) error {
	return errors.Join(o.write("index.html", s.WriteHTML), o.write("README.md", s.WriteMarkdown),
		o.write(originFile, func(w io.Writer) error { return indented.EscapedJSON(w, s.Origin) }))
}

// originFile holds what redrawing cannot know from the runs.
const originFile = "study.json"

// drawAgain makes charts and page from the files of an earlier study.
func (o *studyOptions) drawAgain(chosen []study.Experiment) error {
	var result page.Study
	text, err := os.ReadFile(filepath.Join(o.folder, originFile))
	if err == nil {
		err = json.Unmarshal(text, &result.Origin)
	}
	if err != nil {
		return usagef("--redraw wants the %s of an earlier study: %v", originFile, err)
	}
	for _, e := range chosen {
		path := filepath.Join(o.folder, e.Name+".csv")
		file, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return err
		}
		runs, err := study.ReadCSV(file)
		file.Close()
		if err != nil {
			return usagef("%s: %v", path, err)
		}
		if err := o.draw(e, runs, &result); err != nil {
			return err
		}
	}
	return o.writePage(&result)
}

// draw adds an experiment to the page and writes its charts.
func (o *studyOptions) draw(e study.Experiment, runs []study.Run, result *page.Study) error {
	section, err := page.NewSection(e, runs)
	if err != nil {
		return err
	}
	result.Sections = append(result.Sections, section)
	for _, f := range section.Figures {
		err = errors.Join(err, o.write(f.Name+".svg", func(w io.Writer) error {
			_, err := w.Write(f.SVG)
			return err
		}))
	}
	return err
}

func (o *studyOptions) write(name string, content func(io.Writer) error) error {
	return desk.Reading().Write(output.Use{By: "--output", Path: filepath.Join(o.folder, name)}, content)
}

func (o *studyOptions) makeFolder() error {
	files := desk.Reading()
	if err := files.CheckFolder("--output", o.folder, originFile); err != nil {
		return err
	}
	return files.MakeFolder("--output", o.folder)
}
