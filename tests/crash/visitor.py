"""Somebody at a browser: signs in, brings stories in, mends and removes works, by the pages' own forms."""

from __future__ import annotations

import html
import http.client
import re
import secrets
import urllib.parse
from http.cookies import SimpleCookie


class Gone(ConnectionError):
    """The archive did not answer: what was asked of it may have been done or not."""


class Visitor:
    """One browser's cookies and connection."""

    def __init__(self, address: str, sign_in: str | None = None, cookies: dict[str, str] | None = None) -> None:
        self.host = urllib.parse.urlsplit(address).netloc
        self.cookies = dict(cookies or {})
        if sign_in is not None:
            status, _ = self.get(urllib.parse.urlsplit(sign_in).path)
            assert status == 302, status

    def get(self, path: str) -> tuple[int, str]:
        """A page: its status and text."""
        status, _, text = self._ask("GET", path)
        return status, text

    def post(self, path: str, fields: dict[str, str], files: dict[str, bytes] | None = None) -> tuple[int, str, str]:
        """Send a form: status, where it leads, text."""
        boundary = secrets.token_hex(16)
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrfmiddlewaretoken": self._token(), **fields}.items()
        ]
        for name, data in (files or {}).items():
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + data + b"\r\n")
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def bring_in(self, name: str, data: bytes) -> tuple[int, str]:
        """Bring a story in and keep it: 302 and the work's public id, or the status and what the page says."""
        status, preview, text = self.post("/bring-in/", {}, {name: data})
        if status == 302:
            status, work, text = self.post(preview, {"do": "keep"})
            if status == 302:
                return status, work.rsplit("/", 1)[-1]
        return status, text

    def retitle(self, work: str, title: str) -> bool:
        """Give a work another title."""
        path = f"/works/{work}/mend"
        status, text = self.get(path)
        assert status == 200, status
        version = re.search(r'name="version" value="(\d+)"', text)
        assert version, text[:2000]
        status, _, _ = self.post(path, {"version": version[1], "title": title})
        return status == 302

    def title(self, work: str) -> str | None:
        """The title that its page shows; None if there is no such page."""
        status, text = self.get(f"/works/{work}")
        if status == 404:
            return None
        found = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
        assert status == 200, (status, text[:500])
        assert found, text[:500]
        return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()

    def _token(self) -> str:
        if "csrftoken" not in self.cookies:
            self.get("/bring-in/")
        return self.cookies["csrftoken"]

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Gone(str(error)) from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return answer.status, answer.headers.get("Location", ""), text
