// The article's server: server PORT receives one datagram on 127.0.0.1, where port 0 is any free one.
package main

import (
	"fmt"
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
	check(syscall.Bind(fd, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}))

	own, err := syscall.Getsockname(fd)
	check(err)
	log.Printf("listening on %s", text(own))

	buffer := make([]byte, 1024)
	size, from, err := syscall.Recvfrom(fd, buffer, 0)
	check(err)
	fmt.Printf("size: %d, from: %s, msg: %s\n", size, text(from), buffer[:size])
}

func text(address syscall.Sockaddr) string {
	inet := address.(*syscall.SockaddrInet4)
	a := inet.Addr
	return fmt.Sprintf("%d.%d.%d.%d:%d", a[0], a[1], a[2], a[3], inet.Port)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
