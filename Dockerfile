# The program and nothing else: `docker build -t onread .`, then in a folder with trees
# `docker run --rm -it -v "$PWD:/trees" onread play supper.yaml`.
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /onread
COPY . .
RUN cargo build --release --locked && mkdir /empty

FROM scratch
COPY --from=build /onread/target/release/onread /onread
COPY --from=build /onread/LICENSE-MIT /onread/LICENSE-APACHE /licenses/
# Files are replaced by way of new ones beside them; for nothing else a folder is needed.
COPY --from=build /empty /tmp
WORKDIR /trees
# Whoever writes into a folder of the host says whose files they are: `--user "$(id -u):$(id -g)"`.
ENTRYPOINT ["/onread"]
CMD ["--help"]
