package bolt_test

import (
	"path/filepath"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// BenchmarkCommands measures commands beside bare synced transactions of the
// library on the same disk, in turns, so that both meet the same disk. A
// command is one vehicle batch of two; a bare transaction puts one record of
// the size of a batch.
func BenchmarkCommands(b *testing.B) {
	dir := b.TempDir()
	bare, err := bbolt.Open(filepath.Join(dir, "bare.db"), 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	s := openFor(b, b.TempDir(), oneOffice(b)).(keptStore)
	defer s.Close()
	record := make([]byte, 700)
	var commands, transactions time.Duration
	i := 0
	for b.Loop() {
		began := time.Now()
		c := submission(i)
		c.Requests = c.Requests[:1]
		if _, err := s.Do(b.Context(), c); err != nil {
			b.Fatal(err)
		}
		commands += time.Since(began)
		began = time.Now()
		err := bare.Update(func(tx *bbolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("bare"))
			if err != nil {
				return err
			}
			return bucket.Put([]byte(c.Key), record)
		})
		if err != nil {
			b.Fatal(err)
		}
		transactions += time.Since(began)
		i++
	}
	b.ReportMetric(float64(i)/commands.Seconds(), "commands/s")
	b.ReportMetric(float64(i)/transactions.Seconds(), "bare/s")
	b.ReportMetric(100*float64(transactions)/float64(commands), "%-of-bare")
}
