//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package checkpoint

import "os"

// exclude keeps nobody out here.
func exclude(*os.File) error { return nil }
