"""The real wire, with servers on this machine that the keeper's setting allows."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from retold.ports.fetching import Fetcher, NotAllowed, Terms, Unanswered, Wire, networks
from retold.ports.fetching.tests.sentinels import listening, saying

HERE = networks(["127.0.0.0/8"])


def _fetcher(port: int, wire: Wire | None = None, seconds: float = 20) -> Fetcher:
    terms = Terms(gap=0, ports=(port,), networks=HERE, answer_seconds=seconds)
    return Fetcher(terms, transport=wire or Wire(), resolve=lambda host, port: ["127.0.0.1"])


def test_a_page_comes_over_the_wire() -> None:
    with listening(saying(b"<p>Hello.</p>")) as server:
        answer = _fetcher(server.port).get(f"http://story.example:{server.port}/works/1?x=y")
        assert answer.body == b"<p>Hello.</p>"
        asked = server.came[-1].decode().split("\r\n")
        assert asked[:3] == ["GET /works/1?x=y HTTP/1.1", f"Host: story.example:{server.port}", "Connection: close"]


def test_variables_of_the_environment_name_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(saying(b"from the proxy")) as proxy, listening(saying(b"from the site")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert _fetcher(server.port).get(f"http://story.example:{server.port}/").body == b"from the site"
        assert proxy.came == []


def test_a_proxy_that_is_set_is_asked_for_the_pinned_number() -> None:
    def agree(stream, asked):
        if not asked.startswith(b"CONNECT"):
            return
        stream.sendall(b"HTTP/1.1 200 Yes\r\n\r\n")
        request = stream.recv(4096)
        proxy.came.append(request)
        saying(b"through it")(stream, request)

    with listening(agree) as proxy:
        wire = Wire(proxy=("127.0.0.1", proxy.port))
        assert _fetcher(80, wire).get("http://story.example/").body == b"through it"
        assert proxy.came[0].startswith(b"CONNECT 127.0.0.1:80 HTTP/1.1\r\n")
        assert b"Host: story.example\r\n" in proxy.came[-1]
    with listening(saying(b"", head="HTTP/1.1 403 No")) as refusing, pytest.raises(Unanswered):
        _fetcher(80, Wire(proxy=("127.0.0.1", refusing.port))).get("http://story.example/")


def test_a_slow_drip_does_not_hold_us() -> None:
    def drip(stream, _):
        for _ in range(100):
            stream.sendall(b"x")
            time.sleep(0.1)

    def drip_body(stream, asked):
        if asked.startswith(b"GET /robots.txt"):
            saying()(stream, asked)
            return
        stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        drip(stream, asked)

    for answering in (drip, drip_body):
        with listening(answering) as server:
            began = time.monotonic()
            with pytest.raises(Unanswered):
                _fetcher(server.port, seconds=1).get(f"http://story.example:{server.port}/")
            assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
    ],
    ids=["nothing", "no HTTP", "short", "bad chunk", "many headers", "long header", "odd status"],
)
def test_a_broken_answer_is_a_sentence(said: bytes) -> None:
    def answer(stream, asked):
        if asked.startswith(b"GET /robots.txt"):
            saying()(stream, asked)
        else:
            stream.sendall(said)

    with listening(answer) as server, pytest.raises(Unanswered, match=r"story\.example.*\.$"):
        _fetcher(server.port).get(f"http://story.example:{server.port}/")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for story.example, in one file; it vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "story.example")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName("story.example"), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    path = tmp_path_factory.mktemp("tls") / "story.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return path


def test_tls_is_verified_by_name_while_the_number_is_pinned(certificate: Path) -> None:
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    named = []
    serving.sni_callback = lambda stream, name, context: named.append(name)
    trusting = Wire(tls=ssl.create_default_context(cafile=str(certificate)))
    with listening(saying(b"<p>Safe.</p>"), tls=serving) as server:
        answer = _fetcher(server.port, trusting).get(f"https://story.example:{server.port}/")
        assert answer.body == b"<p>Safe.</p>"
        assert set(named) == {"story.example"}
        asked = len([one for one in server.came if one])
        for wire, host in ((Wire(), "story.example"), (trusting, "other.example"), (trusting, "127.0.0.1")):
            with pytest.raises(Unanswered, match="could not prove"):
                _fetcher(server.port, wire).get(f"https://{host}:{server.port}/")
        assert len([one for one in server.came if one]) == asked  # no request was sent


def test_a_number_that_is_allowed_is_allowed_and_no_other() -> None:
    with listening(saying()) as server:
        assert _fetcher(server.port).get(f"http://127.0.0.1:{server.port}/").body
        with pytest.raises(NotAllowed):
            _fetcher(server.port).get(f"http://10.0.0.1:{server.port}/")
