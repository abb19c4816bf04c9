package queue

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nkeys"
)

func serve(t *testing.T, at Listening) *Server {
	t.Helper()
	s, err := Serve(at, filepath.Join(t.TempDir(), "jetstream"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// opened is a job on a server of its own, and another connection to it.
func opened(t *testing.T) (coordinator, worker *Queue) {
	t.Helper()
	s := serve(t, Listening{Address: "127.0.0.1:0"})
	coordinator, err := s.Connect("test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(coordinator.Close)
	coordinator.lost = 500 * time.Millisecond
	if err := coordinator.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	return coordinator, dialed(t, s)
}

func dialed(t *testing.T, s *Server) *Queue {
	t.Helper()
	q, err := Dial(Access{URL: "nats://" + s.Address()}, "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

func offer(t *testing.T, q *Queue, states ...string) {
	t.Helper()
	for _, s := range states {
		if err := q.Offer(t.Context(), s, []byte("of "+s)); err != nil {
			t.Fatal(err)
		}
	}
}

// take is the next offer; "": none comes.
func take(t *testing.T, q *Queue, wait time.Duration) (string, *Message) {
	t.Helper()
	m, err := q.Take(t.Context(), wait)
	if err != nil {
		t.Fatal(err)
	}
	if m == nil {
		return "", nil
	}
	return strings.TrimPrefix(string(m.Data()), "of "), m
}

// How long to wait for what comes, on a busy machine, too; of what has not come in a while, none is expected.
const (
	patience = time.Minute
	while    = 300 * time.Millisecond
)

// TestNoRedeliveryWhileWorkGoesOn: an offer is acknowledged before the work begins, so JetStream does not hand it out again, however long that
// takes. One that was not acknowledged comes again: then the table says who has the subtree (TestEitherButNeverBoth).
func TestNoRedeliveryWhileWorkGoesOn(t *testing.T) {
	q, w := opened(t)
	offer(t, q, "a")
	_, m := take(t, w, patience)
	m.Ack()
	time.Sleep(3 * q.lost)
	if got, _ := take(t, w, while); got != "" {
		t.Errorf("%s comes again after its acknowledgement", got)
	}
	offer(t, q, "b")
	take(t, w, patience) // and the worker dies
	if got, _ := take(t, w, patience); got != "b" {
		t.Errorf("%q comes after b was lost", got)
	}
}

// TestNobodyHoards: a worker fetches one offer, and leaves the others to others.
func TestNobodyHoards(t *testing.T) {
	q, ann := opened(t)
	bob, err := Dial(Access{URL: ann.conn.ConnectedUrl()}, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer bob.Close()
	offer(t, q, "a", "b")
	one, _ := take(t, ann, patience)
	other, _ := take(t, bob, patience)
	if one != "a" || other != "b" {
		t.Errorf("ann gets %q, and bob %q", one, other)
	}
}

// TestMissingAcknowledgementsDoNotStall: workers who died with more offers than JetStream lets be pending by default do not keep others from theirs.
func TestMissingAcknowledgementsDoNotStall(t *testing.T) {
	q, w := opened(t)
	const pending = 1100 // the default is 1000
	q.lost = time.Hour
	if err := q.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range pending {
		offer(t, q, fmt.Sprint(i))
		if got, _ := take(t, w, patience); got != fmt.Sprint(i) {
			t.Fatalf("offer %d: got %q", i, got)
		}
	}
}

// TestOffersTakeThePlaceOfOlderOnes: offers that nobody takes, made again and again, do not pile up.
func TestOffersTakeThePlaceOfOlderOnes(t *testing.T) {
	q, w := opened(t)
	offer(t, q, "a", "a", "a")
	_, m := take(t, w, patience)
	m.Ack()
	if got, _ := take(t, w, while); got != "" {
		t.Errorf("%s comes again", got)
	}
}

// TestWatchAfterRestart: a watch that a restart of the server has killed, with all that was on it, sees the next value all the same.
func TestWatchAfterRestart(t *testing.T) {
	s := serve(t, Listening{Address: "127.0.0.1:0"})
	address := s.Address()
	w := dialed(t, s)
	begin := func(s *Server, value string) {
		t.Helper()
		q, err := s.Connect("test")
		if err == nil {
			t.Cleanup(q.Close)
			err = q.Open(t.Context())
		}
		if err == nil {
			err = q.Set(t.Context(), Incumbent, []byte(value))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	begin(s, "one")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	l := w.Watch(ctx, Incumbent, 300*time.Millisecond, nil)
	sees(t, l, "one")
	s.Close()
	begin(serve(t, Listening{Address: address}), "two")
	sees(t, l, "two")
}

func sees(t *testing.T, l *Latest, want string) {
	t.Helper()
	for range 2400 {
		if string(l.Get()) == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%q, not %q", l.Get(), want)
}

// TestNoConsumersAreLeft: workers who came, watched and left leave no consumer behind.
func TestNoConsumersAreLeft(t *testing.T) {
	q, w := opened(t)
	count := func() (n int) {
		for _, stream := range []string{q.work(), q.results(), "KV_" + q.latest(), "OBJ_" + q.blobs()} {
			s, err := q.js.Stream(t.Context(), stream)
			if err != nil {
				t.Fatal(err)
			}
			n += s.CachedInfo().State.Consumers
		}
		return n
	}
	before := count()
	path := filepath.Join(t.TempDir(), "blob")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), 300_000), 0o666); err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		ctx, cancel := context.WithCancel(t.Context())
		seen := make(chan bool, 100)
		w.Watch(ctx, Incumbent, time.Minute, func([]byte) { seen <- true })
		if err := q.Set(t.Context(), Incumbent, []byte(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
		<-seen
		hash, err := w.Put(t.Context(), path)
		if err == nil {
			err = w.Get(t.Context(), hash, path+".back", 1<<20)
		}
		if err != nil {
			t.Fatal(err)
		}
		cancel()
	}
	for range 2400 {
		if count() == before {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("%d consumers are left of %d", count(), before)
}

// TestParcels, small and large, come as they were; a blob that is another, or larger than it may be, does not.
func TestParcels(t *testing.T) {
	q, w := opened(t)
	for _, size := range []int{0, 10, mostInline / 4, 4 * mostInline} {
		dir, into := t.TempDir(), t.TempDir()
		text := make([]byte, size)
		rand.Read(text)
		if err := os.WriteFile(filepath.Join(dir, "one"), text, 0o666); err != nil {
			t.Fatal(err)
		}
		p, err := q.Pack(t.Context(), []File{{"state-1", filepath.Join(dir, "one")}})
		if err != nil || (p.Blob != "") != (size > mostInline) {
			t.Fatalf("%d bytes: %v, in a blob: %v", size, err, p.Blob != "")
		}
		if err := w.Unpack(t.Context(), p, into, 100<<20); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(into, "state-1")); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%d bytes: %v", size, err)
		}
		if err := w.Unpack(t.Context(), p, t.TempDir(), 5); err == nil {
			t.Errorf("%d bytes are taken for 5", size)
		}
		if p.Blob != "" {
			if err := w.Get(t.Context(), p.Blob[:63]+"x", filepath.Join(into, "x"), 1<<30); err == nil {
				t.Error("a blob that there is not")
			}
		}
	}
	if _, err := q.Pack(t.Context(), []File{{"x", filepath.Join(t.TempDir(), "nothing")}}); err == nil {
		t.Error("a file that there is not is packed")
	}
	path := filepath.Join(t.TempDir(), "evil")
	os.WriteFile(path, []byte("x"), 0o666)
	for _, name := range []string{"../evil", "/tmp/evil", ".evil", "a/b"} {
		p, err := q.Pack(t.Context(), []File{{name, path}})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Unpack(t.Context(), p, t.TempDir(), 1<<20); !errors.Is(err, ErrParcel) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNothingIsOpenToTheWorld: an address that others get to needs TLS and credentials.
func TestNothingIsOpenToTheWorld(t *testing.T) {
	cert, key, _ := certificate(t)
	users := written(t, "ann:secret")
	for _, at := range []Listening{
		{Address: "0.0.0.0:0"}, {Address: "[::]:0"}, {Address: ":0"}, {Address: "192.0.2.1:0"}, {Address: "example.org:0"},
		{Address: "0.0.0.0:0", Credentials: users}, {Address: "0.0.0.0:0", Certificate: cert, Key: key},
	} {
		if s, err := Serve(at, t.TempDir()); !errors.Is(err, ErrOpen) {
			t.Errorf("%+v: %v", at, err)
			if s != nil {
				s.Close()
			}
		}
	}
	for _, bad := range []string{"", "nobody", "SUAKNONSENSE"} {
		if _, err := Serve(Listening{Address: "127.0.0.1:0", Credentials: written(t, bad)}, t.TempDir()); !errors.Is(err, ErrCredentials) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestCredentials: who has some gets in, by password or nkey; nobody else does, nor without TLS's certificate.
func TestCredentials(t *testing.T) {
	cert, key, ca := certificate(t)
	pair, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	public, _ := pair.PublicKey()
	seed, _ := pair.Seed()
	s := serve(t, Listening{Address: "127.0.0.1:0", Certificate: cert, Key: key, Credentials: written(t, "# who may come\nann:secret\n"+public)})
	own, err := s.Connect("test")
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	url := "tls://" + s.Address()
	other, _ := nkeys.CreateUser()
	strange, _ := other.Seed()
	for _, c := range []struct {
		name   string
		access Access
		in     bool
	}{
		{"password", Access{url, written(t, "ann:secret"), ca}, true},
		{"nkey", Access{url, written(t, string(seed)), ca}, true},
		{"nothing", Access{URL: url, CA: ca}, false},
		{"wrong password", Access{url, written(t, "ann:sesame"), ca}, false},
		{"wrong name", Access{url, written(t, "coordinator:secret"), ca}, false},
		{"another nkey", Access{url, written(t, string(strange)), ca}, false},
		{"an unknown certificate", Access{URL: url, Credentials: written(t, "ann:secret")}, false},
	} {
		q, err := Dial(c.access, "test")
		if (err == nil) != c.in {
			t.Errorf("%s: %v", c.name, err)
		}
		if q != nil {
			q.Close()
		}
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// certificate makes a certificate for this machine, which is its own CA.
func certificate(t *testing.T) (cert, key, ca string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert = written(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	return cert, written(t, string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}))), cert
}
