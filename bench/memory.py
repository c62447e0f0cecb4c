#!/usr/bin/env python3
"""Resident memory of the built jar: idle after its start, and at most while 100 connections load it.

Needs wrk, psql and PostgreSQL's server programs.
"""
import argparse
import os
import re
import shutil
import tempfile
import time

import report
from rest import HERE, Postgres, Server, script_of
from start import configuration, figure, fill, HUNDRED, trained

IDLE = 15  # seconds: the warm-up is over by then
LOADS = ('get1c100', 'jwt', 'get100', 'embed2', 'post1')
CONNECTIONS = 100


def megabytes(server, what):
    with open('/proc/%d/status' % server.process.pid) as f:
        return int(re.search(what + r':\s+(\d+)', f.read()).group(1)) / 1024


def drive(server, name, folder, seconds):
    script = '%s/%s.lua' % (folder, name)
    with open(script, 'w') as f:
        f.write(script_of(name))
    server.drive(script, CONNECTIONS, seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--seconds', type=int, default=5)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix='pgext-bench-')
    os.chmod(folder, 0o755)
    postgres = Postgres(folder)
    server = None
    try:
        postgres.load()
        fill(postgres, 'hundred', HUNDRED)
        trained(*configuration(postgres, folder, 'hundred'))
        server = Server('pgext', HERE + '/../pgext serve {conf}', postgres, folder)
        time.sleep(IDLE)
        found = {'idle': figure('memory, idle', megabytes(server, 'VmRSS'), 'MB', 200, 120)}
        for name in LOADS:
            drive(server, name, folder, options.seconds)
        found['load'] = figure('memory, 100 connections, at most', megabytes(server, 'VmHWM'), 'MB', 350, 250)
        drive(server, 'mb1', folder, options.seconds)
        found['load']['with_1_mb_answers_mb'] = round(megabytes(server, 'VmHWM'))
        print('at most with answers of 1 MB on as many connections: %.0f MB' % megabytes(server, 'VmHWM'))
        report.save('memory', found)
    finally:
        if server:
            server.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    main()
