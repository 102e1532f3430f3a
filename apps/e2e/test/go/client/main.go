// The article's client: client PORT sends one datagram to that port of 127.0.0.1, from any free one.
package main

import (
	"log"
	"os"
	"strconv"
	"syscall"
)

func main() {
	log.SetFlags(0)
	port, err := strconv.Atoi(os.Args[1])
	check(err)

	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, syscall.IPPROTO_IP)
	check(err)
	defer syscall.Close(fd)
	check(syscall.Bind(fd, &syscall.SockaddrInet4{Port: 0, Addr: [4]byte{127, 0, 0, 1}}))

	server := &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}
	check(syscall.Sendto(fd, []byte("hello world!"), 0, server))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
