"""nginx before the same services, as the floor of what a door costs."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

CONFIGURATION = """
daemon off;
user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_temp_path {folder}/proxy;
  proxy_cache_path {folder}/cache keys_zone=kept:16m;
  keepalive_requests 1000000000;
  upstream service {{ server 127.0.0.1:{service}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    location /kept/ {{
      proxy_pass http://service/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache kept;
      proxy_cache_valid 200 10m;
      proxy_ignore_headers Cache-Control;
    }}
    location / {{
      proxy_pass http://service/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }}
  }}
}}
"""


@asynccontextmanager
async def nginx(folder: Path, port: int, service: int) -> AsyncIterator[int]:
    """nginx at `port` before the service at another: `/kept/…` from its cache, the rest passed on.

    Yields the worker's process id. Raises SystemExit where there is no nginx.
    """
    program = shutil.which("nginx")
    if program is None:
        raise SystemExit("this needs nginx: apt-get install nginx-light")
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, service=service))
    folder.chmod(0o755)
    process = await asyncio.create_subprocess_exec(program, "-c", str(configuration), "-p", folder)
    try:
        yield await _worker(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _worker(master: int) -> int:
    children = Path(f"/proc/{master}/task/{master}/children")
    async with asyncio.timeout(10):
        while not (found := children.read_text().split()):
            await asyncio.sleep(0.05)
    return int(found[0])
