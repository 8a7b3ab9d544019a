package api_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"muster/internal/frame/clock"
)

// served is a handler on loopback with its clients.
type served struct {
	client *http.Client
	url    string
}

func serve(b *testing.B, h http.Handler, connections int) served {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	transport := &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}
	b.Cleanup(transport.CloseIdleConnections)
	return served{&http.Client{Transport: transport}, "http://" + listener.Addr().String()}
}

// post sends bodies over the connections and gives the rate of answers.
func (s served) post(b *testing.B, path, token string, connections int, bodies []string) float64 {
	b.Helper()
	var next atomic.Int64
	var wait sync.WaitGroup
	start := clock.System{}.Now()
	for range connections {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(bodies) {
					return
				}
				r, _ := http.NewRequest("POST", s.url+path, strings.NewReader(bodies[i]))
				r.Header = http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/json"}, "Idempotency-Key": {fmt.Sprint(start.UnixNano(), "-", i)}}
				w, err := s.client.Do(r)
				if err != nil {
					b.Error(err)
					return
				}
				answer, _ := io.ReadAll(w.Body)
				_ = w.Body.Close()
				if w.StatusCode != 201 {
					b.Errorf("%d %s", w.StatusCode, answer)
					return
				}
			}
		})
	}
	wait.Wait()
	return float64(len(bodies)) / clock.System{}.Now().Sub(start).Seconds()
}

// BenchmarkP1 measures durable acts over HTTP (PERFORMANCE.md P1) against the
// same request decoded and validated without a database, in turns in one
// process, and one connection against the rate of bare writes with fsync.
func BenchmarkP1(b *testing.B) {
	for _, connections := range []int{1, 64, 256} {
		b.Run(fmt.Sprint("connections=", connections), func(b *testing.B) { rounds(b, connections) })
	}
}

func rounds(b *testing.B, connections int) {
	bundle := setup(b)
	token := bundle.registrar()
	acts, bare := serve(b, bundle.handler, connections), serve(b, bundle.bare(), connections)
	size := map[bool]int{true: 1000, false: 20_000}[connections == 1]
	var with, without, ratios, syncs []float64
	n := 0
	batch := func() (out []string) {
		for range size {
			out = append(out, recording(n, village))
			n++
		}
		return out
	}
	acts.post(b, record, token, connections, batch())
	bare.post(b, record, token, connections, batch())
	for b.Loop() {
		w, o := acts.post(b, record, token, connections, batch()), bare.post(b, record, token, connections, batch())
		with, without, ratios = append(with, w), append(without, o), append(ratios, w/o)
		if connections == 1 {
			syncs = append(syncs, fsyncs(b))
		}
	}
	b.ReportMetric(median(with), "acts/s")
	b.ReportMetric(median(without), "bare/s")
	b.ReportMetric(median(ratios), "ratio")
	if connections == 1 {
		b.ReportMetric(median(syncs), "fsync/s")
		b.ReportMetric(median(with)/median(syncs), "of-fsync")
	}
	b.ReportMetric(0, "ns/op")
}

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}

// fsyncs is the rate of writing 4 KiB and having them on the disk.
func fsyncs(b *testing.B) float64 {
	b.Helper()
	file, err := os.Create(filepath.Join(b.TempDir(), "sync"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	const times = 500
	page := make([]byte, 4096)
	start := clock.System{}.Now()
	for range times {
		if _, err := file.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return times / clock.System{}.Now().Sub(start).Seconds()
}
