# make demo runs the main job with real offices and serves it; make check passes
# every test. Both install what they need by themselves.

SHELL := /bin/bash
GO ?= go
BIN := bin/muster
export CGO_ENABLED = 0
TEMPL := $(GO) tool templ
STATICCHECK := $(GO) tool -modfile=tools/go.mod staticcheck

# The font of printed papers, from Debian's package.
COLLECTION := /usr/share/fonts/truetype/wqy/wqy-microhei.ttc
TYPEFACE := internal/frame/docs/typeface/dist/microhei.ttf

.PHONY: help demo check build release assets generate system format vet lint test bench race scripts screenshots clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

demo: build ## Run two intakes of a synthetic Hebei, the first one small, and serve them
	$(BIN) demo --years 2 $(DEMO)

check: system assets generate format vet lint test ## Everything that must pass

build: assets generate ## Build the one binary
	$(GO) build -ldflags "-s -w" -o $(BIN) ./cmd/muster

release: assets generate ## Build the binary that is the same on every machine
	$(GO) build -trimpath -buildvcs=false -ldflags "-s -w -buildid=" -o $(BIN) ./cmd/muster

system: ## Install the Debian packages that the tests drive: chromium, PostgreSQL, a font
	@scripts/system.sh

assets: web/node_modules/.done $(TYPEFACE) ## Build the front end and the font into what the binary embeds
	cd web && node build.mjs

$(TYPEFACE):
	@test -e $(COLLECTION) || scripts/system.sh build
	$(GO) run ./internal/frame/docs/typeface/extract $(COLLECTION) $@

web/node_modules/.done: web/package-lock.json
	@command -v npm >/dev/null || scripts/system.sh build
	cd web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

generate: ## Generate the pages from their templates
	$(TEMPL) generate -path internal/web

format:
	@out=$$(gofmt -l cmd internal migrations policies scripts); if [ -n "$$out" ]; then echo "not formatted: $$out"; exit 1; fi

vet:
	$(GO) vet ./...

lint:
	$(STATICCHECK) ./...

test:
	$(GO) test -timeout 20m ./...

race: assets generate ## The tests of the frame under the race detector
	CGO_ENABLED=1 $(GO) test -race -timeout 60m ./internal/frame/... ./internal/office/... ./internal/people/...

bench: assets generate ## The performance goals, each beside its limit
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 60m ./...

screenshots: build ## The pictures of the README
	scripts/screenshots.sh

clean:
	rm -rf bin web/node_modules web/dist-test internal/web/assets/dist/*.css internal/web/assets/dist/*.js
