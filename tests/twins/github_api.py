"""A twin of the parts of GitHub's REST API that write comments, reviews and issues.

It answers as https://docs.github.com/en/rest (issues, issue comments, pull request reviews) says:
201 with the new object, lists by page, 401 without a token, 404 for what is not there.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from threading import Thread
from urllib.parse import parse_qs, urlsplit

BOT = {"login": "github-actions[bot]", "type": "Bot"}


class GitHub:
    """What the repository holds: comments by issue, review comments by pull request, issues."""

    def __init__(self):
        self.comments = {}
        self.review_comments = {}
        self.reviews = []
        self.issues = {}
        self.requests = []
        self.next_id = 100
        self.status = None  # answer everything with this status

    def take(self, method, path, query, body):  # noqa: PLR0911 - one for each address
        """Return the status and the object of one request."""
        self.requests.append((method, path))
        self.next_id += 1
        if method == "GET":
            return 200, self.page(self.listed(path, query), query)
        if match := re.fullmatch(r"/issues/(\d+)/comments", path):
            comment = {"id": self.next_id, "body": body["body"], "user": BOT}
            self.comments.setdefault(int(match[1]), []).append(comment)
            return 201, comment
        if match := re.fullmatch(r"/issues/comments/(\d+)", path):
            for comment in chain.from_iterable(self.comments.values()):
                if comment["id"] == int(match[1]):
                    comment["body"] = body["body"]
                    return 200, comment
        if match := re.fullmatch(r"/pulls/(\d+)/reviews", path):
            self.reviews.append(body)
            made = [{"path": each["path"], "body": each["body"], "user": BOT} for each in body["comments"]]  # fmt: skip
            self.review_comments.setdefault(int(match[1]), []).extend(made)
            return 200, {"id": self.next_id}
        if path == "/issues":
            self.issues[self.next_id] = {"number": self.next_id, "state": "open", "user": BOT, **body}  # fmt: skip
            return 201, self.issues[self.next_id]
        if match := re.fullmatch(r"/issues/(\d+)", path):
            self.issues[int(match[1])] |= body
            return 200, self.issues[int(match[1])]
        return 404, {"message": "Not Found"}

    def listed(self, path, query):
        """Return all items of a list."""
        if match := re.fullmatch(r"/issues/(\d+)/comments", path):
            return self.comments.get(int(match[1]), [])
        if match := re.fullmatch(r"/pulls/(\d+)/comments", path):
            return self.review_comments.get(int(match[1]), [])
        return [each for each in self.issues.values() if each["state"] == query["state"][0]]

    @staticmethod
    def page(items, query):
        """Return one page of a list."""
        size, number = int(query["per_page"][0]), int(query["page"][0])
        return items[size * (number - 1) : size * number]


@contextmanager
def serving():
    """Serve a repository on loopback; give it, and what a command's environment must hold."""
    github = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            split = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path = split.path.removeprefix("/repos/a/b")
            status, made = github.take(self.command, path, parse_qs(split.query), body)
            if self.headers.get("Authorization") != "Bearer secret":
                status, made = 401, {"message": "Bad credentials"}
            if github.status:
                status, made = github.status, {"message": "Server Error"}
            text = json.dumps(made).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PATCH = answer  # noqa: N815 - http.server's names

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        environ = {"GITHUB_API_URL": f"http://127.0.0.1:{server.server_port}",
                   "GITHUB_REPOSITORY": "a/b", "GITHUB_TOKEN": "secret", "NO_PROXY": "127.0.0.1"}  # fmt: skip
        yield github, environ
        server.shutdown()
