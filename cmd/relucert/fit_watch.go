package main

import (
	"context"
	"fmt"
	"os"

	"relucert"
	"relucert/dataset"
	"relucert/internal/live"
	"relucert/internal/report"
	"relucert/internal/web"
)

// freePort is where --watch listens without an address.
const freePort = "127.0.0.1:0"

// watch opens the live page, if it is asked for. The context that it returns ends when the page's button is pressed, as by Ctrl-C.
func (o *fitOptions) watch(ctx context.Context) (context.Context, func(), error) {
	if o.watchAddress == "" {
		return ctx, func() {}, nil
	}
	ctx, stop := context.WithCancel(ctx)
	server, err := live.Listen(o.watchAddress, stop)
	if err != nil {
		stop()
		return ctx, nil, err
	}
	o.page = server
	fmt.Fprintf(os.Stderr, "watch   %s\n", server.URL())
	o.phase("reading the data")
	return ctx, func() { server.Close(); stop() }, nil
}

// phase tells the live page what is being done.
func (o *fitOptions) phase(phase string) {
	if o.page != nil {
		o.page.Phase(phase)
	}
}

// show tells the live page of an event.
func (o *fitOptions) show(data *dataset.Dataset, e relucert.Event, event report.Event) {
	if o.page == nil {
		return
	}
	o.page.Event(event)
	if e.Network != nil {
		o.page.Picture(func() web.Chart { return report.Sketch(data, e.Network) })
	}
}

// showLines tells the live page what is solved.
func (o *fitOptions) showLines(lines []string) {
	if o.page != nil {
		o.page.Lines(lines)
		o.page.Phase("searching")
	}
}
