// The other implementation: golang.org/x/mod/sumdb/tlog and sumdb/note, as Debian packages them.
//
//	interop make DIR SIZE    a log of SIZE entries, with tiles, checkpoints, cosignatures and proofs
//	interop check DIR        everything in a folder that the C++ side made, and counts
//
// Both sides write one layout (see interop_tool.cc). Tiles are computed and authenticated by
// sumdb/tlog; only their paths are put into the form of c2sp.org/tlog-tiles, which has no height in
// them and calls the data tiles entries. sumdb/note knows one type of key; the cosignature of
// c2sp.org/tlog-cosignature is a second one behind its interfaces.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height      = 8
	logName     = "interop.example/go"
	witnessName = "witness.example/go"
	proofHeader = "c2sp.org/tlog-proof@v1\n"
	manyProofs  = 200
	fewFiles    = 5
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "interop:", err)
		os.Exit(1)
	}
}

func demand(holds bool, what string, args ...interface{}) {
	if !holds {
		must(fmt.Errorf(what, args...))
	}
}

func write(dir, path string, data []byte) {
	file := filepath.Join(dir, path)
	must(os.MkdirAll(filepath.Dir(file), 0o755))
	must(os.WriteFile(file, data, 0o644))
}

func read(dir, path string) []byte {
	data, err := os.ReadFile(filepath.Join(dir, path))
	must(err)
	return data
}

func list(dir, pattern string) []string {
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	must(err)
	for i := range names {
		names[i] = filepath.Base(names[i])
	}
	return names
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	must(err)
	demand(n >= 0 && strconv.FormatInt(n, 10) == text, "%q is not a canonical number", text)
	return n
}

func hashOf(data []byte) (h tlog.Hash) {
	demand(len(data) == tlog.HashSize, "a hash of %d bytes", len(data))
	copy(h[:], data)
	return h
}

func hashLine(text string) tlog.Hash {
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	must(err)
	return hashOf(data)
}

// The path of a tile in c2sp.org/tlog-tiles.
func c2spPath(t tlog.Tile) string {
	path := strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// ---- cosignatures ----

type cosignatureKey struct {
	name    string
	public  ed25519.PublicKey
	private ed25519.PrivateKey
	time    uint64
}

func (k *cosignatureKey) Name() string { return k.name }

func (k *cosignatureKey) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(k.name+"\n\x04"), k.public...))
	return binary.BigEndian.Uint32(sum[:4])
}

func (k *cosignatureKey) message(time uint64, text []byte) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
}

func (k *cosignatureKey) Sign(text []byte) ([]byte, error) {
	out := binary.BigEndian.AppendUint64(nil, k.time)
	return append(out, ed25519.Sign(k.private, k.message(k.time, text))...), nil
}

func (k *cosignatureKey) Verify(text, signature []byte) bool {
	return len(signature) == 8+ed25519.SignatureSize &&
		ed25519.Verify(k.public, k.message(binary.BigEndian.Uint64(signature), text), signature[8:])
}

func (k *cosignatureKey) vkey() string {
	return fmt.Sprintf("%s+%08x+%s", k.name, k.KeyHash(),
		base64.StdEncoding.EncodeToString(append([]byte{4}, k.public...)))
}

func parseWitness(vkey string) *cosignatureKey {
	parts := strings.SplitN(vkey, "+", 3)
	demand(len(parts) == 3, "a vkey of %d parts", len(parts))
	data, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	demand(len(data) == 33 && data[0] == 4, "not a cosignature key")
	key := &cosignatureKey{name: parts[0], public: data[1:]}
	demand(fmt.Sprintf("%08x", key.KeyHash()) == parts[1], "the witness's key id differs")
	return key
}

// ---- make ----

type storage struct{ hashes []tlog.Hash }

func (s *storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = s.hashes[index]
	}
	return out, nil
}

func entry(i int64) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("entry %d of the other side;", i), int(i%5)))
}

type maker struct {
	dir     string
	size    int64
	store   storage
	log     note.Signer
	witness *cosignatureKey
}

func (m *maker) root(size int64) tlog.Hash {
	root, err := tlog.TreeHash(size, &m.store)
	must(err)
	return root
}

func (m *maker) checkpoint(size int64) []byte {
	text := fmt.Sprintf("%s\n%d\n%s\n", logName, size, m.root(size))
	out, err := note.Sign(&note.Note{Text: text}, m.log, m.witness)
	must(err)
	return out
}

func (m *maker) files() {
	for _, tile := range tlog.NewTiles(height, 0, m.size) {
		last := m.size >> (height * uint(tile.L))
		if tile.W != 1<<height && tile.N<<height+int64(tile.W) != last {
			continue // a partial tile of an earlier tree
		}
		data, err := tlog.ReadTileData(tile, &m.store)
		must(err)
		write(m.dir, "log/"+c2spPath(tile), data)
		if tile.L != 0 {
			continue
		}
		var bundle []byte
		for i := tile.N << height; i < tile.N<<height+int64(tile.W); i++ {
			data := entry(i)
			bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(data)))
			bundle = append(bundle, data...)
		}
		entries := tile
		entries.L = -1
		write(m.dir, "log/"+c2spPath(entries), bundle)
	}
	write(m.dir, "log/checkpoint", m.checkpoint(m.size))
}

func hexOf(hashes []tlog.Hash) string {
	var out strings.Builder
	for _, h := range hashes {
		fmt.Fprintf(&out, " %x", h[:])
	}
	return out.String()
}

func lines(hashes []tlog.Hash) string {
	var out strings.Builder
	for _, h := range hashes {
		out.WriteString(h.String() + "\n")
	}
	return out.String()
}

func (m *maker) proofs(random *rand.Rand) {
	var batch strings.Builder
	for i := 0; i < manyProofs; i++ {
		size := 1 + random.Int63n(m.size)
		index := random.Int63n(size)
		if i < fewFiles {
			size = m.size
			index = random.Int63n(size)
		}
		included, err := tlog.ProveRecord(size, index, &m.store)
		must(err)
		leaf, root := tlog.RecordHash(entry(index)), m.root(size)
		fmt.Fprintf(&batch, "inclusion %d %d%s\n", index, size,
			hexOf(append([]tlog.Hash{leaf, root}, included...)))
		old := 1 + random.Int63n(size)
		extended, err := tlog.ProveTree(size, old, &m.store)
		must(err)
		fmt.Fprintf(&batch, "consistency %d %d%s\n", old, size,
			hexOf(append([]tlog.Hash{m.root(old), root}, extended...)))
		if i >= fewFiles {
			continue
		}
		checkpoint := m.checkpoint(size)
		write(m.dir, fmt.Sprintf("%d.tlog-proof", index),
			[]byte(fmt.Sprintf("%sindex %d\n%s\n%s", proofHeader, index, lines(included), checkpoint)))
		write(m.dir, fmt.Sprintf("%d.entry", index), entry(index))
		write(m.dir, fmt.Sprintf("%d.consistency", old),
			[]byte(fmt.Sprintf("old %d\n%s\n%s", old, lines(extended), checkpoint)))
		write(m.dir, fmt.Sprintf("%d.checkpoint", old), m.checkpoint(old))
	}
	write(m.dir, "proofs", []byte(batch.String()))
}

func makeLog(dir string, size int64) {
	random := rand.New(rand.NewSource(size))
	m := &maker{dir: dir, size: size}
	skey, vkey, err := note.GenerateKey(random, logName)
	must(err)
	m.log, err = note.NewSigner(skey)
	must(err)
	public, private, err := ed25519.GenerateKey(random)
	must(err)
	m.witness = &cosignatureKey{witnessName, public, private, 1700000000}
	for i := int64(0); i < size; i++ {
		hashes, err := tlog.StoredHashes(i, entry(i), &m.store)
		must(err)
		m.store.hashes = append(m.store.hashes, hashes...)
	}
	write(dir, "log.vkey", []byte(vkey+"\n"))
	write(dir, "witness.vkey", []byte(m.witness.vkey()+"\n"))
	write(dir, "policy",
		[]byte(fmt.Sprintf("log %s\nwitness W %s\nquorum W\n", vkey, m.witness.vkey())))
	m.files()
	m.proofs(random)
}

// ---- check ----

type counts struct{ tiles, entries, notes, inclusions, consistencies, refusals int }

type checker struct {
	dir   string
	known note.Verifiers
	name  string
	counts
}

func (c *checker) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(c.dir, "log", c2spPath(tile)))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	c.tiles += len(tiles)
	return out, nil
}
func (c *checker) Height() int                     { return height }
func (c *checker) SaveTiles([]tlog.Tile, [][]byte) {}

// The log's tree in a note that the log and the witness signed; and with a bit changed it is none.
func (c *checker) open(message []byte) tlog.Tree {
	opened, err := note.Open(message, c.known)
	must(err)
	demand(len(opened.Sigs) == 2, "%d known signatures of 2", len(opened.Sigs))
	spoiled := append([]byte(nil), message...)
	spoiled[len(c.name)+1] ^= 1 // a digit of the size
	_, err = note.Open(spoiled, c.known)
	demand(err != nil, "a note with another size was opened")
	c.notes++
	c.refusals++
	line := strings.Split(opened.Text, "\n")
	demand(len(line) == 4 && line[0] == c.name && line[3] == "", "not a checkpoint of the log")
	return tlog.Tree{N: number(line[1]), Hash: hashLine(line[2])}
}

func (c *checker) inclusion(proof tlog.RecordProof, size int64, root tlog.Hash, index int64,
	leaf tlog.Hash) {
	must(tlog.CheckRecord(proof, size, root, index, leaf))
	leaf[index%32] ^= 1
	demand(tlog.CheckRecord(proof, size, root, index, leaf) != nil, "another leaf was taken")
	c.inclusions++
	c.refusals++
}

func (c *checker) consistency(proof tlog.TreeProof, size int64, root tlog.Hash, old int64,
	oldRoot tlog.Hash) {
	must(tlog.CheckTree(proof, size, root, old, oldRoot))
	oldRoot[old%32] ^= 1
	demand(tlog.CheckTree(proof, size, root, old, oldRoot) != nil, "another root was taken")
	c.consistencies++
	c.refusals++
}

func (c *checker) batch() {
	text := strings.TrimSuffix(string(read(c.dir, "proofs")), "\n")
	for _, line := range strings.Split(text, "\n") {
		field := strings.Fields(line)
		demand(len(field) >= 5, "a line of %d fields", len(field))
		var hashes []tlog.Hash
		for _, digits := range field[3:] {
			var data []byte
			_, err := fmt.Sscanf(digits, "%x", &data)
			must(err)
			hashes = append(hashes, hashOf(data))
		}
		first, size := number(field[1]), number(field[2])
		switch field[0] {
		case "inclusion":
			c.inclusion(hashes[2:], size, hashes[1], first, hashes[0])
		case "consistency":
			c.consistency(hashes[2:], size, hashes[1], first, hashes[0])
		default:
			demand(false, "an unknown line")
		}
	}
}

// Every entry of the log: its bundle, its leaf hash in an authenticated tile, a proof out of tiles.
func (c *checker) wholeLog(tree tlog.Tree) {
	reader := tlog.TileHashReader(tree, c)
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	demand(root == tree.Hash, "the tiles lead to another root")
	for first := int64(0); first < tree.N; first += 1 << height {
		width := tree.N - first
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		bundle := read(c.dir, "log/"+c2spPath(tile))
		var indexes []int64
		var expected []tlog.Hash
		for i := first; i < first+width; i++ {
			demand(len(bundle) >= 2, "a bundle ends too early")
			length := int(binary.BigEndian.Uint16(bundle))
			demand(len(bundle) >= 2+length, "a bundle ends too early")
			expected = append(expected, tlog.RecordHash(bundle[2:2+length]))
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
			bundle = bundle[2+length:]
		}
		demand(len(bundle) == 0, "bytes after the last entry of a bundle")
		hashes, err := reader.ReadHashes(indexes)
		must(err)
		for i := range hashes {
			demand(hashes[i] == expected[i], "entry %d is not the log's", first+int64(i))
		}
		c.entries += int(width)
	}
	for index := int64(0); index < tree.N; index += 1 + tree.N/50 {
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		must(err)
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(err)
		c.inclusion(proof, tree.N, tree.Hash, index, leaf[0])
	}
}

// The hash lines before a blank line, and what follows it.
func hashLines(text string) ([]tlog.Hash, []byte) {
	parts := strings.SplitN("\n"+text, "\n\n", 2)
	demand(len(parts) == 2, "no blank line")
	var out []tlog.Hash
	for _, line := range strings.Split(parts[0], "\n")[1:] {
		out = append(out, hashLine(line))
	}
	return out, []byte(parts[1])
}

func firstLine(text, prefix string) (int64, string) {
	line := strings.SplitN(text, "\n", 2)
	demand(len(line) == 2 && strings.HasPrefix(line[0], prefix), "no line with %q", prefix)
	return number(strings.TrimPrefix(line[0], prefix)), line[1]
}

func (c *checker) proofFiles() {
	for _, name := range list(c.dir, "*.tlog-proof") {
		text := string(read(c.dir, name))
		demand(strings.HasPrefix(text, proofHeader), "not a tlog-proof")
		index, rest := firstLine(strings.TrimPrefix(text, proofHeader), "index ")
		hashes, checkpoint := hashLines(rest)
		tree := c.open(checkpoint)
		data := read(c.dir, strings.TrimSuffix(name, ".tlog-proof")+".entry")
		c.inclusion(hashes, tree.N, tree.Hash, index, tlog.RecordHash(data))
	}
	for _, name := range list(c.dir, "*.consistency") {
		old, rest := firstLine(string(read(c.dir, name)), "old ")
		hashes, checkpoint := hashLines(rest)
		tree := c.open(checkpoint)
		older := c.open(read(c.dir, fmt.Sprintf("%d.checkpoint", old)))
		demand(older.N == old, "the proof begins at another size")
		c.consistency(hashes, tree.N, tree.Hash, old, older.Hash)
	}
}

func check(dir string) {
	log, err := note.NewVerifier(strings.TrimSpace(string(read(dir, "log.vkey"))))
	must(err)
	witness := parseWitness(strings.TrimSpace(string(read(dir, "witness.vkey"))))
	c := &checker{dir: dir, known: note.VerifierList(log, witness), name: log.Name()}
	c.wholeLog(c.open(read(dir, "log/checkpoint")))
	c.batch()
	c.proofFiles()
	fmt.Printf("tiles %d entries %d notes %d inclusions %d consistencies %d refusals %d\n", c.tiles,
		c.entries, c.notes, c.inclusions, c.consistencies, c.refusals)
}

func main() {
	switch {
	case len(os.Args) == 4 && os.Args[1] == "make":
		makeLog(os.Args[2], number(os.Args[3]))
	case len(os.Args) == 3 && os.Args[1] == "check":
		check(os.Args[2])
	default:
		must(fmt.Errorf("usage: interop make DIR SIZE | interop check DIR"))
	}
}
