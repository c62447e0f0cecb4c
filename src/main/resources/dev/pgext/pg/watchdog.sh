# Runs a PostgreSQL server for as long as standard input stays open. The JVM that started this
# script holds the other end, so the server stops however that JVM ends, kill -9 included.
# Arguments: a directory to delete when the server has stopped (or nothing), the server's command.
exec 3<&0
discarded=$1
shift
"$@" </dev/null 3<&- &
server=$!
(
  while read -r _ <&3; do :; done
  kill -INT "$server" # fast shutdown: ends sessions, writes a checkpoint
  for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 1; done
  kill -QUIT "$server" # immediate shutdown: recovery at the next start
) &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill -KILL "$watcher" 2>/dev/null
if [ -n "$discarded" ]; then rm -rf "$discarded"; fi
exit "$status"
