#!/bin/sh
# Schemathesis 4.32.5 cannot judge an answer with a tuple in it, as OpenAPI 3.1 (JSON Schema 2020-12) writes one: `prefixItems`. It spells the tuple as
# older drafts did, with `items` as a list, and then holds the schema against 2020-12, which knows no such list: "Invalid Schema Object in response
# definition". The operation fails whatever it answers. The same schema passes in a validator of 2020-12 (jsonschema 4.25.1), which takes the answer,
# too, and Schemathesis takes it with the length alone (minItems and maxItems).
set -eu
lab=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$lab"' EXIT
server=
cd "$lab"
python3 -m venv venv
venv/bin/pip install --quiet schemathesis==4.32.5 jsonschema==4.25.1
cat > serve.py <<'PY'
import http.server, json, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps([["Ada", 2]]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
print(server.server_port, flush=True)
server.serve_forever()
PY
cat > describe.py <<'PY'
import json, sys
import jsonschema

parts = {"prefixItems": [{"type": "string"}, {"type": "integer"}]}
for name, more in {"tuple": parts, "length": {}}.items():
    pair = {"type": "array", "minItems": 2, "maxItems": 2, **more}
    schema = {"type": "array", "items": pair}
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate([["Ada", 2]])
    answer = {"200": {"description": "people", "content": {"application/json": {"schema": schema}}}}
    document = {"openapi": "3.1.0", "info": {"title": "people", "version": "1"}, "paths": {"/people": {"get": {"responses": answer}}}}
    json.dump(document, open(f"{name}.json", "w"))
PY
venv/bin/python describe.py
venv/bin/python serve.py > port &
server=$!
until [ -s port ]; do sleep 0.1; done
for name in tuple length; do
  venv/bin/schemathesis run "$name.json" --url "http://127.0.0.1:$(cat port)" --checks response_schema_conformance --phases examples,coverage,fuzzing \
    --max-examples 1 > "$name.txt" 2>&1 || true
  if grep -q "Invalid Schema Object in response definition" "$name.txt"; then echo "$name: refused"; else echo "$name: taken"; fi
done | tee seen.txt
printf 'tuple: refused\nlength: taken\n' | cmp - seen.txt
