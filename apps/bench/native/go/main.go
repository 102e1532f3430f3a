// main LEVEL ROLE ARGUMENTS: native/socket/{receive,echo,stream}.c in Go, by the package `net`, or by `syscall` with calls that block.
package main

import (
	"bufio"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

func cpu() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type peer struct {
	plain syscall.Sockaddr
	port  netip.AddrPort
}

// What each level is made of.
type socket interface {
	receive(data []byte) (int, peer)
	send(data []byte, to peer)
	port() int
}

type byNet struct{ conn *net.UDPConn }

func (s byNet) receive(data []byte) (int, peer) {
	n, from, err := s.conn.ReadFromUDPAddrPort(data)
	must(err)
	return n, peer{port: from}
}

func (s byNet) send(data []byte, to peer) {
	_, err := s.conn.WriteToUDPAddrPort(data, to.port)
	must(err)
}

func (s byNet) port() int { return s.conn.LocalAddr().(*net.UDPAddr).Port }

// To its one peer.
type byNetConnected struct{ byNet }

func (s byNetConnected) send(data []byte, _ peer) {
	_, err := s.conn.Write(data)
	must(err)
}

type byCalls struct{ fd int }

func (s byCalls) receive(data []byte) (int, peer) {
	for {
		n, from, err := syscall.Recvfrom(s.fd, data, 0)
		if err == syscall.EINTR {
			continue
		}
		must(err)
		return n, peer{plain: from}
	}
}

func (s byCalls) send(data []byte, to peer) {
	for {
		err := syscall.Sendto(s.fd, data, 0, to.plain)
		if err == syscall.EINTR {
			continue
		}
		must(err)
		return
	}
}

type byCallsConnected struct{ byCalls }

func (s byCallsConnected) send(data []byte, _ peer) {
	for {
		_, err := syscall.Write(s.fd, data)
		if err == syscall.EINTR {
			continue
		}
		must(err)
		return
	}
}

func (s byCalls) port() int {
	name, err := syscall.Getsockname(s.fd)
	must(err)
	return name.(*syscall.SockaddrInet4).Port
}

func open(level string, address string, buffer int) socket {
	if level == "net" {
		conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(address)})
		must(err)
		must(conn.SetReadBuffer(buffer))
		return byNet{conn}
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	must(err)
	must(syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF, buffer))
	must(syscall.Bind(fd, &syscall.SockaddrInet4{Addr: ip4(address)}))
	return byCalls{fd}
}

func connect(level string, to peer) socket {
	if level == "net" {
		conn, err := net.DialUDP("udp4", nil, net.UDPAddrFromAddrPort(to.port))
		must(err)
		return byNetConnected{byNet{conn}}
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM|syscall.SOCK_CLOEXEC, 0)
	must(err)
	must(syscall.Connect(fd, to.plain))
	return byCallsConnected{byCalls{fd}}
}

func ip4(address string) (bytes [4]byte) {
	copy(bytes[:], net.ParseIP(address).To4())
	return
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	must(err)
	return n
}

func main() {
	level, role, args := os.Args[1], os.Args[2], os.Args[3:]
	var datagrams, bytes, sum int64
	var start float64
	var sending func(count int) string
	if role == "stream" {
		port, size := number(args[1]), number(args[3])
		to := peer{&syscall.SockaddrInet4{Port: port, Addr: ip4(args[0])}, netip.AddrPortFrom(netip.MustParseAddr(args[0]), uint16(port))}
		var s socket
		if len(args) > 6 {
			s = connect(level, to)
		} else {
			s = open(level, "0.0.0.0", 1<<20)
		}
		data := make([]byte, size)
		for i := range data {
			data[i] = 1
		}
		sending = func(count int) string {
			start, begun := cpu(), time.Now()
			for i := 0; i < count; i++ {
				s.send(data, to)
			}
			return fmt.Sprintf(`{"datagrams":%d,"cpu":%f,"wall":%d}`, count, cpu()-start, time.Since(begun).Nanoseconds())
		}
		fmt.Println("{}")
	} else {
		s := open(level, args[0], number(args[len(args)-1]))
		go func() {
			data := make([]byte, 65536)
			for {
				n, from := s.receive(data)
				atomic.AddInt64(&datagrams, 1)
				bytes += int64(n)
				sum += int64(data[0])
				if role == "echo" {
					s.send(data[:n], from)
				}
			}
		}()
		fmt.Printf("{\"port\":%d}\n", s.port())
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch words[0] {
		case "send":
			fmt.Println(sending(number(words[1])))
		case "begin":
			atomic.StoreInt64(&datagrams, 0)
			bytes, sum, start = 0, 0, cpu()
			fmt.Println("{}")
		default:
			fmt.Printf("{\"datagrams\":%d,\"bytes\":%d,\"sum\":%d,\"cpu\":%f}\n", atomic.LoadInt64(&datagrams), bytes, sum, cpu()-start)
		}
	}
}
