// Package main has planted faults: nothing here is to be copied.
package main

import (
	"crypto/md5"
	"fmt"
	"os"
	"os/exec"
)

func main() {
	fmt.Printf("%x\n", md5.Sum([]byte("invoice")))
	fmt.Println(exec.Command("sh", "-c", os.Args[1]).Run())
}
