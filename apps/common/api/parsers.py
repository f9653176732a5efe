"""JSON as we accept it: UTF-8, no deeper than anybody needs, nothing that Postgres cannot store."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any, NoReturn

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 20
_MAY_BE_UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class TooLarge(APIException):
    """The body is longer than any body of ours needs to be."""

    status_code = 413
    default_detail = f"The body may have at most {MAX_BYTES} bytes."
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Refuses what Python would accept and the database would not."""

    media_type = "application/json"
    renderer_class = JSONRenderer

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise TooLarge
        try:
            data = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
            _check_depth(data)
        except RecursionError as error:
            raise ParseError(_too_deep()) from error
        except UnicodeDecodeError as error:
            raise ParseError("The body is not UTF-8.") from error
        except ValueError as error:
            raise ParseError(f"The body is not JSON: {error}") from error
        if _MAY_BE_UNSTORABLE.search(body):
            _check_text(data)
        return data


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError(f"{name} is not JSON.")


def _too_deep() -> str:
    return f"The body is nested deeper than {MAX_DEPTH} levels."


def _check_depth(data: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_too_deep())
    if isinstance(data, (dict, list)):
        for value in data.values() if isinstance(data, dict) else data:
            _check_depth(value, depth + 1)


def _check_text(data: Any) -> None:
    """Refuse NUL and halves of surrogate pairs, which no UTF-8 text can hold."""
    if isinstance(data, str):
        if "\0" in data or any("\ud800" <= letter <= "\udfff" for letter in data):
            raise ParseError("NUL characters and halves of surrogate pairs are not accepted.")
    elif isinstance(data, dict):
        for name, value in data.items():
            _check_text(name)
            _check_text(value)
    elif isinstance(data, list):
        for value in data:
            _check_text(value)
