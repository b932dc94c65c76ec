package search

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/analyzer/custom" // analysers made from a tokenizer by name
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
)

func init() {
	// Bleve sizes a segment's buffer by the last one's, for a hundred documents
	// more than it has. Ours differ a hundredfold: a buffer that grows is smaller.
	zap.NewSegmentBufferNumResultsFactor = 0
}

// Cut says how a field is analysed.
type Cut int

const (
	// Words cuts a field into jieba words.
	Words Cut = iota
	// Grams cuts a field into character bigrams.
	Grams
	// PlacedWords cuts like Words and keeps where each word stands, which
	// highlighting needs and which costs as much again.
	PlacedWords
)

// A Record is one document of an index: an id and normalised text by field.
// Lengths are compared within a group only: a record that gathers a hundred
// ways of asking is no longer than it should be beside one that gathers ten.
type Record struct {
	ID     string
	Group  string
	Fields map[string]string
}

// An Index is a Bleve index in memory that is built once and only read. It is
// safe for concurrent use; a change of its records means another Index.
type Index struct {
	bleve   bleve.Index
	reader  index.IndexReader
	records []string             // record number → id
	numbers map[string]int       // Bleve's internal id → record number
	lengths map[string][]float64 // field → number of terms by record, against its group's average

	known      sync.Map // field and term → []posting, decoded once
	knownTerms atomic.Int64
}

// knownMost bounds the postings that are kept decoded: people ask with few
// thousand words, whatever the collection holds.
const knownMost = 20000

// Build indexes the records. The fields map names every field with its cut.
func Build(analyser *Analyser, fields map[string]Cut, records []Record) (*Index, error) {
	// The key only has to live while the mapping builds its tokenizers.
	key := fmt.Sprintf("%p", analyser)
	analysers.Store(key, analyser)
	defer analysers.Delete(key)
	m, err := newMapping(key, fields)
	if err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	// Not NewMemOnly: that is the older index, which ignores parts of the mapping.
	b, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("build index: %w", err)
	}
	x := &Index{bleve: b, numbers: map[string]int{}, lengths: map[string][]float64{}}
	if err := x.fill(analyser, fields, records); err != nil {
		b.Close()
		return nil, fmt.Errorf("build index: %w", err)
	}
	return x, nil
}

func newMapping(key string, fields map[string]Cut) (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	names := map[Cut]string{Words: wordTokenizer, PlacedWords: wordTokenizer, Grams: gramTokenizer}
	for _, name := range []string{wordTokenizer, gramTokenizer} {
		if err := m.AddCustomTokenizer(name, map[string]any{"type": name, "analyser": key}); err != nil {
			return nil, err
		}
		if err := m.AddCustomAnalyzer(name, map[string]any{"type": "custom", "tokenizer": name}); err != nil {
			return nil, err
		}
	}
	doc := bleve.NewDocumentStaticMapping()
	for field, cut := range fields {
		f := bleve.NewTextFieldMapping()
		f.Analyzer = names[cut]
		f.Store, f.IncludeInAll, f.DocValues = false, false, false
		f.IncludeTermVectors = cut == PlacedWords
		doc.AddFieldMappingsAt(field, f)
	}
	doc.AddSubDocumentMapping("_all", bleve.NewDocumentDisabledMapping()) // nobody asks it, and it doubles the work
	m.DefaultMapping = doc
	m.DefaultAnalyzer = wordTokenizer
	return m, nil
}

// fill writes all records and opens the reader that the index is read by. An
// index in memory merges nothing by itself, and a reader keeps the numbers that
// it was opened with.
func (x *Index) fill(analyser *Analyser, fields map[string]Cut, records []Record) error {
	batch, size := x.bleve.NewBatch(), 0
	for i, r := range records {
		if err := batch.Index(r.ID, r.Fields); err != nil {
			return err
		}
		for _, text := range r.Fields {
			size += len(text)
		}
		if size >= batchBytes || i+1 == len(records) {
			if err := x.bleve.Batch(batch); err != nil {
				return err
			}
			batch, size = x.bleve.NewBatch(), 0
		}
	}
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return err
	}
	if x.reader, err = advanced.Reader(); err != nil {
		return err
	}
	if err := x.number(len(records)); err != nil {
		return err
	}
	x.measure(analyser, fields, records)
	return nil
}

// batchBytes is how much text is analysed at a time: what Bleve makes of a
// batch dwarfs the index that is left of it.
const batchBytes = 1 << 18

// number lists the records in Bleve's own order.
func (x *Index) number(want int) error {
	all, err := x.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer all.Close()
	for {
		internal, err := all.Next()
		if err != nil {
			return err
		}
		if internal == nil {
			break
		}
		id, err := x.reader.ExternalID(internal)
		if err != nil {
			return err
		}
		x.numbers[string(internal)] = len(x.records)
		x.records = append(x.records, id)
	}
	if len(x.records) != want {
		return fmt.Errorf("%d of %d records were indexed; are their ids unique?", len(x.records), want)
	}
	return nil
}

// measure counts the terms of each field, since Bleve's stored norm is rounded.
func (x *Index) measure(analyser *Analyser, fields map[string]Cut, records []Record) {
	number := make(map[string]int, len(x.records))
	for n, id := range x.records {
		number[id] = n
	}
	cut := map[Cut]func(string) []Word{Words: analyser.Words, PlacedWords: analyser.Words, Grams: analyser.Grams}
	for field := range fields {
		lengths := make([]float64, len(x.records))
		total, having := map[string]float64{}, map[string]float64{}
		for _, r := range records {
			if text, ok := r.Fields[field]; ok {
				n := float64(len(cut[fields[field]](text)))
				lengths[number[r.ID]] = n
				total[r.Group] += n
				having[r.Group]++
			}
		}
		for _, r := range records {
			if total[r.Group] > 0 {
				lengths[number[r.ID]] *= having[r.Group] / total[r.Group]
			}
		}
		x.lengths[field] = lengths
	}
}

// A posting is one record that holds a term.
type posting struct {
	record int
	count  int
	spans  [][2]int // byte offsets in the field, only when asked for
}

// postings returns a term's records. Decoding them is most of a query's time,
// and the index never changes, so it is done once.
func (x *Index) postings(ctx context.Context, field, term string) ([]posting, error) {
	key := field + "\x00" + term
	if list, ok := x.known.Load(key); ok {
		return list.([]posting), nil
	}
	list, err := x.read(ctx, field, term, false)
	if err == nil && x.knownTerms.Add(1) <= knownMost {
		x.known.Store(key, list)
	}
	return list, err
}

// read reads a term's records from Bleve, with their places when spans is set.
func (x *Index) read(ctx context.Context, field, term string, spans bool) ([]posting, error) {
	r, err := x.reader.TermFieldReader(ctx, []byte(term), field, true, false, spans)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	list := make([]posting, 0, r.Count())
	var doc index.TermFieldDoc
	for {
		d, err := r.Next(doc.Reset())
		if err != nil {
			return nil, err
		}
		if d == nil {
			return list, nil
		}
		p := posting{record: x.numbers[string(d.ID)], count: int(d.Freq)}
		for _, v := range d.Vectors {
			p.spans = append(p.spans, [2]int{int(v.Start), int(v.End)})
		}
		list = append(list, p)
	}
}

// Close frees the index. No search may run on it any more.
func (x *Index) Close() error {
	if x.reader != nil {
		if err := x.reader.Close(); err != nil {
			return err
		}
	}
	return x.bleve.Close()
}
