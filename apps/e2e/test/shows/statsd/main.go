// main ADDRESS: sends one of each metric in one datagram, to 127.0.0.1:PORT or unix://PATH, by Datadog's own client.
package main

import (
	"log"
	"os"
	"time"

	"github.com/DataDog/datadog-go/statsd"
)

func main() {
	log.SetFlags(0)
	client, err := statsd.NewBuffered(os.Args[1], 100)
	check(err)
	client.Tags = []string{"env:test"}

	check(client.Count("hits", 4, nil, 1))
	check(client.Decr("hits", nil, 1))
	check(client.Gauge("temperature", 21.5, nil, 1))
	check(client.Timing("request", 12*time.Millisecond, nil, 1))
	check(client.Histogram("size", 100, nil, 1))
	check(client.Distribution("age", 7, nil, 1))
	check(client.Set("users", "ann", nil, 1))
	check(client.Flush())
	check(client.Close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
