"""Every benchmark in one go: what each prints, then a table of figures beside their goals."""

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

import bench_assignment
import bench_coverage
import bench_demo
import bench_engagement
import bench_floor
import bench_pd
import bench_tracker
import rasterio

BENCHES = {"visibility floor": bench_floor, "coverage": bench_coverage, "detection curves": bench_pd,
           "weapon-target assignment": bench_assignment, "tracker": bench_tracker, "engagement": bench_engagement,
           "the study as a command": bench_demo}
PEERS = ("scipy", "highspy", "rasterio", "numpy", "numba")


def machine() -> str:
    """Processor, cores, memory and load."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        lines = [line for line in information.read_text().splitlines() if "model name" in line]
        name = lines[0].partition(":")[2].strip() if lines else name
    load = f", load {os.getloadavg()[0]:.1f} before the start" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}{load}"


def main() -> None:
    """Run every benchmark; a goal that is missed is told, not hidden, and fails nothing."""
    print(f"{machine()}\nGDAL {rasterio.__gdal_version__} in memory, "
          + ", ".join(f"{name} {version(name)}" for name in PEERS))
    verdicts, start_s = [], time.perf_counter()
    for title, bench in BENCHES.items():
        print(f"\n== {title}")
        verdicts += bench.main()
    print(f"\n{'figure':58s}{'measured':>13s} {'goal':>18s}")
    for verdict in verdicts:
        print(verdict)
    met = sum(verdict.met for verdict in verdicts)
    print(f"{met} of {len(verdicts)} goals met, {time.perf_counter() - start_s:.0f} s")


if __name__ == "__main__":
    main()
