#!/bin/sh
rm -rf $1/build
