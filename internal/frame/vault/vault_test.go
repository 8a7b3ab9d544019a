package vault_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/vault"
	"muster/internal/frame/vault/journal"
	"muster/internal/frame/vault/permit"
)

type alpha struct{}

func (alpha) VaultClass() string { return "test.alpha" }

type beta struct{}

func (beta) VaultClass() string { return "test.beta" }

const canary = "CANARY-4f1d-高血压"

var (
	anna  = vault.Place{Table: "finding", Column: "text", Subject: "anna"}
	bella = vault.Place{Table: "finding", Column: "text", Subject: "bella"}
)

// bundle is an installation of one test.
type bundle struct {
	folder string
	ring   *vault.Ring
	keys   *journal.Store
	vault  *vault.Vault
}

func setup(t testing.TB) *bundle {
	t.Helper()
	b := &bundle{folder: t.TempDir()}
	ring, err := vault.CreateRing(b.kek())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.Open(filepath.Join(b.folder, "data"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	b.ring, b.keys, b.vault = ring, keys, vault.New(ring, keys)
	return b
}

func (b *bundle) kek() string { return filepath.Join(b.folder, "kek") }

func seal(t testing.TB, v *vault.Vault, at vault.Place, text string) vault.Sealed[alpha] {
	t.Helper()
	sealed, err := vault.Seal(v, at, vault.NewClear[alpha]([]byte(text)))
	if err = errors.Join(err, v.Sync(context.Background())); err != nil {
		t.Fatal(err)
	}
	return sealed
}

func allow(subjects ...ident.ID) vault.Permit {
	p, _ := permit.Issue(permit.Grant{Subjects: subjects, Classes: []string{"test.alpha"}})
	return p
}

// open opens and reveals.
func open(v *vault.Vault, p vault.Permit, at vault.Place, sealed vault.Sealed[alpha]) (string, error) {
	clear, err := vault.Open(v, p, at, sealed)
	if err != nil {
		return "", err
	}
	content, err := clear.Reveal(p, at.Subject)
	return string(content), err
}

func TestSealedContentsOpenAgain(t *testing.T) {
	t.Parallel()
	b := setup(t)
	rapid.Check(t, func(r *rapid.T) {
		content := string(rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(r, "content"))
		sealed := seal(t, b.vault, anna, content)
		if got, err := open(b.vault, allow("anna"), anna, sealed); err != nil || got != content {
			r.Fatalf("got %q, %v", got, err)
		}
	})
}

func TestLengthIsHidden(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, length := range []int{0, 1, 31} {
		if got, want := len(seal(t, b.vault, anna, strings.Repeat("x", length)).Bytes()), 1+8+12+32+16; got != want {
			t.Errorf("%d bytes are stored in %d, want %d", length, got, want)
		}
	}
}

func TestWrongPlaceIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed := seal(t, b.vault, anna, canary)
	seal(t, b.vault, bella, canary)
	if got, err := open(b.vault, allow("anna"), anna, sealed); err != nil || got != canary {
		t.Fatalf("the right place: %q %v", got, err)
	}
	for want, at := range map[string]vault.Place{
		"vault.damaged/table":  {Table: "note", Column: "text", Subject: "anna"},
		"vault.damaged/column": {Table: "finding", Column: "note", Subject: "anna"},
		"vault.damaged/shift":  {Table: "findingt", Column: "ext", Subject: "anna"},
		"vault.erased/subject": bella, // bella's key has another id
		"vault.erased/nobody":  {Table: "finding", Column: "text", Subject: "nobody"},
	} {
		code, _, _ := strings.Cut(want, "/")
		if got, err := open(b.vault, allow("anna", "bella", "nobody"), at, sealed); !fault.Coded(err, code) {
			t.Errorf("%s: opened %q, %v", want, got, err)
		}
	}
	other := vault.Sealed[beta]{}
	if err := other.Scan(sealed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Seal(b.vault, anna, vault.NewClear[beta]([]byte("x"))); err != nil {
		t.Fatal(err)
	}
	both, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{"anna"}, Classes: []string{"test.beta"}})
	if _, err := vault.Open(b.vault, both, anna, other); !fault.Coded(err, "vault.erased") {
		t.Errorf("a content opened as another class: %v", err)
	}
}

func TestEveryChangedByteIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stored := seal(t, b.vault, anna, canary).Bytes()
	for at := range stored {
		changed := bytes.Clone(stored)
		changed[at] ^= 1
		for _, tampered := range [][]byte{changed, stored[:at]} {
			var sealed vault.Sealed[alpha]
			if err := sealed.Scan(tampered); err != nil {
				t.Fatal(err)
			}
			got, err := open(b.vault, allow("anna"), anna, sealed)
			if err == nil && len(tampered) > 0 {
				t.Fatalf("byte %d of %d: opened %q", at, len(tampered), got)
			}
		}
	}
}

func TestNothingOpensWithoutPermit(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed := seal(t, b.vault, anna, canary)
	revoked, revoke := permit.Issue(permit.Grant{Subjects: []ident.ID{"anna"}, Classes: []string{"test.alpha"}})
	if _, err := open(b.vault, revoked, anna, sealed); err != nil {
		t.Fatalf("before it was revoked: %v", err)
	}
	revoke()
	wrongClass, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{"anna"}, Classes: []string{"test.beta"}})
	erase, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{"anna"}, Classes: []string{"test.alpha"}, Erase: true})
	for name, p := range map[string]vault.Permit{
		"zero": {}, "other subject": allow("bella"), "no subject": allow(), "other class": wrongClass, "revoked": revoked, "erase": erase,
	} {
		if _, err := vault.Open(b.vault, p, anna, sealed); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: open: %v", name, err)
		}
		if _, err := vault.NewClear[alpha]([]byte(canary)).Reveal(p, "anna"); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: reveal: %v", name, err)
		}
	}
	opened, err := vault.Open(b.vault, allow("anna"), anna, sealed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Reveal(allow("bella"), "bella"); !fault.Is(err, fault.Denied) {
		t.Errorf("one person's content revealed as another's: %v", err)
	}
	if _, err := vault.Seal(b.vault, bella, opened); !fault.Is(err, fault.Denied) {
		t.Errorf("one person's content sealed for another: %v", err)
	}
	if err := b.vault.Destroy(context.Background(), allow("anna"), "anna", "test.alpha"); !fault.Is(err, fault.Denied) {
		t.Errorf("destroyed with a permit to open: %v", err)
	}
}

func TestErasure(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed, others := seal(t, b.vault, anna, canary), seal(t, b.vault, bella, canary)
	erase, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{"anna"}, Classes: []string{"test.alpha", "test.beta"}, Erase: true})
	if err := b.vault.Destroy(context.Background(), erase, "anna", "test.alpha", "test.beta"); err != nil {
		t.Fatal(err)
	}
	if got, err := open(b.vault, allow("anna"), anna, sealed); !fault.Coded(err, "vault.erased") {
		t.Errorf("erased content opened: %q %v", got, err)
	}
	if got, err := open(b.vault, allow("bella"), bella, others); err != nil || got != canary {
		t.Errorf("somebody else's content was lost: %v", err)
	}
	again := seal(t, b.vault, anna, "new")
	if got, err := open(b.vault, allow("anna"), anna, again); err != nil || got != "new" {
		t.Errorf("a new content after the erasure: %v", err)
	}
	if _, err := open(b.vault, allow("anna"), anna, sealed); !fault.Coded(err, "vault.erased") {
		t.Errorf("a new key brought the erased content back: %v", err)
	}
}

// holder keeps values in unexported fields, which package fmt prints without
// asking their methods.
type holder struct {
	Open   vault.Clear[alpha]
	Stored vault.Sealed[alpha]
	hidden vault.Clear[alpha]
	ring   *vault.Ring
}

func TestNothingLeaksByPrinting(t *testing.T) {
	t.Parallel()
	b := setup(t)
	secret := vault.NewClear[alpha]([]byte(canary))
	h := holder{secret, seal(t, b.vault, anna, canary), secret, b.ring}
	var out bytes.Buffer
	for _, value := range []any{h, &h, secret, &secret, []any{secret}, map[string]any{"a": secret}, h.Stored, b.ring, *b.ring, b.vault} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%c", "%T"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		for _, handler := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
			slog.New(handler).Info("x", "value", value)
		}
		if encoded, err := json.Marshal(value); err == nil {
			out.Write(encoded)
		}
	}
	fmt.Fprint(&out, fmt.Errorf("wrapped: %v", h))
	forbidden := []string{canary, "高血压", fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprintf("%v", []byte(canary)), "67 65 78 65"}
	kek, err := os.ReadFile(b.kek())
	if err != nil {
		t.Fatal(err)
	}
	encoded := strings.TrimSpace(strings.TrimPrefix(string(kek), "muster-kek-1 "))
	secret32, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	forbidden = append(forbidden, encoded, fmt.Sprintf("%x", secret32), strings.Trim(fmt.Sprint(secret32), "[]"))
	for _, text := range forbidden {
		if strings.Contains(out.String(), text) {
			t.Errorf("%q leaked", text)
		}
	}
	if !strings.Contains(out.String(), "[redacted]") {
		t.Error("nothing was printed: the search proves nothing")
	}
}

// TestCanaryNotInFiles searches everything the vault writes for the content,
// for the data keys and for the subjects.
func TestCanaryNotInFiles(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person := vault.Place{Table: "finding", Column: "text", Subject: "01jd0000000000000000000000"}
	sealed := seal(t, b.vault, person, canary)
	stored, err := json.Marshal(sealed)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"stored": sealed.Bytes(), "json": stored}
	for _, name := range []string{"data", "kek", "data.lock"} {
		if files[name], err = os.ReadFile(filepath.Join(b.folder, name)); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(filepath.Join(b.folder, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v %v", name, info.Mode(), err)
		}
	}
	for name, content := range files {
		if bytes.Contains(content, []byte("CANARY")) || bytes.Contains(content, []byte(person.Subject)) {
			t.Errorf("%s contains the content or the subject", name)
		}
	}
	wrapped, ok, err := b.keys.Get(vault.OwnerOf(person.Subject, "test.alpha"))
	if err != nil || !ok || !bytes.Contains(files["data"], wrapped[:]) {
		t.Errorf("the wrapped key is not where it belongs: %v", err)
	}
}

func TestRotation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed := seal(t, b.vault, anna, canary)
	before, _, _ := b.keys.Get(vault.OwnerOf("anna", "test.alpha"))
	oldFile, err := os.ReadFile(b.kek())
	if err != nil {
		t.Fatal(err)
	}
	ring, err := vault.Rotate(context.Background(), b.kek(), b.keys)
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := vault.LoadRing(b.kek())
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*vault.Ring{"returned": ring, "loaded": loaded} {
		if got, err := open(vault.New(r, b.keys), allow("anna"), anna, sealed); err != nil || got != canary {
			t.Errorf("%s ring after the rotation: %v", name, err)
		}
	}
	if _, err := open(b.vault, allow("anna"), anna, sealed); !fault.Coded(err, "vault.damaged") {
		t.Errorf("the old key still opens: %v", err)
	}
	newFile, _ := os.ReadFile(b.kek())
	data, _ := os.ReadFile(filepath.Join(b.folder, "data"))
	if bytes.Contains(newFile, bytes.TrimSpace(oldFile)) || bytes.Contains(data, before[12:]) {
		t.Error("the old key or what it wrapped is still there")
	}
}

// refusing fails to rewrap, as a crash in the middle of a rotation would.
type refusing struct{ vault.KeyStore }

var errCrash = errors.New("crash")

func (refusing) Rewrap(context.Context, func(vault.Owner, vault.Wrapped) (vault.Wrapped, error)) error {
	return errCrash
}

func TestInterruptedRotation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed := seal(t, b.vault, anna, canary)
	if _, err := vault.Rotate(context.Background(), b.kek(), refusing{b.keys}); !errors.Is(err, errCrash) {
		t.Fatal(err)
	}
	both, err := vault.LoadRing(b.kek())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := open(vault.New(both, b.keys), allow("anna"), anna, sealed); err != nil || got != canary {
		t.Errorf("between the keys: %v", err)
	}
	later := seal(t, vault.New(both, b.keys), bella, canary) // under the key of the unfinished rotation
	ring, err := vault.Rotate(context.Background(), b.kek(), b.keys)
	if err != nil {
		t.Fatal(err)
	}
	v := vault.New(ring, b.keys)
	for at, s := range map[vault.Place]vault.Sealed[alpha]{anna: sealed, bella: later} {
		if got, err := open(v, allow(at.Subject), at, s); err != nil || got != canary {
			t.Errorf("%s after the second rotation: %v", at.Subject, err)
		}
	}
}

func TestRingFile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, err := vault.CreateRing(b.kek()); !fault.Coded(err, "vault.kek_exists") {
		t.Errorf("an existing key file: %v", err)
	}
	if err := os.Chmod(b.kek(), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.LoadRing(b.kek()); !fault.Coded(err, "vault.kek_open") {
		t.Errorf("a key file that others may read: %v", err)
	}
	for i, text := range []string{"", "muster-kek-1 AAAA\n", "nonsense\n", "muster-kek-1 !\n"} {
		path := filepath.Join(b.folder, fmt.Sprint("bad", i))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.LoadRing(path); !fault.Coded(err, "vault.kek_unreadable") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := vault.LoadRing(filepath.Join(b.folder, "none")); !fault.Coded(err, "vault.kek_unreadable") {
		t.Errorf("no file: %v", err)
	}
}

func TestStoredForms(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed := seal(t, b.vault, anna, canary)
	encoded, err := json.Marshal(struct{ A, B vault.Sealed[alpha] }{A: sealed})
	if err != nil {
		t.Fatal(err)
	}
	var decoded struct{ A, B vault.Sealed[alpha] }
	if err := json.Unmarshal(encoded, &decoded); err != nil || !decoded.B.IsZero() {
		t.Fatal(err)
	}
	value, err := decoded.A.Value()
	if err != nil || !bytes.Equal(value.([]byte), sealed.Bytes()) {
		t.Errorf("value %v %v", value, err)
	}
	if none, err := decoded.B.Value(); none != nil || err != nil {
		t.Errorf("no content is NULL: %v %v", none, err)
	}
	buffer := bytes.Clone(sealed.Bytes())
	var scanned vault.Sealed[alpha]
	if err := scanned.Scan(buffer); err != nil {
		t.Fatal(err)
	}
	clear(buffer) // the driver reuses it
	if got, err := open(b.vault, allow("anna"), anna, scanned); err != nil || got != canary {
		t.Errorf("scanned: %v", err)
	}
	if err := errors.Join(scanned.Scan(nil), scanned.Scan(string(sealed.Bytes()))); err != nil || scanned.IsZero() {
		t.Errorf("scan of NULL and text: %v", err)
	}
	if scanned.Scan(7) == nil {
		t.Error("a number was scanned")
	}
	var body struct{ Text vault.Clear[alpha] }
	if err := json.Unmarshal([]byte(`{"Text":"`+canary+`"}`), &body); err != nil {
		t.Fatal(err)
	}
	if got, err := body.Text.Reveal(allow("anna"), "anna"); err != nil || string(got) != canary {
		t.Errorf("content of a body: %q %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"Text":null}`), &body); err != nil || !body.Text.IsZero() {
		t.Errorf("null: %v", err)
	}
	if err := json.Unmarshal([]byte(`{"Text":12345}`), &body); !fault.Coded(err, "vault.not_text") || strings.Contains(fmt.Sprintf("%+v", err), "12345") {
		t.Errorf("a number: %v", err)
	}
	if none, err := vault.Seal(b.vault, anna, vault.Clear[alpha]{}); err != nil || !none.IsZero() {
		t.Errorf("no content: %v", err)
	}
	if got, err := open(b.vault, allow("anna"), anna, vault.Sealed[alpha]{}); err != nil || got != "" {
		t.Errorf("no content: %q %v", got, err)
	}
}

func TestFailingStoreIsReported(t *testing.T) {
	t.Parallel()
	b := setup(t)
	sealed := seal(t, b.vault, anna, canary)
	if err := b.keys.Close(); err != nil {
		t.Fatal(err)
	}
	_, errSeal := vault.Seal(b.vault, bella, vault.NewClear[alpha]([]byte("x")))
	_, errOpen := vault.Open(b.vault, allow("anna"), anna, sealed)
	erase, _ := permit.Issue(permit.Grant{Subjects: []ident.ID{"anna"}, Classes: []string{"test.alpha"}, Erase: true})
	for name, err := range map[string]error{"seal": errSeal, "open": errOpen, "sync": b.vault.Sync(context.Background()),
		"destroy": b.vault.Destroy(context.Background(), erase, "anna", "test.alpha")} {
		if !fault.Coded(err, "vault.keys_unavailable") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkSeal(b *testing.B) {
	v := setup(b).vault
	content := vault.NewClear[alpha](bytes.Repeat([]byte("x"), 200))
	for b.Loop() {
		if _, err := vault.Seal(v, anna, content); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	v := setup(b).vault
	sealed, p := seal(b, v, anna, strings.Repeat("x", 200)), allow("anna")
	for b.Loop() {
		if _, err := open(v, p, anna, sealed); err != nil {
			b.Fatal(err)
		}
	}
}
