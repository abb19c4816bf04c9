package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"relucert/dataset"
)

// series is one of a batch.
type series struct {
	name, file string // file is the name of its own files, without their ends
	path       string // of its data
	part       *dataset.Part
}

// series lists them: the files, or the parts of the files.
func (o *batchOptions) series(ctx context.Context, files []string) (all []*series, err error) {
	names := uniqueNames{}
	for _, path := range files {
		if o.by == "" {
			all = append(all, &series{name: path, file: names.of(stem(path)), path: path})
			continue
		}
		var parts []*dataset.Part
		err := await(ctx, func() (err error) {
			parts, err = dataset.OpenParts(path, o.by, o.fit.localData())
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			name := part.Text
			if len(files) > 1 {
				name = path + ": " + name
			}
			all = append(all, &series{name: name, file: names.of(part.Text), path: path, part: part})
		}
	}
	seen := map[string]bool{}
	for _, s := range all {
		if seen[s.name] {
			return nil, usagef("the series %s is given twice", s.name)
		}
		seen[s.name] = true
	}
	return all, nil
}

// read is the samples of a series.
func (o *batchOptions) read(s *series) (*dataset.Dataset, []string, error) {
	if s.part != nil {
		return s.part.Data, s.part.Notices, s.part.Err
	}
	return dataset.Open(s.path, o.fit.localData())
}

// stem is a file's name without folder and ends.
func stem(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".gz")
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// uniqueNames are those of files that were given away.
type uniqueNames map[string]bool

// of is a name that every file system takes and that no other series has.
func (u uniqueNames) of(text string) string {
	base := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, text)
	base = shortened(base)
	name := base
	for i := 2; name == "" || name == "index" || u[strings.ToLower(name)]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	u[strings.ToLower(name)] = true
	return name
}

// mostName is how many bytes a file's name may have, less some for its ends: file systems take 255.
const mostName = 200

// shortened keeps whole characters.
func shortened(name string) string {
	for len(name) > mostName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}
