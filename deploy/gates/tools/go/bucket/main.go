// Copies a folder into a bucket of S3 whose objects are locked, and brings back what was written there first.
//
//	bucket copy https://endpoint/bucket/prefix folder [COMPLIANCE|GOVERNANCE 2030-06-18T19:00:00Z]
//	bucket fetch https://endpoint/bucket/prefix folder
//
// Credentials and region come from the environment, as Amazon's own programs take them.
package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const unfinished = ".unfinished"

type place struct {
	client *minio.Client
	bucket string
	prefix string
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("bucket copy|fetch URL FOLDER")
	}
	there, err := open(args[1])
	if err != nil {
		return err
	}
	switch args[0] {
	case "copy":
		return there.copy(args[2], args[3:])
	case "fetch":
		return there.fetch(args[2])
	}
	return fmt.Errorf("bucket cannot %s", args[0])
}

func open(given string) (*place, error) {
	at, err := url.Parse(given)
	if err != nil {
		return nil, err
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(at.Path, "/"), "/")
	if prefix != "" {
		prefix += "/"
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds:  credentials.NewEnvAWS(),
		Secure: at.Scheme == "https",
		Region: os.Getenv("AWS_REGION"),
	})
	return &place{client, bucket, prefix}, err
}

// copy uploads what is new or changed. Nothing is removed there.
func (there *place) copy(folder string, lock []string) error {
	options := minio.PutObjectOptions{SendContentMd5: true}
	if len(lock) == 2 {
		until, err := time.Parse(time.RFC3339, lock[1])
		if err != nil {
			return err
		}
		options.Mode, options.RetainUntilDate = minio.RetentionMode(lock[0]), until
	}
	known := map[string]minio.ObjectInfo{}
	for one := range there.list(false) {
		if one.Err != nil {
			return one.Err
		}
		known[one.Key] = one
	}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(path, unfinished) {
			return err
		}
		file, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		key := there.prefix + filepath.ToSlash(name)
		if has, ok := known[key]; ok && has.Size == file.Size() && !file.ModTime().After(has.LastModified.Add(time.Second)) {
			return nil
		}
		_, err = there.client.FPutObject(context.Background(), there.bucket, key, path, options)
		return err
	})
}

// fetch brings the first version of each name, which is locked longest: what was written over it, or deleted it, came later.
func (there *place) fetch(folder string) error {
	first := map[string]minio.ObjectInfo{}
	for one := range there.list(true) {
		if one.Err != nil {
			return one.Err
		}
		// Of a name, the newest comes first.
		if !one.IsDeleteMarker {
			first[one.Key] = one
		}
	}
	for key, one := range first {
		name := filepath.FromSlash(strings.TrimPrefix(key, there.prefix))
		// Whoever may write there chooses names.
		if !filepath.IsLocal(name) {
			return fmt.Errorf("%q does not belong into a folder", key)
		}
		err := there.client.FGetObject(context.Background(), there.bucket, key, filepath.Join(folder, name), minio.GetObjectOptions{VersionID: one.VersionID})
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

func (there *place) list(versions bool) <-chan minio.ObjectInfo {
	return there.client.ListObjects(context.Background(), there.bucket, minio.ListObjectsOptions{
		Prefix:       there.prefix,
		Recursive:    true,
		WithVersions: versions,
	})
}
