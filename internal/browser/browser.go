// Package browser drives headless Chromium, for tests only: pages are tried as their readers have them.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience ends a test whose page never does what is waited for.
const patience = 2 * time.Minute

// Needed is where Chromium is; without it the test is skipped.
func Needed(t *testing.T) string {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no Chromium: pages are not tried in a browser")
	}
	return chromium
}

// Open opens a page, as on a screen 1280 pixels wide. A script that fails fails the test; without Chromium it is skipped.
func Open(t *testing.T, url string) context.Context {
	t.Helper()
	chromium := Needed(t)
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(patience))
	ctx, stop := context.WithTimeout(t.Context(), patience)
	t.Cleanup(stop)
	ctx, closeAll := chromedp.NewExecAllocator(ctx, flags...)
	t.Cleanup(closeAll)
	ctx, closeTab := chromedp.NewContext(ctx, chromedp.WithListener(func(event any) {
		if e, ok := event.(*runtime.EventExceptionThrown); ok {
			t.Errorf("%s: %v", url, e.ExceptionDetails.Exception.Description)
		}
	}))
	t.Cleanup(closeTab)
	Do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url))
	return ctx
}

// Do does things on the page.
func Do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// Value is what an expression of JavaScript is on the page; of a promise, what it comes to.
func Value[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	return run(t, ctx, expression, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Wait waits until an expression is true.
func Wait(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	run(t, ctx, expression, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(patience), chromedp.WithPollingInterval(50*time.Millisecond)))
}

func run[T any](t *testing.T, ctx context.Context, what string, action chromedp.Action[T]) T {
	t.Helper()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return value
}

// Drag draws the mouse over the first element that a selector names: across the middle half of it.
func Drag(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	box := Value[[]float64](t, ctx, "(() => { const e = document.querySelector('"+selector+"'); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })()")
	at := func(share float64) (x, y float64) { return box[0] + share*box[2], box[1] + share*box[3] }
	x, y := at(0.25)
	right, below := at(0.75)
	Do(t, ctx, chromedp.DragAndDropXY(x, y, right, below))
}

// Media shows the page on a screen of such a width, or printed, in light or dark.
func Media(t *testing.T, ctx context.Context, medium string, width int64, scheme string) {
	t.Helper()
	Do(t, ctx, chromedp.EmulateViewport(width, 900))
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		t.Fatal(err)
	}
}

// PDF is the page printed.
func PDF(t *testing.T, ctx context.Context) []byte {
	t.Helper()
	return run(t, ctx, "printing", chromedp.PrintToPDF(chromedp.PDFPrintBackground()))
}

// Looks tries the page on a wide screen and on a phone, in light and dark: nothing may be wider than the screen. Pictures
// go to the folder that RELUCERT_PICTURES names, if it does.
func Looks(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		for width, size := range map[int64]string{1280: "wide", 390: "phone"} {
			Media(t, ctx, "screen", width, scheme)
			Value[bool](t, ctx, "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
			if wide := Value[int64](t, ctx, "document.documentElement.scrollWidth"); wide > width {
				t.Errorf("%s is %d pixels wide on a screen of %d", name, wide, width)
			}
			picture(t, ctx, name+"-"+size+"-"+scheme+".png")
		}
	}
}

func picture(t *testing.T, ctx context.Context, name string) {
	folder := os.Getenv("RELUCERT_PICTURES")
	if folder == "" {
		return
	}
	png := run(t, ctx, name, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(folder, name), png, 0o666); err != nil {
		t.Fatal(err)
	}
}
