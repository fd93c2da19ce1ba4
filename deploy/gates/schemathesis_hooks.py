"""What Schemathesis cannot know of this API: how its addresses are spelled, and how it refuses those it does not know."""

import itertools
import os
import pathlib
import re
import unicodedata
import uuid

import requests
import schemathesis
from hypothesis import strategies as st

label = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
domain = st.builds(lambda name, end: f"{name}.{end}", label, st.sampled_from(["org", "example", "co.uk"]))
plain = st.builds(lambda local, at: f"{local}@{at}", st.from_regex(r"[a-z0-9][a-z0-9+_-]{0,20}", fullmatch=True), domain)
named = st.builds(lambda local, at: f"{local}@{at}", st.sampled_from(["jürgen", "用户", "ada.lovelace"]), domain)

schemathesis.openapi.format("email", plain)
schemathesis.openapi.format("idn-email", st.one_of(plain, named))
schemathesis.openapi.format("password", st.from_regex(r"[a-z]{6}-[a-z]{6}-[0-9]{3}", fullmatch=True))

picture = st.just((pathlib.Path(__file__).parents[2] / "web/public/icon-192.png").read_bytes())
for kind in ("jpeg", "png", "webp", "avif", "gif"):
    schemathesis.openapi.media_type(f"image/{kind}", picture)

# A guest and those who come along.
MOST_PEOPLE = 11
MADE_BY_CLIENTS = {
    "createEvent": ["eventId"],
    "duplicateEvent": ["newEventId"],
    "addGuest": ["guestId"],
}


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """A tuple of an answer is only held to its length: Schemathesis 4.32 spells it as older drafts do, and then refuses that spelling."""
    for path in raw_schema["paths"].values():
        for operation in path.values():
            loosen(operation["responses"])


def loosen(node):
    if isinstance(node, dict) and node.pop("prefixItems", None):
        node.pop("items", None)
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        loosen(one)


# Limits count by client, and a scan stands for many: addresses that are kept for measurements (RFC 2544).
clients = (f"198.{18 + (at >> 16) % 2}.{at >> 8 & 255}.{at & 255}" for at in itertools.count())


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes of generated data what the schemas cannot say: see each function."""
    operation_id = case.operation.definition.raw.get("operationId")
    if not isinstance(case.body, bytes):
        case.body = possible(visible(case.body))
    if isinstance(case.query, dict) and "tag" in case.query:
        case.query["tag"] = visible(case.query["tag"])
    renew(case.query, "commandId")
    for name in ["commandId", *MADE_BY_CLIENTS.get(operation_id, [])]:
        renew(case.body, name)
    show_own_picture(case.body)
    ask_possible_questions(case.body)
    name_each_guest_once(case.body)
    sleep_at_night(case.body)
    case.headers = {**(case.headers or {}), "X-Forwarded-For": next(clients)}


def renew(values, name):
    """Ids that clients make are new ones: generated data repeats itself, and would be refused as reused."""
    if isinstance(values, dict) and is_uuid(values.get(name)):
        values[name] = str(uuid.uuid4())


def show_own_picture(body):
    """A cover is a picture that the host has sent before."""
    fields = body.get("fields") if isinstance(body, dict) else None
    cover = fields.get("cover") if isinstance(fields, dict) else None
    if isinstance(cover, dict) and is_uuid(cover.get("imageId")):
        cover["imageId"] = os.environ["SCAN_IMAGE"]


def ask_possible_questions(body):
    """Ids are unique, only a choice has options, and what nobody can answer without looking is not required. What is no id stays as it is."""
    if not isinstance(body, dict):
        return
    if are_answers(body.get("questionAnswers")):
        del body["questionAnswers"]
    for number, question in enumerate(listed(body.get("questions"))):
        if not is_numbered(question):
            continue
        question["id"] = f"{number:08x}"
        if question.get("required") is True:
            question["required"] = False
        options = listed(question.get("options"))
        if question.get("kind") not in ("oneOf", "someOf"):
            if all(is_option(option) for option in options):
                del options[:]
            continue
        for at, option in enumerate(options):
            if is_numbered(option):
                option["id"] = f"{at:08x}"
                if at == 0 and option.get("archived") is True:
                    del option["archived"]
        if isinstance(question.get("options"), list) and not options:
            options.append({"id": "0" * 8, "text": "Yes"})


def name_each_guest_once(body):
    guests = listed(body.get("guests")) if isinstance(body, dict) else []
    for guest in guests:
        renew(guest, "guestId")


def sleep_at_night(body):
    """Quiet hours end at another time than they begin, in a zone that there is."""
    hours = body.get("quietHours") if isinstance(body, dict) else None
    if not isinstance(hours, dict):
        return
    if isinstance(hours.get("zone"), str) and 1 <= len(hours["zone"]) <= 64:
        hours["zone"] = "Europe/Berlin"
    if hours.get("begins") == hours.get("ends") and re.fullmatch(r"\d\d:\d\d", str(hours.get("ends")), re.ASCII):
        hours["ends"] = "07:00" if hours["begins"] == "00:00" else "00:00"


def listed(value):
    return value if isinstance(value, list) else []


def is_numbered(value):
    return isinstance(value, dict) and isinstance(value.get("id"), str) and re.fullmatch(r"[0-9a-f]{8}", value["id"], re.ASCII) is not None


def is_option(value):
    return is_numbered(value) and set(value) <= {"id", "text", "archived"} and isinstance(value.get("text"), str) and 1 <= len(value["text"]) <= 80


def are_answers(value):
    """Answers that the schema takes: to questions that nobody asks."""
    return isinstance(value, dict) and all(re.fullmatch(r"[0-9a-f]{8}", key, re.ASCII) and are_values(one) for key, one in value.items())


def are_values(value):
    return isinstance(value, list) and len(value) <= MOST_PEOPLE and all(is_value(one) for one in value)


def is_value(value):
    if isinstance(value, str):
        return len(value) <= 1_000
    if isinstance(value, list):
        return len(value) <= 40 and all(isinstance(one, str) and re.fullmatch(r"[0-9a-f]{8}", one, re.ASCII) for one in value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value == int(value) and 0 <= value <= 100_000
    return value is None or isinstance(value, bool)


def visible(value):
    """Lengths are judged after invisible characters were taken out, so there are none in what is sent."""
    if isinstance(value, str):
        shown = "".join("x" if unicodedata.category(one)[0] in "CZM" and one not in "\n " else one for one in value)
        return shown if shown.strip() else "x" * len(shown)
    if isinstance(value, list):
        return [visible(one) for one in value]
    if isinstance(value, dict):
        return {key: visible(one) for key, one in value.items()}
    return value


def possible(value):
    """A pattern cannot tell which days a month has."""
    if isinstance(value, str) and (parts := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?", value, re.ASCII)):
        year, month, day, hour, minute = parts.groups()
        date = f"{year}-{int(month) % 12 + 1:02}-{int(day) % 28 + 1:02}"
        return date if hour is None else f"{date}T{int(hour) % 24:02}:{int(minute) % 60:02}"
    if isinstance(value, list):
        return [possible(one) for one in value]
    if isinstance(value, dict):
        return {key: possible(one) for key, one in value.items()}
    return value


def is_uuid(value):
    try:
        return str(uuid.UUID(value)) == value
    except (AttributeError, TypeError, ValueError):
        return False


REFUSED = (401, 403, 404)  # 404: whether a private event exists is nobody's business
checked = set()


@schemathesis.check
def refuses_without_cookies(ctx, response, case):
    """Where a cookie is required, the same request is refused without it, and with one that nobody has signed."""
    operation = case.operation
    needs = operation.definition.raw.get("security")
    if not needs or {} in needs or not 200 <= response.status_code < 300 or operation.label in checked:
        return
    checked.add(operation.label)
    sent = response.request
    headers = {name: value for name, value in sent.headers.items() if name.lower() not in ("cookie", "content-length")}
    for cookies in ({}, {"session": "forged.c2lnbmVk", "visit": "A" * 43}):
        url, body = (as_new_command(part, case) for part in (sent.url, sent.body))
        answer = requests.request(sent.method, url, headers=headers, data=body, cookies=cookies, timeout=10)
        if answer.status_code not in REFUSED:
            raise AssertionError(f"{operation.label} answers {answer.status_code} to cookies {sorted(cookies)}")


def as_new_command(part, case):
    """Somebody else's command has an id of its own."""
    used = next((values["commandId"] for values in (case.query, case.body) if isinstance(values, dict) and "commandId" in values), None)
    if not used or not part:
        return part
    new = str(uuid.uuid4())
    return part.replace(used.encode(), new.encode()) if isinstance(part, bytes) else part.replace(used, new)
