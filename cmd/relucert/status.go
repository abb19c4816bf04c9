package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"relucert/internal/crowd"
	"relucert/internal/indented"
	"relucert/internal/queue"
)

func statusCommand() *cobra.Command {
	var reach reaching
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status [DIR]",
		Short: "Say how far a search by many workers is",
		Long: `Status says how far the search is that relucert serve has worked off: its bounds, which
are not all checked yet, its workers, how fast they are, how long the oldest lease has lasted, and how
long the rest takes if the lower bound goes on as in the last minutes. DIR is the job's folder: it
says where the coordinator is, and, if that is not at work, how far it was.

` + exitCodes,
		Example: "  relucert status job\n  relucert status --nats nats://127.0.0.1:4222",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return await(cmd.Context(), func() error {
				if len(args) > 0 {
					return reach.folderStatus(cmd.Context(), filepath.Clean(args[0]), asJSON)
				}
				return reach.status(cmd.Context(), asJSON)
			})
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	reach.define(f, "`URL` of the coordinator's server (default nats://"+natsAddress+")")
	f.BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (r *reaching) status(ctx context.Context, asJSON bool) error {
	if r.URL == "" {
		r.URL = scheme + natsAddress
	}
	s, err := r.ask(ctx)
	if err != nil {
		return err
	}
	return tellStatus(s, asJSON)
}

// ask asks the coordinator.
func (r *reaching) ask(ctx context.Context) (*crowd.Status, error) {
	q, err := r.dial()
	if err != nil {
		return nil, err
	}
	defer q.Close()
	ctx, cancel := context.WithTimeout(ctx, answering)
	defer cancel()
	text, err := q.Value(ctx, queue.Status)
	if err != nil || text == nil {
		return nil, usagef("%s: there is no search called %s", r.URL, r.job)
	}
	s := new(crowd.Status)
	if err := json.Unmarshal(text, s); err != nil {
		return nil, fmt.Errorf("%s: %w", r.URL, err)
	}
	return s, nil
}

// folderStatus asks the coordinator of a folder, or reads there how far it was.
func (r *reaching) folderStatus(ctx context.Context, folder string, asJSON bool) error {
	asked := new(fitOptions)
	if _, err := asked.ask(folder); err != nil {
		return err
	}
	if isServed(folder) {
		_, err := fmt.Fprintf(desk.Stdout, "%s is done\n", folder)
		return err
	}
	if text, err := os.ReadFile(filepath.Join(folder, addressFile)); err == nil && r.URL == "" {
		r.URL = strings.TrimSpace(string(text))
	}
	if s, err := r.ask(ctx); err == nil {
		return tellStatus(s, asJSON)
	}
	s, err := crowd.Look(folder)
	if err != nil {
		return usagef("%s: %v", folder, err)
	}
	s.Objective = asked.problem.Objective.Name()
	return tellStatus(s, asJSON)
}

func tellStatus(s *crowd.Status, asJSON bool) error {
	if asJSON {
		return indented.JSON(desk.Stdout, s)
	}
	return writeStatus(desk.Stdout, s, time.Now())
}

// answering is how long a server may take to answer.
const answering = 10 * time.Second

func writeStatus(to io.Writer, s *crowd.Status, now time.Time) error {
	fmt.Fprintln(to, statusLine(s))
	fmt.Fprintf(to, "%d results, %d refused, %d leases lapsed, %d results revoked; oldest lease %v", s.Results, s.Refused, s.Lapsed, s.Revoked, s.Oldest.Round(time.Second))
	if s.Time.IsZero() {
		fmt.Fprint(to, "; the coordinator is not at work")
	} else if age := now.Sub(s.Time); age > staleAfter {
		fmt.Fprintf(to, "; as it was %v ago", age.Round(time.Second))
	}
	fmt.Fprintln(to)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "worker\tresults\tnodes\trefused")
	for _, v := range s.Workers {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", v.Name, v.Results, v.Nodes, v.Refused)
	}
	return w.Flush()
}

// staleAfter is when a status is so old that it is to be said.
const staleAfter = 10 * time.Second
