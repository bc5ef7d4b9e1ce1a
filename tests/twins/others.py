"""Twins of the smaller APIs, each as its documentation says."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import web


def crossref(works: dict[str, Any]) -> web.Application:
    """Crossref: ``GET /works/{doi}``, 404 with plain text for a DOI that is not theirs.

    https://api.crossref.org/swagger-ui/index.html; the shape of a work is at
    https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.
    """

    async def work(request: web.Request) -> web.Response:
        found = works.get(request.match_info["doi"].lower())
        if found is None:
            return web.Response(status=404, text="Resource not found.")
        return web.json_response(
            {"status": "ok", "message-type": "work", "message": found},
            headers={"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"},
        )

    app = web.Application()
    app.router.add_get("/works/{doi:.+}", work)
    return app


def datacite(dois: dict[str, Any]) -> web.Application:
    """DataCite: ``GET /dois/{doi}``, 404 with JSON:API errors. https://support.datacite.org/docs/api-get-doi"""

    async def doi(request: web.Request) -> web.Response:
        found = dois.get(request.match_info["doi"].lower())
        if found is None:
            return web.json_response(
                {
                    "errors": [
                        {
                            "status": "404",
                            "title": "The resource you are looking for doesn't exist.",
                        }
                    ]
                },
                status=404,
            )
        return web.json_response({"data": {"type": "dois", "attributes": found}})

    app = web.Application()
    app.router.add_get("/dois/{doi:.+}", doi)
    return app


def github(
    repositories: dict[str, Any],
    renamed: dict[str, int] | None = None,
    citations: dict[str, str] | None = None,
    releases: dict[str, str] | None = None,
    commits: dict[tuple[str, str], str] | None = None,
) -> web.Application:
    """GitHub: repositories, renamed ones (301 to ``/repositories/{id}``), 404; files at HEAD.

    The latest release has a ``tag_name``, and there is 404 where there is none:
    https://docs.github.com/en/rest/releases/releases#get-the-latest-release. Commits are a list, the
    last one first: https://docs.github.com/en/rest/commits/commits#list-commits; here by repository
    and path, with their instant.

    https://docs.github.com/en/rest/repos/repos#get-a-repository and
    https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects;
    gists: https://docs.github.com/en/rest/gists/gists#get-a-gist.
    """

    async def repository(request: web.Request) -> web.Response:
        name = f"{request.match_info['owner']}/{request.match_info['repo']}".lower()
        if name in (renamed or {}):
            to = f"{request.url.origin()}/repositories/{(renamed or {})[name]}"
            return web.json_response(
                {"message": "Moved Permanently", "url": to}, status=301, headers={"Location": to}
            )
        found = repositories.get(name)
        return (
            web.json_response(found)
            if found
            else web.json_response({"message": "Not Found"}, status=404)
        )

    async def by_number(request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        found = next((each for each in repositories.values() if each["id"] == number), None)
        return (
            web.json_response(found)
            if found
            else web.json_response({"message": "Not Found"}, status=404)
        )

    async def latest_release(request: web.Request) -> web.Response:
        name = f"{request.match_info['owner']}/{request.match_info['repo']}".lower()
        if tag := (releases or {}).get(name):
            return web.json_response({"tag_name": tag, "draft": False, "prerelease": False})
        return web.json_response({"message": "Not Found"}, status=404)

    async def list_commits(request: web.Request) -> web.Response:
        name = f"{request.match_info['owner']}/{request.match_info['repo']}".lower()
        at = (commits or {}).get((name, request.query.get("path", "")))
        found = [{"sha": "0" * 40, "commit": {"committer": {"name": "A", "date": at}}}]
        return web.json_response(found[: int(request.query["per_page"])] if at else [])

    async def file(request: web.Request) -> web.Response:
        text = (citations or {}).get(request.path)
        return (
            web.Response(text=text)
            if text is not None
            else web.Response(status=404, text="404: Not Found")
        )

    app = web.Application()
    app.router.add_get("/repos/{owner}/{repo}", repository)
    app.router.add_get("/repos/{owner}/{repo}/releases/latest", latest_release)
    app.router.add_get("/repos/{owner}/{repo}/commits", list_commits)
    app.router.add_get("/repositories/{number}", by_number)
    app.router.add_get("/{path:.+}", file)
    return app


def forum(
    posts: dict[str, Any],
    *,
    knows: str,
    seen: list[str] | None = None,
    challenge: bool = False,
    lacks: tuple[str, ...] = (),
) -> web.Application:
    """A ForumMagnum site that knows ``input``, ``selector`` or both, and ``lacks`` some fields.

    https://github.com/ForumMagnum/ForumMagnum, packages/lesswrong/lib/generated/gqlSchema.gql: an
    unknown argument is refused by GraphQL's validation, with status 400, errors and no data; a post
    that is not there is null, with an error "app.missing_document".
    """

    async def graphql(request: web.Request) -> web.Response:
        if challenge:
            return web.Response(
                status=403,
                text="<title>Just a moment...</title>",
                content_type="text/html",
                headers={"cf-mitigated": "challenge"},
            )
        query = (await request.json())["query"]
        if seen is not None:
            seen.append(query)
        for unknown in (each for each in lacks if re.search(rf"\b{each}\b", query)):
            message = f'Cannot query field "{unknown}" on type "Post".'
            return web.json_response({"errors": [{"message": message}]}, status=400)
        for argument in ("input", "selector"):
            if re.search(rf"post\({argument}:", query) and argument not in knows:
                return web.json_response(
                    {
                        "errors": [
                            {
                                "message": f'Unknown argument "{argument}" on field "Query.post".',
                                "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"},
                            }
                        ]
                    },
                    status=400,
                )
        asked = re.findall(r"(p\d+): post\([^\"]*\"(\w+)\"", query)
        data = {
            name: {"result": requested(posts[number], query)} if number in posts else None
            for name, number in asked
        }
        errors = [
            {"message": "app.missing_document", "path": [name]}
            for name, number in asked
            if number not in posts
        ]
        return web.json_response({"data": data} | ({"errors": errors} if errors else {}))

    app = web.Application()
    app.router.add_post("/graphql", graphql)
    return app


def requested(post: dict[str, Any], query: str) -> dict[str, Any]:
    """Return of a post the fields that a query names."""
    return {name: value for name, value in post.items() if re.search(rf"\b{name}\b", query)}


def openreview(notes: dict[str, Any], *, challenge: bool = False) -> web.Application:
    """OpenReview: ``GET /notes?id=``; 404 with a NotFoundError. https://docs.openreview.net/reference/api-v2"""

    async def note(request: web.Request) -> web.Response:
        if challenge:
            return web.Response(
                status=403, text="<title>Just a moment...</title>", content_type="text/html"
            )
        found = notes.get(request.query["id"])
        if found is None:
            return web.json_response(
                {
                    "name": "NotFoundError",
                    "message": f"The Note {request.query['id']} was not found",
                    "status": 404,
                },
                status=404,
            )
        return web.json_response({"notes": [found], "count": 1})

    app = web.Application()
    app.router.add_get("/notes", note)
    return app


def files(texts: dict[str, str], status: int = 404) -> web.Application:
    """Plain files by path: the ACL Anthology's ``/ID.bib``, notebooks in a repository."""

    async def file(request: web.Request) -> web.Response:
        text = texts.get(request.path)
        return (
            web.Response(text=text)
            if text is not None
            else web.Response(status=status, text="Not found")
        )

    app = web.Application()
    app.router.add_get("/{path:.+}", file)
    return app


def youtube(videos: dict[str, Any], refused: dict[str, int]) -> web.Application:
    """YouTube's oEmbed: 401 where embedding is off, 403 for private, 404 and 400 for none.

    https://oembed.com, 2.3.4; which status means what: oembed-extractor#168, ruby-oembed#79.
    """

    async def oembed(request: web.Request) -> web.Response:
        video = request.query["url"].rpartition("=")[2]
        if video in refused:
            return web.Response(status=refused[video], text="Unauthorized")
        found = videos.get(video)
        return web.json_response(found) if found else web.Response(status=404, text="Not Found")

    app = web.Application()
    app.router.add_get("/oembed", oembed)
    return app


def huggingface(things: dict[str, Any]) -> web.Application:
    """The Hub: ``/api/papers|models|datasets|spaces/…``; 404 with JSON, 401 for what is hidden.

    https://huggingface.co/docs/hub/api
    """

    async def thing(request: web.Request) -> web.Response:
        found = things.get(request.match_info["path"])
        return (
            web.json_response(found)
            if found
            else web.json_response({"error": "Repository not found"}, status=404)
        )

    app = web.Application()
    app.router.add_get("/api/{path:.+}", thing)
    return app


def notebook(*cells: tuple[str, str | list[str]], **metadata: Any) -> str:
    """A notebook, nbformat 4: https://nbformat.readthedocs.io/en/latest/format_description.html"""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": metadata,
            "cells": [
                {"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells
            ],
        }
    )
