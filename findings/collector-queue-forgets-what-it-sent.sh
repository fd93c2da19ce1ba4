#!/bin/sh
# The OpenTelemetry Collector 0.165.0 loses batches out of its queue on disk (`sending_queue` with `storage`) when it ends twice: while it sends them, and again while it
# starts. Its README says: "If the collector instance is killed while having some items in the persistent queue, on restart the items will be picked and the exporting is continued." At its
# start it deletes those batches in one transaction and stores each anew in later ones, so whoever is killed in between has neither. A storage in memory plays the disk here; it is
# frozen after a number of writes of the second start, which is what a kill leaves on a disk. What comes out of the third start is what was left.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.26.0

require (
	go.opentelemetry.io/collector/component v1.71.0
	go.opentelemetry.io/collector/config/configoptional v1.71.0
	go.opentelemetry.io/collector/exporter/exporterhelper v0.165.0
	go.opentelemetry.io/collector/exporter/exportertest v0.165.0
	go.opentelemetry.io/collector/extension/xextension v0.165.0
	go.opentelemetry.io/collector/pdata v1.71.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/extension/xextension/storage"
	"go.opentelemetry.io/collector/pdata/plog"
)

var disk = component.MustNewID("disk")
var queued = component.MustNewType("queued")

// A disk that takes this many more transactions that write.
type Disk struct {
	lock   sync.Mutex
	stored map[string][]byte
	writes int
}

func (d *Disk) Start(context.Context, component.Host) error { return nil }
func (d *Disk) Shutdown(context.Context) error              { return nil }
func (d *Disk) Close(context.Context) error                 { return nil }
func (d *Disk) GetClient(context.Context, component.Kind, component.ID, string) (storage.Client, error) {
	return d, nil
}
func (d *Disk) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{disk: d}
}
func (d *Disk) Get(ctx context.Context, key string) ([]byte, error) {
	op := storage.GetOperation(key)
	err := d.Batch(ctx, op)
	return op.Value, err
}
func (d *Disk) Set(ctx context.Context, key string, value []byte) error {
	return d.Batch(ctx, storage.SetOperation(key, value))
}
func (d *Disk) Delete(ctx context.Context, key string) error {
	return d.Batch(ctx, storage.DeleteOperation(key))
}
func (d *Disk) Batch(_ context.Context, ops ...*storage.Operation) error {
	d.lock.Lock()
	defer d.lock.Unlock()
	isWriting := false
	for _, op := range ops {
		isWriting = isWriting || op.Type != storage.Get
	}
	if isWriting {
		if d.writes == 0 {
			return nil
		}
		d.writes--
	}
	for _, op := range ops {
		switch op.Type {
		case storage.Get:
			op.Value = d.stored[op.Key]
		case storage.Set:
			d.stored[op.Key] = op.Value
		case storage.Delete:
			delete(d.stored, op.Key)
		}
	}
	return nil
}

// Starts the exporter on what is stored, hands it batches, and returns how many it sent to a store that takes them, or tried to one that hangs.
func run(stored map[string][]byte, writes int, hangs bool, batches int) (map[string][]byte, int) {
	host := &Disk{stored: maps.Clone(stored), writes: writes}
	var lock sync.Mutex
	sent := 0
	push := func(context.Context, plog.Logs) error {
		lock.Lock()
		sent++
		lock.Unlock()
		if hangs {
			select {}
		}
		return nil
	}
	config := exporterhelper.NewDefaultQueueConfig()
	config.NumConsumers = 2
	config.StorageID = &disk
	ctx := context.Background()
	exporter, err := exporterhelper.NewLogs(ctx, exportertest.NewNopSettings(queued), struct{}{}, push, exporterhelper.WithQueue(configoptional.Some(config)))
	if err != nil {
		panic(err)
	}
	if err := exporter.Start(ctx, host); err != nil {
		panic(err)
	}
	for range batches {
		logs := plog.NewLogs()
		logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body().SetStr("a line")
		if err := exporter.ConsumeLogs(ctx, logs); err != nil {
			panic(err)
		}
	}
	time.Sleep(time.Second)
	host.lock.Lock()
	defer host.lock.Unlock()
	lock.Lock()
	defer lock.Unlock()
	return maps.Clone(host.stored), sent
}

func main() {
	first, sent := run(map[string][]byte{}, 1000, true, 2)
	fmt.Println("batches that are being sent when it ends:", sent)
	for writes := range 4 {
		second, _ := run(first, writes, true, 0)
		_, sent := run(second, 1000, false, 0)
		fmt.Printf("ended after %d writes of the next start: %d of 2 are left\n", writes, sent)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
./lab > seen
cat seen
diff - seen <<'SEEN'
batches that are being sent when it ends: 2
ended after 0 writes of the next start: 2 of 2 are left
ended after 1 writes of the next start: 0 of 2 are left
ended after 2 writes of the next start: 1 of 2 are left
ended after 3 writes of the next start: 2 of 2 are left
SEEN
