// Writes a vulnerability database as Trivy 0.66 reads it: `trivy-db <advisories.json> <trivy.db>`.
//
// The file has the buckets of https://github.com/aquasecurity/trivy-db (schema version 2) as they are:
// "<ecosystem>::<source>" -> package -> id -> advisory; "data-source" -> bucket -> source; "vulnerability" -> id -> details.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	bolt "go.etcd.io/bbolt"
)

type bucket map[string]json.RawMessage

func fill(parent *bolt.Bucket, contents bucket, deeper int) error {
	for key, value := range contents {
		if deeper == 0 {
			if err := parent.Put([]byte(key), value); err != nil {
				return err
			}
			continue
		}
		var below bucket
		if err := json.Unmarshal(value, &below); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		child, err := parent.CreateBucketIfNotExists([]byte(key))
		if err != nil {
			return err
		}
		if err := fill(child, below, deeper-1); err != nil {
			return err
		}
	}
	return nil
}

func write(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var buckets map[string]bucket
	if err := json.Unmarshal(text, &buckets); err != nil {
		return err
	}
	database, err := bolt.Open(to, 0o600, nil)
	if err != nil {
		return err
	}
	defer database.Close()
	return database.Update(func(transaction *bolt.Tx) error {
		for name, contents := range buckets {
			top, err := transaction.CreateBucketIfNotExists([]byte(name))
			if err != nil {
				return err
			}
			deeper := 0
			if strings.Contains(name, "::") {
				deeper = 1
			}
			if err := fill(top, contents, deeper); err != nil {
				return err
			}
		}
		return nil
	})
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: trivy-db <advisories.json> <trivy.db>")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
