"""The Python half of the sandbox's AWS: moto, served over HTTP on a loopback port, and the judge.

Standard input and output speak to the daemon, in lines of JSON. The first line in is the organization to seed, the
first out has the port. Each further line in is a question {id, kind, question}, each out its answer {id, answer} or
{id, error}. The process ends when standard input does, that is when the daemon is gone.
"""

import functools
import io
import json
import os
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

import moto.core.responses
from moto.core.request import Request
from moto.core.routing import get_service_router
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server
from werkzeug.test import EnvironBuilder

import certificates
import facts
import judge
import patches
import seed
import template

PROBLEM = "x-octolaunch-problem"
ACTION = "x-octolaunch-action"


class Dispatcher(DomainDispatcherApplication):
    @functools.lru_cache(maxsize=None)
    def get_backend_for_host(self, host):
        """moto looks through all its folders for every request."""
        return super().get_backend_for_host(host)


moto_app = Dispatcher(create_backend_app)
seen = threading.local()


def remember_action():
    """Lets the front name the action of a REST request, which only moto's routing knows."""
    named = moto.core.responses.BaseResponse._get_action

    def get_action(self):
        seen.action = named(self)
        return seen.action

    moto.core.responses.BaseResponse._get_action = get_action


def rest_action(service, environ):
    """The name of a REST action, by AWS's own description of the service; moto need not have it."""
    try:
        return get_service_router(service).match(Request(environ.copy()))[0].name
    except Exception:
        return None


def name_action(question):
    """question: {service, method, path}"""
    builder = EnvironBuilder(method=question["method"], path=question["path"])
    return {"action": rest_action(question["service"], builder.get_environ())}


def answer_moto(environ, start_response):
    """Hands a request to moto, and says in a header what moto has no AWS error for."""
    seen.action = None

    def start(status, headers, exc_info=None):
        html = any(name.lower() == "content-type" and "text/html" in value for name, value in headers)
        service = environ.get("HTTP_X_OCTOLAUNCH_SERVICE")
        if status.startswith("404") and html and service != "s3":
            headers.append((PROBLEM, "unknown"))
            seen.action = seen.action or rest_action(service, environ)
        if seen.action:
            headers.append((ACTION, str(seen.action)))
        return start_response(status, headers, exc_info)

    try:
        return list(moto_app(environ, start))
    except NotImplementedError:
        return failed(start_response, "unknown")
    except Exception as error:
        traceback.print_exc()
        sys.stderr.flush()
        return failed(start_response, f"{type(error).__name__}: {error}"[:300])


def failed(start_response, problem):
    problem = problem.encode("ascii", "replace").decode().replace("\n", " ")
    headers = [(PROBLEM, problem), ("content-length", "0")]
    if seen.action:
        headers.append((ACTION, str(seen.action)))
    start_response("500 Internal Server Error", headers)
    return [b""]


kinds = {
    "facts": facts.answer,
    "judge": judge.answer,
    "template": template.answer,
    "action": name_action,
    "accounts": seed.accounts,
    "certificate": certificates.answer,
}


def application(environ, start_response):
    # A body left unread would be taken for the next request of a kept connection.
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return answer_moto(environ, start_response)


class Handler(MotoRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code="-", size="-"):
        pass


class Pipe:
    """Standard output, for answers alone: what moto prints goes where errors go."""

    def __init__(self):
        self.out = os.fdopen(os.dup(1), "w")
        self.lock = threading.Lock()
        os.dup2(2, 1)

    def say(self, value):
        with self.lock:
            self.out.write(json.dumps(value) + "\n")
            self.out.flush()

    def reply(self, asked):
        try:
            self.say({"id": asked["id"], "answer": kinds[asked["kind"]](asked["question"])})
        except Exception as error:
            traceback.print_exc()
            sys.stderr.flush()
            self.say({"id": asked["id"], "error": f"{type(error).__name__}: {error}"})


def main():
    pipe = Pipe()
    organization = json.loads(sys.stdin.buffer.readline())
    remember_action()
    patches.install()
    seed.organization(organization)
    judge.region = organization["region"]
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe.say({"port": server.server_port})

    judging = ThreadPoolExecutor(1)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        if asked["kind"] == "judge":
            # It takes its time, and needs nothing of moto's.
            judging.submit(pipe.reply, asked)
        else:
            pipe.reply(asked)
    os._exit(0)


if __name__ == "__main__":
    main()
