package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// checking is the outputs of one Check so far, each with its temporary file. Two
// names of one file ask for the same one.
type checking struct {
	files     *Files
	token     string
	targets   []held // files that stand already
	temporary []held
	names     []string // of the temporary files
}

func (c *checking) add(out Use) error {
	p, err := c.files.locate(out)
	if err != nil || p.direct() {
		return err
	}
	if err := refuse(out, find(c.targets, p.info)); err != nil {
		return err
	}
	if p.info != nil {
		c.targets = append(c.targets, held{out.By, p.info})
	}
	if err := c.claim(out, p); err != nil || !out.Grows {
		return err
	}
	return c.addPartial(out, p)
}

// claim makes the temporary file.
func (c *checking) claim(out Use, p place) error {
	f, err := p.neighbour(p.temporary(c.token))
	if errors.Is(err, fs.ErrExist) {
		info, _ := os.Stat(p.temporary(c.token))
		return refuse(out, find(c.temporary, info))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", out.By, cannotWrite(p.path, err))
	}
	info, err := f.Stat()
	c.names = append(c.names, f.Name())
	c.temporary = append(c.temporary, held{out.By, info})
	return errors.Join(err, f.Close())
}

// addPartial claims the name under which the file will grow.
func (c *checking) addPartial(out Use, p place) error {
	partial := place{path: p.path + partialSuffix, target: p.target + partialSuffix}
	if _, err := os.Lstat(partial.target); err == nil {
		return fmt.Errorf("%s: %w", out.By, p.occupied())
	}
	return c.claim(out, partial)
}

func (c *checking) clear() {
	for _, name := range c.names {
		os.Remove(name)
	}
}
