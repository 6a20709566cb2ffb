#!/bin/bash
# Waits for the end of its input, which is the end of a test process, then wipes the server if no other test process is left.
#   keeper.sh FOLDER SCRIPT      with the script's own variables in the environment
folder=$1 script=$2
cat >/dev/null
exec 8>"$folder/starting" 9>"$folder/in-use"
flock 8
flock -n -x 9 || exit 0
bash "$script" wipe 8>&- 9>&-
rm -f "$folder/port"
