# What a newcomer types. `make run` and `make test` need Go, Node and make, nothing else.
TEMPL       := github.com/a-h/templ/cmd/templ@v0.3.977
GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
DIR         ?= data/demo
# Tests wait for disks and other programs more than they compute: twice as many side by side as there are cores.
ABREAST     := -parallel 4
# Tests rather use memory than collect garbage, which is a fifth of their work. A quick run asks nothing of the disk either, and leaves vetting to make check.
ROOMY       := GOGC=400
QUICKLY     := $(ROOMY) $(if $(wildcard /dev/shm/.),TMPDIR=/dev/shm)

.PHONY: run demo build test quick crawl check format vet generated golden bench bench-full bench-report bench-serve bench-lists bench-import bench-trail bench-login fuzz generate clean

run: build ## build, make the demonstration if its folder is empty, and serve it
	bin/approdo demo --dir $(DIR)

demo: build ## reset the demonstration
	bin/approdo demo --dir $(DIR) --reset --no-serve

build: assets ## → bin/approdo
	go build -o bin/approdo ./cmd/approdo

.PHONY: assets
assets: node_modules/.package-lock.json ## style, script and fonts → internal/web/page/dist
	go run ./internal/web/page/build

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

test: assets ## everything; what needs PostgreSQL or Chromium says so and skips where these are missing
	$(ROOMY) go test -timeout 20m $(ABREAST) ./...

quick: assets ## what tells within a minute whether a change is right: -short leaves out PostgreSQL, the browser, and what testkit.Long marks
	$(QUICKLY) go test -short -vet=off -p 3 -timeout 5m $(ABREAST) ./...

crawl: assets ## every page in every language, by day and by night, on a phone and a desk; make test takes one of these each week
	go test -timeout 60m -count=1 ./e2e -run 'CanBeReadByEverybody' -whole

check: format vet generated ## all that CI does, apart from installing
	$(MAKE) test

format:
	@out=$$(go run $(GOFUMPT) -l cmd internal bench e2e *.go | grep -v _templ.go || true); if [ -n "$$out" ]; then echo "not formatted:"; echo "$$out"; exit 1; fi

vet:
	go vet ./...
	go run $(STATICCHECK) ./...

generate: ## templates → Go
	go run $(TEMPL) generate

generated: generate ## committed generated files are current
	@git diff --exit-code --stat -- '*_templ.go'

golden: ## write the golden files again; read the difference before committing it
	go test ./cmd/approdo -run Golden -update
	go test ./internal/web/desk -run Addresses -update
	go test ./internal/base/store -run MigrationsNeverChange -update

bench: build ## short forms of ../shared/performance.md's workloads, one JSON line each
	go run ./bench/acks
	go run ./bench/trail
	go run ./bench/import
	$(MAKE) bench/report/node_modules bin/peer
	go run ./bench/report -persons 50000 -smaller 10000 -periods 8 -rounds 3 -relinks 100
	go run ./bench/serve -peer bin/peer -for 1s -rounds 3

bench-full: build bench/report/node_modules bin/peer bench-report bench-lists ## the whole workloads; half an hour
	go run ./bench/acks -for 10s
	go run ./bench/import
	go run ./bench/serve -peer bin/peer -for 10s

bench-report: bench/report/node_modules ## a million persons counted beside DuckDB and PostgreSQL; the world is kept in data/worlds
	go run ./bench/report -keep data/worlds

bench-serve: build bin/peer ## the contact form and the page of contacts at 32 connections, beside PocketBase
	go run ./bench/serve -peer bin/peer

bench-lists: build ## every list and report page of the large demonstration, which is made in data/large the first time
	go run ./bench/lists

bench/report/node_modules: bench/report/package-lock.json ## DuckDB, for bench-report only
	cd bench/report && npm install --no-save --ignore-scripts --no-audit --no-fund # npm ci refuses a lock without other systems' bindings
	@touch $@

bin/peer: bench/serve/peer/main.go bench/serve/peer/go.mod ## PocketBase, for bench-serve only: a module of its own, none of ours
	cd bench/serve/peer && go build -trimpath -o ../../../bin/peer .

bench-trail: ## 100 000 audit entries verified, in the database and offline
	go run ./bench/trail

bench-login: ## whether the time of an answer tells known names from unknown ones; five minutes
	go run ./bench/login

.PHONY: bench-door
bench-door: ## how long a colleague waits at the log-in page while 500 sources poll it for two minutes; p95 of a known browser at most 3 s
	go run ./bench/login -crowd 120s

bench-import: ## 100 000 rows through the importer
	go run ./bench/import

.PHONY: operate
operate: ## the proxies, units, certificates and signals of the manual, started and asked, and a pooler before PostgreSQL; needs nginx, Caddy, PgBouncer and systemd-analyze
	CI=true go test ./cmd/approdo -run 'OfTheManual|Certificate|ServerAnswers|TestPagesTravel|BehindAProxy|APooler' -v -count=1

.PHONY: upgrades
upgrades: ## a folder with every schema there ever was, with data in it, is opened, brought up to date, backed up and restored, on both databases
	STORE_TEST_UPGRADES=all go test ./internal/base/store ./cmd/approdo -run 'Earlier|EveryVersion' -v -timeout 60m

.PHONY: mutants
mutants: ## sixty small mistakes where one costs most: does a test notice? SEED=n draws others; see doc/mutants.md
	go run ./bench/mutate -seed $(or $(SEED),1) -n 60 -both

.PHONY: kill
kill: ## a process that uploads, turns keys and erases is killed 300 times on each database; prints what survived
	VAULT_TEST_KILLS=300 go test ./internal/care/vault -run Killed -v -timeout 120m

.PHONY: years
years: ## three years without an administrator on each database: 1 000 starts and stops of the real program, a clock that jumps, full disks, backups that are restored
	YEARS=1000 go test ./cmd/approdo -run ThreeYears -v -count=1 -timeout 180m

.PHONY: writer
writer: ## somebody edits the database while the program works: each kind of edit 100 times, 1 000 random ones, on each database; make test makes a few of each
	WRITER=100,1000 go test ./internal/app -run 'WhoWritesToTheDatabase|RandomEdits' -v -count=1 -timeout 180m

.PHONY: registers
registers: ## 600 registers with the faults of real ones, and 200 without, taken in and counted; then the control, without each rule
	REGISTERS=600 go test ./cmd/approdo -run 'NoRegisterIsWrong|EachRuleOfTheImporter' -v -count=1 -timeout 90m

fuzz: ## the readers of outside bytes, one minute each
	go test ./internal/care/sheet/grid -run '^$$' -fuzz 'FuzzCSV$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/care/sheet/grid -run '^$$' -fuzz 'FuzzQuotedLinesAreRead$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/care/sheet/grid -run '^$$' -fuzz 'FuzzXLSX$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/care/sheet -run '^$$' -fuzz 'FuzzRead$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/base/audit -run '^$$' -fuzz 'FuzzBundle$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/base/audit -run '^$$' -fuzz 'FuzzCheckpoint$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/base/backup -run '^$$' -fuzz 'FuzzBackup$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/base/backup -run '^$$' -fuzz 'FuzzContent$$' -fuzztime 60s -fuzzminimizetime 1x
	for target in Envelope Slot Share RecoveryCode Public File; do \
		go test ./internal/base/seal -run '^$$' -fuzz "Fuzz$$target\$$" -fuzztime 60s -fuzzminimizetime 1x || exit 1; done
	go test ./internal/base/network -run '^$$' -fuzz 'FuzzCookie$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/care/vault -run '^$$' -fuzz 'FuzzAttachment$$' -fuzztime 60s -fuzzminimizetime 1x
	go test ./internal/web/page -run '^$$' -fuzz 'FuzzUpload$$' -fuzztime 60s -fuzzminimizetime 1x

SYSTEMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
SBOM    := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0
BUILT   := CGO_ENABLED=0 go build -trimpath -buildvcs=true -ldflags '-s -w'

.PHONY: release
release: assets ## → bin/release: the program for six systems, with checksums, what it is made of, and sizes; from a commit, so that anybody gets the same bytes
	@[ -z "$$(git status --porcelain)" ] || { echo "commit first: a release is of a commit"; exit 1; }
	rm -rf bin/release && mkdir -p bin/release
	for s in $(SYSTEMS); do name=bin/release/approdo-$${s%/*}-$${s#*/}; [ $${s%/*} != windows ] || name=$$name.exe; \
		GOOS=$${s%/*} GOARCH=$${s#*/} $(BUILT) -o $$name ./cmd/approdo || exit 1; done
	go run $(SBOM) app -json -licenses -main cmd/approdo -output bin/release/approdo.cdx.json .
	cd bin/release && sha256sum * >SHA256SUMS && ls -l --block-size=K

.PHONY: reproduce
reproduce: ## builds this commit once more, in another folder and from nothing that was built, and compares the bytes with bin/release
	dir=$$(mktemp -d) && trap "rm -rf $$dir" EXIT && git clone -q . $$dir/again && $(MAKE) -C $$dir/again assets && \
		(cd $$dir/again && GOCACHE=$$dir/cache $(BUILT) -o $$dir/approdo ./cmd/approdo) && cmp $$dir/approdo bin/release/approdo-$$(go env GOOS)-$$(go env GOARCH) && echo "the same bytes"

clean:
	rm -rf bin data/demo
